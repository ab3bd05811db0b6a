import { badValue, oneWord, orNothing, plainly, startingWith, suggestionsAtMost, type Declared } from './option.ts';
import { isTypeWord } from './kinds.ts';
import { suggestInstances } from './suggest.ts';

/** What has a price: an instance type, or an instance by whatever names it. Which of them is for whoever knows both. */
export const priced = (): Declared<string> =>
  oneWord({
    shape: 'NAME',
    about: 'An instance type, such as m5.large, or an instance by name, id or IPv4 address',
    recognises: isTypeWord,
    parse: (word) =>
      word.trim() === ''
        ? badValue('NAME', word, 'a type, or an instance’s name')
        : isTypeWord(word)
          ? word.toLowerCase()
          : word,
    print: (value) => value,
    async suggest(typed, sight) {
      const types = startingWith(typed, plainly(sight.core.types.names()));
      // Names of machines are few, and no list of types may push them out.
      const machines = (await orNothing(suggestInstances(typed, sight))).slice(0, typed === '' ? 5 : suggestionsAtMost);
      return [...machines, ...types].slice(0, suggestionsAtMost);
    },
  });

/** A type by its key alone: a second type in a line is more often a slip. */
export const otherType = (): Declared<string> =>
  oneWord({
    shape: 'TYPE',
    about: 'What it would cost as this type instead',
    parse: (word) =>
      word === '' || /\s/.test(word) ? badValue('TYPE', word, 'a family and a size, as m5.large') : word.toLowerCase(),
    print: (value) => value,
    suggest: async (typed, { core }) => startingWith(typed, plainly(core.types.names())),
  });
