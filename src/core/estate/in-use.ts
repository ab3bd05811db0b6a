import type { Instance } from '../ports/instance.ts';
import { inSlices } from '../slices.ts';

/** Distinct values that are counted; of those met after so many only the known go on being counted. */
const distinctAtMost = 2_000;

/** Values that instances have of something (an owner, a tag), the most used first; among equals in the order of the alphabet. */
export async function inUse(
  instances: readonly Instance[],
  valuesOf: (instance: Instance) => readonly (string | undefined)[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const counts = new Map<string, number>();
  await inSlices(
    instances,
    (instance) => {
      for (const value of valuesOf(instance)) {
        if (value === undefined) continue;
        const count = counts.get(value);
        if (count !== undefined || counts.size < distinctAtMost) counts.set(value, (count ?? 0) + 1);
      }
    },
    signal,
  );
  return [...counts]
    .toSorted(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .map(([value]) => value);
}

/** Tag keys in use, those of people before AWS's own. `Name` is not one of them: it has a filter of its own. */
export async function tagKeysInUse(instances: readonly Instance[], signal: AbortSignal): Promise<readonly string[]> {
  const keys = await inUse(instances, ({ tags }) => Object.keys(tags), signal);
  const own = (key: string) => !key.startsWith('aws:');
  return [...keys.filter((key) => own(key) && key !== 'Name'), ...keys.filter((key) => !own(key))];
}
