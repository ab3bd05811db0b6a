import { LRUCache } from 'lru-cache';
import type { OperatingSystem, Rate } from '../../ports/price-list.ts';
import { inSlices, turn } from '../../slices.ts';
import type { OnDemandTable } from './on-demand.ts';

/** What the embedded table has of all types of a region with one system, at once. AWS is not asked. */
export interface Catalogued {
  /** Types with a price, cheapest first. */
  readonly rates: ReadonlyMap<string, Rate>;
  /** Types that the region sells, but not with this system. */
  readonly otherwise: ReadonlySet<string>;
}

/** Regions with a system that are kept at once, some 0.3 MB each. The table never changes while the program runs, so neither do they. */
const keptAtMost = 20;

/** Reads them off the table, in slices, when they are first asked for. */
export function createCatalogued(
  table: OnDemandTable,
): (region: string, os: OperatingSystem, signal: AbortSignal) => Promise<Catalogued> {
  const kept = new LRUCache<string, Catalogued>({ max: keptAtMost });
  return async (region, os, signal) => {
    const key = `${region} ${os}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const rates: (readonly [string, Rate])[] = [];
    const otherwise = new Set<string>();
    const look = (type: string): void => {
      const rate = table.find({ type, region, os });
      if (rate !== undefined) rates.push([type, rate]);
      else if (table.systems(type, region).length > 0) otherwise.add(type);
    };
    // Each step in a turn of its own: together they would hold the event loop for too long.
    await turn();
    await inSlices(table.types, look, signal);
    await turn();
    const sorted = rates.toSorted(([, one], [, other]) => one.perHour.amount.cmp(other.perHour.amount));
    const made = { rates: new Map(sorted), otherwise };
    kept.set(key, made);
    await turn();
    return made;
  };
}
