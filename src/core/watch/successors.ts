import { siblingsOf } from '../facts/instance-types/siblings.ts';
import type { Offerings, RegionTypes, Types } from '../facts/instance-types/types.ts';
import { billingOf, placeOf } from '../facts/prices/billing.ts';
import { productKey } from '../facts/prices/known.ts';
import { canRun } from '../facts/prices/platforms.ts';
import type { Prices } from '../facts/prices/prices.ts';
import { homeKey, homeSet, type HomeSet } from '../homes.ts';
import { hoursPerMonth, plus, times, type Money } from '../money.ts';
import type { Reading } from '../ports/cloud.ts';
import type { TypeFacts } from '../ports/instance-type.ts';
import type { Home, Instance } from '../ports/instance.ts';
import type { Product, Rate } from '../ports/price-list.ts';
import { distinct, isProblem, type Problem } from '../problem.ts';
import { inSlices } from '../slices.ts';
import type { Successor } from './rules/rule.ts';

/** Where types of the same line cost less. */
export interface Successors {
  /** The cheapest that is surely like what an instance has now. */
  of(instance: Instance): Successor | undefined;
  /** Whether all was known there that a successor is found by. */
  isSure(home: Home): boolean;
  /** Why it was not. */
  readonly gaps: readonly Problem[];
}

/** A later type of a line, for less. */
interface Candidate {
  readonly facts: TypeFacts;
  readonly savesPerMonth: Money;
}

/** Instances of one type and system in one region: whatever they may change to is looked up once. */
interface Line {
  readonly product: Product;
  readonly homes: HomeSet;
  /** Cheapest first. */
  candidates: readonly Candidate[];
}

/** What facts and prices are looked up in. */
export interface SuccessorParts {
  readonly prices: Pick<Prices, 'onDemand'>;
  readonly types: Pick<Types, 'find' | 'of' | 'offerings'>;
}

/** What a figure that nobody has is told by; any other Problem may be gone the next time. */
const unknownForGood: readonly Problem['problem'][] = ['no-price', 'unknown-type', 'unknown-region'];

/**
 * Looks up which of these instances could be of a cheaper type of their line. Walks them once, in slices; asks for the types once
 * a region, for one price a distinct product, and for zones once for each account's region that has a candidate.
 */
export async function successorsOf(
  instances: readonly Instance[],
  { prices, types }: SuccessorParts,
  reading: Reading,
): Promise<Successors> {
  const { signal } = reading;
  const gaps: Problem[] = [];
  const unsureRegions = new Set<string>();
  const unsureHomes = homeSet();

  const lines = new Map<string, Line>();
  await inSlices(
    instances,
    (instance) => {
      if (!mayChange(instance)) return;
      const key = lineKey(instance);
      const known = lines.get(key);
      if (known !== undefined) return known.homes.add(instance);
      const billing = billingOf(instance);
      if (!isProblem(billing) && billing.by === 'product')
        lines.set(key, { product: billing.product, homes: homeSet([instance]), candidates: [] });
    },
    signal,
  );

  const byRegion = new Map<string, RegionTypes>();
  await Promise.all(
    [...new Set([...lines.values()].map(({ product }) => product.region))].map(async (region) => {
      byRegion.set(region, await types.of(region, signal));
    }),
  );

  const rates = new Map<string, Promise<Rate | Problem>>();
  const rateOf = (product: Product): Promise<Rate | Problem> => {
    const key = productKey(product);
    const asked = rates.get(key) ?? prices.onDemand(product, reading);
    rates.set(key, asked);
    return asked;
  };
  const priced = async ({ product }: Line, later: readonly TypeFacts[]): Promise<readonly Candidate[]> => {
    const [own, ...others] = await Promise.all(
      [product.type, ...later.map(({ name }) => name)].map((type) => rateOf({ ...product, type })),
    );
    for (const rate of [own, ...others]) {
      if (!isProblem(rate) || unknownForGood.includes(rate.problem)) continue;
      unsureRegions.add(product.region);
      gaps.push(rate);
    }
    return later
      .flatMap((facts, index): readonly Candidate[] => {
        const savesPerMonth = savingOf(own, others[index]);
        return savesPerMonth === undefined ? [] : [{ facts, savesPerMonth }];
      })
      .toSorted((one, other) => other.savesPerMonth.amount.cmp(one.savesPerMonth.amount));
  };

  const wanted: (readonly [line: Line, later: readonly TypeFacts[]])[] = [];
  await inSlices(
    [...lines.values()],
    (line) => {
      const later = laterThan(line.product, byRegion.get(line.product.region), types);
      if (later.length > 0) wanted.push([line, later]);
    },
    signal,
  );
  await Promise.all(
    wanted.map(async ([line, later]) => {
      line.candidates = await priced(line, later);
    }),
  );

  const zones = new Map<string, Offerings>();
  const homes = homeSet([...lines.values()].flatMap((line) => (line.candidates.length > 0 ? line.homes.values() : [])));
  await Promise.all(
    homes.values().map(async (home) => {
      const offered = await types.offerings({ account: home.account.name, region: home.region }, signal);
      if (!isProblem(offered)) return void zones.set(homeKey(home), offered);
      unsureHomes.add(home);
      gaps.push(offered);
    }),
  );

  return {
    of(instance) {
      if (!mayChange(instance)) return undefined;
      const { architecture, rootDevice, hibernation, zone } = instance;
      const candidates = lines.get(lineKey(instance))?.candidates ?? [];
      if (candidates.length === 0) return undefined;
      const offered = zones.get(homeKey(instance));
      const found = candidates.find(({ facts }) => {
        if (!facts.architectures.includes(architecture) || !facts.rootDevices.includes(rootDevice)) return false;
        if (hibernation && !facts.hibernation) return false;
        const has = offered?.zonesOf(facts.name) ?? [];
        return has === 'unknown' || has.includes(zone);
      });
      return found && { type: found.facts.name, savesPerMonth: found.savesPerMonth };
    },
    isSure: (home) => !unsureRegions.has(home.region) && !unsureHomes.has(home),
    gaps: distinct(gaps),
  };
}

