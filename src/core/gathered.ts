import { gapsOf } from './gaps.ts';
import type { Scan, Source } from './ports/cloud.ts';
import type { Home } from './ports/instance.ts';
import type { Part, Places } from './ports/parts.ts';
import type { Instant } from './time.ts';

/** One scan out of the parts of its places: a part of which anything failed was read partly, and failures for one reason are told together. @param parts In the order of the homes. */
export function gathered<T>(
  { homes, gaps }: Places,
  parts: readonly Part<T>[],
  { asOf, source }: { readonly asOf: Instant; readonly source: Source },
): Scan<T> {
  const [whole, partly]: [Home[], Home[]] = [[], []];
  homes.forEach(({ account, region }, index) =>
    (parts[index]?.failures.length === 0 ? whole : partly).push({ account, region }),
  );
  return {
    items: parts.flatMap(({ items }) => items),
    gaps: [...gaps, ...gapsOf(parts.flatMap(({ failures }) => failures))],
    asOf,
    source,
    homes: { whole, partly },
  };
}
