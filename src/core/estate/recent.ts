import type { Clock } from '../ports/clock.ts';
import { minuteMs, secondMs, type Instant } from '../time.ts';
import { untilAborted } from '../until-aborted.ts';

/** What was read so lately is told without reading it again. */
const freshMs = 10 * secondMs;
/** Afterwards it is read again; if that takes longer, what is known is told once more. */
const patienceMs = 400;
/** Longer nothing is told that was read, nor kept in memory. */
const keptMs = 10 * minuteMs;
/** A read that takes longer is given up. */
const readMs = minuteMs;

/** What a recent answer is made from. */
export interface RecentParts {
  readonly clock: Clock;
  /** Aborted at the end of the process. */
  readonly over: AbortSignal;
}

/** A slow answer that is asked for very often, as at every key press: it may be some seconds old, and its read goes on although nobody waits for it any longer. */
export function recent<T>(
  read: (signal: AbortSignal) => Promise<T>,
  { clock, over }: RecentParts,
): (signal: AbortSignal) => Promise<T> {
  let known: { readonly value: T; readonly at: Instant } | undefined;
  let reading: Promise<T> | undefined;

  const begin = async (): Promise<T> => {
    const value = await read(AbortSignal.any([over, AbortSignal.timeout(readMs)]));
    const mine = { value, at: clock.now() };
    known = mine;
    const forget = () => {
      if (known === mine) known = undefined;
    };
    clock.sleep(keptMs, over).then(forget, forget);
    return value;
  };
  const again = (): Promise<T> => {
    if (reading !== undefined) return reading;
    const begun = begin().finally(() => (reading = undefined));
    // Who has gone does not hear that it failed.
    begun.catch(() => {});
    reading = begun;
    return begun;
  };

  return async (signal) => {
    const old = known;
    const ageMs = old === undefined ? Number.POSITIVE_INFINITY : clock.now() - old.at;
    // Read while the clock was ahead: nobody knows how old it is.
    if (old !== undefined && ageMs >= 0 && ageMs < freshMs) return old.value;
    const now = again();
    if (old === undefined) return untilAborted(now, signal);
    const enough = new AbortController();
    const late = clock.sleep(patienceMs, AbortSignal.any([signal, enough.signal])).then(() => old.value);
    try {
      return await untilAborted(Promise.race([now.catch(() => old.value), late]), signal);
    } finally {
      enough.abort();
    }
  };
}
