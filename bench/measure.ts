import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** Milliseconds, rounded to a hundredth. */
export const ms = (value: number): number => Math.round(value * 100) / 100;

export interface Spread {
  readonly runs: number;
  readonly p50: number;
  readonly p99: number;
  /** The longest the event loop was held while the runs lasted, in ms, as a timer of 1 ms saw it. */
  readonly longestHold: number;
}

/** Runs before the first that counts: the cold call is a figure of its own, and V8 compiles during the next few. */
const warmUp = 20;

/** Runs `work` so many times, one after another, with `before` outside the clock. */
export async function spread(
  runs: number,
  work: () => Promise<unknown>,
  before: () => Promise<unknown> = async () => {},
): Promise<Spread> {
  const held = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  for (let run = 0; run < warmUp; run += 1) {
    await before();
    await work();
  }
  for (let run = 0; run < runs; run += 1) {
    await before();
    held.enable();
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
    // One turn, so that a hold at the very end is seen.
    await new Promise((resolve) => setTimeout(resolve, 2));
    held.disable();
  }
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => ms(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { runs, p50: at(0.5), p99: at(0.99), longestHold: ms(held.max / 1e6) };
}

/** Wall time of a plain synchronous loop over numbers: what this machine does now, to hold other figures against. */
export function machineBaseline(): number {
  const start = performance.now();
  let sum = 0;
  for (let index = 0; index < 20_000_000; index += 1) sum = (sum + index) % 1_000_003;
  return ms(performance.now() - start + (sum < 0 ? 1 : 0));
}
