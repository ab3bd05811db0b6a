import { z } from 'zod';
import { said } from '../changes/said.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import { turn } from '../slices.ts';
import { dayMs, hourMs, secondMs } from '../time.ts';

/** Something that is said unasked, as data: words are made when it is posted. */
export const Notice = z.discriminatedUnion('says', [
  /** Something of a change, by its key. */
  z.object({ says: z.enum(said), change: z.string(), at: z.number() }),
  /** An entry of the audit, for the place that gets a copy of each. */
  z.object({ says: z.literal('audit'), position: z.number() }),
]);
export type Notice = z.infer<typeof Notice>;

const Waiting = z.object({
  place: z.string(),
  notice: Notice,
  attempts: z.number(),
  /** Nobody else tries before. */
  nextAt: z.number(),
});

/** The key of a copy of an audit entry: keys are posted in their order, and that is the order of the entries. */
export const copyKey = (position: number): string => `audit/${String(position).padStart(15, '0')}`;

/** A failed post is tried again after so long, then twice that, up to the longest. */
const firstBackOffMs = 5 * secondMs;
const longestBackOffMs = hourMs;
/** After so many failed posts nobody is told any longer; the log says so. */
const attemptsAtMost = 20;
/** How long it is known that a key was posted, and how long one waits for its place. */
const rememberedMs = 30 * dayMs;
const readAtOnce = 100;

/** What waits to be said, until a platform has said it. At least once each: a process that dies between the post and the note of it posts again. */
export interface Outbox {
  /** Once a key, as long as it is remembered (30 days). Rejects with StoreUnwritable. */
  put(key: string, place: string, notice: Notice): Promise<void>;
  /** Posts what is due in this place, in the order of the keys; a post that rejects is tried again later. Gives how many were posted. */
  deliver(place: string, post: (notice: Notice) => Promise<void>): Promise<number>;
}

/** Kept in the store, shared by all processes: what one tries to post no other tries meanwhile. */
export function createOutbox(store: Store, clock: Clock, log: Log): Outbox {
  const waiting = store.family('outbox', Waiting, { ttlMs: rememberedMs });
  const told = store.family('outbox-told', z.number(), { ttlMs: rememberedMs });

  const attempt = async (
    kept: Awaited<ReturnType<typeof waiting.list>>[number],
    post: (notice: Notice) => Promise<void>,
  ): Promise<boolean> => {
    const { key, value } = kept;
    const attempts = value.attempts + 1;
    const backOff = Math.min(firstBackOffMs * 2 ** value.attempts, longestBackOffMs);
    if (!(await waiting.swap(kept, { ...value, attempts, nextAt: clock.now() + backOff }))) return false;
    try {
      await post(value.notice);
    } catch (error) {
      const facts = { notice: key, attempts, error: error instanceof Error ? error.message : String(error) };
      if (attempts < attemptsAtMost) log.warn(facts, 'a notice could not be posted; it is tried again');
      else {
        log.error(facts, 'a notice could not be posted, and is given up');
        await waiting.delete(key);
      }
      return false;
    }
    await told.put(key, clock.now());
    await waiting.delete(key);
    return true;
  };

  return {
    async put(key, place, notice) {
      if ((await told.get(key)) !== undefined) return;
      await waiting.claim(key, { place, notice, attempts: 0, nextAt: clock.now() });
    },
    async deliver(place, post) {
      let posted = 0;
      let after: string | undefined;
      for (;;) {
        const page = await waiting.list({ limit: readAtOnce, ...(after !== undefined && { after }) });
        for (const kept of page)
          if (kept.value.place === place && kept.value.nextAt <= clock.now() && (await attempt(kept, post)))
            posted += 1;
        after = page.at(-1)?.key;
        if (page.length < readAtOnce || after === undefined) return posted;
        // What waits for another place may be much.
        await turn();
      }
    },
  };
}
