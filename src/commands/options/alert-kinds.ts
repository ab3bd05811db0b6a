import { didYouMean } from '../../core/near.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { code, command, list, say } from '../../core/text.ts';
import { alertNameForm, daysAtMost, isAlertName, toOwner, type Alert, type Tag } from '../../core/watch/alert.ts';
import { isPlaceId, readDollars, readTag, tagInWords } from '../../core/watch/alert-words.ts';
import { ruleGroups } from '../../core/watch/rules/index.ts';
import { ruleNames, rulesInWords, rulesNamed } from '../../core/watch/rules/named.ts';
import { hoursInWords, readHours } from '../../core/watch/time-of-day.ts';
import { readWhen, whenWords } from '../../core/watch/when.ts';
import { zoneNames } from '../../core/watch/zone-name.ts';
import { badValue, oneWord, optionOf, plainly, startingWith, type Declared } from './option.ts';
import { suggestAccounts, suggestAlerts, suggestDead } from './suggest.ts';

/** Said in the place of a value: there is to be none. */
export const none = 'none';
/** Said in the place of a place: where it is said. */
export const here = 'here';

/** What an alert looks for; what else of costs and budgets is to be said has options of its own. */
export type Looked =
  | { readonly is: 'waste'; readonly rules: readonly string[] }
  | { readonly is: 'cost' }
  | { readonly is: 'budget' };

/** What is asked for most stands first. */
const whats = [...new Set([...Object.keys(ruleGroups), 'cost', 'budget', ...ruleNames])];
const whatsInWords = say`There are ${list([...Object.keys(ruleGroups), 'cost', 'budget'].map(code))}; ${command('alerts rules')} lists single rules. What is looked for stands before the time.`;

/** Groups and ids of rules, `cost` or `budget`. */
export const looked = (): Declared<Looked> =>
  oneWord({
    shape: 'WHAT',
    about: 'A group of rules such as idle-addresses, a rule, cost, or budget',
    parse(word): Looked | Problem {
      const what = word.toLowerCase();
      if (what === 'cost' || what === 'budget') return { is: what };
      const rules = rulesNamed(what.split(','));
      return isProblem(rules) ? { ...rules, todo: didYouMean(word, whats, whatsInWords) } : { is: 'waste', rules };
    },
    print: (value) => (value.is === 'waste' ? rulesInWords(value.rules).join() : value.is),
    suggest: async (typed) => startingWith(typed, plainly(whats)),
  });

/** When it is due, all words that are left; read anew in the zone of whoever is asked. */
export const whenDue = (): Declared<string> =>
  optionOf({
    shape: 'WHEN…',
    about: 'When: weekdays 9:00 Europe/Paris, mon,thu 9:00, every 6h, monthly 9:00, 0 9 * * 1-5',
    rest: true,
    plainWords: true,
    parse(words) {
      const when = readWhen(words.join(' '), 'UTC');
      return isProblem(when) ? when : words.join(' ').trim().replaceAll(/\s+/g, ' ');
    },
    print: (value) => value.split(' '),
    suggest: async (typed) => startingWith(typed, plainly(typed === '' ? whenWords : [...whenWords, ...zoneNames()])),
  });

/** The name of an alert that there is. */
export const alertName = (): Declared<string> =>
  oneWord({
    shape: 'NAME',
    about: 'The name of an alert, as alerts list shows it',
    bare: true,
    parse: (word) => word.toLowerCase(),
    print: (value) => value,
    suggest: suggestAlerts,
  });

/** What could not be posted: the key of one, or all. */
export const deadLetters = (): Declared<string> =>
  oneWord({
    shape: 'KEY|all',
    about: 'The key of a message that could not be posted, as alerts list shows it, or all',
    bare: true,
    parse: (value) => value,
    print: (value) => value,
    suggest: suggestDead,
  });

/** A name for one that is to be. */
export const newAlertName = (): Declared<string> =>
  oneWord({
    shape: 'NAME',
    about: 'What it is called; by what it looks for if left out',
    parse: (word) => (isAlertName(word.toLowerCase()) ? word.toLowerCase() : badValue('NAME', word, alertNameForm)),
    print: (value) => value,
  });

/** A value, or that there is to be none. */
type OrNone<T> = T | typeof none;

/** A kind of value of one word for which `none` may be said. @param right What it takes, in words. */
const orNone = <T extends object | number | string>(
  shape: string,
  about: string,
  right: string,
  read: (word: string) => T | undefined,
  print: (value: T) => string,
  suggest: Declared<unknown>['suggest'] = async (typed) => startingWith(typed, plainly([none])),
): Declared<OrNone<T>> =>
  oneWord<OrNone<T>>({
    shape,
    about,
    parse: (word) =>
      word.toLowerCase() === none ? none : (read(word.trim()) ?? badValue(shape, word, `${right}, or none`)),
    print: (value) => (value === none ? none : print(value)),
    suggest,
  });

const words = (text: string): readonly string[] => text.split(',').map((one) => one.trim());

