import { distance } from 'fastest-levenshtein';
import type { Waiting } from '../../core/changes/changes.ts';
import { keyAlphabet, keyLength } from '../../core/changes/keys.ts';
import { platformRow } from '../../core/facts/prices/platforms.ts';
import { didYouMean, thereAre } from '../../core/near.ts';
import { isRegionWord } from '../../core/regions.ts';
import { operatingSystems, type OperatingSystem } from '../../core/ports/price-list.ts';
import type { Problem } from '../../core/problem.ts';
import { code, say } from '../../core/text.ts';
import { holdsSecret } from '../../core/secrets.ts';
import { badValue, oneWord, optionOf, plainly, startingWith, type Declared } from './option.ts';
import {
  suggestAccounts,
  suggestCommands,
  suggestElasticIps,
  suggestInstances,
  suggestKeys,
  suggestRegions,
} from './suggest.ts';

/** `m5.large`: a family with its generation, a dot, a size. Whether there is such a type is for whoever knows the types. */
const typeForm = /^[a-z][a-z-]*\d[a-z0-9-]*\.[a-z0-9-]+$/i;
const sizeForm = /\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/i;
/** Whether a bare word reads like an instance type. */
export const isTypeWord = (word: string): boolean => typeForm.test(word) && sizeForm.test(word);

/** An instance type by its name. */
export const instanceType = (about = 'An instance type, such as m5.large'): Declared<string> =>
  oneWord({
    shape: 'TYPE',
    about,
    recognises: isTypeWord,
    parse: (word) =>
      word === '' || /\s/.test(word) ? badValue('TYPE', word, 'a family and a size, as m5.large') : word.toLowerCase(),
    print: (value) => value,
    suggest: async (typed, { core }) => startingWith(typed, plainly(core.types.names())),
  });

/** Letters of every region's name that has none of the rarer forms. */
const regionLetters = ['af', 'ap', 'ca', 'cn', 'eu', 'eusc', 'il', 'me', 'mx', 'sa', 'us', 'usgov'].flatMap((part) =>
  ['central', 'east', 'north', 'northeast', 'northwest', 'south', 'southeast', 'southwest', 'west'].map(
    (point) => `${part}${point}`,
  ),
);

/** A region with a letter too many, too few, wrong, or two changed over; `us-web-1` is a name. */
const resemblesRegion = (word: string): boolean => {
  if (!/^[a-z][a-z-]*-?\d?$/i.test(word) || !word.includes('-')) return false;
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  const sorted = [...letters].toSorted().join('');
  return regionLetters.some(
    (known) =>
      known.slice(0, 2) === letters.slice(0, 2) &&
      (distance(known, letters) <= 1 || [...known].toSorted().join('') === sorted),
  );
};

/** A region, or a Local or Wavelength Zone. @param suggest All regions with prices, where nothing else is said. */
export const region = (
  about = 'A region, such as eu-west-1',
  suggest: Declared<string>['suggest'] = async (typed, { core }) => startingWith(typed, plainly(core.prices.regions())),
): Declared<string> =>
  oneWord({
    shape: 'REGION',
    about,
    recognises: isRegionWord,
    resembles: resemblesRegion,
    parse: (word) =>
      /^[a-z0-9-]+$/i.test(word) ? word.toLowerCase() : badValue('REGION', word, 'a region as eu-west-1'),
    print: (value) => value,
    suggest,
  });

/** A region that is looked at here. */
export const ownRegion = (): Declared<string> =>
  region('A region that is looked at, such as eu-west-1', suggestRegions);

/** An account that is looked at here, by its name or its twelve digits. */
export const account = (): Declared<string> =>
  oneWord({
    shape: 'ACCOUNT',
    about: 'An account by its name here',
    bare: true,
    parse: (value) => value,
    print: (value) => value,
    suggest: suggestAccounts,
  });

const systemWords = new Map<string, OperatingSystem>(
  operatingSystems.flatMap((os) => [os, ...platformRow(os).synonyms].map((word) => [word, os] as const)),
);

/** An operating system, with its licences; people's other words for it are understood. */
export const os = (): Declared<OperatingSystem> =>
  oneWord({
    shape: 'OS',
    about: 'An operating system, such as windows; linux if left out',
    choices: operatingSystems,
    recognises: (word) => systemWords.has(word.toLowerCase()),
    parse(word): OperatingSystem | Problem {
      const known = systemWords.get(word.toLowerCase());
      if (known !== undefined) return known;
      return {
        problem: 'bad-value',
        what: say`${code(word)} is no operating system with a price of its own.`,
        todo: didYouMean(word, systemWords.keys(), thereAre(operatingSystems)),
      };
    },
    print: (value) => value,
  });

