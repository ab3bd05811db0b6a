import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLine } from '../../../src/bot/terminal/json.ts';
import { render } from '../../../src/bot/terminal/render.ts';
import { styler } from '../../../src/bot/terminal/style.ts';
import { widthOf } from '../../../src/bot/width.ts';
import { picture } from '../../../src/commands/reply/picture.ts';
import {
  action,
  actions,
  column,
  fields,
  note,
  option,
  paragraph,
  reply,
  table,
  type Reply,
} from '../../../src/commands/reply/reply.ts';
import { code, command, link, mention, say, strong, text, time, type Span } from '../../../src/core/text.ts';

const plain = styler(false);
const coloured = styler(true);

/** Anything that AWS or a person may have named something. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '\u001B[2J\u001B[31mred',
    '\u202Egnp.exe',
    '@everyone <!channel>',
    'a\nb\rc\td',
    '\u009B31m',
    '你好'.repeat(20),
    'x'.repeat(300),
    '\u0007\u0000',
    '👩‍👩‍👧'.repeat(9),
  ),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  hostile.map(text),
  hostile.map(strong),
  hostile.map(code),
  hostile.map(command),
  hostile.map((name) => mention({ id: 'os:x', name })),
  hostile.map((label) => link('https://example.com/', label)),
  fc.integer({ min: 0, max: 4e12 }).map(time),
);
const spans = fc.array(span, { maxLength: 5 });
const someTable = fc
  .array(fc.record({ title: fc.stringMatching(/^[A-Za-z]{0,12}$/), rank: fc.nat(5), right: fc.boolean() }), {
    minLength: 1,
    maxLength: 7,
  })
  .chain((columns) =>
    fc.array(fc.array(spans, { minLength: columns.length, maxLength: columns.length }), { maxLength: 6 }).map((rows) =>
      table(
        columns.map(({ title, rank, right }) => column(title, right ? 'right' : 'left', rank)),
        rows,
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
        points: fc
          .array(fc.record({ at: fc.nat(4e9), value: fc.integer({ min: -99, max: 9_999_999 }).map(String) }), {
            maxLength: 40,
          })
          .map((points) => points.toSorted((one, other) => one.at - other.at)),
      }),
      { maxLength: 30 },
    ),
  })
  .map(({ of, ...one }) =>
    picture({ ...one, across: { label: 'Month', of }, up: { label: 'Price', unit: 'USD an hour' } }),
  );
const block = fc.oneof(
  somePicture,
  spans.map(paragraph),
  spans.map(note),
  someTable,
  fc.array(fc.tuple(fc.stringMatching(/^[A-Za-z ]{1,30}$/), spans), { maxLength: 5 }).map((pairs) => fields(...pairs)),
  fc
    .record({
      label: hostile,
      of: fc.constantFrom('one' as const, 'many' as const),
      options: fc.array(fc.tuple(hostile, hostile, hostile), { maxLength: 12 }),
      before: hostile,
      after: hostile,
    })
    .map(({ options, ...one }) => ({
      kind: 'choice' as const,
      ...one,
      options: options.map(([word, label, about]) => option(word, label, about)),
    })),
  fc.array(hostile, { maxLength: 3 }).map((labels) => actions(...labels.map((label) => action(label, 'list page:2')))),
);
const anyReply: fc.Arbitrary<Reply> = fc
  .tuple(fc.constantFrom('plain', 'good', 'warning', 'danger', 'problem'), spans, fc.array(block, { maxLength: 6 }))
  .map(([tone, title, blocks]) => reply(tone, title, ...blocks));

// oxlint-disable-next-line no-control-regex -- control characters are what this is about.
const control = /[\u0000-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/;
// oxlint-disable-next-line no-control-regex -- the styles that we add ourselves.
const styles = /\u001B\[\d{1,2}m/g;

describe('a title', () => {
  it('has a word for its tone before it, unless it says itself how it is meant', () => {
    const clear = reply('good', 'All clear');
    expect(render(clear, 60, plain)).toEqual(['Done: All clear']);
    expect(render({ ...clear, worded: true }, 60, plain)).toEqual(['All clear']);
  });
});

describe('any reply in a terminal', () => {
  it('fits the width, and holds no control character but our own styles', () => {
    fc.assert(
      fc.property(anyReply, fc.integer({ min: 20, max: 160 }), (one, width) => {
        for (const line of render(one, width, plain)) {
          expect(control.test(line), JSON.stringify(line)).toBe(false);
          expect(widthOf(line), JSON.stringify(line)).toBeLessThanOrEqual(width);
          expect(line).toBe(line.trimEnd());
        }
        for (const line of render(one, width, coloured)) expect(control.test(line.replace(styles, ''))).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('says the same with and without colours', () => {
    fc.assert(
      fc.property(anyReply, (one) => {
        expect(render(one, 80, coloured).map((line) => line.replace(styles, '').trimEnd())).toEqual(
          render(one, 80, plain),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('is one line of harmless JSON for machines, which says the same', () => {
    fc.assert(
      fc.property(anyReply, (one) => {
        const line = jsonLine({ command: 'list', final: true, reply: one });
        expect(control.test(line)).toBe(false);
        const read: unknown = JSON.parse(line);
        expect(read).toMatchObject({
          ok: true,
          command: 'list',
          final: true,
          problem: null,
          reply: JSON.parse(JSON.stringify(one)),
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('a choice', () => {
  const options = Array.from({ length: 12 }, (_, index) => option(`i-${index}`, `web ${index}`, 'demo-dev, us-east-1'));
  const shown = (of: 'one' | 'many') =>
    render(
      reply('plain', 'Web?', { kind: 'choice', label: 'Which one?', of, options, before: 'stop ', after: ' reason:x' }),
      80,
      plain,
    );

  it('of one tells the line of each of the first, and how many there are besides', () => {
    const lines = shown('one');
    expect(lines.slice(1, 3)).toEqual(['Which one?', '  web 0 (demo-dev, us-east-1): stop i-0 reason:x']);
    expect(lines.slice(-2)).toEqual(['  web 9 (demo-dev, us-east-1): stop i-9 reason:x', '  … 2 more']);
  });

  it('of many tells in a line what to type', () => {
    expect(shown('many').slice(1)).toEqual(['  Which one?: stop ID … reason:x']);
  });
});

describe('a reply', () => {
  const wide = reply(
    'warning',
    say`Stop ${strong('web-1')}?`,
    table(
      [column('Name'), column('Region', 'left', 2), column('$/month', 'right'), column('Owner', 'left', 1)],
      [
        ['web-1', 'us-east-1', '$8.00', 'maria'],
        ['a-much-longer-name', 'eu-west-1', '$1,108.00', 'ole'],
      ],
    ),
    fields(['State', 'running'], ['Public IPv4', code('203.0.113.10')], ['Nothing', undefined]),
    note('as of 2026-07'),
    actions(action('Confirm', 'confirm 7QK2M8TD', 'danger', { typed: '6', reason: true })),
  );

  it('is aligned, and says its tone in a word', () => {
    expect(render(wide, 60, plain).join('\n')).toBe(
      [
        'Attention: Stop web-1?',
        'Name                Region       $/month  Owner',
        'web-1               us-east-1      $8.00  maria',
        'a-much-longer-name  eu-west-1  $1,108.00  ole',
        'State        running',
        'Public IPv4  203.0.113.10',
        'as of 2026-07',
        '  Confirm: confirm 7QK2M8TD 6 reason:"…"',
      ].join('\n'),
    );
  });

  it('hides the least important columns first, and says which', () => {
    expect(render(wide, 32, plain).slice(1, 6)).toEqual([
      'Name                  $/month',
      'web-1                   $8.00',
      'a-much-longer-name  $1,108.00',
      'Hidden: Region, Owner (a wider',
      'window shows all)',
    ]);
    expect(render(wide, 32, plain, true).slice(4, 6)).toEqual([
      'Hidden: Region, Owner (a wider',
      'window, or as:csv, shows all)',
    ]);
  });

  it('tells machines the word that must be typed, and that a reason is wanted', () => {
    expect(JSON.parse(jsonLine({ final: false, reply: wide }))).toMatchObject({
      ok: true,
      command: null,
      final: false,
      problem: null,
      actions: [{ label: 'Confirm', say: 'confirm 7QK2M8TD', style: 'danger', typed: '6', reason: true }],
    });
  });
});