/** Names of accounts; none: every account. Whether there are such is asked later. */
export const accountList = (): Declared<OrNone<readonly string[]>> =>
  orNone(
    'ACCOUNT,…',
    'Names of accounts; every account if left out',
    'names of accounts, as prod,dev',
    (word) => (words(word).includes('') ? undefined : [...new Set(words(word))]),
    (value) => value.join(),
    suggestAccounts,
  );

/** As Discord writes a channel that is mentioned. */
const channelForm = /^<#(\d{1,20})>$/;

/** Ids of places, each once; undefined: one is none. */
function placesIn(text: string): readonly string[] | undefined {
  const places = words(text).map((word) => {
    const plain = word.toLowerCase() === here || word.toLowerCase() === toOwner ? word.toLowerCase() : word;
    return plain.replace(channelForm, 'discord:$1');
  });
  return places.every((one) => one === here || one === toOwner || isPlaceId(one)) ? [...new Set(places)] : undefined;
}

/** Whom an alert tells. */
export const toldPlaces = (): Declared<readonly string[]> =>
  oneWord({
    shape: 'PLACE,…',
    about: 'Who is told: here, the ids of places as whoami tells them, owner; here if left out',
    parse(word) {
      const places = placesIn(word);
      if (places === undefined) return badValue('PLACE,…', word, 'here, owner, and ids of places, as slack:C0123456');
      return places.some((one) => one !== toOwner)
        ? places
        : badValue('PLACE,…', word, 'at least one place besides owner, for not everything has one');
    },
    print: (value) => value.join(),
    suggest: async (typed) => startingWith(typed, plainly([here, `${here},${toOwner}`])),
  });

/** A number of days. */
const daysOf =
  (least: number) =>
  (word: string): number | undefined => {
    const [, count = ''] = /^(\d{1,4})\s*d?(?:ays?)?$/i.exec(word) ?? [];
    return count !== '' && Number(count) >= least && Number(count) <= daysAtMost ? Number(count) : undefined;
  };

/** What idles for less is not told. */
export const daysLeast = (): Declared<OrNone<number>> =>
  orNone('DAYS', 'What idles for fewer days is not told', `days from 0 to ${daysAtMost}`, daysOf(0), String);

/** What costs less is not told. */
export const dollarsLeast = (): Declared<OrNone<string>> =>
  orNone(
    '$/MONTH',
    'What costs less a month is not told',
    'US dollars a month, as 5 or 2.50',
    readDollars,
    (value) => value,
  );

/** In which form waste is told. */
export const forms = ['digest', 'each'] as const;
/** See {@link forms}. It takes no bare word: `each monday` says when. */
export const form = (): Declared<Alert['form']> =>
  oneWord({
    shape: 'digest|each',
    about: 'All in one message, or a message each',
    choices: forms,
    parse: (word) => forms.find((one) => one === word.toLowerCase()) ?? badValue('digest|each', word, 'digest or each'),
    print: (value) => value,
  });

/** After how many days what goes on is told again. */
export const repeat = (): Declared<number | 'never'> =>
  oneWord<number | 'never'>({
    shape: 'DAYS|never',
    about: 'What goes on is told again after so many days, or never',
    parse(word) {
      if (/^(?:never|none)$/i.test(word)) return 'never';
      return daysOf(1)(word) ?? badValue('DAYS|never', word, `days from 1 to ${daysAtMost}, or never`);
    },
    print: String,
  });

/** Where what goes on for long is told too. */
export const escalation = (): Declared<OrNone<NonNullable<Alert['escalate']>>> =>
  orNone(
    'DAYS:PLACE,…',
    'What goes on for so many days is told there too, once: 14:slack:C0999',
    'days and places, as 14:slack:C0999',
    (word) => {
      const [, count = '', rest = ''] = /^([^:\s]+)[:\s]+(\S.*)$/.exec(word) ?? [];
      const [afterDays, to] = [daysOf(1)(count), placesIn(rest)];
      return afterDays === undefined || to === undefined || to.includes(toOwner)
        ? undefined
        : { afterDays, to: [...to] };
    },
    ({ afterDays, to }) => `${afterDays}:${to.join()}`,
  );

/** When nothing is posted. */
export const quietHours = (): Declared<OrNone<NonNullable<Alert['quiet']>>> =>
  orNone(
    'HOURS',
    'Nothing is posted then: 22:00-7:00',
    'two times of the day, as 22:00-7:00',
    readHours,
    hoursInWords,
    async (typed) => startingWith(typed, plainly([none, '22:00-7:00', '18:00-8:00'])),
  );

/** What may be spent in an hour. */
export const hourLimit = (): Declared<string> =>
  oneWord({
    shape: '$/HOUR',
    about: 'Of budget: what may be spent in an hour',
    parse(word) {
      const dollars = readDollars(word.replace(/\/h(?:our)?$/i, ''));
      return dollars === undefined || dollars === '0'
        ? badValue('$/HOUR', word, 'US dollars an hour, as 30 or 2.50')
        : dollars;
    },
    print: (value) => value,
  });

/** What a budget is for. */
export const budgetTag = (): Declared<OrNone<Tag>> =>
  orNone(
    'KEY=VALUE',
    'Of budget: what has this tag; everything if left out',
    'a tag and its value, as env=dev or env=*',
    readTag,
    tagInWords,
  );
