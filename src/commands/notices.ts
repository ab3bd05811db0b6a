import type { Changes, Outcome, Plan } from '../core/changes/changes.ts';
import { rowOf } from '../core/changes/kinds.ts';
import type { Said } from '../core/changes/said.ts';
import { recordIn, type AuditRecord } from '../core/people/audit.ts';
import type { Place } from '../core/people/person.ts';
import type { Shown } from '../core/people/places.ts';
import type { Journal } from '../core/ports/store.ts';
import { command, mention, say, strong, type Spans } from '../core/text.ts';
import type { Instant } from '../core/time.ts';
import type { Notice } from '../core/watch/notice.ts';
import type { Attempt } from '../core/watch/post.ts';
import type { Runs } from '../core/watch/runs.ts';
import { alertTestReply } from './alerts/test-reply.ts';
import { deniedReply, expiredReply, lateReply, wantedReply } from './reply/approval-reply.ts';
import { auditNotice } from './reply/audit-reply.ts';
import { endedReply, foundReply, outcomeReply } from './reply/outcome-reply.ts';
import { paragraph, reply, replyAbout, type Reply } from './reply/reply.ts';
import { runReply } from './reply/run-reply.ts';

/** Where what a notice tells of is looked up. */
export interface NoticeParts {
  readonly journal: Pick<Journal<AuditRecord>, 'raw'>;
  readonly changes: Pick<Changes, 'outcome' | 'wanted'>;
  readonly runs: Pick<Runs, 'of'>;
  /** Aborted when what a change would do is read no longer. */
  readonly signal: AbortSignal;
  readonly now: Instant;
  /** What the place is shown; all if left out. */
  readonly shown?: Shown;
}

/**
 * Shows in a place what nobody asked for. Rejects where that failed, as posts of the outbox do.
 * @param attempt `says` is what it tells of, `change` the key of the change that it is about.
 */
export type PostReply = (
  placeId: string,
  reply: Reply,
  attempt: Attempt & Pick<Notice, 'says'> & { readonly change?: string },
) => Promise<void>;

/** The place of an id, as its platform knows it. */
export type PlaceOf = (placeId: string) => Promise<Place>;

/** Words for what is said unasked; undefined where what it tells of is not kept any longer, or over. */
export async function noticeReply(
  notice: Notice,
  { journal, changes, runs, now, signal, shown = 'all' }: NoticeParts,
): Promise<Reply | undefined> {
  const isShown = (accounts: readonly string[]): boolean =>
    shown === 'all' || (shown.length > 0 && accounts.every((name) => shown.includes(name)));
  if (notice.says === 'audit') {
    const [entry] = await journal.raw(notice.position, 1);
    if (entry?.position !== notice.position) return undefined;
    const record = recordIn(entry);
    const accounts = record?.targets.map(({ account }) => account) ?? [];
    return isShown(accounts) ? auditNotice({ ...entry, record }) : notShown(say`Something was written into the audit`);
  }
  if (notice.says === 'run') {
    const run = await runs.of(notice.run);
    return run && runReply(run, { part: notice.part, shown, now });
  }
  if (notice.says === 'alert-test') return alertTestReply(notice);
  const outcome = await changes.outcome(notice.change);
  // Somebody is asked also where it cannot be read now.
  const plan =
    notice.says === 'approval-wanted' || notice.says === 'change-ended'
      ? await changes.wanted(notice.change, { signal }).catch(() => undefined)
      : undefined;
  const words = outcome && changeNotice(notice.says, notice.at, outcome, now, plan);
  if (outcome === undefined || words === undefined) return undefined;
  const { key, by, targets } = outcome;
  const told = isShown(targets.map(({ target }) => target.account.name))
    ? words
    : notShown(say`${mention(by)} asked for a change; ${command(`plans ${key}`)} shows it where it may be seen`);
  return { ...told, change: notice.change };
}

/** How a change stands for which nothing can be pressed any longer: see `over` of changes. */
export function overReply(outcome: Outcome): Reply {
  switch (outcome.waits?.for) {
    case 'confirmation':
      return expiredReply(outcome, outcome.waits.until);
    case 'approval':
      return lateReply(outcome);
    case undefined:
      return outcomeReply(outcome);
  }
}

/** Somebody is to look, and this is no place to look at it. */
const notShown = (what: Spans): Reply =>
  reply('plain', say`${what}. The accounts that it is about are not shown in this place.`);

/** About a change, as it stands now; undefined: there is nothing to be said any longer. */
function changeNotice(says: Said, at: Instant, outcome: Outcome, now: Instant, plan?: Plan): Reply | undefined {
  switch (says) {
    case 'change-found':
      return foundReply(outcome, at);
    case 'change-ended':
      return endedReply(outcome, plan);
    case 'approval-wanted':
      // Taken back, answered, or too late meanwhile: nobody is asked any longer.
      return outcome.waits?.for === 'approval' && now < outcome.waits.until ? wantedReply(outcome, plan) : undefined;
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
