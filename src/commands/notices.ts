import type { Outcome } from '../core/changes/changes.ts';
import type { Notice } from '../core/watch/outbox.ts';
import { mention, say, strong } from '../core/text.ts';
import { deniedReply, wantedReply } from './reply/approval-reply.ts';
import { foundReply, outcomeReply } from './reply/outcome-reply.ts';
import { rowOf } from '../core/changes/kinds.ts';
import { paragraph, reply, type Reply } from './reply/reply.ts';

/** Words for what is said unasked about a change, as it stands now. */
export function changeNotice({ says, at }: Notice, outcome: Outcome): Reply {
  switch (says) {
    case 'change-found':
      return foundReply(outcome, at);
    case 'approval-wanted':
      return wantedReply(outcome);
    case 'change-approved': {
      const told = outcomeReply(outcome);
      return {
        ...told,
        title: say`${outcome.approver?.name ?? 'Somebody'} approved what ${mention(outcome.by)} asked for. ${told.title}`,
      };
    }
    case 'change-denied':
      return outcome.denied === undefined ? outcomeReply(outcome) : deniedReply({ ...outcome, denied: outcome.denied });
    case 'glass-broken':
      return reply(
        'danger',
        say`${mention(outcome.by)} goes through the freeze, to ${rowOf(outcome.kind).verb} ${outcome.targets.map(({ target }) => target.name ?? target.id).join(', ')}`,
        paragraph(say`${strong('Reason:')} ${outcome.reason ?? 'none'}`),
      );
  }
}
