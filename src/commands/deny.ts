import { reasonIn } from '../core/people/reason.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, say } from '../core/text.ts';
import { command } from './command.ts';
import { freeText, key } from './options/kinds.ts';
import { decidedReply } from './reply/approval-reply.ts';
import { outcomeReply } from './reply/outcome-reply.ts';

/** The second person's no: nothing is done, and who asked is told. */
export const deny = command({
  name: 'deny',
  summary: 'Refuse what another person has confirmed, by its key',
  examples: ['deny 7QK2M8TD', 'deny 7QK2M8TD reason:"not before the sale ends"'],
  options: { key: key('yours').required(), reason: freeText('Why not, for who asked and for the audit') },
  effect: 'changes',
  audience: 'place',
  alone: false,
  async run(args, { core, person: by, place: where, request, signal }) {
    if (args.reason !== undefined && reasonIn(args.reason) === undefined) return noWord;
    const press = {
      verb: 'deny' as const,
      by,
      where,
      request,
      ...(args.reason !== undefined && { reason: args.reason }),
    };
    const outcome = await core.changes.step(args.key, press, () => {}, signal);
    return isProblem(outcome) ? outcome : decidedReply(outcome, outcomeReply(outcome), where);
  },
});

const noWord: Problem = {
  problem: 'bad-value',
  what: say`There is no word in that reason; nothing was denied.`,
  todo: say`Say why, as ${code('reason:"not before the sale ends"')}, or leave it out.`,
};
