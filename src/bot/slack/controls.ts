import type { Button, PlainTextElement, PlainTextOption } from '@slack/types';
import type { Action, Choice, Option } from '../../commands/reply/reply.ts';
import { harmless, type Spans } from '../../core/text.ts';
import { plainly, shortened, typed } from '../plain-words.ts';
import { linePattern, toChoose, toType } from '../words.ts';
import { limits } from './limits.ts';
import { contexts, sections, type Part } from './part.ts';
import { actionId, pickOf, valueOf } from './press.ts';

/** Buttons of one block: five read better than the 25 that Slack takes. */
const buttonsTogether = 5;
/** Characters of what a choice asks; more is cut. */
const labelCharacters = 300;

/** Gives each control of a reply its number. */
export type Count = () => number;

const asPlain = (text: string, atMost: number): PlainTextElement => ({
  type: 'plain_text',
  text: shortened(text, atMost),
  emoji: false,
});

/** Buttons; what a button cannot carry is told, to be typed. @param all Every action of the reply: labels that occur twice are told apart for screen readers. */
export function buttonParts(
  actions: readonly Action[],
  all: readonly Action[],
  command: string,
  count: Count,
): readonly Part[] {
  const parts: Part[] = [];
  const buttons = actions.flatMap((action) => {
    const value = valueOf(action);
    if (value !== undefined) return [{ button: buttonOf(action, value, all, command, count), action }];
    parts.push(...contexts([toType(action)], command));
    return [];
  });
  for (let at = 0; at < buttons.length; at += buttonsTogether) {
    const some = buttons.slice(at, at + buttonsTogether);
    parts.push({
      block: { type: 'actions', elements: some.map(({ button }) => button) },
      words: some.map(({ action }) => toType(action)),
      control: true,
    });
  }
  return parts;
}

function buttonOf(action: Action, value: string, all: readonly Action[], command: string, count: Count): Button {
  const label = harmless(action.label).trim() || typed(action.does, command);
  const twice = all.filter((other) => other.label === action.label).length > 1;
  return {
    type: 'button',
    action_id: actionId(action.form === undefined ? 'run' : 'form', count()),
    text: asPlain(label, limits.buttonText),
    value,
    ...(action.style !== 'normal' && { style: action.style }),
    ...(twice && {
      accessibility_label: shortened(`${label}: ${typed(action.does, command)}`, limits.buttonAccessibility),
    }),
  };
}

/**
 * A select, or words where Slack cannot offer it. Of one, the first hundred are offered and the rest is said to be there; of
 * several either all or none, for what a select does not show would be taken for not chosen.
 * @param taken Ids of the selects before it.
 */
export function choiceParts(choice: Choice, command: string, count: Count, taken: Set<string>): readonly Part[] {
  const usable = choice.options.filter(
    ({ word }, at) =>
      word.trim() !== '' &&
      word.length <= limits.optionValue &&
      choice.options.findIndex((other) => other.word === word) === at,
  );
  const offered = usable.slice(0, limits.selectOptions);
  const left = new Set(choice.options.map(({ word }) => word)).size - offered.length;
  const plain = pickOf(choice);
  const id = plain !== undefined && taken.has(plain) ? pickOf(choice, taken.size) : plain;
  const question = shortened(harmless(choice.label).trim() || 'Which?', labelCharacters);
  if (id === undefined || offered.length === 0 || (choice.of === 'many' && left > 0)) return inWords(choice, command);
  taken.add(id);
  const options = offered.map(optionOf);
  const shared = { action_id: actionId('pick', count()), options, placeholder: asPlain('Choose', limits.optionText) };
  return [
    {
      block: {
        type: 'section',
        block_id: id,
        text: { type: 'plain_text', text: question, emoji: false },
        accessory:
          choice.of === 'one'
            ? { type: 'static_select', ...shared }
            : { type: 'multi_static_select', ...shared, initial_options: options },
      },
      words: linesFor(choice),
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

const optionOf = ({ word, label, about }: Option): PlainTextOption => ({
  text: asPlain(harmless(label).trim() || harmless(word), limits.optionText),
  value: word,
  ...(about !== undefined &&
    about.trim() !== '' && { description: asPlain(harmless(about).trim(), limits.optionDescription) }),
});

/** What is asked, and what to type for it. */
const linesFor = (choice: Choice): readonly Spans[] => {
  const { asks, lines } = toChoose(choice);
  return [asks, ...lines];
};

const inWords = (choice: Choice, command: string): readonly Part[] => sections(linesFor(choice), command);
