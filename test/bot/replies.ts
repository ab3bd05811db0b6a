import fc from 'fast-check';
import { picture } from '../../src/commands/reply/picture.ts';
import {
  action,
  type Action,
  type Block,
  type Choice,
  type FormField,
  column,
  comparison,
  fields,
  note,
  paragraph,
  prose,
  reply,
  table,
  type Reply,
} from '../../src/commands/reply/reply.ts';
import { code, command, link, mention, strong, text, time, type Span } from '../../src/core/text.ts';

/** Anything that AWS or a person may have named something. */
export const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'<>&;|!@#*_~`:^ \n\\"ab'), maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '<!channel>',
    '<!here|here>',
    '<@U1>',
    '<#C1|ops>',
    '<!subteam^S1>',
    '<!date^0^{date}|x>',
    '<https://evil.example|AWS>',
    '&amp;',
    '&lt;!channel&gt;',
    '`',
    '```',
    '`<@U1>`',
    '*b* _i_ ~s~',
    ':fire::+1:',
    '> quoted',
    '&gt; quoted',
    '\u202Egnp.exe\u200F',
    '@everyone',
    '<@80351110224678912>',
    '<@&165511591545143296>',
    '<#103735883630395392>',
    '</ec2 stop:816437322781949972>',
    '<:mmLol:216154654256398347>',
    '<a:b1nzy:392938283556143104>',
    '<t:1618953630:R>',
    '<id:customize>',
    '<ops@example.com>',
    '[AWS](https://evil.example)',
    '[AWS](<https://evil.example>)',
    'https://evil.example/a_b',
    'steam://run/1',
    'discord.gg/abc',
    'discord.com/invite/abc',
    '# head',
    '-# small',
    '- item',
    '1. item',
    '>>> quoted',
    '||spoiler|| __under__ ***all***',
    '\\',
    'web-1\\',
    '1.',
    'x #',
    'a\nb\rc\td',
    '\u0007\u0000\u001B[31m',
    '👩‍👩‍👧'.repeat(9),
    '你好'.repeat(20),
    'x'.repeat(300),
  ),
  {
    arbitrary: fc.constantFrom('x'.repeat(10_000), '&'.repeat(4_000), 'One sentence. '.repeat(800), '🙂'.repeat(3_000)),
    weight: 1,
  },
);

/** Spans that hold nothing but such text. */
export const hostileSpan: fc.Arbitrary<Span> = fc.oneof(
  hostile.map(text),
  hostile.map(strong),
  hostile.map(code),
  hostile.map(command),
  hostile.map((name) => mention({ id: 'os:x', name })),
  // What somebody may have written who knows the form.
  hostile.map((name) => mention({ id: `discord:${name}`, name })),
  hostile.map((name) => mention({ id: `slack:${name}`, name })),
  fc.constant(mention({ id: 'slack:T1:U2', name: 'of another workspace' })),
);

const anySpan: fc.Arbitrary<Span> = fc.oneof(
  hostileSpan,
  hostile.map((name) => mention({ id: 'slack:U0123', name })),
  hostile.map((name) => mention({ id: 'discord:80351110224678912', name })),
  hostile.map((label) => link('https://docs.example.com/a?b=1&c=2', label)),
  fc.integer({ min: 0, max: 4e12 }).map(time),
);

/** Blocks of every kind, made of such spans. */
const blockOf = (span: fc.Arbitrary<Span>): fc.Arbitrary<Block | undefined> => {
  const spans = fc.array(span, { maxLength: 5 });
  const someTable = fc
    .tuple(
      fc.array(fc.record({ title: hostile, rank: fc.nat(5), right: fc.boolean(), wraps: fc.boolean() }), {
        maxLength: 26,
        size: 'max',
      }),
      fc.boolean(),
      fc.oneof({ arbitrary: fc.nat(8), weight: 12 }, fc.nat(450)),
      fc.array(spans, { minLength: 1, maxLength: 12 }),
    )
    .map(([columns, folds, rows, cells]) =>
      (folds ? comparison : table)(
        columns.map(({ title, rank, right, wraps }) =>
          wraps ? prose(title, rank) : column(title, right ? 'right' : 'left', rank),
        ),
        Array.from({ length: rows }, (_, row) =>
          columns.map((_unused, at) => cells[(row * columns.length + at) % cells.length] ?? []),
        ),
      ),
    );
  const somePicture = fc
    .record({
      title: hostile,
      alt: spans,
      form: fc.constantFrom('together' as const, 'apart' as const),
      of: fc.constantFrom('number' as const, 'time' as const),
      series: fc.array(
        fc.record({
          label: hostile,
          points: fc.array(
            fc.record({ at: fc.nat(4e9), value: fc.integer({ min: -99, max: 9_999_999 }).map(String) }),
            {
              maxLength: 10,
            },
          ),
        }),
        { maxLength: 20 },
      ),
    })
    .map(({ of, ...one }) =>
      picture({ ...one, across: { label: 'Month', of }, up: { label: 'Price', unit: 'USD an hour' } }),
    );
  const someChoice = fc
    .record({
      label: hostile,
      of: fc.constantFrom('one' as const, 'many' as const),
      options: fc.oneof(
        fc.array(fc.record({ word: hostile, label: hostile, about: hostile }), { maxLength: 8 }),
        fc
          .integer({ min: 20, max: 130 })
          .map((many) => Array.from({ length: many }, (_, at) => ({ word: `i-${at}`, label: `web-${at}` }))),
      ),
      before: fc.oneof(fc.constant('stop '), hostile),
      after: fc.oneof(fc.constant(''), hostile),
      first: hostile,
    })
    .map((one): Choice => ({ kind: 'choice', ...one }));
  return fc.oneof(
    somePicture,
    someChoice,
    someTable,
    spans.map(paragraph),
    spans.map(note),
    fc.array(fc.tuple(hostile, spans), { maxLength: 25 }).map((pairs) => fields(...pairs)),
    fc.array(hostile, { maxLength: 80 }).map((lines) => ({ kind: 'code' as const, lines })),
    fc.array(anyAction, { maxLength: 12 }).map((actions) => ({ kind: 'actions' as const, actions })),
  );
};

const anyField: fc.Arbitrary<FormField> = fc.record(
  { key: fc.constantFrom('days', 'quiet'), label: hostile, value: hostile, hint: hostile, optional: fc.boolean() },
  { requiredKeys: ['key', 'label'] },
);

/** A button with any label and any line. */
export const anyAction: fc.Arbitrary<Action> = fc
  .record({
    label: hostile,
    does: hostile,
    style: fc.constantFrom('normal' as const, 'primary' as const, 'danger' as const),
    form: fc.option(
      fc.record(
        { typed: hostile, reason: fc.boolean(), until: fc.boolean(), fields: fc.array(anyField, { maxLength: 3 }) },
        { requiredKeys: [] },
      ),
      { nil: undefined },
    ),
  })
  .map(({ label, does, style, form }) => action(label, does, style, form));

const replyOf = (span: fc.Arbitrary<Span>): fc.Arbitrary<Reply> =>
  fc
    .tuple(
      fc.constantFrom('plain', 'good', 'warning', 'danger', 'problem'),
      fc.array(span, { maxLength: 5 }),
      fc.array(blockOf(span), { maxLength: 9 }),
    )
    .map(([tone, title, blocks]) => reply(tone, title, ...blocks));

/** Any neutral reply. */
export const anyReply = replyOf(anySpan);
/** One in which the bot means nobody, no page and no moment: all text is somebody else's. */
export const hostileReply = replyOf(hostileSpan);
