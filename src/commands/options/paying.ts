import {
  plans,
  terms,
  termWord,
  type Plan,
  type Running,
  type Term,
  type TermWord,
} from '../../core/facts/prices/terms.ts';
import { hoursPerMonth } from '../../core/money.ts';
import { nearest } from '../../core/near.ts';
import { code, list, say } from '../../core/text.ts';
import { badValue, oneWord, startingWith, type Declared, type Suggestion } from './option.ts';

/** A way to pay, or a group of them. */
export type PayWord = 'od' | 'spot' | 'all' | Plan | TermWord;

const payments = { none: 'No Upfront', partial: 'Partial Upfront', all: 'All Upfront' } as const;

/** `Standard Reserved Instance, 1 year, No Upfront`. */
export const termInWords = ({ plan, years, payment }: Term): string =>
  `${plans[plan]}, ${years} year${years === 1 ? '' : 's'}, ${payments[payment]}`;

const shortPlans = {
  ri: 'Standard RI',
  cri: 'Convertible RI',
  sp: 'Compute SP',
  esp: 'EC2 Instance SP',
} as const satisfies Record<Plan, string>;

/** `Standard RI, 1 year, No Upfront`, for tables. */
export const termInShort = ({ plan, years, payment }: Term): string =>
  `${shortPlans[plan]}, ${years} year${years === 1 ? '' : 's'}, ${payments[payment]}`;

/** In the order in which they are offered. */
const payWords: ReadonlyMap<PayWord, string> = new Map<PayWord, string>([
  ['od', 'On-Demand'],
  ['spot', 'Spot, its zones and its last 30 days'],
  ['all', 'every way to pay'],
  ...(['ri', 'cri', 'sp', 'esp'] as const).map((plan) => [plan, `every ${plans[plan]}`] as const),
  ...terms.map((term) => [termWord(term), termInWords(term)] as const),
]);

const payChoices: readonly PayWord[] = [...payWords.keys()];

/** People's other words. */
const synonyms: ReadonlyMap<string, PayWord> = new Map([
  ['on-demand', 'od'],
  ['ondemand', 'od'],
  ['reserved', 'ri'],
  ['convertible', 'cri'],
  ['savings-plan', 'sp'],
  ['savings-plans', 'sp'],
]);

const isPayWord = (word: string): word is PayWord => payChoices.some((one) => one === word);
const payWordOf = (word: string): PayWord | undefined => {
  const lower = word.toLowerCase();
  return isPayWord(lower) ? lower : synonyms.get(lower);
};

/** The commitment that a word names; undefined: it names another way, or several. */
export const termNamed = (word: PayWord): Term | undefined => terms.find((term) => termWord(term) === word);

/** A way to pay. */
export const paying = (): Declared<PayWord> =>
  oneWord<PayWord>({
    shape: 'TERM',
    about: 'od, spot, or a commitment: ri, cri, sp or esp, -1y or -3y, -none, -partial or -all; all',
    recognises: (word) => word !== 'all' && payWordOf(word) !== undefined,
    resembles: (word) => /^(c?ri|e?sp)-\d?y/i.test(word),
    parse(word) {
      const known = payWordOf(word);
      if (known !== undefined) return known;
      const near = nearest(word, [...payChoices, ...synonyms.keys()]);
      return {
        problem: 'bad-value',
        what: say`${code(word)} is no way to pay.`,
        todo:
          near.length > 0
            ? say`Did you mean ${list(near.map(code), 'or')}?`
            : say`There are ${list(['od', 'spot', 'ri-1y-none', 'cri-3y-all', 'sp-1y-partial', 'esp-3y-all'].map(code))}, and the like.`,
      };
    },
    print: (value) => value,
    suggest: async (typed) =>
      startingWith(
        typed,
        [...payWords].map(([word, about]): Suggestion => ({ word, about })),
      ),
  });

/** When a machine is off, as it is typed, and what of the time it then runs. */
export interface Off {
  readonly word: string;
  readonly running: Running;
}

/** A night is twelve hours, a weekend two days. */
const offWords: Readonly<Record<string, { readonly running: Running; readonly about: string }>> = {
  nights: { running: { of: 12, every: 24 }, about: 'off 12 hours of each day' },
  weekends: { running: { of: 5, every: 7 }, about: 'off 2 days of each week' },
  'nights-and-weekends': { running: { of: 60, every: 168 }, about: 'on 12 hours of each of 5 days' },
};
const hoursOfDay = 24;

/** When a machine would be off. */
export const off = (): Declared<Off> =>
  oneWord<Off>({
    shape: 'nights|weekends|nights-and-weekends|HOURS',
    about: 'When it would be off: nights (12 h), weekends, nights-and-weekends, or hours a day, as 8h',
    parse(word) {
      const lower = word.toLowerCase();
      const named = Object.hasOwn(offWords, lower) ? offWords[lower] : undefined;
      if (named !== undefined) return { word: lower, running: named.running };
      const hours = Number(/^(\d{1,2})h?$/.exec(lower)?.[1] ?? Number.NaN);
      if (hours >= 1 && hours < hoursOfDay)
        return { word: `${hours}h`, running: { of: hoursOfDay - hours, every: hoursOfDay } };
      const [near] = nearest(lower, Object.keys(offWords), 1);
      return badValue(
        'off',
        word,
        near === undefined ? 'nights, weekends, nights-and-weekends or hours a day, as 8h' : `${near}, or hours a day`,
      );
    },
    print: ({ word }) => word,
    suggest: async (typed) =>
      startingWith(
        typed,
        Object.entries(offWords).map(([word, { about }]) => ({ word, about })),
      ),
  });

/** A number with a sign of what it counts: a bare number is taken by nothing, for it could mean several things. */
const counted = (
  shape: string,
  about: string,
  form: RegExp,
  { min, max }: { readonly min: number; readonly max: number },
  print: (value: number) => string,
): Declared<number> =>
  oneWord<number>({
    shape,
    about,
    figure: { min, max, whole: true },
    recognises: (word) => form.test(word) && !/^\d+$/.test(word),
    parse(word) {
      const [, digits = ''] = form.exec(word) ?? [];
      const value = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
      return value >= min && value <= max ? value : badValue(shape, word, `a whole number from ${min} to ${max}`);
    },
    print,
  });

/** Hours of a month. */
export const monthlyHours = (): Declared<number> =>
  counted(
    'HOURS',
    `Hours a month that it runs, as 300h; ${hoursPerMonth} if left out`,
    /^(\d+)h?$/i,
    { min: 1, max: hoursPerMonth },
    (hours) => `${hours}h`,
  );

/** So many equal machines. */
export const machines = (): Declared<number> =>
  counted(
    'COUNT',
    'How many machines, as 3x; one if left out',
    /^(\d+)x?$/i,
    { min: 1, max: 100_000 },
    (count) => `${count}x`,
  );

/** Public IPv4 addresses of each machine. */
export const addressCount = (): Declared<number> =>
  counted(
    'NUMBER',
    'Public IPv4 addresses of each machine',
    /^(\d+)(?:ipv4)?$/i,
    { min: 0, max: 100 },
    (count) => `${count}ipv4`,
  );

/** Hardware of one's own or not. */
export const tenancies = ['shared', 'dedicated', 'host'] as const;
/** `all`, by its key alone. */
export const everyRegion = (): Declared<'all'> =>
  oneWord<'all'>({
    shape: 'all',
    about: 'all: the type in every region, cheapest first',
    choices: ['all'],
    parse: (word) => (word.toLowerCase() === 'all' ? 'all' : badValue('all', word, 'all; one region is region:REGION')),
    print: (value) => value,
  });
