import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from './limits.ts';
import { validateMessage, validateSuggestions, validateView } from './validate.ts';

const long = (length: number) => 'x'.repeat(length);
const many = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => one(index));
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more });
const actions = (...elements: readonly object[]) => ({ type: 'actions', elements });
const option = (index: number, text = 'x', value = `${index}`) => ({ text: plain(text), value });
const select = (more: object) => actions({ type: 'static_select', ...more });
const confirm = (more: object = {}) => ({
  title: plain('Sure?'),
  text: plain('Really'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...more,
});
const cell = (text: string) => ({ type: 'raw_text', text });
const table = (rows: number, columns: number, text = 'x') => ({
  type: 'table',
  rows: many(rows, () => many(columns, () => cell(text))),
});
const rich = (...elements: readonly object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const image = (more: object) => ({
  type: 'image',
  alt_text: 'a chart',
  image_url: 'https://example.com/a.png',
  ...more,
});
const writing = (more: object = {}) => ({ type: 'plain_text_input', action_id: 'say', ...more });

const refusals = (blocks: readonly object[]) =>
  validateMessage({ text: 'fallback', blocks }).violations.map(({ what, at }) => `${what} ${at}`);

/** What is just allowed, and what is just not. */
const edges: readonly (readonly [string, (size: number) => object, number, string])[] = [
  ['a header', (size) => ({ type: 'header', text: plain(long(size)) }), limits.header, '/blocks/0/text/text'],
  ['a section', (size) => section(long(size)), limits.section.text, '/blocks/0/text/text'],
  ['fields', (size) => ({ type: 'section', fields: many(size, () => plain('x')) }), 10, '/blocks/0/fields'],
  ['a field', (size) => ({ type: 'section', fields: [plain(long(size))] }), 2_000, '/blocks/0/fields/0/text'],
  ['a context', (size) => ({ type: 'context', elements: many(size, () => plain('x')) }), 10, '/blocks/0/elements'],
  ['actions', (size) => actions(...many(size, () => button())), 25, '/blocks/0/elements'],
  ["a button's text", (size) => actions(button({ text: plain(long(size)) })), 75, '/blocks/0/elements/0/text/text'],
  ["a button's value", (size) => actions(button({ value: long(size) })), 2_000, '/blocks/0/elements/0/value'],
  ["a button's address", (size) => actions(button({ url: long(size) })), 3_000, '/blocks/0/elements/0/url'],
  [
    'a spoken label',
    (size) => actions(button({ accessibility_label: long(size) })),
    75,
    '/blocks/0/elements/0/accessibility_label',
  ],
  ['an action_id', (size) => actions(button({ action_id: long(size) })), 255, '/blocks/0/elements/0/action_id'],
  ['a block_id', (size) => ({ type: 'divider', block_id: long(size) }), 255, '/blocks/0/block_id'],
  [
    "a dialog's title",
    (size) => actions(button({ confirm: confirm({ title: plain(long(size)) }) })),
    100,
    '/blocks/0/elements/0/confirm/title/text',
  ],
  [
    "a dialog's text",
    (size) => actions(button({ confirm: confirm({ text: plain(long(size)) }) })),
    300,
    '/blocks/0/elements/0/confirm/text/text',
  ],
  [
    "a dialog's answer",
    (size) => actions(button({ confirm: confirm({ deny: plain(long(size)) }) })),
    30,
    '/blocks/0/elements/0/confirm/deny/text',
  ],
  ['options', (size) => select({ options: many(size, option) }), 100, '/blocks/0/elements/0/options'],
  [
    "an option's text",
    (size) => select({ options: [option(0, long(size))] }),
    75,
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    "an option's value",
    (size) => select({ options: [option(0, 'x', long(size))] }),
    75,
    '/blocks/0/elements/0/options/0/value',
  ],
  [
    'groups',
    (size) => select({ option_groups: many(size, () => ({ label: plain('g'), options: [option(0)] })) }),
    100,
    '/blocks/0/elements/0/option_groups',
  ],
  [
    'a placeholder',
    (size) => select({ placeholder: plain(long(size)), options: [option(0)] }),
    150,
    '/blocks/0/elements/0/placeholder/text',
  ],
  [
    'an overflow',
    (size) => actions({ type: 'overflow', options: many(size, option) }),
    5,
    '/blocks/0/elements/0/options',
  ],
  ['boxes', (size) => actions({ type: 'checkboxes', options: many(size, option) }), 10, '/blocks/0/elements/0/options'],
  ['alternative text', (size) => image({ alt_text: long(size) }), 2_000, '/blocks/0/alt_text'],
  ["a table's rows", (size) => table(size, 1), 100, '/blocks/0/rows'],
  ["a table's columns", (size) => table(1, size), 20, '/blocks/0/rows/0'],
  ["a table's characters", (size) => table(1, 1, long(size)), 10_000, '/blocks'],
  ['markdown', (size) => ({ type: 'markdown', text: long(size) }), 12_000, '/blocks'],
];

describe('a message', () => {
  it.each(edges)('may hold %s up to the limit, and no more', (_, block, most, at) => {
    expect(refusals([block(most)])).toEqual([]);
    const over = validateMessage({ text: 'fallback', blocks: [block(most + 1)] }).violations;
    expect(over.map((one) => one.at)).toContain(at);
    expect(over.every(({ refused }) => refused)).toBe(true);
  });

  it('holds 50 blocks', () => {
    expect(refusals(many(50, () => ({ type: 'divider' })))).toEqual([]);
    expect(refusals(many(51, () => ({ type: 'divider' })))).toEqual(['no more than 50 items allowed /blocks']);
  });

  it('holds one table, and 10,000 characters in all cells', () => {
    expect(refusals([table(2, 2), table(2, 2)])).toEqual(['only_one_table_allowed /blocks']);
    expect(refusals([table(100, 10, long(10))])).toEqual([]);
    expect(refusals([table(100, 11, long(10))])).toHaveLength(1);
  });

  it.each([
    ['an empty text', section(''), 'must be more than 0 characters /blocks/0/text/text'],
    ['an empty cell', table(1, 1, ''), 'must be more than 0 characters /blocks/0/rows/0/0/text'],
    ['an empty rich cell', { type: 'table', rows: [[rich()]] }, 'must be more than 0 characters /blocks/0/rows/0/0'],
    [
      'empty rich text',
      rich({ type: 'text', text: '' }),
      'must be more than 0 characters /blocks/0/elements/0/elements/0/text',
    ],
    ['no elements', actions(), 'no fewer than 1 items allowed /blocks/0/elements'],
    ['nothing in a section', { type: 'section' }, 'missing required field: text or fields /blocks/0'],
    ['markup in a header', { type: 'header', text: mrkdwn('*x*') }, 'must be one of plain_text /blocks/0/text/type'],
    [
      'no words for a picture',
      { type: 'image', image_url: 'https://example.com/a.png' },
      'missing required field: alt_text /blocks/0',
    ],
    [
      'a picture of this machine',
      image({ image_url: 'http://127.0.0.1/a.png' }),
      'invalid image URL /blocks/0/image_url',
    ],
    ['a block of no type', { type: 'chart' }, 'unsupported type: chart /blocks/0/type'],
    ['an element out of place', actions(writing()), 'unsupported type: plain_text_input /blocks/0/elements/0/type'],
    ['an alert', { type: 'alert', text: plain('x') }, 'unsupported type: alert /blocks/0/type'],
    ['a field of no name', { ...section('x'), colour: 1 }, 'invalid additional property: colour /blocks/0'],
    [
      'a style of no name',
      actions(button({ style: 'warning' })),
      'must be one of primary, danger /blocks/0/elements/0/style',
    ],
    ['no options', select({ options: [] }), 'no fewer than 1 items allowed /blocks/0/elements/0/options'],
    [
      'options of one value',
      select({ options: [option(1), option(1)] }),
      'option values must be unique /blocks/0/elements/0/options',
    ],
    [
      'a first choice that is none of them',
      select({ options: [option(1)], initial_option: option(2) }),
      'initial option must match one of the options /blocks/0/elements/0/initial_option',
    ],
    [
      'two of one action_id',
      actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
      '`action_id` "a" already exists /blocks/0/elements',
    ],
  ])('is refused for %s', (_, block, what) => {
    expect(refusals([block])).toEqual([what]);
  });

  it('is refused for two blocks of one block_id', () => {
    const one = { type: 'divider', block_id: 'b' };
    expect(refusals([one, one])).toEqual(['`block_id` "b" already exists /blocks/1/block_id']);
  });

  it.each([
    ['<!channel>', 'broadcast'],
    ['<!here|here>', 'broadcast'],
    ['<!subteam^S1>', 'group'],
  ])('does not mention %s unless that was declared', (raw) => {
    const message = { text: 'fallback', blocks: [section(`hey ${raw}`)] };
    expect(validateMessage(message).violations).toEqual([
      { what: `${raw} is a mention that was not declared`, at: '/blocks/0/text/text', refused: false },
    ]);
    expect(validateMessage(message, { mayMention: () => true }).violations).toEqual([]);
    expect(validateMessage({ text: raw }).violations).toHaveLength(1);
  });

  it('tells the mentions and links of rich text and of markup', () => {
    const blocks = [
      rich({ type: 'user', user_id: 'U1' }, { type: 'link', url: 'https://example.com' }),
      section('<@U2|ann> <https://example.com|here> <!date^1^{time}|then> &lt;!channel&gt;'),
    ];
    const { specials } = validateMessage({ text: 'fallback', blocks });
    expect(specials.map(({ kind, of }) => [kind, of])).toEqual([
      ['user', 'U1'],
      ['link', 'https://example.com'],
      ['user', 'U2'],
      ['link', 'https://example.com'],
      ['date', '1^{time}'],
    ]);
  });

  it.each(['a < b', 'a & b', 'a > b', '<!chan', '<script>'])('says that %s is not escaped', (said) => {
    expect(validateMessage({ text: said }).violations.length).toBeGreaterThan(0);
  });

  it.each(['a &lt; b &amp;&amp; c &gt; d', '> quoted\n> twice', '<https://example.com?a=1&b=2>'])(
    'takes %j',
    (said) => {
      expect(validateMessage({ text: said }).violations).toEqual([]);
    },
  );

  it('needs a text that can be read out, of 4,000 characters', () => {
    expect(validateMessage({ blocks: [section('x')] }).violations).toMatchObject([{ what: 'no fallback text' }]);
    expect(validateMessage({ text: long(4_000) }).violations).toEqual([]);
    expect(validateMessage({ text: long(4_001) }).violations).toHaveLength(1);
  });
});

describe('whatever is sent', () => {
  const types = [
    'section',
    'actions',
    'context',
    'input',
    'table',
    'rich_text',
    'image',
    'card',
    'container',
    'button',
  ];
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.record(
        {
          type: fc.constantFrom(...types),
          ...Object.fromEntries(
            ['text', 'elements', 'rows', 'fields', 'options', 'accessory'].map((key) => [key, tie('tree')]),
          ),
        },
        { requiredKeys: ['type'] },
      ),
    ),
  }));

  it('is examined without a crash, and every objection points at something', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const message = { text: 'x', blocks: [value] };
        for (const { at } of validateMessage(message).violations) expect(at).toMatch(/^(\/|$)/);
        validateView({ type: 'modal', title: value, blocks: value });
        validateSuggestions(value);
      }),
    );
  });
});
