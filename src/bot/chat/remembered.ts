import { LRUCache } from 'lru-cache';
import type { Clock } from '../../core/ports/clock.ts';
import { secondMs, type Instant } from '../../core/time.ts';

/** An answer of the platform's, and when it was given. */
export interface Remembered<T> {
  readonly value: T;
  readonly readAt: Instant;
}

/** What a memory is made of. */
export interface MemoryParts<T> {
  readonly clock: Pick<Clock, 'now'>;
  /** Answers kept; those asked for longest ago go first. */
  readonly most: number;
  /** An answer that is older is asked for anew. */
  readonly freshMs: number;
  /** An answer that is older is not believed, whether or not there is a newer one. */
  readonly believedMs: number;
  /** Undefined: it could not be told. */
  ask(key: string): Promise<T | undefined>;
}

/** What could not be told is not asked again for so long. */
const restMs = 30 * secondMs;

/** Answers by key. Equal questions at one time are one. Gives what is known where nothing newer is to be had, and it can still be believed; else undefined. Never rejects. */
export function remembering<T>({ clock, most, freshMs, believedMs, ask }: MemoryParts<T>): {
  /** @param anew What could not be told a moment ago is asked all the same. */
  of(key: string, anew?: boolean): Promise<Remembered<T> | undefined>;
} {
  const known = new LRUCache<string, Remembered<T>>({ max: most });
  const asked = new Map<string, Promise<Remembered<T> | undefined>>();
  const untold = new LRUCache<string, Instant>({ max: most });
  const believed = (key: string): Remembered<T> | undefined => {
    const before = known.get(key);
    return before !== undefined && clock.now() - before.readAt < believedMs ? before : undefined;
  };
  const told = async (key: string): Promise<Remembered<T> | undefined> => {
    try {
      const value = await ask(key);
      if (value === undefined) {
        untold.set(key, clock.now());
        return believed(key);
      }
      const now = { value, readAt: clock.now() };
      known.set(key, now);
      return now;
    } catch {
      untold.set(key, clock.now());
      return believed(key);
    } finally {
      asked.delete(key);
    }
  };
  return {
    async of(key, anew = false) {
      const before = believed(key);
      if (before !== undefined && clock.now() - before.readAt < freshMs) return before;
      const since = untold.get(key);
      if (!anew && since !== undefined && clock.now() - since < restMs) return before;
      const under = asked.get(key) ?? told(key);
      if (!asked.has(key)) asked.set(key, under);
      return under;
    },
  };
}
