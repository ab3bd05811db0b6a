import { byId } from '../by-id.ts';
import { inSlices } from '../slices.ts';

/** Where in a list an id stands; of several the last. Undefined: nowhere. */
export type PositionOf = (id: string) => number | undefined;

/**
 * Finds by id in lists that come again and again: what stood in the last one is remembered as long as the next has the same
 * ids in the same order, which is looked at each time. To compare tens of thousands costs a hundredth of putting them in a Map.
 */
export function createPositions(): (
  items: readonly { readonly id: string }[],
  signal: AbortSignal,
) => Promise<PositionOf> {
  let last: { readonly ids: readonly string[]; readonly positionOf: PositionOf } = {
    ids: [],
    positionOf: () => undefined,
  };
  return async (items, signal) => {
    if (isSame(last.ids, items)) return last.positionOf;
    const index = byId<number>();
    const ids: string[] = [];
    await inSlices(items, ({ id }) => index.set(id, ids.push(id) - 1), signal);
    last = { ids, positionOf: (id) => index.get(id) };
    return last.positionOf;
  };
}

/** A loop of its own and no slices: tens of thousands of comparisons are about a millisecond. */
function isSame(ids: readonly string[], items: readonly { readonly id: string }[]): boolean {
  if (ids.length !== items.length) return false;
  for (let at = 0; at < ids.length; at += 1) if (items[at]?.id !== ids[at]) return false;
  return true;
}
