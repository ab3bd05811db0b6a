import { hoursPerMonth, plus, times, usd, zero, type Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Address, Instance, Volume } from '../../ports/instance.ts';
import type { Product, Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { inSlices } from '../../slices.ts';
import { plain } from '../../text.ts';
import { chargeOf } from '../../estate/charge.ts';
import { anHourOf, billedNow, chargeUnknown } from './running-cost.ts';
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
  /** Where the machines' rates are from, with the day of each: `embedded catalogue, as of 2026-07`. */
  readonly sources: readonly string[];
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

/** Machines that are billed alike; their price is asked once. */
interface BilledAs extends Pick<Instance, 'usageOperation' | 'tenancy' | 'lifecycle'> {
  readonly product: Product | Problem;
}

/** Whose volume or address it is: one object for all instances of a group that run, one for all that do not. */
interface Holder {
  readonly sum: Sum;
  readonly runs: boolean;
}

interface Sum {
  running: number;
  stopped: number;
  /** How many machines of each kind run; sums are made once at the end. */
  readonly machines: Map<BilledAs, number>;
  readonly volumes: Map<Money, { running: number; stopped: number }>;
  addressesRunning: number;
  addressesStopped: number;
}

/** What all of this costs now. Walks each list once, in slices; one price is asked for each distinct product. Cost grows with the number of instances, volumes and addresses. */
export async function estateCost(
  { instances, volumes, addresses, prices, groupOf, loose }: CostQuestion,
  reading: Reading,
): Promise<EstateCost> {
  const sums = new Map<string, Sum>();
  const holders = new Map<string, Holder>();
  const holderOfSum = new Map<Sum, { readonly running: Holder; readonly stopped: Holder }>();
  const sumOf = (label: string): Sum => {
    const known = sums.get(label);
    if (known !== undefined) return known;
    const made: Sum = {
      running: 0,
      stopped: 0,
      machines: new Map(),
      volumes: new Map(),
      addressesRunning: 0,
      addressesStopped: 0,
    };
    sums.set(label, made);
    holderOfSum.set(made, { running: { sum: made, runs: true }, stopped: { sum: made, runs: false } });
    return made;
  };
  const missed = new Map<Problem, number>();
  const miss = (because: Problem, count = 1): void => {
    missed.set(because, (missed.get(because) ?? 0) + count);
  };

  const kindOf = kindsBy(prices);
  await inSlices(
    instances,
    (instance) => {
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
      const kind = kindOf(instance);
      sum.machines.set(kind, (sum.machines.get(kind) ?? 0) + 1);
      if (instance.publicIp?.kind === 'auto-assigned') sum.addressesRunning += 1;
    },
    reading.signal,
  );

  const rates = await ratesOf([...sums.values()], prices, reading);
  for (const sum of sums.values())
    for (const [kind, count] of sum.machines) {
      const rate = rates.get(kind);
      if (isProblem(rate)) miss(rate, count);
    }

  await inSlices(
    volumes,
    (volume) => {
      const holder = holderOf(holders, volume.attachedTo[0]?.instanceId, loose, sumOf);
      if (holder === undefined) return;
      const price = prices.volumePerMonth(volume);
      if (isProblem(price)) return miss(price);
      const counted = holder.sum.volumes.get(price);
      if (counted === undefined)
        holder.sum.volumes.set(price, { running: holder.runs ? 1 : 0, stopped: holder.runs ? 0 : 1 });
      else if (holder.runs) counted.running += 1;
      else counted.stopped += 1;
    },
    reading.signal,
  );

  await inSlices(
    addresses,
    (address) => {
      const holder = holderOf(holders, address.instanceId, loose, sumOf);
      if (holder === undefined) return;
      const charged = chargeOf(address);
      if (charged === 'unknown') miss(chargeUnknown(address));
      else if (charged === 'yes') holder.sum[holder.runs ? 'addressesRunning' : 'addressesStopped'] += 1;
    },
    reading.signal,
  );

  const ipv4 = prices.publicIpv4().perHour;
  const groups = [...sums]
    .map(([label, sum]) => summed(label, sum, rates, ipv4))
    .toSorted((one, other) => other.perMonth.amount.cmp(one.perMonth.amount) || (one.label < other.label ? -1 : 1));
  return { groups, all: together('all', groups), unknown: byReason(missed), sources: sourcesOf(rates) };
}

const sourcesOf = (rates: ReadonlyMap<unknown, Rate | Problem>): readonly string[] => [
  ...new Set(
    [...rates.values()].flatMap((rate) =>
      isProblem(rate)
        ? []
        : [`${rate.source.name === 'AWS' ? 'AWS Price List' : rate.source.name}, as of ${rate.asOf}`],
    ),
  ),
];

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

/** The one object of all machines that are billed alike. Told apart without making a text for each: a long list asks this for every machine. */
function kindsBy(prices: Prices): (instance: Instance) => BilledAs {
  const types = new Map<string, Map<string, BilledAs[]>>();
  return (instance) => {
    const { type, region, usageOperation, tenancy, lifecycle } = instance;
    const regions = types.get(type) ?? new Map<string, BilledAs[]>();
    if (regions.size === 0) types.set(type, regions);
    const kinds = regions.get(region) ?? [];
    if (kinds.length === 0) regions.set(region, kinds);
    const known = kinds.find(
      (kind) => kind.usageOperation === usageOperation && kind.tenancy === tenancy && kind.lifecycle === lifecycle,
    );
    if (known !== undefined) return known;
    const made = { usageOperation, tenancy, lifecycle, product: prices.productOf(instance) };
    kinds.push(made);
    return made;
  };
}

/** Prices asked at once: the price list's own limits are low. */
const ratesAtOnce = 8;

/** What each kind of machine costs an hour. */
async function ratesOf(
  sums: readonly Sum[],
  prices: Prices,
  reading: Reading,
): Promise<ReadonlyMap<BilledAs, Rate | Problem>> {
  const rates = new Map<BilledAs, Rate | Problem>();
  const asked = [...new Set(sums.flatMap(({ machines }) => [...machines.keys()]))];
  for (let from = 0; from < asked.length; from += ratesAtOnce) {
    await Promise.all(
      asked.slice(from, from + ratesAtOnce).map(async (kind) => {
        rates.set(kind, isProblem(kind.product) ? kind.product : await prices.onDemand(kind.product, reading));
      }),
    );
  }
  return rates;
}

function summed(label: string, sum: Sum, rates: ReadonlyMap<BilledAs, Rate | Problem>, ipv4: Money): GroupCost {
  let compute = zero;
  for (const [kind, count] of sum.machines) {
    const rate = rates.get(kind);
    if (rate !== undefined && !isProblem(rate)) compute = plus(compute, times(rate.perHour, count));
  }
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
