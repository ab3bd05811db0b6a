import { askFor } from './ask.ts';
import { command } from './command.ts';
import { targets } from './options/filter.ts';
import { freeText, yesNo } from './options/kinds.ts';

/** Asks; stops nothing. The press of its button does, through `core/changes`. */
export const stop = command({
  name: 'stop',
  summary: 'Stop instances, after a plan and a confirmation',
  examples: ['stop web-1', 'stop tag:env=dev region:us-east-1', 'stop web-1 reason:"no traffic until Monday"'],
  options: {
    targets: targets().required(),
    'even-in-group': yesNo('Also members of Auto Scaling groups, whose group may undo it'),
    reason: freeText('Why, for the audit'),
  },
  effect: 'changes',
  audience: 'place',
  alone: true,
  run: (args, context) => askFor('stop', args, context),
});
