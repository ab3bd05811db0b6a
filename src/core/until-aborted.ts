import { setMaxListeners } from 'node:events';

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
