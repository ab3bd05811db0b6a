import { kindsBy, ratesOf, sourcesOf, type BilledAs } from '../facts/prices/alike.ts';
import type { Prices } from '../facts/prices/prices.ts';
import { hoursPerMonth, plus, times, total, zero, type Money } from '../money.ts';
import type { Reading } from '../ports/cloud.ts';
import type { Address, Instance, Volume } from '../ports/instance.ts';
import type { Provenance, Rate } from '../ports/price-list.ts';
import { isProblem, type Problem } from '../problem.ts';
import { inSlices } from '../slices.ts';
import { plain } from '../text.ts';
import { chargeOf } from './charge.ts';
import { chargeUnknown } from './holdings.ts';
import { createPositions, type PositionOf } from './positions.ts';
import { regionsOf } from './regions-of.ts';
import { anHourOf, billedNow } from './running-cost.ts';
import { knownPart } from '../facts/prices/volumes.ts';

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
  /** Where the machines' rates are from: one for each source and day, with the oldest reading of it. */
  readonly sources: readonly Provenance[];
  /** Where the instances, volumes and addresses are. */
  readonly regions: ReadonlySet<string>;
}

/** What to sum up, and by what. */
export interface CostQuestion {
  readonly instances: readonly Instance[];
  readonly volumes: readonly Volume[];
  readonly addresses: readonly Address[];
  /** The group of an instance. */
  groupOf(instance: Instance): string;
  /** The group of volumes and addresses that no instance holds; undefined: they are left out. */
  readonly loose?: string;
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
  /** By region. */
  readonly addresses: Map<string, { running: number; stopped: number }>;
}

/** What estates cost. */
export interface EstateCosts {
  /** What all of this costs now. Walks each list once, in slices; one price is asked for each distinct product. Cost grows with the number of instances, volumes and addresses. */
  of(question: CostQuestion, reading: Reading): Promise<EstateCost>;
}

/** See {@link EstateCosts}. It remembers where in the last list of instances each stands, and no figure. */
export function createEstateCosts(prices: Prices): EstateCosts {
  const positions = createPositions();
  return {
    of: async (question, reading) =>
      summedUp(question, prices, await positions(question.instances, reading.signal), reading),
  };
}

