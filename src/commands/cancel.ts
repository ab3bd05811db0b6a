import { isProblem } from '../core/problem.ts';
import { command } from './command.ts';
import { key } from './options/kinds.ts';
import { outcomeReply } from './reply/outcome-reply.ts';

/** The press of a plan's Cancel: its key works no longer, nothing is done. Of a start that is tried again and again it is the Stop. */
export const cancel = command({
  name: 'cancel',
  summary: 'Drop a plan, or stop what keeps trying, by its key',
  examples: ['cancel 7QK2M8TD'],
  options: { key: key('confirmation', 'approval').required() },
  effect: 'changes',
  audience: 'place',
  alone: true,
  async run(args, { core, person: by, place: where, request, signal }) {
    const outcome = await core.changes.step(args.key, { verb: 'cancel', by, where, request }, () => {}, signal);
    return isProblem(outcome) ? outcome : outcomeReply(outcome);
  },
});
