import { describe, expect, it } from 'vitest';
import { render, renderHome } from '../../../src/bot/slack/render.ts';
import {
  action,
  actions,
  column,
  comparison,
  fields,
  note,
  paragraph,
  reply,
  table,
  type Block,
} from '../../../src/commands/reply/reply.ts';
import { code, mention, say, strong, time, type Speakable } from '../../../src/core/text.ts';

type Rendered = ReturnType<typeof render>;
const how = { command: '/ec2' };
const kindsOf = ({ messages }: Rendered): readonly (readonly string[])[] =>
  messages.map(({ blocks }) => blocks.map(({ type }) => type));
const rowsOf = ({ messages }: Rendered): readonly number[] =>
  messages.map(({ blocks }) => blocks.reduce((sum, one) => sum + (one.type === 'table' ? one.rows.length - 1 : 0), 0));
const textOf = ({ messages }: Rendered): string => JSON.stringify(messages);

const rows = (many: number): Block =>
  table(
    [column('Name'), column('Id'), column('Since')],
    Array.from({ length: many }, (_, at) => [`web-${at}`, code(`i-${at}`), time(1_795_514_700_000)]),
  );
const buttons = (many: number): Block | undefined =>
  actions(...Array.from({ length: many }, (_, at) => action(`Show web-${at}`, `show web-${at}`)));
const list = (...blocks: readonly (Block | undefined)[]) => reply('plain', 'Instances', ...blocks);

describe('a long table', () => {
  it('goes on in further messages, each with a header and what it goes on from', () => {
    const rendered = render(list(rows(150), note('Read now.')), how);
    expect(rowsOf(rendered).reduce((sum, some) => sum + some, 0)).toBe(150);
    expect(rendered.messages.length).toBe(2);
    expect(rendered.cut).toBe(false);
    expect(rendered.messages[1]?.text).toMatch(/^Instances \(2 of 2\)\n/);
    expect(rendered.messages.every(({ blocks }) => blocks.filter(({ type }) => type === 'table').length === 1)).toBe(
      true,
    );
  });

  it('ends after four messages, and says how many rows are left out', () => {
    const rendered = render(list(rows(1_000), buttons(2)), how);
    const shown = rowsOf(rendered).reduce((sum, some) => sum + some, 0);
    expect(rendered.messages.length).toBe(4);
    expect(rendered.cut).toBe(true);
    expect(rendered.messages[3]?.text).toContain(`${1_000 - shown} more rows are not shown here. as:csv gives all.`);
    expect(kindsOf(rendered)[3]?.at(-1)).toBe('actions');
  });

  it('in App Home shows its first rows, and says how many are left out', () => {
    const { blocks, text } = renderHome(list(rows(150)), how);
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'rich_text', 'context']);
    expect(text).toContain('120 more rows are not shown here.');
  });
});

describe('tables', () => {
  const small = table(
    [column('Size'), column('vCPU', 'right')],
    [
      ['large', '2'],
      ['xlarge', '4'],
    ],
  );

  it('share a message where the second is small: it is shown as lines', () => {
    const rendered = render(list(small, small), how);
    expect(kindsOf(rendered)).toEqual([['header', 'table', 'rich_text']]);
    expect(textOf(rendered)).toContain('Size    vCPU\\nlarge      2\\nxlarge     4');
  });

  it('have a message each where times are told in them, for the lines cannot tell these in the reader’s zone', () => {
    expect(kindsOf(render(list(rows(2), rows(2)), how))).toEqual([
      ['header', 'table'],
      ['context', 'table'],
    ]);
  });

  it('keep twenty columns, and say which are hidden', () => {
    const wide = table(
      Array.from({ length: 23 }, (_, at) => column(`C${at}`, 'left', at === 3 ? 2 : 1)),
      [Array.from({ length: 23 }, () => 'x')],
    );
    const rendered = render(list(wide), how);
    expect(rendered.cut).toBe(true);
    expect(rendered.messages[0]?.text).toMatch(/^Instances\nC0; C1; C2; C4; .*; C20\nx; /);
    expect(rendered.messages[0]?.text).toContain('Hidden: C3, C21, C22. as:csv shows all.');
  });

  it('that compare keep all columns, in further tables', () => {
    const wide = comparison(
      Array.from({ length: 23 }, (_, at) => column(`C${at}`, 'left', at)),
      [Array.from({ length: 23 }, (_, at) => `x${at}`)],
    );
    const rendered = render(list(wide), how);
    expect(rendered.cut).toBe(false);
    expect(rendered.messages.length).toBe(2);
    const headers = rendered.messages.flatMap(({ blocks }) =>
      blocks.flatMap((one) => (one.type === 'table' ? [one.rows[0]?.length] : [])),
    );
    expect(headers).toEqual([20, 4]);
  });

  it('with a cell that is too long say that it is cut', () => {
    const rendered = render(list(table([column('A'), column('B')], [['x'.repeat(9_000), 'y']])), how);
    expect(rendered.cut).toBe(true);
    expect(textOf(rendered)).toContain('Some of it is cut. `as:csv` shows all.');
  });
});

