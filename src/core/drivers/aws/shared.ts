import type { Reading } from '../../ports/cloud.ts';
import { untilAborted } from '../../until-aborted.ts';

/** A read that those who ask for the same key at the same time make together. */
export type SharedRead<T> = (key: string, reading: Reading, make: (reading: Reading) => Promise<T>) => Promise<T>;

/** Reads under way that others may join. */
export interface Shared {
  /**
   * For one kind of answer. Gives the answer of the read of the key that is under way, else of a new one; only where
   * {@link Reading.joins} says so. A signal ends the waiting of its own, and the read itself only when nobody waits for
   * it any longer. It is stopped, and tells what it has, only where all who wait say so; who stops alone ends their own
   * waiting. Everybody sees its progress.
   */
  of<T>(): SharedRead<T>;
  /** Something is being changed: what is asked from now on joins no read that began before. */
  renew(): void;
}

interface Flight<T> {
  readonly result: Promise<T>;
  readonly end: AbortController;
  readonly stop: AbortController;
  readonly watchers: Set<Reading>;
}
/** See {@link Shared}. */
export function createShared(): Shared {
  let age = 0;
  return {
    renew: () => (age += 1),
    of<T>(): SharedRead<T> {
      const flights = new Map<string, Flight<T>>();
      return async (name, reading, make) => {
        if (reading.joins !== true) return make(reading);
        reading.signal.throwIfAborted();
        const key = `${age} ${name}`;
        const flight = flights.get(key) ?? begin(flights, key, make);
        flight.watchers.add(reading);
        const leaves = new AbortController();
        const stopped = () => {
          if ([...flight.watchers].some(({ stop }) => stop?.aborted !== true))
            return leaves.abort(reading.stop?.reason);
          flight.stop.abort();
          // Whoever comes now wants all of it.
          if (flights.get(key) === flight) flights.delete(key);
        };
        reading.stop?.addEventListener('abort', stopped);
        if (reading.stop?.aborted === true) stopped();
        try {
          return await untilAborted(flight.result, AbortSignal.any([reading.signal, leaves.signal]));
        } finally {
          reading.stop?.removeEventListener('abort', stopped);
          flight.watchers.delete(reading);
          if (flight.watchers.size === 0) {
            // Whoever comes now must not wait for what is being stopped.
            if (flights.get(key) === flight) flights.delete(key);
            flight.end.abort(new Error('nobody waits for it any longer'));
          }
        }
      };
    },
  };
}

function begin<T>(flights: Map<string, Flight<T>>, key: string, make: (reading: Reading) => Promise<T>): Flight<T> {
  const [end, stop] = [new AbortController(), new AbortController()];
  const watchers = new Set<Reading>();
  const result = make({
    signal: end.signal,
    stop: stop.signal,
    seen: (done, of) => watchers.forEach((one) => one.seen?.(done, of)),
  });
  const flight = { result, end, stop, watchers };
  flights.set(key, flight);
  const over = () => {
    if (flights.get(key) === flight) flights.delete(key);
  };
  result.then(over, over);
  return flight;
}
