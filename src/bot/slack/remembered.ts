import { LRUCache } from 'lru-cache';
import type { Clock } from '../../core/ports/clock.ts';
import { secondMs, type Instant } from '../../core/time.ts';

/** An answer of Slack's, and when it was given. */
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
  /** Undefined: it could not be told. */
  ask(key: string): Promise<T | undefined>;
}

/** What could not be told is not asked again for so long. */
const restMs = 30 * secondMs;

/** Answers by key. Equal questions at one time are one. Gives what is known, however old, where nothing newer is to be had; undefined where nothing is. Never rejects. */
export function remembering<T>({ clock, most, freshMs, ask }: MemoryParts<T>): {
  of(key: string): Promise<Remembered<T> | undefined>;
} {
  const known = new LRUCache<string, Remembered<T>>({ max: most });
  const asked = new Map<string, Promise<Remembered<T> | undefined>>();
  const untold = new LRUCache<string, Instant>({ max: most });
  const anew = async (key: string): Promise<Remembered<T> | undefined> => {
    try {
      const value = await ask(key);
      if (value === undefined) {
        untold.set(key, clock.now());
        return known.get(key);
      }
      const now = { value, readAt: clock.now() };
      known.set(key, now);
      return now;
    } catch {
      untold.set(key, clock.now());
      return known.get(key);
    } finally {
      asked.delete(key);
    }
  };
  return {
    async of(key) {
      const before = known.get(key);
      if (before !== undefined && clock.now() - before.readAt < freshMs) return before;
      const since = untold.get(key);
      if (since !== undefined && clock.now() - since < restMs) return before;
      const under = asked.get(key) ?? anew(key);
      if (!asked.has(key)) asked.set(key, under);
      return under;
    },
  };
}
