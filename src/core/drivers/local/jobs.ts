import { atMost } from '../../at-most.ts';
import type { Clock } from '../../ports/clock.ts';
import { jobTries, type Done, type Job, type JobBounds, type Jobs, type Part } from '../../ports/jobs.ts';
import { secondMs } from '../../time.ts';
import { untilAborted } from '../../until-aborted.ts';

/** After a try that failed, the next one comes so much later; twice as late after each. */
const restMs = secondMs;

/** Work under way. */
interface Flight<R> {
  readonly result: Promise<readonly R[]>;
  readonly end: AbortController;
  waiting: number;
}

/**
 * Jobs in this process: they are done when they are asked for, and nothing is written down or kept. Who asks for the same part at
 * the same time waits for the same work. No part is given up for being slow.
 */
export function createLocalJobs<P, R>(job: Job<P, R>, clock: Pick<Clock, 'sleep'>, bounds: JobBounds): Jobs<P, R> {
  const { atOnce, ofOneAtOnce } = bounds;
  const inAll = atMost(atOnce);
  const ofEach = new Map<string, { readonly within: ReturnType<typeof atMost>; users: number }>();
  const flights = new Map<string, Flight<R>>();

  /** In its turn among those of the same one, then among all. */
  const inTurn = async <T>(whose: string, work: () => Promise<T>): Promise<T> => {
    const own = ofEach.get(whose) ?? { within: atMost(ofOneAtOnce), users: 0 };
    ofEach.set(whose, own);
    own.users += 1;
    try {
      return await own.within(() => inAll(work));
    } finally {
      own.users -= 1;
      if (own.users === 0) ofEach.delete(whose);
    }
  };
  const tried = async (payload: P, signal: AbortSignal): Promise<readonly R[]> => {
    for (let failed = 1; ; failed += 1)
      try {
        return await inTurn(job.whose(payload), async () => {
          signal.throwIfAborted();
          return job.run(payload, signal);
        });
      } catch (error) {
        signal.throwIfAborted();
        if (failed >= jobTries) throw error;
        await clock.sleep(restMs * 2 ** (failed - 1), signal);
      }
  };
  const begun = (key: string, payload: P): Flight<R> => {
    const end = new AbortController();
    const flight = { result: tried(payload, end.signal), end, waiting: 0 };
    flights.set(key, flight);
    const over = (): void => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    flight.result.then(over, over);
    return flight;
  };
  const done = async (batch: string, part: Part<P>, signal: AbortSignal): Promise<Done<P, R>> => {
    const key = `${batch}/${part.id}`;
    const flight = flights.get(key) ?? begun(key, part.payload);
    flight.waiting += 1;
    try {
      return { ...part, pieces: await untilAborted(flight.result, signal) };
    } catch (error) {
      signal.throwIfAborted();
      return { ...part, lost: error instanceof Error ? error.message : String(error) };
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        if (flights.get(key) === flight) flights.delete(key);
        flight.end.abort(new Error('nobody waits for it any longer'));
      }
    }
  };

  return {
    async *each(batch, parts, signal) {
      signal.throwIfAborted();
      const left = new AbortController();
      const end = AbortSignal.any([signal, left.signal]);
      const came: (() => Done<P, R>)[] = [];
      const queue = parts.values();
      let [going, wake] = [0, (): void => {}];
      const settle = (give: () => Done<P, R>): void => {
        came.push(give);
        wake();
      };
      try {
        for (;;) {
          // As many as can be at work, and what was not taken yet counts among them.
          while (going < atOnce) {
            const { value: part, done: over } = queue.next();
            if (over === true) break;
            going += 1;
            done(batch, part, end).then(
              (one) => settle(() => one),
              (error: unknown) =>
                settle(() => {
                  throw error;
                }),
            );
          }
          if (going === 0) return;
          if (came.length === 0) await new Promise<void>((resolve) => (wake = resolve));
          const next = came.shift();
          if (next === undefined) continue;
          going -= 1;
          yield next();
        }
      } finally {
        left.abort(new Error('nobody listens any longer'));
      }
    },
    work: async (signal) => {
      // What is asked for here is done by whoever asks.
      if (signal.aborted) return;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
    close: async () => {},
  };
}
