import { didYouMean } from '../../core/near.ts';
import type { Problem } from '../../core/problem.ts';
import { code, say } from '../../core/text.ts';
import { rules } from '../../core/watch/rules/index.ts';
import { oneWord, startingWith, type Declared } from './option.ts';
import { suggestFound, suggestResting } from './suggest.ts';

/** Something that a rule found, or a change left behind. */
export const foundThing = (): Declared<string> =>
  oneWord({
    shape: 'ID',
    about: 'An address, or an id as eipalloc-…, vol-…, i-… or cr-…',
    parse: (value) => value,
    print: (value) => value,
    suggest: suggestFound,
  });

/** Something that is kept or snoozed. */
export const restingThing = (): Declared<string> =>
  oneWord({
    shape: 'ID',
    about: 'An address or an id, as kept shows it',
    parse: (value) => value,
    print: (value) => value,
    suggest: suggestResting,
  });

/** The id of a waste rule. @param about What it is named for. @param takesAll Nothing else is named by a word alone: one that is no rule is a wrong one. */
export const ruleId = (about = 'The rule that found it, where several did', takesAll = false): Declared<string> => {
  const known = (word: string): string | undefined => rules.find(({ id }) => id === word.toLowerCase())?.id;
  return oneWord({
    shape: 'RULE',
    about,
    recognises: (word) => takesAll || known(word) !== undefined,
    parse: (word): string | Problem =>
      known(word) ?? {
        problem: 'bad-value',
        what: say`There is no rule ${code(word)}.`,
        todo: didYouMean(
          word,
          rules.map(({ id }) => id),
        ),
      },
    print: (value) => value,
    suggest: async (typed) =>
      startingWith(
        typed,
        rules.map(({ id, title }) => ({ word: id, about: title })),
      ),
  });
};
