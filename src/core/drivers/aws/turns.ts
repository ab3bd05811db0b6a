/** Gives back a turn that was taken; a second call does nothing. */
export type Release = () => void;

/** So much work at once, shared out fairly among those who want it. */
export interface Turns {
  /**
   * Waits for a turn. Who has waiting work gets turns by rotation, so that a question about one region is not behind
   * the whole of somebody's scan; the work of one goes in its order. Rejects with the signal's reason when that is aborted.
   * @param whose Tells apart who asks, by identity.
   */
  take(whose: object, signal: AbortSignal | undefined): Promise<Release>;
}

/** @param atMost Turns that are out at the same time. */
export function createTurns(atMost: number): Turns {
  let free = atMost;
  /** In the order of rotation. */
  const waiting = new Map<object, Set<() => void>>();

  const next = (): void => {
    const [first] = waiting;
    if (first === undefined) {
      free += 1;
      return;
    }
    const [whose, queue] = first;
    const [start] = queue;
    waiting.delete(whose);
    if (start === undefined) return next();
    queue.delete(start);
    if (queue.size > 0) waiting.set(whose, queue);
    start();
  };
  const release = (): Release => {
    let out = true;
    return () => {
      if (!out) return;
      out = false;
      next();
    };
  };

  return {
    take(whose, signal) {
      signal?.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return Promise.resolve(release());
      }
      return new Promise((resolve, reject) => {
        const queue = waiting.get(whose) ?? new Set();
        const abort = () => {
          queue.delete(start);
          if (queue.size === 0 && waiting.get(whose) === queue) waiting.delete(whose);
          reject(signal?.reason instanceof Error ? signal.reason : new Error(String(signal?.reason)));
        };
        const start = () => {
          signal?.removeEventListener('abort', abort);
          resolve(release());
        };
        signal?.addEventListener('abort', abort, { once: true });
        queue.add(start);
        waiting.set(whose, queue);
      });
    },
  };
}
