import { setMaxListeners } from 'node:events';
import type { Clock } from './ports/clock.ts';

/** The same signal, to be listened to by as much as one request asks at once: every call to AWS listens while it lasts, and Node.js warns from the eleventh on. */
export function listenedToByMany(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}

/** Waits for work that others may wait for too: an aborted signal ends this waiting, not the work. Rejects with the signal's reason. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  // One question waits for many answers at once; Node would warn of the eleventh.
  setMaxListeners(0, signal);
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Does work with a signal that is aborted with another one, or after so long. The work is waited for all the same. @param ms By the clock. */
export async function within<T>(
  clock: Pick<Clock, 'sleep'>,
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const over = new AbortController();
  clock.sleep(ms, over.signal).then(
    () => late.abort(new Error('it takes too long')),
    () => {},
  );
  try {
    return await work(listenedToByMany(AbortSignal.any([signal, late.signal])));
  } finally {
    over.abort(new Error('it is done'));
  }
}

/** What work gives, if it does so in time; undefined: not yet, and it goes on. Rejects as the work does. @param ms By the clock. */
export async function inTime<T>(clock: Pick<Clock, 'sleep'>, ms: number, work: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).then(
    () => undefined,
    () => undefined,
  );
  // Nobody may wait for it any longer.
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort(new Error('it is known'));
  }
}
