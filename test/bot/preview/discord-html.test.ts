import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discordMessageHtml, modalHtml, type DiscordShowing } from '../../../src/bot/preview/discord-html.ts';
import { readable } from './markup.ts';

const at = Date.parse('2026-11-24T10:00:00Z');
const showing: DiscordShowing = {
  now: at,
  zone: 'UTC',
  users: new Map([['101', 'maria']]),
  files: new Map([['picture-1.png', Uint8Array.from([1, 2, 3])]]),
  pressed: (id) => (id === 'none' ? undefined : `/?line=${encodeURIComponent(id)}`),
  picked: (_, word) => `/?line=${encodeURIComponent(word)}`,
};
const shown = (...components: readonly unknown[]) => discordMessageHtml({ components }, showing, { at }).written;

const text = (content: string) => ({ type: 10, content });
const button = { type: 2, style: 4, label: 'Stop', custom_id: 'stop web-1' };
const picture = { media: { url: 'attachment://picture-1.png' }, description: 'prices' };
const option = { label: 'web-1', value: 'web-1', description: 'about web-1' };
const select = { type: 3, custom_id: 'p0', placeholder: 'Choose', options: [option] };
const row = (...components: readonly unknown[]) => ({ type: 1, components });

/** One component of each kind, and what of it must be in the page. */
const kinds: readonly (readonly [kind: string, component: unknown, holds: readonly string[]])[] = [
  [
    'a text',
    text('### Prices\n**so** at <t:1795514400:t> for <@101>'),
    ['<h3 class="size3">Prices</h3>', '<b>so</b>', '@maria', '10:00 AM</time>'],
  ],
  ['a block of code', text('```\na\nb\n```'), ['<pre>a\nb</pre>']],
  ['a line between', { type: 14, divider: true, spacing: 1 }, ['<hr class="piece" />']],
  ['a space between', { type: 14, divider: false, spacing: 2 }, ['<div class="piece gap"></div>']],
  [
    'buttons',
    row(button, { type: 2, style: 2, label: 'Show', custom_id: 'none' }, { ...button, style: 1, disabled: true }),
    [
      '<a class="button danger" href="/?line=stop%20web-1">Stop</a>',
      '<span class="button secondary" role="button" aria-disabled="true">Show</span>',
      '<span class="button primary" role="button" aria-disabled="true">Stop</span>',
    ],
  ],
  [
    'a button that is a link',
    row({ type: 2, style: 5, label: 'AWS', url: 'https://aws.amazon.com/' }),
    ['href="https://aws.amazon.com/" target="_blank" rel="noreferrer noopener">AWS</a>'],
  ],
  ['a select', row(select), ['Choose', '<a href="/?line=web-1">web-1<small>about web-1</small></a>']],
  [
    'a select of several',
    row({
      ...select,
      min_values: 0,
      max_values: 2,
      options: [
        { ...option, default: true },
        { ...option, value: 'web-2' },
      ],
    }),
    ['<details class="select many">', '<span class="chip">web-1</span>'],
  ],
  ['a gallery', { type: 12, items: [picture] }, ['<img src="data:image/png;base64,AQID" alt="prices" />']],
  ['a file', { type: 13, file: { url: 'attachment://rows.csv' } }, ['<div class="piece file">rows.csv</div>']],
  [
    'a section with a button',
    { type: 9, components: [text('one'), text('two')], accessory: button },
    ['<p>one</p><p>two</p>', 'class="button danger"'],
  ],
  [
    'a section with a picture',
    { type: 9, components: [text('one')], accessory: { type: 11, ...picture } },
    ['alt="prices"'],
  ],
  [
    'a container',
    { type: 17, accent_color: 0x2e_a0_43, components: [text('one'), row(button)] },
    ['<div class="container accent-2ea043">', '<p>one</p>'],
  ],
  ['a container without a colour', { type: 17, components: [text('one')] }, ['<div class="container plain">']],
];

describe('components of a message', () => {
  it.each(kinds)('%s', (_, component, holds) => {
    const page = shown(component);
    readable(page);
    expect(page).not.toContain('unknown component');
    for (const piece of holds) expect(page).toContain(piece);
  });

  it.each([
    ['a kind that is new', { type: 99 }],
    ['a property that is new', { type: 14, colour: 'red' }],
    ['an element that is new', row({ type: 5, custom_id: 'a' })],
    ['a colour that no reply has', { type: 17, accent_color: 1, components: [] }],
    ['what is no component', 7],
  ])('%s is shown as its JSON, and said to be', (_, component) => {
    for (const page of [shown(component), shown({ type: 17, components: [component] })]) {
      expect(page).toContain('unknown component');
      expect(readable(page)).toContain(JSON.stringify(component, undefined, 2));
    }
  });

  it('come with a name, a badge and the time; what only one sees is said to be below them', () => {
    const page = discordMessageHtml({ components: [] }, showing, { at, below: 'Only you can see this' }).written;
    expect(readable(page).replace(/\s+/g, ' ')).toBe(' Q Quartermaster APP Today at 10:00 AM Only you can see this ');
  });
});

describe('a form of Discord’s', () => {
  const field = (component: Readonly<Record<string, unknown>>) => ({
    type: 18,
    label: 'Why',
    component: { type: 4, custom_id: 'reason', style: 1, ...component },
  });
  const form = (...components: readonly unknown[]) =>
    modalHtml({ custom_id: 'f', title: 'Terminate', components }, showing, { value: '"v"' }).written;

  it('has a title, its fields under their names, what it carries, and both ways out', () => {
    const page = form(
      text('for `web-1`'),
      field({ style: 2, max_length: 500 }),
      field({ custom_id: 'until', required: false, placeholder: '2027-03-01' }),
    );
    readable(page);
    for (const piece of [
      '<h2>Terminate</h2>',
      '<code>web-1</code>',
      '<textarea name="reason" rows="4" maxlength="500"',
      'placeholder="2027-03-01"',
      '>Submit</button>',
      '>Cancel</a>',
      '<input type="hidden" name="value" value="&quot;v&quot;" />',
    ])
      expect(page).toContain(piece);
    expect(page.match(/class="star"/g)).toHaveLength(1);
    expect(page.match(/ required/g)).toHaveLength(1);
  });

  it('is shown as its JSON where it is none, or holds what is none', () => {
    expect(modalHtml(undefined, showing, {}).written).toContain('unknown component');
    expect(form(row(button))).toContain('unknown component');
  });
});

describe('whatever a component holds', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...'*_~`|<>[]()#-:@/\\"\' 1a\n') }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onclick='x",
      '[a](<https://a.example/"onclick="x>)',
      '[a](javascript:alert(1))',
      '@everyone <@101> <t:0:R>',
      '```\n</pre><script>\n```',
    ),
  );
  /** The same component with each of its texts replaced. */
  const filled = (value: unknown, said: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => filled(one, said));
    if (typeof value === 'string') return said;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inside]: [string, unknown]) => [key, filled(inside, said)]),
    );
  };

  it.each(kinds)('%s holds no tag, attribute or address but those of the page', (_, component) => {
    fc.assert(
      fc.property(hostile, (said) => {
        const page = shown(filled(component, said));
        readable(page);
        for (const [, href = ''] of page.matchAll(/ href="([^"]*)"/g))
          expect(href).toMatch(/^(\/\?line=|https?:\/\/)/i);
      }),
    );
  });
});
