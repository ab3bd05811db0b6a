import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Reading } from '../ports/cloud.ts';
import type { Log } from '../ports/log.ts';
import { StoreForeign, StoreUnwritable, type FamilyName, type Schema, type Store } from '../ports/store.ts';
import { isProblem, type Problem } from '../problem.ts';
import { plain, say } from '../text.ts';
import { minuteMs, type Instant } from '../time.ts';
import { untilAborted } from '../until-aborted.ts';

/** Something that was read from elsewhere, and when. */
export interface Fetched<T> {
  readonly value: T;
  readonly readAt: Instant;
}

/** Answers of a slow source, in memory and in the store, so that a start finds what the last process knew. */
export interface Cache<Question, T> {
  /**
   * At once where it is known: what has grown old is asked anew in the background, and replaced whole. What is not known
   * is asked, and equal questions share the answer. A Problem only where nothing was ever known. Rejects with the
   * signal's reason when that is aborted; a stop gives a Problem. The shared question goes on.
   */
  get(question: Question, reading: Pick<Reading, 'signal' | 'stop'>): Promise<Fetched<T> | Problem>;
  /** What is known, at once; undefined: nothing, and nothing is asked. What has grown old is asked anew in the background. */
  known(question: Question): Promise<Fetched<T> | undefined>;
}

/** What a cache is made of. */
export interface CacheParts<Question, T> {
  readonly store: Store;
  readonly name: FamilyName;
  readonly schema: Schema<T>;
  readonly clock: Clock;
  readonly log: Log;
  /** How long an answer is believed without asking again. */
  readonly freshMs: number;
  /** How long an answer is kept in the store at all; older ones are not told any more. */
  readonly keptMs: number;
  /** Answers kept in memory at once; those asked for longest ago go first. */
  readonly most: number;
  keyOf(question: Question): string;
  /** Asks the source. Never rejects for what the source says. */
  fetch(question: Question): Promise<T | Problem>;
}

/** A source that failed is left alone for so long; until then what is known is told. */
const retryMs = minuteMs;

const stopped: Problem = {
  problem: 'interrupted',
  what: say`Not read before the stop.`,
  todo: say`Ask again to see all of it.`,
};

/** See {@link Cache}. */
export function createCache<Question, T>(parts: CacheParts<Question, T>): Cache<Question, T> {
  const { store, name, schema, clock, log, freshMs, keptMs, most, keyOf } = parts;
  const family = store.family(name, z.object({ value: schema, readAt: z.number() }), {
    ttlMs: keptMs,
    whileAway: 'nothing',
  });
  const memory = new LRUCache<string, Fetched<T>>({ max: most });
  const failedAt = new LRUCache<string, Instant>({ max: most });
  const asking = new Map<string, Promise<Fetched<T> | Problem>>();

  const kept = async (key: string): Promise<Fetched<T> | undefined> => {
    const known = memory.get(key);
    if (known !== undefined) return clock.now() - known.readAt < keptMs ? known : undefined;
    try {
      const stored = await family.get(key);
      if (stored !== undefined) memory.set(key, stored.value);
      return stored?.value;
    } catch (error) {
      // Of another version of ours: it is asked for again, and written over.
      if (error instanceof StoreForeign) return undefined;
      throw error;
    }
  };
  const asked = async (key: string, question: Question): Promise<Fetched<T> | Problem> => {
    const value = await parts.fetch(question);
    if (isProblem(value)) {
      failedAt.set(key, clock.now());
      return value;
    }
    failedAt.delete(key);
    const fetched = { value, readAt: clock.now() };
    memory.set(key, fetched);
    try {
      await family.put(key, fetched);
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      log.warn({ cache: name, error: error.message }, 'an answer could not be kept in the store');
    }
    return fetched;
  };
  const ask = (key: string, question: Question): Promise<Fetched<T> | Problem> => {
    const shared = asking.get(key) ?? asked(key, question).finally(() => asking.delete(key));
    asking.set(key, shared);
    return shared;
  };
  const refresh = async (key: string, question: Question): Promise<void> => {
    try {
      const answer = await ask(key, question);
      if (isProblem(answer))
        log.warn({ cache: name, key, because: plain(answer.what) }, 'what is known could not be read anew');
    } catch (error) {
      log.error({ cache: name, key, error: String(error) }, 'what is known could not be read anew');
    }
  };

  const known = async (question: Question): Promise<Fetched<T> | undefined> => {
    const key = keyOf(question);
    const found = await kept(key);
    if (found === undefined) return undefined;
    const ageMs = clock.now() - found.readAt;
    // Read while the clock was ahead: nobody knows how old it is.
    const old = ageMs >= freshMs || ageMs < 0;
    if (old && clock.now() - (failedAt.get(key) ?? Number.NEGATIVE_INFINITY) >= retryMs) void refresh(key, question);
    return found;
  };

  return {
    known,
    async get(question, { signal, stop }) {
      signal.throwIfAborted();
      const found = await known(question);
      if (found !== undefined) return found;
      const asks = ask(keyOf(question), question);
      if (stop === undefined) return untilAborted(asks, signal);
      try {
        return await untilAborted(asks, AbortSignal.any([signal, stop]));
      } catch (error) {
        signal.throwIfAborted();
        if (!stop.aborted) throw error;
        return stopped;
      }
    },
  };
}
