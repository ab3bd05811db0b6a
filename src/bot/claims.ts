import { z } from 'zod';
import type { Log } from '../core/ports/log.ts';
import { StoreUnwritable, type Store } from '../core/ports/store.ts';
import { hourMs } from '../core/time.ts';

/**
 * How long it is known that something was handed over. Slack hands an event over again after one and after five minutes
 * (Slack, "The Events API", Retries); an hour also covers a process that stood still meanwhile.
 */
const rememberedMs = hourMs;

/** Whether something that a platform hands over has been handed over before, to this process or to another one on the same store. */
export interface Claims {
  /**
   * `first` for exactly one of any number of callers with one key within an hour, `again` for the others; `unknown` where the
   * store could not be written, which is logged: what changes nothing may go on, and the rest must be refused.
   * @param key What the platform calls the delivery by, with the platform before it: `slack:Ev0123`.
   */
  first(key: string): Promise<'first' | 'again' | 'unknown'>;
}

/** Kept in the store, shared by all processes. What a power cut takes of them would have to be handed over again as well, and a plan is done once by its own key. */
export function createClaims(store: Store, log: Log): Claims {
  const family = store.family('claims', z.literal(true), { ttlMs: rememberedMs, unflushed: true });
  return {
    async first(key) {
      try {
        return (await family.claim(key, true)) ? 'first' : 'again';
      } catch (error) {
        if (!(error instanceof StoreUnwritable)) throw error;
        log.error({ error: error.message }, 'whether something was handed over before could not be told');
        return 'unknown';
      }
    },
  };
}