describe('a cell', () => {
  const cellOf = (cell: Speakable): unknown =>
    render(list(table([column('A')], [[cell]])), how).messages.flatMap(({ blocks }) =>
      blocks.flatMap((one) => (one.type === 'table' ? [one.rows[1]?.[0]] : [])),
    )[0];
  const rich = (...elements: readonly unknown[]) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements }],
  });

  it.each<[string, Speakable, unknown]>([
    ['words', 'a *b* <@U1>', { type: 'raw_text', text: 'a *b* <@U1>' }],
    ['nothing', '', { type: 'raw_text', text: '–' }],
    ['a space', ' ', { type: 'raw_text', text: '–' }],
    ['an id', code('i-0a'), rich({ type: 'text', text: 'i-0a', style: { code: true } })],
    [
      'a moment, in the reader’s zone, and not without a character',
      time(1_795_514_700_000),
      rich(
        {
          type: 'date',
          timestamp: 1_795_514_700,
          format: '{date_short}, {time}',
          fallback: '2026-11-24T10:05:00Z',
        },
        { type: 'text', text: ' ' },
      ),
    ],
    ['one who is meant', mention({ id: 'slack:U0AB', name: 'bob' }), rich({ type: 'user', user_id: 'U0AB' })],
    [
      'one who is not of Slack',
      mention({ id: 'os:bob', name: 'bob' }),
      rich({ type: 'text', text: 'bob', style: { bold: true } }),
    ],
    [
      'words that differ',
      say`a ${strong('b')}${strong('c')}`,
      rich({ type: 'text', text: 'a ' }, { type: 'text', text: 'bc', style: { bold: true } }),
    ],
  ])('of %s', (_, cell, meant) => {
    expect(cellOf(cell)).toEqual(meant);
  });
});

describe('what can be pressed', () => {
  it('stays where it is in one message', () => {
    expect(kindsOf(render(list(buttons(2), paragraph('x')), how))).toEqual([['header', 'actions', 'section']]);
  });

  it('stands last where there are several', () => {
    const kinds = kindsOf(render(list(buttons(2), rows(150), note('x')), how));
    expect(kinds[0]).toEqual(['header', 'table']);
    expect(kinds[1]).toEqual(['context', 'table', 'context', 'actions']);
  });

  it('stands five together', () => {
    expect(kindsOf(render(list(buttons(12)), how))).toEqual([['header', 'actions', 'actions', 'actions']]);
  });

  it('is left out where no message holds so much, and said to be', () => {
    const rendered = render(list(rows(150), buttons(250)), how);
    expect(rendered.cut).toBe(true);
    expect(rendered.messages.at(-1)?.text).toContain('Not all buttons are shown; what they do can be typed.');
    const home = renderHome(list(buttons(700)), how);
    expect(home.blocks.length).toBeLessThanOrEqual(100);
    expect(home.blocks.at(-1)).toMatchObject({ type: 'context' });
  });

  it('opens a form where a press wants more than its line', () => {
    const [message] = render(
      list(actions(action('Stop', 'confirm K', 'danger', { reason: true }), action('Cancel', 'cancel K'))),
      how,
    ).messages;
    expect(message?.blocks.at(-1)).toMatchObject({
      elements: [
        { action_id: 'form.0', style: 'danger', text: { text: 'Stop' } },
        { action_id: 'run.1', text: { text: 'Cancel' } },
      ],
    });
    expect(message?.text).toContain('Stop: /ec2 confirm K reason:"…"\nCancel: /ec2 cancel K');
  });

  it('is told, to be typed, where a button cannot carry it', () => {
    const long = `stop ${'i-0123456789abcdef0 '.repeat(120)}`;
    const rendered = render(list(actions(action('Stop all', long), action('List', 'list'))), how);
    expect(kindsOf(rendered)).toEqual([['header', 'context', 'actions']]);
    expect(textOf(rendered)).toContain('Stop all: `/ec2 stop i-0123456789abcdef0 ');
    expect(rendered.cut).toBe(false);
  });
});

