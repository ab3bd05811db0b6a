/** Begins to measure, in real time that never goes back: what it gives tells the seconds since. For figures alone, decisions are made by the clock. */
export function stopwatch(): () => number {
  const began = performance.now();
  return () => (performance.now() - began) / 1_000;
}
