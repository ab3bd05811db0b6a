import type { Changes } from '../core/changes/changes.ts';
import { recordIn, type AuditRecord } from '../core/people/audit.ts';
import type { Journal } from '../core/ports/store.ts';
import type { Notice } from '../core/watch/outbox.ts';
import { auditNotice } from './reply/audit-reply.ts';
import { foundReply } from './reply/outcome-reply.ts';
import type { Reply } from './reply/reply.ts';

/** Where what a notice tells of is looked up. */
export interface NoticeParts {
  readonly journal: Pick<Journal<AuditRecord>, 'raw'>;
  readonly changes: Pick<Changes, 'outcome'>;
}

/** Words for what is said unasked; undefined where what it tells of is not kept any longer. */
export async function noticeReply(notice: Notice, { journal, changes }: NoticeParts): Promise<Reply | undefined> {
  switch (notice.says) {
    case 'change-found': {
      const outcome = await changes.outcome(notice.change);
      return outcome && foundReply(outcome, notice.at);
    }
    case 'audit': {
      const [entry] = await journal.raw(notice.position, 1);
      return entry?.position === notice.position ? auditNotice({ ...entry, record: recordIn(entry) }) : undefined;
    }
  }
}
