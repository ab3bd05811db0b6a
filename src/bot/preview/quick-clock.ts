import type { Clock } from '../../core/ports/clock.ts';
import type { Instant } from '../../core/time.ts';

/** A clock on which nobody waits: time stands still until it is let pass. */
export interface QuickClock extends Clock {
  /** Lets time pass until the work is over; gives what it gives. One work at a time. */
  until<T>(work: Promise<T>): Promise<T>;
}

/** Turns of the event loop given to what needs no time, before any passes. */
const settlingTurns = 40;
/** What needs no time at all, such as a read, is over within so many turns. */
const readingTurns = 500;
/** Time passes in steps of so much, in ms: what is followed at AWS is looked at that often at most. */
const stepMs = 500;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const settle = async (): Promise<void> => {
  for (let at = 0; at < settlingTurns; at += 1) await turn();
};

/** See {@link QuickClock}; sleepers wake in the order of their times. @param start Where it stands first. */
export function quickClock(start: Instant): QuickClock {
  let now = start;
  const sleepers = new Set<{ readonly at: Instant; wake(): void }>();
  const pass = async (ms: number): Promise<void> => {
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
  };
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
    async until(work) {
      let ended = false;
      const mark = () => {
        ended = true;
      };
      work.then(mark, mark);
      for (let at = 0; at < readingTurns && !ended; at += 1) await turn();
      while (!ended) await pass(stepMs);
      return work;
    },
  };
}
