import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Journal, Position, Store } from '../ports/store.ts';
import { dayMs, hourMs, isoTime, type Instant } from '../time.ts';
import { firstAt, ourselves, type AuditRecord } from './audit.ts';
import { trimWords } from './chain.ts';

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

/**
 * Forgets what is older than it is to be kept, at most once a day whoever asks: one of many processes gets the claim. That
 * it is forgotten stands in the audit before it is. Gives how many entries went; rejects with StoreUnwritable.
 */
export function createRetention({ store, journal, clock, keepDays }: RetentionParts): () => Promise<number> {
  const turns = store.family('audit-trim', z.literal(true), { ttlMs: dayMs });
  let nextAt: Instant = 0;

  return async () => {
    if (clock.now() < nextAt) return 0;
    nextAt = clock.now() + retryMs;
    if (!(await turns.claim(claimKey, true))) return 0;
    const { first } = await journal.head();
    const olderThan = clock.now() - keepDays * dayMs;
    const before = await firstAt(journal, olderThan);
    if (before <= first) return 0;
    await journal.append(trimRecord(first, before, olderThan, keepDays));
    for (let at: Position = first; at < before; at += trimmedAtOnce) {
      await journal.trim(Math.min(at + trimmedAtOnce, before));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return before - first;
  };
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
