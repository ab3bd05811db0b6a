import { kindNames, rowOf, type Kind } from '../core/changes/kinds.ts';
import { askForAddress, askForInstances } from './ask.ts';
import { command, type Command } from './command.ts';
import { targets } from './options/filter.ts';
import { address, freeText, yesNo } from './options/kinds.ts';
import { suggestChangeable, suggestChangeableAddresses } from './options/changeable.ts';
import { cli } from './cli/line.ts';

const reason = freeText('Why, for the audit');
const breakGlass = yesNo('Through a freeze, in the open');

/** Asks; changes nothing. The press of its button does, through `core/changes`. */
function changeCommand(name: Kind, summary: string, examples: readonly string[], alone: boolean): Command {
  const declared = { name, summary, examples, effect: 'changes', audience: 'place', alone } as const;
  return rowOf(name).of === 'instance'
    ? command({
        ...declared,
        options: {
          targets: targets(suggestChangeable(name)).required(),
          'even-in-group': yesNo('Also members of Auto Scaling groups, whose group may undo it'),
          reason,
          'break-glass': breakGlass,
          cli,
        },
        run: (args, context) => askForInstances(name, args.targets, args, context),
      })
    : command({
        ...declared,
        options: {
          address: address(suggestChangeableAddresses(name)).required(),
          reason,
          'break-glass': breakGlass,
          cli,
        },
        run: (args, context) => askForAddress(name, args.address, args, context),
      });
}

/** A command for every kind of change that can be asked for: all of it stands in the table of kinds. */
export const changeCommands: readonly Command[] = kindNames.flatMap((name) => {
  const { command: declared } = rowOf(name);
  return declared === undefined ? [] : [changeCommand(name, declared.summary, declared.examples, declared.alone)];
});
