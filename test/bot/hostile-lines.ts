import fc from 'fast-check';

/** One seed for all, so that a run which fails fails again. */
const seed = 20_261_126;

/** The same values in every run. */
export const sampled = <T>(values: fc.Arbitrary<T>, count: number): readonly T[] =>
  fc.sample(values, { numRuns: count, seed });

/** Words that are markup, a mention or a trick on some platform. */
const evil = [
  '@everyone',
  '*EVIL*',
  '_EVIL_',
  '~EVIL~',
  '`EVIL`',
  '```EVIL```',
  ':EVIL:',
  '> EVIL',
  '\u202EEVIL',
  '\u001b[31mEVIL',
] as const;

/** Lines as somebody may type them who means harm, none of them empty. @param own Words that are meant for one platform. */
export function hostileLines(own: readonly string[], count: number): readonly string[] {
  const word = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...own, ...evil) },
    {
      weight: 2,
      arbitrary: fc.constantFrom('list', 'show', 'stop', 'price', 'explain', 'use', 'freeze', 'on', 'keep', 'plans'),
    },
    { weight: 2, arbitrary: fc.constantFrom('web-1', 'name:', 'owner:', 'tag:', 'reason:', 'where:', 'region:') },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  );
  const lines = fc
    .array(word, { minLength: 1, maxLength: 6 })
    .map((words) => words.join(' '))
    .filter((line) => line !== '');
  return sampled(lines, count);
}

/** What looks at instances whose names and tags are hostile, in all the ways that there are. */
export const looksAtTags = [
  'list owner:@U0123',
  'list tag:env=dev',
  'list tag:env=dev share:yes',
  'list tag:env=dev as:csv',
  'volumes',
  'cost',
] as const;

/** The key of the first plan of a test. */
export const firstKey = '7QK2M8TD';

/** What a person of no rights may send, and what only who knows our forms would. */
const lineOfSomebody = fc.constantFrom(
  `confirm ${firstKey}`,
  `approve ${firstKey}`,
  `confirm ${firstKey} web-1`,
  `deny ${firstKey} reason:x`,
  'stop web-1',
  'terminate web-1 web-2',
  'release 1.2.3.4',
  'demo reset',
  'freeze on',
  'list as:csv',
  'show web-1 share:yes',
  'keep eipalloc-1 reason:x until:2030-01-01',
  'use region:mars',
  '',
);

/** A line of theirs, or no line at all. */
export const hostileText = fc.oneof(
  { weight: 8, arbitrary: lineOfSomebody },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ minLength: 2_500, maxLength: 3_000 }) },
);

/** What may stand where something else is meant. */
export const small = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean());

/** A platform's program, as far as it tells what went wrong. */
interface Told {
  readonly machine: { readonly logged: readonly string[] };
  readonly logged: readonly string[];
  readonly peer: { violations(): readonly { readonly refused: boolean }[] };
}

/** What is a fault of ours after whatever was sent: none is meant to be there. */
export const faultsOf = ({ machine, logged, peer }: Told): readonly unknown[] => [
  ...machine.logged.filter((one) => one.includes('fault of ours')),
  // What could not be read could not be answered.
  ...logged.filter((one) => one.includes('could not be answered') && !one.includes('ZodError')),
  ...peer.violations().filter(({ refused }) => refused),
];
