import type { APIButtonComponentWithCustomId, APISelectMenuOption } from 'discord.js';
import type { Action, Choice, Option } from '../../commands/reply/reply.ts';
import { harmless } from '../../core/text.ts';
import { plainly, shortened, typed } from '../plain-words.ts';
import { linePattern, toChoose, toType } from '../words.ts';
import { actionRow, buttonStyles, componentTypes } from './components.ts';
import { limits } from './limits.ts';
import { contexts, sections, type Part } from './part.ts';
import { idOf, type Carried, type PressId } from './press.ts';

/** Characters of a button's label: of the 80 that Discord takes it shows some 38 (Components Reference, "Button"). */
const buttonCharacters = 38;
/** Characters of what a choice asks; more is cut. */
const labelCharacters = 300;

/** Gives each control of a reply its number. */
export type Count = () => number;

/** Buttons; what a button cannot carry is told, to be typed. */
export function buttonParts(actions: readonly Action[], command: string, count: Count): readonly Part[] {
  const parts: Part[] = [];
  const buttons = actions.flatMap((action) => {
    const press = idOf(carriedBy(action), count());
    if (press !== undefined) return [{ button: buttonOf(action, press, command), press }];
    parts.push(...contexts([toType(action)], command));
    return [];
  });
  for (let at = 0; at < buttons.length; at += limits.rowButtons) {
    const some = buttons.slice(at, at + limits.rowButtons);
    parts.push({
      components: [actionRow(some.map(({ button }) => button))],
      kept: some.flatMap(({ press }) => keptOf(press)),
      control: true,
    });
  }
  return parts;
}

const carriedBy = ({ does, form }: Action): Carried =>
  form === undefined ? { kind: 'run', does } : { kind: 'form', does, form };

const keptOf = ({ kept }: PressId) => (kept === undefined ? [] : [kept]);

const buttonOf = (action: Action, { id }: PressId, command: string): APIButtonComponentWithCustomId => ({
  type: componentTypes.button,
  style: buttonStyles[action.style],
  label: shortened(harmless(action.label).trim() || typed(action.does, command), buttonCharacters),
  custom_id: id,
});

/**
 * A select, or words where Discord cannot offer it. Of one, the first 25 are offered and the rest is said to be there; of several
 * either all or none, for what a select does not show would be taken for not chosen.
 */
export function choiceParts(choice: Choice, command: string, count: Count): readonly Part[] {
  const usable = choice.options.filter(
    ({ word }, at) => isUsable(word) && choice.options.findIndex((other) => other.word === word) === at,
  );
  const offered = usable.slice(0, limits.selectOptions);
  const left = new Set(choice.options.map(({ word }) => word)).size - offered.length;
  const { before, after, first, of } = choice;
  const press =
    offered.length === 0 || (of === 'many' && left > 0)
      ? undefined
      : idOf({ kind: 'pick', before, after, ...(first !== undefined && { first }), of }, count());
  if (press === undefined) return inWords(choice, command);
  const question = shortened(harmless(choice.label).trim() || 'Which?', labelCharacters);
  const many = of === 'many';
  return [
    {
      components: [
        ...sections([[{ kind: 'strong', text: question }]], command).flatMap(({ components }) => components),
        actionRow([
          {
            type: componentTypes.stringSelect,
            custom_id: press.id,
            placeholder: 'Choose',
            options: offered.map((one) => ({ ...optionOf(one), ...(many && { default: true }) })),
            ...(many && { min_values: 0, max_values: offered.length }),
          },
        ]),
      ],
      kept: keptOf(press),
      control: true,
    },
    ...(left > 0
      ? contexts(
          [[plainly(`${left} more ${left === 1 ? 'is' : 'are'} not offered here; type `), linePattern(choice)]],
          command,
        ).map((part): Part => ({ ...part, control: true, cut: true }))
      : []),
  ];
}

/** A word that comes back as it was sent: spaces at its ends may be taken away, and so may what is not seen. */
const isUsable = (word: string): boolean =>
  word !== '' && word.length <= limits.optionValue && harmless(word) === word && word.trim() === word;

const optionOf = ({ word, label, about }: Option): APISelectMenuOption => ({
  label: shortened(harmless(label).trim() || word, limits.optionLabel),
  value: word,
  ...(about !== undefined &&
    about.trim() !== '' && { description: shortened(harmless(about).trim(), limits.optionDescription) }),
});

/** What is asked, and what to type for it. */
function inWords(choice: Choice, command: string): readonly Part[] {
  const { asks, lines } = toChoose(choice);
  return sections([asks, ...lines], command);
}
