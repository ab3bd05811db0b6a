import type { PublicAddress } from '../core/estate/judge.ts';
import type { Listing } from '../core/ports/cloud.ts';
import { exact, hoursPerMonth, rounded, times, total, type Money } from '../core/money.ts';
import { isProblem, unread, type Problem } from '../core/problem.ts';
import { inSlices } from '../core/slices.ts';
import { say, type Spans } from '../core/text.ts';

/** The price of a public IPv4 by region. */
export type PerHourOf = (region: string) => Money | Problem;

/** How many of a long list are what. */
export interface Tally {
  readonly regions: ReadonlySet<string>;
  readonly idle: number;
  /** Those that idle and are charged, and all that are charged, by region. */
  readonly idleCharged: ReadonlyMap<string, number>;
  readonly charged: ReadonlyMap<string, number>;
  /** Those of which it is not known whether AWS charges. */
  readonly chargeUnknown: number;
  readonly extra: number;
}

/** Counts what addresses are, in slices. */
export async function tallyOf(items: readonly PublicAddress[], signal: AbortSignal): Promise<Tally> {
  const regions = new Set<string>();
  const idleCharged = new Map<string, number>();
  const charged = new Map<string, number>();
  const counts = { idle: 0, chargeUnknown: 0, extra: 0 };
  const count = (by: Map<string, number>, region: string) => by.set(region, (by.get(region) ?? 0) + 1);
  await inSlices(
    items,
    ({ region, verdict }) => {
      regions.add(region);
      const idles = verdict.is === 'idle';
      if (idles) counts.idle += 1;
      if (verdict.is === 'extra') counts.extra += 1;
      if (verdict.charged === 'unknown') counts.chargeUnknown += 1;
      if (verdict.charged !== 'yes') return;
      count(charged, region);
      if (idles) count(idleCharged, region);
    },
    signal,
  );
  return { regions, idleCharged, charged, ...counts };
}

/** All of them, whatever the region. */
export const countIn = (byRegion: ReadonlyMap<string, number>): number =>
  [...byRegion.values()].reduce((sum, count) => sum + count, 0);

/** `$0.0150 an hour, $10.95 a month`; at least that, where a price is not known. */
export function costOf(byRegion: ReadonlyMap<string, number>, perHourOf: PerHourOf): string {
  const prices = [...byRegion].map(([region, count]) => [perHourOf(region), count] as const);
  const hourly = total(prices.flatMap(([perHour, count]) => (isProblem(perHour) ? [] : [times(perHour, count)])));
  const atLeast = prices.some(([perHour]) => isProblem(perHour)) ? 'at least ' : '';
  return `${atLeast}${exact(hourly)} an hour, ${rounded(times(hourly, hoursPerMonth))} a month`;
}

/** What could not be read may idle, and cost, as well. */
export const atLeastOf = ({ gaps }: Listing<PublicAddress>): string => (unread(gaps).length === 0 ? '' : 'at least ');

/** What idles, and what that costs. */
export function waste(listing: Listing<PublicAddress>, { idleCharged }: Tally, perHourOf: PerHourOf): Spans {
  const atLeast = atLeastOf(listing);
  const paid = countIn(idleCharged);
  if (paid === 0) return say`${atLeast === '' ? 'None idles' : 'None of those that were read idles'}.`;
  return say`${atLeast}${paid} idle${paid === 1 ? 's' : ''}: ${atLeast}${costOf(idleCharged, perHourOf)}.`;
}
