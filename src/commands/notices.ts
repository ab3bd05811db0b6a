import type { Changes, Outcome } from '../core/changes/changes.ts';
import { rowOf } from '../core/changes/kinds.ts';
import type { Said } from '../core/changes/said.ts';
import { recordIn, type AuditRecord } from '../core/people/audit.ts';
import type { Journal } from '../core/ports/store.ts';
import { mention, say, strong } from '../core/text.ts';
import type { Instant } from '../core/time.ts';
import type { Notice } from '../core/watch/outbox.ts';
import { deniedReply, lateReply, wantedReply } from './reply/approval-reply.ts';
import { auditNotice } from './reply/audit-reply.ts';
import { endedReply, foundReply, outcomeReply } from './reply/outcome-reply.ts';
import { paragraph, replyAbout, type Reply } from './reply/reply.ts';

/** Where what a notice tells of is looked up. */
export interface NoticeParts {
  readonly journal: Pick<Journal<AuditRecord>, 'raw'>;
  readonly changes: Pick<Changes, 'outcome'>;
  readonly now: Instant;
}

/** Words for what is said unasked; undefined where what it tells of is not kept any longer, or over. */
export async function noticeReply(notice: Notice, { journal, changes, now }: NoticeParts): Promise<Reply | undefined> {
  if (notice.says === 'audit') {
    const [entry] = await journal.raw(notice.position, 1);
    return entry?.position === notice.position ? auditNotice({ ...entry, record: recordIn(entry) }) : undefined;
  }
  const outcome = await changes.outcome(notice.change);
  const words = outcome && changeNotice(notice.says, notice.at, outcome, now);
  return words && { ...words, change: notice.change };
}

/** About a change, as it stands now; undefined: there is nothing to be said any longer. */
function changeNotice(says: Said, at: Instant, outcome: Outcome, now: Instant): Reply | undefined {
  switch (says) {
    case 'change-found':
      return foundReply(outcome, at);
    case 'change-ended':
      return endedReply(outcome);
    case 'approval-wanted':
      // Taken back, answered, or too late meanwhile: nobody is asked any longer.
      return outcome.waits?.for === 'approval' && now < outcome.waits.until ? wantedReply(outcome) : undefined;
    case 'change-approved': {
      const told = outcomeReply(outcome);
      return {
        ...told,
        title: say`${outcome.approver?.name ?? 'Somebody'} approved what ${mention(outcome.by)} asked for. ${told.title}`,
      };
    }
    case 'change-denied':
      return outcome.denied === undefined ? outcomeReply(outcome) : deniedReply({ ...outcome, denied: outcome.denied });
    case 'approval-late':
      return lateReply(outcome);
    case 'glass-broken':
      return replyAbout(
        outcome.key,
        'danger',
        say`${mention(outcome.by)} goes through the freeze, to ${rowOf(outcome.kind).verb} ${outcome.targets.map(({ target }) => target.name ?? target.id).join(', ')}`,
        paragraph(say`${strong('Reason:')} ${outcome.reason ?? 'none'}`),
      );
  }
}
