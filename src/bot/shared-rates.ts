import { z } from 'zod';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { StoreForeign, StoreUnwritable, type Kept, type Store } from '../core/ports/store.ts';
import { hourMs, secondMs } from '../core/time.ts';
import { createRates, kindOf, takenFrom, usualRates, type Bucket, type Rates, type Refused } from './rates.ts';

/** A count begins anew, with a whole burst, so long after it was begun: far longer than a burst takes to come back. */
const rememberedMs = hourMs;
/** A store that could not be asked is left alone for so long. */
const restMs = 5 * secondMs;
/** Other processes may count for the same person meanwhile. Whom they push back so often asks for too much at once. */
const triesAtMost = 10;

const Counted = z.object({ left: z.number(), at: z.number(), refused: z.boolean() });

/**
 * Requests of a person are counted together in all processes on a store, with one read and one write of it each; a refusal that
 * follows another costs the read alone. Where the store is away each process counts for itself: nobody waits for a count.
 */
export function createSharedRates(store: Store, clock: Pick<Clock, 'now'>, log: Log, rates = usualRates): Rates {
  const family = store.family('rates', Counted, { ttlMs: rememberedMs, unflushed: true, whileAway: 'nothing' });
  const own = createRates(clock, rates);
  /** What one person asks for at once is counted one after another here, so that only other processes are ever in the way. */
  const turns = new Map<string, Promise<unknown>>();
  let restsUntil = Number.NEGATIVE_INFINITY;

  const counted = async (key: string, of: keyof typeof rates): Promise<Refused | undefined> => {
    for (let tries = 0; tries < triesAtMost; tries += 1) {
      const kept = await family.get(key);
      const now = clock.now();
      const [next, refused] = takenFrom(kept?.value, rates[of], asOf(kept, now, rates[of]));
      if (refused !== undefined && !refused.first) return refused;
      if (await written(key, kept, next)) return refused;
    }
    return { waitMs: rates[of].everyMs, first: false };
  };
  const written = (key: string, kept: Kept<Bucket> | undefined, next: Bucket): Promise<boolean> =>
    kept === undefined ? family.claim(key, next) : family.swap(kept, next);
  const inTurn = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
    turns.set(key, turn);
    const over = () => void (turns.get(key) === turn && turns.delete(key));
    turn.then(over, over);
    return turn;
  };
  return {
    async take(personId, effect) {
      const kind = kindOf(effect);
      const key = `${kind}/${personId}`;
      const mine = () => own.take(personId, effect);
      return inTurn(key, async () => {
        if (clock.now() < restsUntil) return mine();
        try {
          return await counted(key, kind);
        } catch (error) {
          if (!(error instanceof StoreUnwritable || error instanceof StoreForeign)) throw error;
          restsUntil = clock.now() + restMs;
          log.warn({ error: error.message }, 'requests are counted by each process for itself');
          return mine();
        }
      });
    },
  };
}

/**
 * Clocks of several machines differ a little: what one gives must not be given by the other again, so no count goes back in
 * time. One that is far ahead was put back since, and gives nothing.
 */
const asOf = (
  kept: Kept<Bucket> | undefined,
  now: number,
  { burst, everyMs }: { readonly burst: number; readonly everyMs: number },
): number => {
  const at = kept?.value.at ?? now;
  return at > now && at - now <= burst * everyMs ? at : now;
};
