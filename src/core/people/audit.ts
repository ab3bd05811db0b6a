import { z } from 'zod';
import type { Entry, Journal, Store } from '../ports/store.ts';

/** One thing that was asked, decided or done. Texts are plain; nothing secret is ever written. */
export const AuditRecord = z.object({
  event: z.enum([
    'asked',
    'refused',
    'confirmed',
    'awaiting',
    'approved',
    'denied',
    'cancelled',
    'intent',
    'answer',
    'ended',
    'reconciled',
    'settings',
    'frozen',
    'unfrozen',
    'break-glass',
  ]),
  /** Correlates all records of one request or press. */
  request: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  place: z.string(),
  /** Kind of change, or the command of a settings change. */
  does: z.string(),
  /** Key of the confirmation. It opens nothing to whoever reads it here: it works for who asked alone, once. */
  change: z.string().optional(),
  targets: z.array(z.object({ id: z.string(), name: z.string().optional(), account: z.string(), region: z.string() })),
  /** In words: the decision, the refusal, AWS's answer per target. */
  says: z.string(),
  awsRequestId: z.string().optional(),
  /** Ids of the access rules that decided. */
  rules: z.array(z.string()).optional(),
  /** Who approved it. */
  approver: z.object({ id: z.string(), name: z.string() }).optional(),
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** What was asked, decided, done: append-only, each entry bound to the one before by its hash. */
export interface Audit {
  /** Newest first. */
  recent(limit: number, before?: number): Promise<readonly Entry<AuditRecord>[]>;
}

/** The journal that core/changes writes to before and after acting. */
export const auditJournal = (store: Store): Journal<AuditRecord> => store.journal('audit', AuditRecord);

/** Entries of one read of the journal. */
const readAtOnce = 200;

/** Reads of the audit journal. */
export function createAudit(journal: Journal<AuditRecord>): Audit {
  return {
    async recent(limit, before) {
      const head = await journal.head();
      let end = Math.min(before ?? head.position + 1, head.position + 1);
      const newestFirst: Entry<AuditRecord>[] = [];
      while (end > head.first && newestFirst.length < limit) {
        const from = Math.max(head.first, end - Math.min(limit - newestFirst.length, readAtOnce));
        const entries = await journal.read(from, end - from);
        newestFirst.push(...entries.toReversed());
        end = from;
      }
      return newestFirst;
    },
  };
}
