import { isProblem } from '../core/problem.ts';
import { command } from './command.ts';
import { freeText, key, word } from './options/kinds.ts';
import { awaitingReply } from './reply/approval-reply.ts';
import { outcomeReply, progressReply } from './reply/outcome-reply.ts';

/** The press of a plan's Confirm. Does what the plan said, once, and follows it. */
export const confirm = command({
  name: 'confirm',
  summary: 'Do what a plan showed, by its key',
  examples: ['confirm 7QK2M8TD', 'confirm 7QK2M8TD 6'],
  options: {
    key: key('confirmation').required(),
    word: word('The word the plan asks to type, where it asks for one'),
    reason: freeText('Why, for the audit'),
  },
  effect: 'changes',
  audience: 'place',
  alone: true,
  async run(args, { core, person: by, place: where, request, signal, show }) {
    const press = {
      verb: 'confirm' as const,
      by,
      where,
      request,
      ...(args.word !== undefined && { typed: args.word }),
      ...(args.reason !== undefined && { reason: args.reason }),
    };
    const outcome = await core.changes.step(
      args.key,
      press,
      (progress) => show(progressReply(args.key, progress)),
      signal,
    );
    if (isProblem(outcome)) return outcome;
    const { awaiting } = outcome;
    if (awaiting !== undefined) {
      // Whoever is to approve sees what they approve; in private nobody does but who has just seen it.
      const reviewed = outcome.inPrivate ? undefined : await core.plans.review(args.key, by, where, { signal });
      const plan = reviewed === undefined || isProblem(reviewed) ? undefined : reviewed.plan;
      return { ...awaitingReply({ ...outcome, awaiting }, plan), undone: true };
    }
    const told = outcomeReply(outcome);
    return outcome.targets.every(({ phase }) => phase === 'done') ? told : { ...told, undone: true };
  },
});