describe('a choice', () => {
  const choice = (of: 'one' | 'many', many: number, word = (at: number) => `i-${at}`, before = 'stop '): Block => ({
    kind: 'choice',
    label: 'Which one?',
    of,
    options: Array.from({ length: many }, (_, at) => ({ word: word(at), label: `web-${at}` })),
    before,
    after: '',
  });
  const selectsOf = ({ messages }: Rendered) =>
    messages.flatMap(({ blocks }) => blocks.flatMap((one) => (one.type === 'section' ? [one.accessory?.type] : [])));

  it.each([
    ['one of a few', choice('one', 3), ['static_select'], false],
    ['some of a few', choice('many', 3), ['multi_static_select'], false],
    ['one of very many: the first hundred', choice('one', 112), ['static_select'], true],
    ['some of very many: in words, for what is not shown would not be chosen', choice('many', 112), [undefined], false],
    ['a word that is too long', choice('one', 2, (at) => 'x'.repeat(75 + at)), ['static_select'], true],
    ['some, one of whose words is too long', choice('many', 2, (at) => 'x'.repeat(75 + at)), [undefined], false],
    ['more around it than a select carries', choice('one', 2, undefined, 'x'.repeat(255)), [undefined], false],
    ['nothing', choice('one', 0), [undefined], false],
  ])('of %s', (_, block, selects, cut) => {
    const rendered = render(list(block), how);
    expect(selectsOf(rendered)).toEqual(selects);
    expect(rendered.cut).toBe(cut);
  });

  it('that is made twice has two ids', () => {
    const { messages } = render(list(choice('one', 2), choice('one', 2)), how);
    const ids = messages.flatMap(({ blocks }) =>
      blocks.flatMap(({ block_id }) => (block_id === undefined ? [] : [block_id])),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('of which some is not offered says what to type', () => {
    expect(render(list(choice('one', 112)), how).messages[0]?.text).toContain(
      '12 more are not offered here; type /ec2 stop ID',
    );
  });
});

describe('words', () => {
  it('that follow each other are one section, and one context', () => {
    expect(kindsOf(render(list(paragraph('a'), paragraph('b'), note('c'), note('d'), paragraph('e')), how))).toEqual([
      ['header', 'section', 'context', 'section'],
    ]);
  });

  it('of a field that no field holds stand in a section of their own, in order', () => {
    const long = 'A sentence. '.repeat(200);
    const rendered = render(list(fields(['A', 'x'], ['B', long], ['C', 'y'])), how);
    expect(kindsOf(rendered)).toEqual([['header', 'section', 'section', 'section']]);
  });

  it('that four messages do not hold are left out, and said to be', () => {
    const rendered = render(list(paragraph('A sentence. '.repeat(6_000))), how);
    expect(rendered.messages.length).toBe(4);
    expect(rendered.cut).toBe(true);
    expect(rendered.messages[3]?.text).toContain('The rest is not shown: it is more than fits.');
  });

  it('that are none are said to be none', () => {
    expect(render(reply('plain', ''), how).messages).toMatchObject([{ text: 'There is nothing to show.' }]);
  });

  it.each([
    ['good', '✅ Done: Started.'],
    ['warning', '⚠️ Attention: Started.'],
    ['danger', '❌ Failed: Started.'],
    ['problem', '❗ Problem: Started.'],
    ['plain', 'Started.'],
  ] as const)('of a title tell that it is %s', (tone, title) => {
    expect(render(reply(tone, 'Started.'), how).messages[0]?.blocks).toMatchObject([
      { type: 'header', text: { type: 'plain_text', text: title } },
    ]);
  });

  it('of a title that names somebody are no heading, for that would not tell who', () => {
    const [message] = render(reply('good', say`Stopped ${code('web-1')}.`), how).messages;
    expect(message?.blocks.map(({ type }) => type)).toEqual(['rich_text']);
    expect(message?.text).toBe('Done: Stopped web-1.');
  });
});
