import { choiceLine, type Action, type Choice, type Tone } from '../commands/reply/reply.ts';
import { command, say, type Spans } from '../core/text.ts';

/** A tone in a word: colour alone, or a sign, tells nobody who does not see it. */
export const toneWords = {
  plain: '',
  good: 'Done:',
  warning: 'Attention:',
  danger: 'Failed:',
  problem: 'Problem:',
} as const satisfies Record<Tone, string>;

/** What to type for a button. */
export const toType = ({ label, does, form }: Action): Spans =>
  say`${label}: ${command(form?.typed === undefined ? does : `${does} ${form.typed}`)}${form?.reason === true ? ' reason:"…"' : ''}${form?.until === true ? ' [until:YYYY-MM-DD]' : ''}`;

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
