import fc from 'fast-check';
import type { Person, Place } from '../../src/core/people/person.ts';
import {
  approvals,
  bob,
  channel,
  cleo,
  dora,
  elsewhere,
  eve,
  ines,
  mallory,
  maria,
  mariaInSlack,
  privately,
} from './house.ts';

/** Who speaks where, and what. */
export interface Fuzzed {
  readonly by: Person;
  readonly where: Place;
  readonly words: readonly Word[];
}

/** A word of a line, or which of the keys that were shown: counted from the newest. */
export type Word = string | { readonly key: number; readonly edit: (key: string) => string };

const persons = [maria, bob, ines, cleo, dora, eve, mallory, mariaInSlack] as const;
const someone = fc.constantFrom(...persons);
const place = (by: Person) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(channel) },
    { weight: 2, arbitrary: fc.constant(privately(by)) },
    { weight: 1, arbitrary: fc.constantFrom(elsewhere, approvals) },
    { weight: 1, arbitrary: someone.map(privately) },
  );

const same = (key: string): string => key;
const shown: fc.Arbitrary<Word> = fc.record({
  key: fc.nat(30),
  edit: fc.oneof(
    { weight: 12, arbitrary: fc.constant(same) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<((key: string) => string)[]>(
        (key) => key.toLowerCase(),
        (key) => key.slice(1),
        (key) => `${key}Z`,
        (key) => `${key.slice(0, 7)}\u0405`,
        (key) => `${key}\u0000`,
        (key) => `key:${key}`,
        (key) => `"${key}"`,
      ),
    },
    { weight: 1, arbitrary: fc.constant((key: string) => [...key].toReversed().join('')) },
  ),
});

const names = ['web-1', 'web-2', 'api-1', 'bastion', 'licensed', 'ledger', 'batch-7', 'gpu-train-2', 'no-such', 'web'];
const ips = ['198.51.100.10', '198.51.100.38', '198.51.100.108', '203.0.113.9'];
const reason = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('reason:"it burns"', 'reason:" "', 'reason:"...."') },
  { weight: 1, arbitrary: fc.constantFrom('reason:', "reason:'x") },
);
const junk = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    '--',
    '""',
    '"',
    "'",
    '\\',
    'tag:',
    ':',
    '::',
    '=',
    '*',
    '@everyone',
    '\u202E',
    '\u0000',
    '\ud800',
    '\n',
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty:1', '__proto__:x', 'key:key:key:'),
  fc.constant('A'.repeat(3_000)),
);
const maybe = (word: fc.Arbitrary<Word>, freq = 3): fc.Arbitrary<readonly Word[]> =>
  fc.option(word, { nil: undefined, freq }).map((one) => (one === undefined ? [] : [one]));
const line = (...parts: readonly fc.Arbitrary<readonly Word[]>[]): fc.Arbitrary<readonly Word[]> =>
  fc.tuple(...parts).map((some) => some.flat());
const one = (...words: readonly string[]): fc.Arbitrary<readonly Word[]> =>
  fc.constantFrom(...words).map((word) => [word]);

const key = fc.oneof(
  { weight: 12, arbitrary: shown },
  { weight: 1, arbitrary: fc.constantFrom('ZZZZZZZZ', '7QK2M8TD', 'x') },
);
const alone = (word: fc.Arbitrary<Word>) => word.map((it) => [it]);
const press = fc.oneof(
  line(
    one('confirm'),
    alone(key),
    maybe(fc.constantFrom('web-1', 'api-1', 'nonsense', 'word:web-1', '198.51.100.10')),
    maybe(reason, 4),
  ),
  line(one('approve', 'approve', 'cancel'), alone(key)),
  line(one('deny'), alone(key), maybe(reason)),
);
const ask = line(
  one('stop', 'start', 'terminate', 'reboot', 'hibernate'),
  fc
    .oneof(fc.constantFrom(...names), fc.constantFrom('tag:env=prod', 'tag:env=dev', 'type:m5.large', 'i-0'))
    .map((target) => [target]),
  maybe(fc.constantFrom(...names), 4),
  maybe(reason),
  maybe(fc.constantFrom('break-glass:yes', 'even-in-group:yes', 'cli:yes', 'break-glass:perhaps'), 4),
);
const askAddress = line(
  one('release', 'disassociate', 'recover'),
  one(...ips),
  maybe(reason),
  maybe(fc.constant('break-glass:yes'), 4),
);
const other = one(
  'undo',
  'plans',
  'whoami',
  'audit',
  'audit who:maria',
  'freeze show',
  'help confirm',
  'list web',
  'leftovers',
  'keep vol-1 reason:"mine"',
  'unkeep vol-1',
  'show web-1',
);

/** Valid words first; then some are altered. What admins and operators may do besides changing things, they do not: it would only hide the rest. */
export const fuzzed: fc.Arbitrary<Fuzzed> = someone.chain((by) =>
  fc.record({
    by: fc.constant(by),
    where: place(by),
    words: fc
      .oneof(
        { weight: 10, arbitrary: press },
        { weight: 4, arbitrary: ask },
        { weight: 1, arbitrary: askAddress },
        { weight: 1, arbitrary: other },
        { weight: 1, arbitrary: by === dora ? other : one('freeze on reason:"mine"', 'freeze off') },
        { weight: 1, arbitrary: by === eve || by === mallory ? one('demo reset', 'use account:demo-prod') : other },
        { weight: 1, arbitrary: fc.array(junk, { minLength: 1, maxLength: 5 }) },
      )
      .chain((words) =>
        fc.oneof(
          { weight: 9, arbitrary: fc.constant(words) },
          {
            weight: 1,
            arbitrary: fc.tuple(fc.nat(words.length), junk).map(([at, word]) => words.toSpliced(at, 0, word)),
          },
          { weight: 1, arbitrary: fc.nat(words.length - 1).map((at) => words.toSpliced(at, 1)) },
          { weight: 1, arbitrary: fc.constant(words.toReversed()) },
        ),
      ),
  }),
);
