import { constants, performance, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { z } from 'zod';

/** Milliseconds, rounded to a hundredth. */
export const ms = (value: number): number => Math.round(value * 100) / 100;

/** A share of values lies at or below this one. @param share From 0 to 1. */
export const at = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return ms(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
};

/** How long the event loop was held while something went on, in ms: the longest time of each run, and of all. */
interface Held {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Spread {
  readonly runs: number;
  readonly p50: number;
  readonly p99: number;
  /** The median of the time on processors, those of the collector's threads included: what else the machine does hardly alters it. */
  readonly cpuP50: number;
  /** While the runs lasted. */
  readonly held: Held;
  /** While as long a time after each run passed with nothing to do: what is as long in `held` is the machine's. */
  readonly heldIdle: Held;
  /** The longest pauses for collecting garbage during the runs, in ms. */
  readonly longestGc: { readonly minor: number; readonly major: number };
}

/**
 * Runs before the first that counts: the cold call is a figure of its own, and V8 compiles its best code of a function during
 * some two thousand calls, which takes the thread a few milliseconds now and then. A process that serves is past that.
 */
export interface WarmUp {
  readonly runs: number;
  /** No further one begins after so long. */
  readonly ms: number;
}
const usualWarmUp: WarmUp = { runs: 20, ms: Infinity };

/** Looks at the clock as often as a timer can: gives the longest time without a look, from the call on to that of the function it gives. */
function watchHolds(): () => number {
  let longest = 0;
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}

/** One run: how long it took, the longest hold during it, and the longest of as long an idle time after it; all in ms. */
async function once(work: () => Promise<unknown>) {
  const holds = watchHolds();
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const end = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  const held = holds();
  const idle = watchHolds();
  await new Promise((resolve) => setTimeout(resolve, Math.max(2, end - start)));
  return { start, end, cpu: (user + system) / 1_000, held, heldIdle: idle() };
}

/** Runs `work` so many times, one after another, with `before` outside the clock. @param warm Runs that do not count. */
export async function spread(
  runs: number,
  work: () => Promise<unknown>,
  before: () => Promise<unknown> = async () => {},
  warm = usualWarmUp,
): Promise<Spread> {
  const pauses: { readonly from: number; readonly lasted: number; readonly major: boolean }[] = [];
  const watch = new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      pauses.push({ from: entry.startTime, lasted: entry.duration, major: isMajor(entry) });
  });
  const warmUntil = performance.now() + warm.ms;
  for (let run = 0; run < warm.runs && performance.now() < warmUntil; run += 1) {
    await before();
    await work();
  }
  watch.observe({ entryTypes: ['gc'] });
  const seen: Awaited<ReturnType<typeof once>>[] = [];
  for (let run = 0; run < runs; run += 1) {
    await before();
    seen.push(await once(work));
  }
  watch.disconnect();
  const times = seen.map(({ start, end }) => end - start);
  const held = (of: (one: (typeof seen)[number]) => number): Held => ({
    p50: at(seen.map(of), 0.5),
    p99: at(seen.map(of), 0.99),
    max: at(seen.map(of), 1),
  });
  const during = pauses.filter(({ from }) => seen.some(({ start, end }) => from >= start && from <= end));
  const longest = (wanted: boolean) =>
    at(
      during.flatMap(({ lasted, major }) => (major === wanted ? [lasted] : [])),
      1,
    );
  return {
    runs,
    p50: at(times, 0.5),
    p99: at(times, 0.99),
    cpuP50: at(
      seen.map(({ cpu }) => cpu),
      0.5,
    ),
    held: held((one) => one.held),
    heldIdle: held((one) => one.heldIdle),
    longestGc: { minor: longest(false), major: longest(true) },
  };
}

const Minor = z.object({ detail: z.object({ kind: z.literal(constants.NODE_PERFORMANCE_GC_MINOR) }) });

/** Whether it is more than a scavenge of what was made a moment ago. */
const isMajor = ({ detail }: PerformanceEntry & { readonly detail?: unknown }): boolean =>
  !Minor.safeParse({ detail }).success;

/** Wall time of a plain synchronous loop over numbers: what this machine does now, to hold other figures against. */
export function machineBaseline(): number {
  const start = performance.now();
  let sum = 0;
  for (let index = 0; index < 20_000_000; index += 1) sum = (sum + index) % 1_000_003;
  return ms(performance.now() - start + (sum < 0 ? 1 : 0));
}