/**
 * Whether another type would change what is paid: On-Demand on shared hardware of the region itself (Local Zones have other types
 * and prices), and in no Capacity Reservation, whose room is paid all the same.
 */
const mayChange = (instance: Instance): boolean =>
  instance.state === 'running' &&
  instance.lifecycle === 'on-demand' &&
  instance.tenancy === 'default' &&
  instance.capacityReservationId === undefined &&
  placeOf(instance) === instance.region;

const lineKey = ({ region, type, usageOperation, platformDetails }: Instance): string =>
  `${region} ${type} ${usageOperation === 'unknown' ? platformDetails : usageOperation}`;

/** Later types of the line that the region has and the system runs on, surely like it. */
function laterThan(
  { type, region, os }: Product,
  there: RegionTypes | undefined,
  types: Pick<Types, 'find'>,
): readonly TypeFacts[] {
  // Where it is not known which types a region has, none is surely to be had.
  if (there === undefined || there.anyRegion === true) return [];
  const own = there.find(type) ?? types.find(type, region);
  if (own === undefined || !isPlain(own)) return [];
  return siblingsOf(own, there).flatMap(({ relation, facts }) =>
    relation === 'newer' && isPlain(facts) && isLike(own, facts) && canRun(facts, os) ? [facts] : [],
  );
}

/** What vCPUs, memory and disks do not tell all of: accelerators differ in kind, and an image for paravirtual hardware starts on nothing later. */
const isPlain = ({ accelerators, bareMetal, virtualizations, usageClasses }: TypeFacts): boolean =>
  accelerators.length === 0 &&
  !bareMetal &&
  !virtualizations.includes('paravirtual') &&
  usageClasses.includes('on-demand');

function isLike(own: TypeFacts, other: TypeFacts): boolean {
  const kinds = (facts: TypeFacts): string => [...new Set(facts.disks.map(({ kind }) => kind))].toSorted().join(' ');
  return (
    other.vCpus >= own.vCpus &&
    other.memoryMiB >= own.memoryMiB &&
    other.burstable === own.burstable &&
    (other.instanceStoreGB ?? 0) >= (own.instanceStoreGB ?? 0) &&
    kinds(other) === kinds(own)
  );
}

/** What 730 hours cost less; undefined: no less, or not known. */
function savingOf(own: Rate | Problem | undefined, other: Rate | Problem | undefined): Money | undefined {
  if (own === undefined || other === undefined || isProblem(own) || isProblem(other)) return undefined;
  if (own.perHour.currency !== other.perHour.currency || !other.perHour.amount.lt(own.perHour.amount)) return undefined;
  return times(plus(own.perHour, times(other.perHour, -1)), hoursPerMonth);
}
