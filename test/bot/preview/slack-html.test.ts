import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { homeHtml, messageHtml, viewHtml, type SlackShowing } from '../../../src/bot/preview/slack-html.ts';
import { readable } from './markup.ts';

const at = Date.parse('2026-11-24T10:00:00Z');
const showing: SlackShowing = {
  now: at,
  zone: 'UTC',
  users: new Map([['U0MARIA', 'maria']]),
  files: new Map([['F1', Uint8Array.from([1, 2, 3])]]),
  pressed: (value) => (value === 'none' ? undefined : `/?line=${encodeURIComponent(value)}`),
  picked: (_, word) => `/?line=${encodeURIComponent(word)}`,
};
const shown = (...blocks: readonly unknown[]) => messageHtml({ blocks }, showing, { at }).written;

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
const option = (text: string) => ({ text: plain(text), value: text, description: plain(`about ${text}`) });
const rich = (...elements: readonly unknown[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const image = { type: 'image', slack_file: { id: 'F1' }, alt_text: 'prices', title: plain('Prices') };
const select = { type: 'static_select', action_id: 'pick.0', placeholder: plain('Choose'), options: [option('web-1')] };

/** One block of each kind, and what of it must be in the page. */
const kinds: readonly (readonly [kind: string, block: unknown, holds: readonly string[]])[] = [
  ['a heading', { type: 'header', text: plain('Prices') }, ['<h3>Prices</h3>']],
  ['a line between', { type: 'divider' }, ['<hr />']],
  [
    'a paragraph',
    { type: 'section', text: { type: 'mrkdwn', text: '*so*', verbatim: true }, expand: true },
    ['<b>so</b>'],
  ],
  [
    'fields',
    { type: 'section', fields: [{ type: 'mrkdwn', text: '*Type*\n`m5.large`' }] },
    ['<div><b>Type</b><br /><code>m5.large</code></div>'],
  ],
  [
    'a line aside',
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'as of _now_' }] },
    ['<p>as of <i>now</i></p>'],
  ],
  [
    'buttons',
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'run.0', text: plain('Stop'), value: 'stop web-1', style: 'danger' },
        { type: 'button', action_id: 'run.1', text: plain('Show'), value: 'none', accessibility_label: 'Show: web-1' },
      ],
    },
    ['<a class="button danger" href="/?line=stop%20web-1" aria-label="Stop">Stop</a>', 'aria-label="Show: web-1"'],
  ],
  [
    'a select',
    { type: 'section', block_id: 'b', text: plain('Which?'), accessory: select },
    ['Choose', '<a href="/?line=web-1">web-1<small>about web-1</small></a>'],
  ],
  [
    'a select of several',
    { type: 'section', accessory: { ...select, type: 'multi_static_select', initial_options: [option('web-1')] } },
    ['<span class="chip">web-1</span>'],
  ],
  [
    'a table',
    {
      type: 'table',
      rows: [
        [
          { type: 'raw_text', text: 'Name' },
          { type: 'raw_text', text: '$/hour' },
        ],
        [rich({ type: 'text', text: 'web-1', style: { code: true } }), { type: 'raw_text', text: '0.096' }],
      ],
      column_settings: [
        { align: 'left', is_wrapped: true },
        { align: 'right', is_wrapped: false },
      ],
    },
    ['<th scope="col" class="left wraps">Name</th>', '<code>web-1</code>', '<td class="right">0.096</td>'],
  ],
  [
    'rich text',
    rich(
      { type: 'text', text: '*a*', style: { bold: true, italic: true, strike: true } },
      { type: 'user', user_id: 'U0MARIA' },
      { type: 'link', url: 'https://aws.amazon.com/', text: 'AWS' },
      { type: 'date', timestamp: at / 1_000, format: '{time}', fallback: 'x' },
    ),
    ['<b><i><s>*a*</s></i></b>', '@maria', 'href="https://aws.amazon.com/"', '10:00 AM</time>'],
  ],
  [
    'lines to copy',
    { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a\nb' }] }] },
    ['<pre>a\nb</pre>'],
  ],
  [
    'a list',
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
        },
      ],
    },
    ['<li>one</li>'],
  ],
  ['a picture', image, ['src="data:image/png;base64,AQID" alt="prices"', 'Prices']],
];

describe('blocks of a message', () => {
  it.each(kinds)('%s', (_, block, holds) => {
    const page = shown(block);
    readable(page);
    expect(page).not.toContain('unknown block');
    for (const piece of holds) expect(page).toContain(piece);
  });

  it.each([
    ['a kind that is new', { type: 'carousel', elements: [] }],
    ['a property that is new', { type: 'divider', colour: 'red' }],
    ['an element that is new', { type: 'actions', elements: [{ type: 'checkboxes' }] }],
    ['what is no block', 7],
  ])('%s is shown as its JSON, and said to be', (_, block) => {
    expect(shown(block)).toContain('unknown block');
    expect(readable(shown(block))).toContain(JSON.stringify(block, undefined, 2));
  });

  it('come with a name, a badge and the time', () => {
    expect(
      readable(messageHtml({ blocks: [] }, showing, { at, aside: 'Only visible to you' }).written).replace(/\s+/g, ' '),
    ).toBe(' Q Only visible to you Quartermaster APP 10:00 AM ');
  });
});

describe('App Home', () => {
  it('shows its blocks below the tabs', () => {
    expect(homeHtml([{ type: 'header', text: plain('Yours') }], showing).written).toContain('<h3>Yours</h3>');
  });
});

describe('a form', () => {
  const input = (element: unknown, optional = false) => ({
    type: 'input',
    block_id: 'reason',
    optional,
    label: plain('Why'),
    element,
  });
  const view = (...blocks: readonly unknown[]) =>
    viewHtml({ title: plain('Terminate'), submit: plain('Go'), close: plain('Not now'), blocks }, showing, {
      value: '"v"',
    }).written;

  it('has a title, its fields under their names, what it carries, and both ways out', () => {
    const page = view(
      input({ type: 'plain_text_input', action_id: 'reason', multiline: true, max_length: 500 }),
      input({ type: 'datepicker', action_id: 'until' }, true),
    );
    readable(page);
    for (const piece of [
      '<h2>Terminate</h2>',
      '<textarea name="reason"',
      'type="date"',
      '(optional)',
      '>Go</button>',
      '>Not now</a>',
    ])
      expect(page).toContain(piece);
    expect(page).toContain('<input type="hidden" name="value" value="&quot;v&quot;" />');
  });

  it('is shown as its JSON where it is none', () => {
    expect(viewHtml(undefined, showing, {}).written).toContain('unknown block');
  });
});

describe('whatever a block holds', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onclick='x",
      '<!channel>',
      '&lt;b&gt;',
      '</pre>',
    ),
  );
  /** The same block with each of its texts replaced, but for those that say what it is. */
  const filled = (value: unknown, text: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => filled(one, text));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inside]: [string, unknown]) => [
        key,
        typeof inside === 'string' && !['type', 'style', 'align'].includes(key) ? text : filled(inside, text),
      ]),
    );
  };

  it.each(kinds)('%s holds no tag, attribute or address but those of the page', (_, block) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const page = shown(filled(block, text));
        readable(page);
        for (const [, href = ''] of page.matchAll(/ href="([^"]*)"/g)) expect(href).toMatch(/^(\/\?line=|https?:\/\/)/);
      }),
    );
  });
});