async function summedUp(
  { instances, volumes, addresses, groupOf, loose }: CostQuestion,
  prices: Prices,
  positionOf: PositionOf,
  reading: Reading,
): Promise<EstateCost> {
  const sums = new Map<string, Sum>();
  /** By the position of the instance; undefined: it is terminated. */
  const holders: (Holder | undefined)[] = [];
  const holderOfSum = new Map<Sum, { readonly running: Holder; readonly stopped: Holder }>();
  const sumOf = (label: string): Sum => {
    const known = sums.get(label);
    if (known !== undefined) return known;
    const made: Sum = {
      running: 0,
      stopped: 0,
      machines: new Map(),
      volumes: new Map(),
      addresses: new Map(),
    };
    sums.set(label, made);
    holderOfSum.set(made, { running: { sum: made, runs: true }, stopped: { sum: made, runs: false } });
    return made;
  };
  const missed = new Map<Problem, number>();
  const miss = (because: Problem, count = 1): void => {
    missed.set(because, (missed.get(because) ?? 0) + count);
  };

  /** Who pays for a volume or an address: its instance; the loose group where nothing holds it; nobody here where its instance was not asked about. */
  const holderOf = (instanceId: string | undefined): Holder | undefined => {
    if (instanceId === undefined) return loose === undefined ? undefined : holderOfSum.get(sumOf(loose))?.stopped;
    const at = positionOf(instanceId);
    return at === undefined ? undefined : holders[at];
  };

  const kindOf = kindsBy();
  await inSlices(
    instances,
    (instance) => {
      if (instance.state === 'terminated') {
        holders.push(undefined);
        return;
      }
      const sum = sumOf(groupOf(instance));
      const runs = billedNow(instance);
      holders.push(holderOfSum.get(sum)?.[runs ? 'running' : 'stopped']);
      // Lent from its start to its stop, and charged all the time.
      if (instance.publicIp?.kind === 'auto-assigned') countAddress(sum, instance.region, runs);
      if (!runs) {
        sum.stopped += 1;
        return;
      }
      sum.running += 1;
      const kind = kindOf(instance);
      sum.machines.set(kind, (sum.machines.get(kind) ?? 0) + 1);
    },
    reading.signal,
  );

  const regions = new Set<string>();
  for (const things of [instances, volumes, addresses])
    for (const region of await regionsOf(things, reading.signal)) regions.add(region);
  await prices.prepare(regions, reading);
  const rates = await ratesOf(
    new Set([...sums.values()].flatMap(({ machines }) => [...machines.keys()])),
    prices,
    reading,
  );
  for (const sum of sums.values())
    for (const [kind, count] of sum.machines) {
      const rate = rates.get(kind);
      if (isProblem(rate)) miss(rate, count);
    }

  await inSlices(
    volumes,
    (volume) => {
      const holder = holderOf(volume.attachedTo[0]?.instanceId);
      if (holder === undefined) return;
      const price = prices.volumePerMonth(volume);
      if (isProblem(price)) miss(price);
      const known = knownPart(price);
      const counted = holder.sum.volumes.get(known);
      if (counted === undefined)
        holder.sum.volumes.set(known, { running: holder.runs ? 1 : 0, stopped: holder.runs ? 0 : 1 });
      else if (holder.runs) counted.running += 1;
      else counted.stopped += 1;
    },
    reading.signal,
  );

  await inSlices(
    addresses,
    (address) => {
      const holder = holderOf(address.instanceId);
      if (holder === undefined) return;
      const charged = chargeOf(address);
      if (charged === 'unknown') miss(chargeUnknown(address));
      else if (charged === 'yes') countAddress(holder.sum, address.region, holder.runs);
    },
    reading.signal,
  );

  const ipv4 = new Map([...regions].map((region) => [region, prices.publicIpv4(region)]));
  for (const sum of sums.values())
    for (const [region, { running, stopped }] of sum.addresses) {
      const rate = ipv4.get(region);
      if (isProblem(rate)) miss(rate, running + stopped);
    }
  const groups = [...sums]
    .map(([label, sum]) => summed(label, sum, rates, ipv4))
    .toSorted((one, other) => other.perMonth.amount.cmp(one.perMonth.amount) || (one.label < other.label ? -1 : 1));
  return { groups, all: together('all', groups), unknown: byReason(missed), sources: sourcesOf(rates), regions };
}

function countAddress(sum: Sum, region: string, runs: boolean): void {
  const counted = sum.addresses.get(region);
  if (counted === undefined) sum.addresses.set(region, { running: runs ? 1 : 0, stopped: runs ? 0 : 1 });
  else if (runs) counted.running += 1;
  else counted.stopped += 1;
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

function summed(
  label: string,
  sum: Sum,
  rates: ReadonlyMap<BilledAs, Rate | Problem>,
  ipv4: ReadonlyMap<string, Rate | Problem>,
): GroupCost {
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
  let addressesRunning = zero;
  let addressesStopped = zero;
  for (const [region, { running, stopped }] of sum.addresses) {
    const rate = ipv4.get(region);
    if (rate === undefined || isProblem(rate)) continue;
    addressesRunning = plus(addressesRunning, times(rate.perHour, running));
    addressesStopped = plus(addressesStopped, times(rate.perHour, stopped));
  }
  const month = (perHour: Money) => times(perHour, hoursPerMonth);
  const stoppedPerMonth = plus(volumesStopped, month(addressesStopped));
  const perMonth = total([month(compute), volumesRunning, month(addressesRunning), stoppedPerMonth]);
  return { label, running: sum.running, stopped: sum.stopped, perMonth, perHour: anHourOf(perMonth), stoppedPerMonth };
}

/** Several groups as one. */
export function together(label: string, groups: readonly GroupCost[]): GroupCost {
  const add = (of: (group: GroupCost) => Money) => total(groups.map(of));
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
