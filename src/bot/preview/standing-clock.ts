import type { Clock } from '../../core/ports/clock.ts';
import type { Instant } from '../../core/time.ts';

/** A clock that stands still until time is let pass; sleepers wake in the order of their times. */
export interface StandingClock extends Clock {
  /** Lets so much time pass, and what it wakes go on. @param ms In milliseconds. */
  pass(ms: number): Promise<void>;
}

/** Turns of the event loop given to work that a passing moment wakes: enough for chains of awaits over the store, and a turn for each thing that rules are asked about. */
const settlingTurns = 40;

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < settlingTurns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** See {@link StandingClock}. @param start Where it stands first. */
export function standingClock(start: Instant): StandingClock {
  let now = start;
  const sleepers = new Set<{ readonly at: Instant; wake(): void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const abort = () => {
          sleepers.delete(sleeper);
          reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
        };
        const sleeper = {
          at: now + ms,
          wake() {
            sleepers.delete(sleeper);
            signal.removeEventListener('abort', abort);
            resolve();
          },
        };
        signal.addEventListener('abort', abort, { once: true });
        sleepers.add(sleeper);
      }),
    async pass(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const [next] = [...sleepers].toSorted((one, other) => one.at - other.at);
        if (next === undefined || next.at > end) break;
        now = Math.max(now, next.at);
        next.wake();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
