import { z } from 'zod';
import { said } from '../changes/said.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Kept, Store } from '../ports/store.ts';
import { turn } from '../slices.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../time.ts';

/** Something that is said unasked, as data: words are made when it is posted. */
export const Notice = z.discriminatedUnion('says', [
  /** Something of a change, by its key. */
  z.object({ says: z.enum(said), change: z.string(), at: z.number() }),
  /** An entry of the audit, for the place that gets a copy of each. */
  z.object({ says: z.literal('audit'), position: z.number() }),
  /** What an alert finds would be told here: somebody tries that out. */
  z.object({ says: z.literal('alert-test'), alert: z.string(), at: z.number() }),
]);
export type Notice = z.infer<typeof Notice>;

const Waiting = z.object({
  place: z.string(),
  notice: Notice,
  attempts: z.number(),
  /** Nobody else tries before. */
  nextAt: z.number(),
  /** A post is under way, or was when its process ended. */
  posting: z.literal(true).optional(),
  /** Of an earlier attempt it was never known whether it was posted. */
  unanswered: z.literal(true).optional(),
  /** Somebody is about to say it who is there, and it is posted only where they do not. */
  owed: z.literal(true).optional(),
});
type Waiting = z.infer<typeof Waiting>;

/** The key of a copy of an audit entry: keys are posted in their order, and that is the order of the entries. */
export const copyKey = (position: number): string => `audit/${String(position).padStart(15, '0')}`;

/** A failed post is tried again after so long, then twice that, up to the longest. */
const firstBackOffMs = 5 * secondMs;
const longestBackOffMs = hourMs;
/** After so many failed posts nobody is told any longer; the log says so. */
const attemptsAtMost = 20;
/** So long a post may take, with all waiting for its turn on the platform, before another process takes its process for gone. */
const postMs = 5 * minuteMs;
/** How long it is known that a key was posted, and how long one waits for its place. */
const rememberedMs = 30 * dayMs;
/** Whoever is there has so long to say what is owed. */
const owedMs = 15 * secondMs;
/** So long one place may be posted in at a time: what comes for it meanwhile, and sooner in the order of the keys, waits no longer. */
const shareMs = 10 * secondMs;
const readAtOnce = 100;

/** A post was rejected for want of an answer: it may have been posted. It is tried again, as what may be a repeat. */
export class NeverAnswered extends Error {
  override readonly name = 'NeverAnswered';
}

/** A post was rejected for good: the place is archived, or gone. It is given up at once, and the log says so. */
export class NeverDeliverable extends Error {
  override readonly name = 'NeverDeliverable';
}

/** What is known of earlier attempts. */
export interface Attempt {
  /** One may have been posted: the platform never answered, or the process ended in the midst of it. */
  readonly unanswered: boolean;
}

/** Shows a notice in a place, within five minutes: whoever takes longer is taken for gone. Rejects where that failed: with {@link NeverAnswered} and {@link NeverDeliverable} where it is known how. */
export type Post = (notice: Notice, place: string, attempt: Attempt) => Promise<void>;

/** What waits to be said, until a platform has said it. At least once each: a process that ends between the post and the note of it posts again. */
export interface Outbox {
  /** Once a key, as long as it is remembered (30 days); what was owed is due at once. Rejects with StoreUnwritable. @param before What became of it where it was not kept yet. */
  put(key: string, place: string, notice: Notice, before?: Attempt): Promise<void>;
  /** Somebody is there to say it, and then it is `done`; where that has not come within 15 seconds it is posted, as what may be a repeat. Rejects with StoreUnwritable. */
  owe(key: string, place: string, notice: Notice): Promise<void>;
  /** What was put or owed has been said. Rejects with StoreUnwritable. */
  done(key: string): Promise<void>;
  /**
   * Posts what is due in the places that are spoken in, in each one after the other in the order of the keys, for ten seconds at
   * most; a post that rejects is tried again later, and neither it nor a slow one keeps other places waiting. May be called
   * again while it goes on: places that are posted in are left out then. Gives how many were posted. Rejects with
   * StoreUnwritable, when what is under way is over.
   * @param signal Aborted: nothing further is tried.
   */
  deliver(speaks: (place: string) => boolean, post: Post, signal?: AbortSignal): Promise<number>;
}

