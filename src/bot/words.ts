import {
  choiceLine,
  quoted,
  type Action,
  type Choice,
  type Form,
  type Reply,
  type Tone,
} from '../commands/reply/reply.ts';
import { code, command, say, type Spans } from '../core/text.ts';
import { csvWord } from './line-words.ts';
import { plainly } from './plain-words.ts';

/** A tone in a word: colour alone, or a sign, tells nobody who does not see it. */
export const toneWords = {
  plain: '',
  good: 'Done:',
  warning: 'Attention:',
  danger: 'Failed:',
  problem: 'Problem:',
} as const satisfies Record<Tone, string>;

/** A tone in a sign, which stands before its word. */
export const toneSigns = {
  plain: '',
  good: '✅',
  warning: '⚠️',
  danger: '❌',
  problem: '❗',
} as const satisfies Record<Tone, string>;

/** The title in words, the tone before it; empty where there is nothing to say. */
export const titleOf = ({ tone, title, worded }: Reply): Spans => {
  const word = worded === true ? '' : toneWords[tone];
  return word === '' ? title : [plainly(`${word} `), ...title];
};

/** How many rows are not shown. */
export const leftOut = (rows: number): string => `${rows} more ${rows === 1 ? 'row is' : 'rows are'} not shown here.`;

/** What a table does not show. @param all Whether there is a line to which the word that asks for all of it can be added. */
export function lackingWords(hidden: readonly string[], cut: boolean, all: boolean): readonly Spans[] {
  const how: Spans = all ? say` ${code(csvWord.word)} shows all.` : [];
  return [
    ...(hidden.length > 0 ? [say`${`Hidden: ${hidden.join(', ')}.`}${how}`] : []),
    ...(cut ? [say`Some of it is cut.${how}`] : []),
  ];
}

/** What was left out of a reply that is more than fits; empty where nothing was. @param all As of {@link lackingWords}. */
export function lostWords(
  left: readonly { readonly rows?: number | undefined; readonly control?: true | undefined }[],
  all = true,
): Spans {
  const rows = left.reduce((sum, part) => sum + (part.rows ?? 0), 0);
  const buttons = left.some(({ control }) => control === true);
  const rest = left.some((part) => part.rows === undefined && part.control !== true);
  return [
    ...(rows > 0 ? say`${leftOut(rows)} ` : []),
    ...(rows > 0 && all ? say`${code(csvWord.word)} gives all. ` : []),
    ...(rest ? say`The rest is not shown: it is more than fits. ` : []),
    ...(buttons ? say`Not all buttons are shown; what they do can be typed. ` : []),
  ];
}

/** What to type for a button. */
export const toType = ({ label, does, form = {} }: Action): Spans =>
  say`${label}: ${command([does, ...(form.typed === undefined ? [] : [form.typed]), ...fieldWords(form)].join(' '))}${form.reason === true ? ' reason:"…"' : ''}${form.until === true ? ' [until:YYYY-MM-DD]' : ''}`;

/** Options with their values as they are, or as a value looks; what may be left out in brackets. */
const fieldWords = ({ fields = [] }: Form): readonly string[] =>
  fields.map(({ key, value, hint, choices, optional = false }) => {
    const said = `${key}:${quoted(value ?? hint ?? choices?.[0] ?? '')}`;
    return value === undefined && optional ? `[${said}]` : said;
  });

/** Choices that are listed; of more the rest is said to be there. */
const choicesListed = 10;

/** What to type for a choice: what is asked and a line for each of one, the pattern of the line for many. */
export function toChoose(choice: Choice): { readonly asks: Spans; readonly lines: readonly Spans[] } {
  const { label, of, options } = choice;
  if (of === 'many') return { asks: say`${label}: ${linePattern(choice)}`, lines: [] };
  const more = options.length - choicesListed;
  return {
    asks: say`${label}`,
    lines: [
      ...options
        .slice(0, choicesListed)
        .map(
          ({ word, label: name, about }) =>
            say`${name}${about === undefined ? '' : ` (${about})`}: ${command(choiceLine(choice, [word]))}`,
        ),
      ...(more > 0 ? [say`… ${more} more`] : []),
    ],
  };
}

/** The line of a choice, with a place for its words. */
export const linePattern = ({ before, after, of }: Choice): Spans[number] =>
  command(`${before}${of === 'one' ? 'ID' : 'ID …'}${after}`);
