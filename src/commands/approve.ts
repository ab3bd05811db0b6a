import { isProblem } from '../core/problem.ts';
import { command } from './command.ts';
import { key } from './options/kinds.ts';
import { decidedReply } from './reply/approval-reply.ts';
import { outcomeReply, progressReply } from './reply/outcome-reply.ts';

/** The second person's yes to what somebody else has confirmed. It is done at once, and followed. */
export const approve = command({
  name: 'approve',
  summary: 'Let be done what another person has confirmed, by its key',
  examples: ['approve 7QK2M8TD'],
  options: { key: key('yours').required() },
  effect: 'changes',
  audience: 'place',
  alone: false,
  async run(args, { core, person: by, place: where, request, signal, show }) {
    const press = { verb: 'approve' as const, by, where, request };
    const outcome = await core.changes.step(
      args.key,
      press,
      (progress) => show(progressReply(args.key, progress)),
      signal,
    );
    if (isProblem(outcome)) return outcome;
    const told = decidedReply(outcome, outcomeReply(outcome), where);
    return outcome.targets.every(({ phase }) => phase === 'done') ? told : { ...told, undone: true };
  },
});
