import { askFor } from './ask.ts';
import { command } from './command.ts';
import { targets } from './options/filter.ts';
import { freeText, yesNo } from './options/kinds.ts';

/** Asks; starts nothing. The press of its button does, through `core/changes`. */
export const start = command({
  name: 'start',
  summary: 'Start instances, after a plan and a confirmation',
  examples: ['start batch-7', 'start tag:team=search region:eu-west-1'],
  options: {
    targets: targets().required(),
    'even-in-group': yesNo('Also members of Auto Scaling groups, whose group may undo it'),
    reason: freeText('Why, for the audit'),
  },
  effect: 'changes',
  audience: 'place',
  alone: true,
  run: (args, context) => askFor('start', args, context),
});
