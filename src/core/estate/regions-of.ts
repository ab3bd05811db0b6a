import type { Home } from '../ports/instance.ts';
import { inSlices } from '../slices.ts';

/** The regions that these are in. Lists come region by region, so few are looked up; walked as by {@link inSlices}. */
export async function regionsOf(things: readonly Home[], signal: AbortSignal): Promise<ReadonlySet<string>> {
  const regions = new Set<string>();
  let last: string | undefined;
  await inSlices(
    things,
    ({ region }) => {
      if (region === last) return;
      last = region;
      regions.add(region);
    },
    signal,
  );
  return regions;
}
