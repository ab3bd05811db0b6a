/** Work goes on for so long before the event loop gets its turn. */
const sliceMs = 2;
/** Items between two looks at the clock. */
const stride = 64;

/**
 * Calls `each` for every item, giving the event loop a turn every few milliseconds, so that long lists hold nobody up.
 * What is added to `items` meanwhile is not seen. Rejects with the signal's reason when that is aborted between slices.
 */
export async function inSlices<T>(items: readonly T[], each: (item: T) => void, signal: AbortSignal): Promise<void> {
  const end = items.length;
  for (let from = slice(items, 0, end, each); from < end; from = slice(items, from, end, each)) {
    await turn();
    signal.throwIfAborted();
  }
}

/** Those that fit, in their order; walked as by {@link inSlices}. */
export async function filtered<T>(
  items: readonly T[],
  fits: (item: T) => boolean,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const found: T[] = [];
  await inSlices(
    items,
    (item) => {
      if (fits(item)) found.push(item);
    },
    signal,
  );
  return found;
}

/** More than are wanted are kept between two sortings, so that a long list is not sorted at every item. */
const keptBeside = 64;

/** The first so many in order of those that fit, as a sorted list would have them; the others are not put in order. `fits` sees every item once. */
export async function firstInOrder<T>(
  items: readonly T[],
  count: number,
  order: (one: T, other: T) => number,
  signal: AbortSignal,
  fits: (item: T) => boolean = () => true,
): Promise<readonly T[]> {
  let first: T[] = [];
  let bound: { readonly last: T } | undefined;
  await inSlices(
    items,
    (item) => {
      if (!fits(item) || (bound !== undefined && order(bound.last, item) <= 0)) return;
      first.push(item);
      if (first.length < count * 2 + keptBeside) return;
      first = first.toSorted(order).slice(0, count);
      const [last] = first.slice(-1);
      if (last !== undefined) bound = { last };
    },
    signal,
  );
  return first.toSorted(order).slice(0, count);
}

let turns: Promise<void> = Promise.resolve();

/** Ends when it is one's turn: one piece of work goes on in each turn of the event loop, so that many at once hold it no longer than one. */
export function turn(): Promise<void> {
  turns = turns.then(() => new Promise((resolve) => setImmediate(resolve)));
  return turns;
}

/** One slice, in a function that does not wait: V8 makes such loops several times faster. Gives where the next one begins. */
function slice<T>(items: readonly T[], from: number, end: number, each: (item: T) => void): number {
  const until = performance.now() + sliceMs;
  let at = from;
  while (at < end) {
    const next = Math.min(at + stride, end);
    for (const item of items.slice(at, next)) each(item);
    at = next;
    if (performance.now() >= until) break;
  }
  return at;
}
