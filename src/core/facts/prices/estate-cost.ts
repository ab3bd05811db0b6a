import { hoursPerMonth, plus, times, usd, zero, type Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Address, Instance, Volume } from '../../ports/instance.ts';
import type { Product, Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { inSlices } from '../../slices.ts';
import { plain } from '../../text.ts';
import { anHourOf, billedNow, isCharged } from './running-cost.ts';
import type { Prices } from './prices.ts';

/** What one group costs now. */
export interface GroupCost {
  readonly label: string;
  readonly running: number;
  readonly stopped: number;
  /** Everything that is charged now: machines, volumes, addresses; exact for 730 hours. */
  readonly perMonth: Money;
  readonly perHour: Money;
  /** The part of it that belongs to machines that do not run. */
  readonly stoppedPerMonth: Money;
}

/** What everything asked about costs now. */
export interface EstateCost {
  /** Dearest first. */
  readonly groups: readonly GroupCost[];
  readonly all: GroupCost;
  /** Why how many things could not be priced; where there is any, every sum is "at least". */
  readonly unknown: ReadonlyMap<string, { readonly count: number; readonly because: Problem }>;
}

/** What to sum up, and by what. */
export interface CostQuestion {
  readonly instances: readonly Instance[];
  readonly volumes: readonly Volume[];
  readonly addresses: readonly Address[];
  readonly prices: Prices;
  /** The group of an instance. */
  groupOf(instance: Instance): string;
  /** The group of volumes and addresses that no instance holds; undefined: they are left out. */
  readonly loose?: string;
}

/** One machine's product with its rate, asked once. */
type Priced = { readonly rate: Rate } | { readonly because: Problem };

interface Sum {
  running: number;
  stopped: number;
  /** How often each rate is paid an hour; sums are made once at the end. */
  readonly rates: Map<Rate, number>;
  readonly volumes: Map<Money, { running: number; stopped: number }>;
  addressesRunning: number;
  addressesStopped: number;
}

/** What all of this costs now. Walks each list once, in slices; one price is asked for each distinct product. Cost grows with the number of instances, volumes and addresses. */
export async function estateCost(
  { instances, volumes, addresses, prices, groupOf, loose }: CostQuestion,
  reading: Reading,
): Promise<EstateCost> {
  const priced = await priceProducts(instances, prices, reading);
  const sums = new Map<string, Sum>();
  const unknown = new Map<string, { count: number; because: Problem }>();
  const holders = new Map<string, { readonly sum: Sum; readonly runs: boolean }>();
  const sumOf = (label: string): Sum => {
    const known = sums.get(label);
    if (known !== undefined) return known;
    const made: Sum = {
      running: 0,
      stopped: 0,
      rates: new Map(),
      volumes: new Map(),
      addressesRunning: 0,
      addressesStopped: 0,
    };
    sums.set(label, made);
    return made;
  };
  const miss = (because: Problem): void => {
    const words = plain(because.what);
    const known = unknown.get(words);
    if (known === undefined) unknown.set(words, { count: 1, because });
    else known.count += 1;
  };

  await inSlices(
    instances,
    (instance) => {
      if (instance.state === 'terminated') return;
      const sum = sumOf(groupOf(instance));
      const runs = billedNow(instance);
      holders.set(instance.id, { sum, runs });
      if (!runs) {
        sum.stopped += 1;
        return;
      }
      sum.running += 1;
      const price = priced.get(instance);
      if (price !== undefined && 'rate' in price) sum.rates.set(price.rate, (sum.rates.get(price.rate) ?? 0) + 1);
      else if (price !== undefined) miss(price.because);
      if (instance.publicIp?.kind === 'auto-assigned') sum.addressesRunning += 1;
    },
    reading.signal,
  );

  await inSlices(
    volumes,
    (volume) => {
      const holder = holderOf(holders, volume.attachedTo[0]?.instanceId, loose, sumOf);
      if (holder === undefined) return;
      const price = prices.volumePerMonth(volume);
      if (isProblem(price)) return miss(price);
      const counted = holder.sum.volumes.get(price) ?? { running: 0, stopped: 0 };
      counted[holder.runs ? 'running' : 'stopped'] += 1;
      holder.sum.volumes.set(price, counted);
    },
    reading.signal,
  );

  for (const address of addresses) {
    const holder = holderOf(holders, address.instanceId, loose, sumOf);
    if (holder === undefined || !isCharged(address)) continue;
    holder.sum[holder.runs ? 'addressesRunning' : 'addressesStopped'] += 1;
  }

  const ipv4 = prices.publicIpv4().perHour;
  const groups = [...sums]
    .map(([label, sum]) => summed(label, sum, ipv4))
    .toSorted((one, other) => other.perMonth.amount.cmp(one.perMonth.amount) || (one.label < other.label ? -1 : 1));
  return { groups, all: together(groups), unknown };
}

/** Who pays for a volume or an address: its instance; the loose group where nothing holds it; nobody here where its instance was not asked about. */
function holderOf(
  holders: ReadonlyMap<string, { readonly sum: Sum; readonly runs: boolean }>,
  instanceId: string | undefined,
  loose: string | undefined,
  sumOf: (label: string) => Sum,
) {
  if (instanceId !== undefined) return holders.get(instanceId);
  return loose === undefined ? undefined : { sum: sumOf(loose), runs: false };
}

async function priceProducts(
  instances: readonly Instance[],
  prices: Prices,
  reading: Reading,
): Promise<ReadonlyMap<Instance, Priced>> {
  const products = new Map<string, { readonly product: Product; readonly of: Instance[] }>();
  const priced = new Map<Instance, Priced>();
  await inSlices(
    instances,
    (instance) => {
      const product = prices.productOf(instance);
      if (isProblem(product)) {
        priced.set(instance, { because: product });
        return;
      }
      const key = `${product.type} ${product.region} ${product.os}`;
      const known = products.get(key);
      if (known === undefined) products.set(key, { product, of: [instance] });
      else known.of.push(instance);
    },
    reading.signal,
  );
  for (const { product, of } of products.values()) {
    const rate = await prices.onDemand(product, reading);
    const price: Priced = isProblem(rate) ? { because: rate } : { rate };
    await inSlices(of, (instance) => priced.set(instance, price), reading.signal);
  }
  return priced;
}

function summed(label: string, sum: Sum, ipv4: Money): GroupCost {
  let compute = zero;
  for (const [rate, count] of sum.rates) compute = plus(compute, times(rate.perHour, count));
  let volumesRunning = zero;
  let volumesStopped = zero;
  for (const [price, { running, stopped }] of sum.volumes) {
    volumesRunning = plus(volumesRunning, times(price, running));
    volumesStopped = plus(volumesStopped, times(price, stopped));
  }
  const month = (perHour: Money, count: number) => times(perHour, count * hoursPerMonth);
  const stoppedPerMonth = plus(volumesStopped, month(ipv4, sum.addressesStopped));
  const perMonth = plus(
    plus(month(compute, 1), volumesRunning),
    plus(month(ipv4, sum.addressesRunning), stoppedPerMonth),
  );
  return { label, running: sum.running, stopped: sum.stopped, perMonth, perHour: anHourOf(perMonth), stoppedPerMonth };
}

function together(groups: readonly GroupCost[]): GroupCost {
  const add = (of: (group: GroupCost) => Money) =>
    usd(groups.reduce((sum, group) => sum.plus(of(group).amount), zero.amount));
  const perMonth = add((group) => group.perMonth);
  return {
    label: 'all',
    running: groups.reduce((sum, { running }) => sum + running, 0),
    stopped: groups.reduce((sum, { stopped }) => sum + stopped, 0),
    perMonth,
    perHour: anHourOf(perMonth),
    stoppedPerMonth: add((group) => group.stoppedPerMonth),
  };
}
