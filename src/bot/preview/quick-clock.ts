import type { Clock } from '../../core/ports/clock.ts';
import type { Instant } from '../../core/time.ts';
import { standingClock } from './standing-clock.ts';

/** A clock on which nobody waits: time stands still until it is let pass. */
export interface QuickClock extends Clock {
  /** Lets time pass until the work is over; gives what it gives. One work at a time. */
  until<T>(work: Promise<T>): Promise<T>;
}

/** What needs no time at all, such as a read, is over within so many turns of the event loop. */
const readingTurns = 500;
/** Time passes in steps of so much, in ms: what is followed at AWS is looked at that often at most. */
const stepMs = 500;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** See {@link QuickClock}. @param start Where it stands first. */
export function quickClock(start: Instant): QuickClock {
  const { now, sleep, pass } = standingClock(start);
  return {
    now,
    sleep,
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