/** A whole number within bounds. */
export const wholeNumber = (
  about: string,
  { min, max }: { readonly min: number; readonly max: number },
): Declared<number> =>
  oneWord({
    shape: 'NUMBER',
    about,
    figure: { min, max, whole: true },
    recognises: (word) => /^\d+$/.test(word),
    parse(word) {
      const value = /^\d{1,9}$/.test(word) ? Number(word) : Number.NaN;
      return value >= min && value <= max ? value : badValue('NUMBER', word, `a whole number from ${min} to ${max}`);
    },
    print: (value) => String(value),
  });

/** A page beyond this is a mistake of typing. */
const lastPage = 100_000;

/** Which page of a list. */
export const pageNumber = (): Declared<number> => wholeNumber('Which page of the list', { min: 1, max: lastPage });

const yes = ['yes', 'y', 'true', 'on', '1'];
const no = ['no', 'n', 'false', 'off', '0'];

/** Yes or no; `--key` alone is yes. */
export const yesNo = (about: string): Declared<boolean> =>
  oneWord({
    shape: 'yes|no',
    about,
    flag: 'yes',
    choices: ['yes', 'no'],
    parse(word) {
      const lower = word.toLowerCase();
      return yes.includes(lower) ? true : no.includes(lower) ? false : badValue('yes|no', word, 'yes or no');
    },
    print: (value) => (value ? 'yes' : 'no'),
  });

/** One word, whatever it is. */
export const word = (about: string): Declared<string> =>
  oneWord({ shape: 'WORD', about, bare: true, parse: (value) => value, print: (value) => value });

/** Any words, each once; completion offers instances. */
export const words = (about: string): Declared<readonly string[]> =>
  optionOf({
    shape: 'WORD…',
    about,
    rest: true,
    parse: (values): readonly string[] => [...new Set(values)],
    print: (value) => value,
    suggest: suggestInstances,
  });

/** Longest text a person may give. */
const textLimit = 500;

/** Text of a person's own; in quotes where it has several words. It is kept and told, so what has the form of a secret is refused and not quoted. */
export const freeText = (about: string): Declared<string> =>
  oneWord({
    shape: '"TEXT"',
    about,
    lettersAtMost: textLimit,
    parse(value) {
      if (holdsSecret(value)) return badValue('"TEXT"', '…', 'no passwords, keys and tokens, for it is kept and told');
      return value.length <= textLimit
        ? value
        : badValue('"TEXT"', `${value.slice(0, 20)}…`, `at most ${textLimit} characters`);
    },
    print: (value) => value,
  });

/** The key of a confirmation, letters of any case. @param waitsFor What plans wait for whose keys are offered. */
export const key = (...waitsFor: readonly Waiting['for'][]): Declared<string> =>
  oneWord({
    shape: 'KEY',
    about: 'The key that the plan showed',
    recognises: (value) => keyForm.test(value),
    parse: (value) =>
      keyForm.test(value)
        ? value.toUpperCase()
        : badValue('KEY', value, `a key of ${keyLength} letters and digits, as the plan showed it`),
    print: (value) => value,
    suggest: suggestKeys(waitsFor),
  });

/** Asked before letters are made capital: several signs of other alphabets become ours by that. */
const keyForm = new RegExp(`^[${keyAlphabet}]{${keyLength}}$`, 'i');

/** The name of a command, one or two words. */
export const commandName = (): Declared<string> =>
  optionOf({
    shape: 'COMMAND',
    about: 'The command to explain',
    rest: true,
    parse: (words) => words.join(' ').toLowerCase(),
    print: (value) => value.split(' '),
    suggest: suggestCommands,
  });

/** One instance, by whatever names it. */
export const instance = (about = 'An instance by id, name, beginning of a name, or IPv4 address'): Declared<string> =>
  oneWord({
    shape: 'INSTANCE',
    about,
    parse: (value) => (value.trim() === '' ? badValue('INSTANCE', value, 'a name or an id') : value),
    print: (value) => value,
    suggest: suggestInstances,
  });

/** One Elastic IP, by whatever names it. @param suggest What completion offers. */
export const address = (suggest = suggestElasticIps): Declared<string> =>
  oneWord({
    shape: 'ADDRESS',
    about: 'An Elastic IP by its address, allocation id or Name',
    parse: (value) => (value.trim() === '' ? badValue('ADDRESS', value, 'an address as 198.51.100.10') : value),
    print: (value) => value,
    suggest,
  });

/** One of a few words, which may stand by itself in the line. */
export const choice = <const W extends string>(about: string, choices: readonly W[]): Declared<W> => {
  const chosen = (value: string): W | undefined => choices.find((one) => one === value.toLowerCase());
  return oneWord({
    shape: choices.join('|'),
    about,
    choices,
    recognises: (value) => chosen(value) !== undefined,
    parse: (value) => chosen(value) ?? badValue(choices.join('|'), value, choices.join(' or ')),
    print: (value) => value,
  });
};
