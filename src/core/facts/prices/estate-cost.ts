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
interface Priced {
  readonly product: Product | Problem;
  rate: Rate | Problem | undefined;
}

/** Whose volume or address it is: one object for all instances of a group that run, one for all that do not. */
interface Holder {
  readonly sum: Sum;
  readonly runs: boolean;
}

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
  const machines = await priceMachines(instances, prices, reading);
  const sums = new Map<string, Sum>();
  const holders = new Map<string, Holder>();
  const holderOfSum = new Map<Sum, { readonly running: Holder; readonly stopped: Holder }>();
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
    holderOfSum.set(made, { running: { sum: made, runs: true }, stopped: { sum: made, runs: false } });
    return made;
  };
  const missed = new Map<Problem, number>();
  const miss = (because: Problem): void => {
    missed.set(because, (missed.get(because) ?? 0) + 1);
  };

  let at = 0;
  await inSlices(
    instances,
    (instance) => {
      const rate = machines[at++]?.rate;
      if (instance.state === 'terminated') return;
      const sum = sumOf(groupOf(instance));
      const runs = billedNow(instance);
      const holder = holderOfSum.get(sum)?.[runs ? 'running' : 'stopped'];
      if (holder !== undefined) holders.set(instance.id, holder);
      if (!runs) {
        sum.stopped += 1;
        return;
      }
      sum.running += 1;
      if (isProblem(rate)) miss(rate);
      else if (rate !== undefined) sum.rates.set(rate, (sum.rates.get(rate) ?? 0) + 1);
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

  await inSlices(
    addresses,
    (address) => {
      const holder = holderOf(holders, address.instanceId, loose, sumOf);
      if (holder !== undefined && isCharged(address))
        holder.sum[holder.runs ? 'addressesRunning' : 'addressesStopped'] += 1;
    },
    reading.signal,
  );

  const ipv4 = prices.publicIpv4().perHour;
  const groups = [...sums]
    .map(([label, sum]) => summed(label, sum, ipv4))
    .toSorted((one, other) => other.perMonth.amount.cmp(one.perMonth.amount) || (one.label < other.label ? -1 : 1));
  return { groups, all: together('all', groups), unknown: byReason(missed) };
}

/** Equal reasons counted together. */
function byReason(missed: ReadonlyMap<Problem, number>): EstateCost['unknown'] {
  const reasons = new Map<string, { count: number; because: Problem }>();
  for (const [because, count] of missed) {
    const words = plain(because.what);
    reasons.set(words, { count: (reasons.get(words)?.count ?? 0) + count, because });
  }
  return reasons;
}

/** Who pays for a volume or an address: its instance; the loose group where nothing holds it; nobody here where its instance was not asked about. */
function holderOf(
  holders: ReadonlyMap<string, Holder>,
  instanceId: string | undefined,
  loose: string | undefined,
  sumOf: (label: string) => Sum,
) {
  if (instanceId !== undefined) return holders.get(instanceId);
  return loose === undefined ? undefined : { sum: sumOf(loose), runs: false };
}

/** What each instance's machine costs an hour, in the order of the instances: one price is asked for each distinct product. */
async function priceMachines(
  instances: readonly Instance[],
  prices: Prices,
  reading: Reading,
): Promise<readonly Priced[]> {
  const kinds = new Map<string, Priced>();
  const priced: Priced[] = [];
  await inSlices(
    instances,
    (instance) => {
      const { type, region, usageOperation, tenancy, lifecycle } = instance;
      const key = `${type} ${region} ${usageOperation} ${tenancy} ${lifecycle}`;
      const known = kinds.get(key) ?? { product: prices.productOf(instance), rate: undefined };
      kinds.set(key, known);
      priced.push(known);
    },
    reading.signal,
  );
  for (const kind of kinds.values())
    kind.rate = isProblem(kind.product) ? kind.product : await prices.onDemand(kind.product, reading);
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

/** Several groups as one. */
export function together(label: string, groups: readonly GroupCost[]): GroupCost {
  const add = (of: (group: GroupCost) => Money) =>
    usd(groups.reduce((sum, group) => sum.plus(of(group).amount), zero.amount));
  const perMonth = add((group) => group.perMonth);
  return {
    label,
    running: groups.reduce((sum, { running }) => sum + running, 0),
    stopped: groups.reduce((sum, { stopped }) => sum + stopped, 0),
    perMonth,
    perHour: anHourOf(perMonth),
    stoppedPerMonth: add((group) => group.stoppedPerMonth),
  };
}
