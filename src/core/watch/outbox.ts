import { z } from 'zod';
import { clocksApartMs } from '../clocks-apart.ts';
import { entriesOf } from '../entries.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Kept, Store } from '../ports/store.ts';
import { dayMs, secondMs, type Instant } from '../time.ts';
import { createAttempts } from './attempts.ts';
import { forgotten, isForgotten, Letter, revived, waitedTooLong, type Death } from './letter.ts';
import type { Notice } from './notice.ts';
import type { Before, Post } from './post.ts';

/** How long it is known that a key was posted. */
const rememberedMs = 30 * dayMs;
/** Whoever is there has so long to say what is owed: fifteen seconds, by a clock that may be behind. */
const owedMs = 15 * secondMs + clocksApartMs;
/** So long one place may be posted in at a time: what comes for it meanwhile, and sooner in the order of the keys, waits no longer. */
const shareMs = 10 * secondMs;

/** What was given up: after twenty failed posts, where nothing can ever be posted, or where nobody posted for 30 days. */
export interface DeadLetter {
  readonly key: string;
  readonly place: string;
  readonly notice: Notice;
  /** Posts that failed. */
  readonly attempts: number;
  /** Why the last one did, in the platform's code or a sentence. */
  readonly error: string;
  /** When it was put first. */
  readonly put: Instant;
  readonly givenUp: Instant;
  /** It may stand there all the same: the platform never answered. */
  readonly unanswered: boolean;
}

/**
 * What waits to be said, until a platform has said it. At least once each: a process that is killed between the post and the note
 * of it posts again, as what may be a repeat. What cannot be said is kept for 90 days, 1,000 at most, to be sent again.
 */
export interface Outbox {
  /** Once a key, as long as it is remembered (30 days); what was owed, or given up, is due at once. Rejects with StoreUnwritable. @param before What became of it where it was not kept yet. */
  put(key: string, place: string, notice: Notice, before?: Before): Promise<void>;
  /** Somebody is there to say it, and then it is `done`; where that has not come within 75 seconds it is posted, as what may be a repeat. Rejects with StoreUnwritable. */
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
  deliver(speaks: (place: string, notice: Notice) => boolean, post: Post, signal?: AbortSignal): Promise<number>;
  /** How much waits, and since when the oldest of it that is due or has failed; what was given up is counted apart. */
  waiting(): Promise<Waiting>;
  /** What was given up, the latest first. */
  dead(): Promise<readonly DeadLetter[]>;
  /** What was given up is due at once, as if it had not been tried; false: there is no such dead letter. Rejects with StoreUnwritable. */
  again(key: string): Promise<boolean>;
  /** What was given up is forgotten; false: there is no such dead letter. Rejects with StoreUnwritable. */
  drop(key: string): Promise<boolean>;
}

/** How much is in the outbox. */
export interface Waiting {
  readonly letters: number;
  /** Undefined: nothing is due. */
  readonly oldest: Instant | undefined;
  readonly dead: number;
}

/** Kept in the store, shared by all processes: what one tries to post no other tries meanwhile. */
export function createOutbox(store: Store, clock: Clock, log: Log): Outbox {
  // How long they are kept depends on what became of them.
  const letters = store.family('outbox', Letter, { ttlMs: 'forever' });
  const told = store.family('outbox-told', z.number(), { ttlMs: rememberedMs });
  const attempts = createAttempts({ letters, told, clock, log });
  /** Places that are posted in by this process now. */
  const busy = new Set<string>();

  /** The dead letter of a key. */
  const deadOf = async (key: string): Promise<Kept<Letter> | undefined> => {
    const kept = await letters.get(key);
    return kept?.value.dead === undefined || isForgotten(kept.value.dead, clock.now()) ? undefined : kept;
  };

  return {
    async put(key, place, notice, before) {
      if ((await told.get(key)) !== undefined) return;
      const now = clock.now();
      const letter: Letter = {
        place,
        notice,
        attempts: 0,
        put: now,
        nextAt: now,
        ...(before?.unanswered && { unanswered: true }),
      };
      if (await letters.claim(key, letter)) return;
      const kept = await letters.get(key);
      if (kept?.value.owed) await letters.swap(kept, letter);
      else if (kept?.value.dead)
        await letters.swap(kept, { ...revived(kept.value, now), ...(before?.unanswered && { unanswered: true }) });
    },
    async owe(key, place, notice) {
      const now = clock.now();
      await letters.claim(key, {
        place,
        notice,
        attempts: 0,
        put: now,
        nextAt: now + owedMs,
        unanswered: true,
        owed: true,
      });
    },
    done: (key) => letters.delete(key),
    async deliver(speaks, post, signal) {
      await attempts.settle();
      let posted = 0;
      const faults: unknown[] = [];
      const until = clock.now() + shareMs;
      /** The last post of each place, which the next one there waits for. */
      const lines = new Map<string, Promise<void>>();
      const next = async (before: Promise<void> | undefined, kept: Kept<Letter>): Promise<void> => {
        await before;
        if (faults.length > 0 || clock.now() >= until || signal?.aborted) return;
        try {
          if (await attempts.make(kept, post)) posted += 1;
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
      const deaths: Death[] = [];
      try {
        for await (const kept of entriesOf(letters)) {
          const { key, value } = kept;
          const { place, notice, nextAt, dead } = value;
          const now = clock.now();
          if (faults.length > 0 || signal?.aborted) break;
          if (dead !== undefined) deaths.push({ key, place, at: dead.at });
          else if (waitedTooLong(value, now)) await attempts.giveUp(kept, 'it waited for 30 days');
          else if (nextAt <= now && speaks(place, notice) && mine(place))
            lines.set(place, next(lines.get(place), kept));
        }
        for (const key of forgotten(deaths, clock.now())) await letters.delete(key);
      } finally {
        // Whatever ends it, what is under way is over first.
        await Promise.all([...lines].map(async ([place, line]) => line.finally(() => busy.delete(place))));
      }
      if (faults.length > 0) throw faults[0];
      return posted;
    },
    async waiting() {
      let [count, dead] = [0, 0];
      let oldest: Instant | undefined;
      const now = clock.now();
      for await (const { value } of entriesOf(letters)) {
        if (value.dead !== undefined) {
          if (!isForgotten(value.dead, now)) dead += 1;
          continue;
        }
        count += 1;
        const since = value.again ?? value.put ?? now;
        // What quiet hours hold, or somebody is about to say, was not tried yet and is not due.
        if (value.attempts > 0 || value.nextAt <= now) oldest = Math.min(oldest ?? since, since);
      }
      return { letters: count, oldest, dead };
    },
    async dead() {
      const dead: DeadLetter[] = [];
      for await (const { key, value } of entriesOf(letters)) {
        if (value.dead === undefined || isForgotten(value.dead, clock.now())) continue;
        const { place, notice, attempts: tried, put, unanswered = false, dead: death } = value;
        const { at: givenUp, error } = death;
        dead.push({ key, place, notice, attempts: tried, error, put: put ?? givenUp, givenUp, unanswered });
      }
      return dead.toSorted((one, other) => other.givenUp - one.givenUp);
    },
    async again(key) {
      const kept = await deadOf(key);
      return kept !== undefined && letters.swap(kept, revived(kept.value, clock.now()));
    },
    async drop(key) {
      if ((await deadOf(key)) === undefined) return false;
      await letters.delete(key);
      return true;
    },
  };
}
