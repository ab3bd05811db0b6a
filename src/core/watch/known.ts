import { byId } from '../by-id.ts';
import { compileFilter } from '../estate/filter.ts';
import { regionsOf } from '../estate/regions-of.ts';
import { productOfPlace } from '../facts/prices/billing.ts';
import { productKey } from '../facts/prices/known.ts';
import type { Prices } from '../facts/prices/prices.ts';
import { hoursPerMonth, times, type Money } from '../money.ts';
import type { Reading } from '../ports/cloud.ts';
import type { CapacityReservation, Instance, Volume } from '../ports/instance.ts';
import { isProblem } from '../problem.ts';
import { inSlices } from '../slices.ts';
import type { Instant } from '../time.ts';
import type { Lists } from './lists.ts';
import type { IdleTag, Known, Rule, Successor } from './rules/rule.ts';

/** What rules know besides, but for successors. */
interface KnownParts {
  readonly prices: Pick<Prices, 'prepare' | 'volumePerMonth' | 'ipv4PerHour' | 'onDemand'>;
  readonly idleTags: readonly IdleTag[];
  readonly now: Instant;
  readonly successorOf: (instance: Instance) => Successor | undefined;
}

/** Brings to hand what the rules ask for of each thing: prices once a region and once a distinct product, and volumes by their instance; long lists are walked in slices. */
export async function knownOf(
  lists: Lists,
  rules: readonly Rule[],
  { prices, idleTags, now, successorOf }: KnownParts,
  { signal }: Reading,
): Promise<Known> {
  const regions = new Set<string>();
  // Where there are instances there may be addresses that are lent to them.
  for (const list of [lists.addresses, lists.instances, lists.volumes])
    for (const region of await regionsOf(list?.items ?? [], signal)) regions.add(region);
  const [places] = await Promise.all([
    pricesOfPlaces(lists.reservations?.items ?? [], prices, { signal }),
    prices.prepare(regions, { signal }),
  ]);
  const volumes = rules.some(({ needs }) => needs === 'volumes')
    ? await heldBy(lists.instances?.items ?? [], lists.volumes?.items ?? [], signal)
    : undefined;
  const addressMonths = new Map<string, Money | undefined>();
  for (const region of regions) {
    const perHour = prices.ipv4PerHour(region);
    addressMonths.set(region, isProblem(perHour) ? undefined : times(perHour, hoursPerMonth));
  }
  return {
    now,
    addressMonth: (region) => addressMonths.get(region),
    volumeMonth: (volume) => prices.volumePerMonth(volume),
    reservationMonth(reservation) {
      const perHour = places.get(placeKey(reservation));
      return perHour && times(perHour, hoursPerMonth * reservation.total);
    },
    volumesOf: ({ id }) => volumes?.get(id) ?? [],
    successorOf,
    idleTagOf: markedBy(idleTags),
  };
}

/** Volumes of the instances that are stopped, by the instance that pays for them: of those that several share the first, as in every sum of costs here. */
async function heldBy(instances: readonly Instance[], volumes: readonly Volume[], signal: AbortSignal) {
  const held = byId<Volume[]>();
  await inSlices(
    instances,
    ({ id, state }) => {
      if (state === 'stopped') held.set(id, []);
    },
    signal,
  );
  await inSlices(
    volumes,
    (volume) => {
      const [holder] = volume.attachedTo;
      if (holder !== undefined) held.get(holder.instanceId)?.push(volume);
    },
    signal,
  );
  return held;
}

const placeKey = (reservation: CapacityReservation): string => {
  const product = productOfPlace(reservation);
  return product === undefined ? '' : productKey(product);
};

/** What a place of each reservation costs an hour, asked once for those that are billed alike. */
async function pricesOfPlaces(
  reservations: readonly CapacityReservation[],
  prices: Pick<Prices, 'onDemand'>,
  reading: Reading,
): Promise<ReadonlyMap<string, Money>> {
  const products = new Map(reservations.map((one) => [placeKey(one), productOfPlace(one)]));
  const known = new Map<string, Money>();
  await Promise.all(
    [...products].map(async ([key, product]) => {
      const rate = product && (await prices.onDemand(product, reading));
      if (rate !== undefined && !isProblem(rate)) known.set(key, rate.perHour);
    }),
  );
  return known;
}

/** Tags match as in the filter `tag:KEY=VALUE`. */
function markedBy(idleTags: readonly IdleTag[]): Known['idleTagOf'] {
  const tests = idleTags.map((tag) => ({ tag, fits: compileFilter([{ by: 'tag', ...tag }]) }));
  return (tags) => tests.find(({ fits }) => fits({ id: '', account: { name: '', id: '' }, region: '', tags }))?.tag;
}
