import { isProblem, type Problem } from '../../core/problem.ts';
import { code, say } from '../../core/text.ts';
import { badValue, optionOf, type Declared } from './option.ts';
import { suggestTypes } from './suggest.ts';

/** Several instance types, parted by spaces or commas; each once. Whether there are such types is for whoever knows them. @param atMost How many. */
export const typeList = (about: string, atMost: number): Declared<readonly string[]> =>
  optionOf({
    shape: 'TYPE…',
    about,
    rest: true,
    parse(words) {
      const types: string[] = [];
      for (const word of words.flatMap((one) => one.split(',')).filter((one) => one !== '')) {
        const type = typeOf(word);
        if (isProblem(type)) return type;
        if (!types.includes(type)) types.push(type);
      }
      return types.length > atMost
        ? {
            problem: 'bad-value',
            what: say`These are ${types.length} types.`,
            todo: say`${atMost} stand side by side at most.`,
          }
        : types;
    },
    print: (value) => value,
    async suggest(typed, sight) {
      const [, before = '', last = typed] = /^(.*,)([^,]*)$/.exec(typed) ?? [];
      const given = new Set([...sight.given, ...before.split(',')]);
      const all = await suggestTypes(last, sight);
      return all.filter(({ word }) => !given.has(word)).map((one) => ({ ...one, word: `${before}${one.word}` }));
    },
  });

const typeOf = (word: string): string | Problem => {
  const [, key = ''] = /^([a-z]+)[:=]/i.exec(word) ?? [];
  if (key !== '')
    return {
      problem: 'unknown-option',
      what: say`There is no option ${code(key)}.`,
      todo: say`Types stand without one, as ${code('m5.large')}.`,
    };
  return /\s/.test(word) ? badValue('TYPE', word, 'a family and a size, as m5.large') : word.toLowerCase();
};