/** Kept in the store, shared by all processes: what one tries to post no other tries meanwhile. */
export function createOutbox(store: Store, clock: Clock, log: Log): Outbox {
  const waiting = store.family('outbox', Waiting, { ttlMs: rememberedMs });
  const told = store.family('outbox-told', z.number(), { ttlMs: rememberedMs });
  /** Places that are posted in by this process now. */
  const busy = new Set<string>();

  /** Whether it was posted. */
  const attempt = async (kept: Kept<Waiting>, post: Post): Promise<boolean> => {
    const { key, value } = kept;
    const { posting, owed: _, ...before } = value;
    const now: Waiting = {
      ...before,
      attempts: value.attempts + 1,
      // Whoever was about to post it before never came back to say how it went.
      ...(posting && { unanswered: true }),
    };
    if (!(await waiting.swap(kept, { ...now, posting: true, nextAt: clock.now() + postMs }))) return false;
    try {
      await post(value.notice, value.place, { unanswered: now.unanswered === true });
    } catch (error) {
      await failed(key, now, error);
      return false;
    }
    await told.put(key, clock.now());
    await waiting.delete(key);
    return true;
  };

  const failed = async (key: string, now: Waiting, error: unknown): Promise<void> => {
    const { attempts, place } = now;
    const facts = { notice: key, place, attempts, error: error instanceof Error ? error.message : String(error) };
    if (error instanceof NeverDeliverable || attempts >= attemptsAtMost) {
      log.error(facts, 'a notice could not be posted, and is given up');
      await waiting.delete(key);
      return;
    }
    log.warn(facts, 'a notice could not be posted; it is tried again');
    const kept = await waiting.get(key);
    // It took so long that another process has taken it over.
    if (kept?.value.attempts !== attempts) return;
    const backOff = Math.min(firstBackOffMs * 2 ** (attempts - 1), longestBackOffMs);
    const unanswered = now.unanswered === true || error instanceof NeverAnswered;
    await waiting.swap(kept, { ...now, nextAt: clock.now() + backOff, ...(unanswered && { unanswered: true }) });
  };

  return {
    async put(key, place, notice, before) {
      if ((await told.get(key)) !== undefined) return;
      const now: Waiting = {
        place,
        notice,
        attempts: 0,
        nextAt: clock.now(),
        ...(before?.unanswered && { unanswered: true }),
      };
      if (await waiting.claim(key, now)) return;
      const kept = await waiting.get(key);
      if (kept?.value.owed) await waiting.swap(kept, now);
    },
    async owe(key, place, notice) {
      const nextAt = clock.now() + owedMs;
      await waiting.claim(key, { place, notice, attempts: 0, nextAt, unanswered: true, owed: true });
    },
    done: (key) => waiting.delete(key),
    async deliver(speaks, post, signal) {
      let posted = 0;
      const faults: unknown[] = [];
      const until = clock.now() + shareMs;
      /** The last post of each place, which the next one there waits for. */
      const lines = new Map<string, Promise<void>>();
      const next = async (before: Promise<void> | undefined, kept: Kept<Waiting>): Promise<void> => {
        await before;
        if (faults.length > 0 || clock.now() >= until || signal?.aborted) return;
        try {
          if (await attempt(kept, post)) posted += 1;
        } catch (error) {
          faults.push(error);
        }
      };
      const mine = (place: string): boolean => {
        if (lines.has(place)) return true;
        if (busy.has(place)) return false;
        busy.add(place);
        return true;
      };
      try {
        let after: string | undefined;
        do {
          const page = await waiting.list({ limit: readAtOnce, ...(after !== undefined && { after }) });
          for (const kept of page) {
            const { place, nextAt } = kept.value;
            if (nextAt <= clock.now() && speaks(place) && mine(place)) lines.set(place, next(lines.get(place), kept));
          }
          after = page.length < readAtOnce ? undefined : page.at(-1)?.key;
          // What waits for other places may be much.
          await turn();
        } while (after !== undefined && faults.length === 0 && !signal?.aborted);
      } finally {
        // Whatever ends it, what is under way is over first.
        await Promise.all([...lines].map(async ([place, line]) => line.finally(() => busy.delete(place))));
      }
      if (faults.length > 0) throw faults[0];
      return posted;
    },
  };
}
