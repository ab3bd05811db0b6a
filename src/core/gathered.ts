import { gapsOf } from './gaps.ts';
import type { Scan, Source } from './ports/cloud.ts';
import type { Home } from './ports/instance.ts';
import type { Failure, Part, Places } from './ports/parts.ts';
import { inSlices } from './slices.ts';
import type { Instant } from './time.ts';

/**
 * One scan out of the parts of its places: a part of which anything failed was read partly, and failures for one reason are told
 * together. They may be tens of thousands, so they are walked in slices.
 * @param parts In the order of the homes.
 */
export async function gathered<T>(
  { homes, gaps }: Places,
  parts: readonly Part<T>[],
  { asOf, source, signal }: { readonly asOf: Instant; readonly source: Source; readonly signal: AbortSignal },
): Promise<Scan<T>> {
  const [whole, partly]: [Home[], Home[]] = [[], []];
  const items: T[] = [];
  const failures: Failure[] = [];
  let at = 0;
  await inSlices(
    homes,
    ({ account, region }) => {
      const part = parts[at];
      at += 1;
      (part?.failures.length === 0 ? whole : partly).push({ account, region });
      for (const item of part?.items ?? []) items.push(item);
      for (const failure of part?.failures ?? []) failures.push(failure);
    },
    signal,
  );
  return { items, gaps: [...gaps, ...(await gapsOf(failures, signal))], asOf, source, homes: { whole, partly } };
}
