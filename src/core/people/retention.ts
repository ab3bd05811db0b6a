import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Journal, Position, Store } from '../ports/store.ts';
import { turn } from '../slices.ts';
import { dayMs, hourMs, isoTime, type Instant } from '../time.ts';
import { ourselves, trimWords, type AuditRecord } from './audit.ts';

/** What decides when entries are forgotten. */
export interface RetentionParts {
  readonly store: Store;
  readonly journal: Journal<AuditRecord>;
  readonly clock: Clock;
  /** Entries older than so many days are forgotten. */
  readonly keepDays: number;
}

/** Entries forgotten in one step, between which others have their turn. */
const trimmedAtOnce = 2_000;
/** A process asks for the claim so often; whether it has it, the store says. */
const retryMs = hourMs;
const claimKey = 'done';
/** An audit whose newest entry is older is no proof of the time: the clock may be wrong. */
const quietMs = dayMs;
const doubtKey = 'newest';
/** Behind which newest entry the time was first seen to be late, and when. */
const Doubt = z.object({ head: z.number(), since: z.number() });
/** Entries of one read. */
const readAtOnce = 500;

/**
 * Forgets what is older than it is to be kept, at most once a day whoever asks: one of many processes gets the claim. That
 * it is forgotten stands in the audit before it is. Where nothing was written for more than a day, a look a day later decides:
 * a machine that began with a wrong clock would forget everything. Gives how many entries went; rejects with StoreUnwritable.
 */
export function createRetention({ store, journal, clock, keepDays }: RetentionParts): () => Promise<number> {
  const turns = store.family('audit-trim', z.literal(true), { ttlMs: dayMs });
  const doubts = store.family('audit-trim-doubt', Doubt, { ttlMs: 'forever' });
  let nextAt: Instant = 0;

  /** Whether the time can be believed: something was written lately, or it was as late already a day ago. */
  const isCertain = async (now: Instant, head: Position): Promise<boolean> => {
    const [newest] = await journal.raw(head, 1);
    if (newest !== undefined && now - newest.at <= quietMs) return true;
    const doubt = (await doubts.get(doubtKey))?.value;
    if (doubt !== undefined && doubt.head === head && doubt.since <= now) return now - doubt.since >= dayMs;
    await doubts.put(doubtKey, { head, since: now });
    return false;
  };

  return async () => {
    const now = clock.now();
    if (now < nextAt) return 0;
    nextAt = now + retryMs;
    if (!(await turns.claim(claimKey, true))) return 0;
    const first = (await journal.base()).position + 1;
    const { position: head } = await journal.head();
    const olderThan = now - keepDays * dayMs;
    const before = await firstKept(journal, first, olderThan);
    if (before <= first) return 0;
    if (!(await isCertain(now, head))) {
      // Dated by a clock that runs ahead, it would hold up whoever looks once the clock is right.
      await turns.delete(claimKey);
      return 0;
    }
    await journal.append(trimRecord(first, before, olderThan, keepDays));
    for (let at: Position = first; at < before; at += trimmedAtOnce) {
      await journal.trim(Math.min(at + trimmedAtOnce, before));
      await turn();
    }
    return before - first;
  };
}

/**
 * Where the first entry stands that is not too old, from the oldest on; the next to come where there is none. Where a clock
 * was wrong for a while, older times stand behind it: they stay until it is too old itself. What does not follow the one
 * before it stays too, and all behind it: whoever looks into that wants to see it.
 */
async function firstKept(journal: Journal<AuditRecord>, first: Position, olderThan: Instant): Promise<Position> {
  for (let from = first; ;) {
    const page = await journal.raw(from, readAtOnce);
    const start = from;
    const kept = page.findIndex(({ position, at }, index) => position !== start + index || !(at < olderThan));
    if (kept >= 0) return from + kept;
    if (page.length === 0) return from;
    from += page.length;
    await turn();
  }
}

const trimRecord = (first: Position, before: Position, olderThan: Instant, keepDays: number): AuditRecord => ({
  event: 'settings',
  request: `trim-${before}`,
  person: ourselves,
  place: ourselves.id,
  does: trimWords,
  targets: [],
  says: `entries ${first} to ${before - 1}, from before ${isoTime(olderThan)}, are forgotten: they are kept ${keepDays} days`,
  before,
});
