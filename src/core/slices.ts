/** Work goes on for so long before the event loop gets its turn. */
const sliceMs = 2;
/** Items between two looks at the clock. */
const stride = 64;

/**
 * Calls `each` for every item, giving the event loop a turn every few milliseconds, so that long lists hold nobody up.
 * What is added to `items` meanwhile is not seen. Rejects with the signal's reason when that is aborted between slices.
 */
export async function inSlices<T>(items: Iterable<T>, each: (item: T) => void, signal: AbortSignal): Promise<void> {
  const all = [...items];
  for (let from = slice(all, 0, each); from < all.length; from = slice(all, from, each)) {
    await turn();
    signal.throwIfAborted();
  }
}

let turns: Promise<void> = Promise.resolve();

/** Ends when it is one's turn: one walk goes on in each turn of the event loop, so that many at once hold it no longer than one. */
function turn(): Promise<void> {
  turns = turns.then(() => new Promise((resolve) => setImmediate(resolve)));
  return turns;
}

/** One slice, in a function that does not wait: V8 makes such loops several times faster. Gives where the next one begins. */
function slice<T>(all: readonly T[], from: number, each: (item: T) => void): number {
  const until = performance.now() + sliceMs;
  let at = from;
  while (at < all.length) {
    for (const item of all.slice(at, at + stride)) each(item);
    at += stride;
    if (performance.now() >= until) break;
  }
  return at;
}
