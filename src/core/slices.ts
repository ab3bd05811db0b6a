/** Work goes on for so long before the event loop gets its turn. */
const sliceMs = 4;
/** Items between two looks at the clock. */
const stride = 64;

/**
 * Calls `each` for every item, giving the event loop a turn every few milliseconds, so that long lists hold nobody up.
 * Rejects with the signal's reason when that is aborted between slices.
 */
export async function inSlices<T>(items: Iterable<T>, each: (item: T) => void, signal: AbortSignal): Promise<void> {
  let began = performance.now();
  let count = 0;
  for (const item of items) {
    each(item);
    count += 1;
    if (count % stride !== 0 || performance.now() - began < sliceMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    began = performance.now();
  }
}
