import { rowOf } from '../core/changes/kinds.ts';
import { isProblem } from '../core/problem.ts';
import { askForAddress, askForInstances } from './ask.ts';
import { cli } from './cli/line.ts';
import { command } from './command.ts';
import { freeText } from './options/kinds.ts';

/** Asks for the change that leads back from the person's last one; like every change it shows a plan first. */
export const undo = command({
  name: 'undo',
  summary: 'The way back of your last change, where there is one',
  examples: ['undo'],
  options: { reason: freeText('Why, for the audit'), cli },
  effect: 'changes',
  audience: 'place',
  alone: true,
  async run({ reason, cli: withCli }, context) {
    const back = await context.core.changes.wayBack(context.person, context.place);
    if (isProblem(back)) return back;
    const { kind, words } = back;
    // Ids name their targets wherever this place looks.
    const anywhere = { ...context, uses: {} };
    if (rowOf(kind).of === 'instance')
      return askForInstances(
        kind,
        words.map((value) => ({ by: 'id', value })),
        { reason, 'even-in-group': true, cli: withCli },
        anywhere,
      );
    // Changes of addresses have one target: `release ADDRESS`.
    return askForAddress(kind, words[0] ?? '', { reason, cli: withCli }, anywhere);
  },
});
