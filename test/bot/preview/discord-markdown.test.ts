import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discordMarkdown } from '../../../src/bot/preview/discord-markdown.ts';
import { stamped } from '../../../src/bot/preview/discord-time.ts';
import { blockLine, fenced, markdown as writer, written } from '../../../src/bot/discord/markup.ts';
import { harmless, type Span } from '../../../src/core/text.ts';
import { readable } from './markup.ts';

const now = Date.parse('2026-11-24T10:00:00Z');
const reading = { now, zone: 'Europe/Paris', users: new Map([['101', 'maria']]) };
const shown = (text: string) => discordMarkdown(text, reading).written;
/** The same without the paragraph around it. */
const inLine = (text: string) => shown(text).replace(/^<p>([^]*)<\/p>$/, '$1');
const loud = (text: string) => `<strong class="loud">${text}</strong>`;

describe('Discord’s markdown', () => {
  it.each([
    ['a **bold** word', 'a <b>bold</b> word'],
    ['**bold with `code`**', '<b>bold with <code>code</code></b>'],
    ['*so*, _so_, __so__ and ~~gone~~', '<i>so</i>, <i>so</i>, <u>so</u> and <s>gone</s>'],
    ['***both***', '<b><i>both</i></b>'],
    [String.raw`\*\*not\*\* \_bold\_ \\`, '**not** _bold_ \\'],
    ['snake_case_name', 'snake_case_name'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['`a*b*c` and ``a`b``', '<code>a*b*c</code> and <code>a`b</code>'],
    [String.raw`${'`'}a\*b${'`'}`, String.raw`<code>a\*b</code>`],
    ['<@101> and <@!101>', '<span class="mention">@maria</span> and <span class="mention">@maria</span>'],
    ['one\ntwo', 'one<br />two'],
    ['<b>', '&lt;b&gt;'],
    [
      '[AWS](<https://aws.amazon.com/?a=1&b=2>)',
      '<a href="https://aws.amazon.com/?a=1&amp;b=2" target="_blank" rel="noreferrer noopener">AWS</a>',
    ],
    ['[x](javascript:alert)', '[x](javascript:alert)'],
    [
      'at https://a.example/b',
      'at <a href="https://a.example/b" target="_blank" rel="noreferrer noopener">https://a.example/b</a>',
    ],
  ])('%s', (text, expected) => {
    expect(inLine(text)).toBe(expected);
  });

  it.each([
    ['### A **title**', '<h3 class="size3">A <b>title</b></h3>'],
    ['# A title ##', '<h3 class="size1">A title</h3>'],
    [String.raw`\# no title`, '<p># no title</p>'],
    ['#no title', '<p>#no title</p>'],
    ['-# as of *now*', '<div class="small">as of <i>now</i></div>'],
    ['> quoted', '<q>quoted</q>'],
    ['- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
    ['1. one\n2. two', '<ol><li>one</li><li>two</li></ol>'],
    [String.raw`\- one`, '<p>- one</p>'],
    ['- ### A title', '<ul><li><h3 class="size3">A title</h3></li></ul>'],
    ['```\na *b*\n  <c>\n```', '<pre>a *b*\n  &lt;c&gt;</pre>'],
    ['so:\n```\na\n```\nand', '<p>so:</p><pre>a</pre><p>and</p>'],
    ['\\`\\`\\`a```', '<p>```a```</p>'],
    ['### One\ntwo\n-# three', '<h3 class="size3">One</h3><p>two</p><div class="small">three</div>'],
  ])('lines: %s', (text, expected) => {
    expect(shown(text).replace(/\s*\n\s*(?=<\/?(?:li|ul|ol))/g, '')).toBe(expected);
  });

  it.each([
    '@everyone',
    '@here',
    '<@102>',
    '<@&102>',
    '<#102>',
    '</ec2 list:102>',
    '<id:browse>',
    '<:sad:102>',
    ':smile:',
    '||hidden||',
    '<t:9999999999999>',
    '<t:0:z>',
  ])('shows %s loudly: the renderer never writes it', (text) => {
    expect(inLine(text)).toBe(loud(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')));
  });

  it.each([
    [undefined, 'November 26, 2026 at 11:00 AM'],
    ['t', '11:00 AM'],
    ['T', '11:00:00 AM'],
    ['d', '11/26/2026'],
    ['D', 'November 26, 2026'],
    ['f', 'November 26, 2026 at 11:00 AM'],
    ['F', 'Thursday, November 26, 2026 at 11:00 AM'],
    ['R', 'in 2 days'],
  ])('shows a moment of the style %s in the viewer’s zone', (style, expected) => {
    const at = now + 2 * 86_400_000;
    expect(stamped(at, style, reading)?.written).toBe(`<time datetime="2026-11-26T10:00:00.000Z">${expected}</time>`);
  });

  it.each([
    [-3 * 3_600_000, '3 hours ago'],
    [-90 * 86_400_000, '3 months ago'],
    [400, 'now'],
  ])('tells how far %d ms is from now', (away, expected) => {
    expect(stamped(now + away, 'R', reading)?.written).toContain(`>${expected}<`);
  });
});

describe('what the renderer writes is read back', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...'*_~`|<>[]()#-+.:@/\\ 1a\n') }),
    fc.constantFrom(
      '@everyone',
      '<@101>',
      '<t:0:R>',
      '- one',
      '1. one',
      '# one',
      '-# one',
      '```\na\n```',
      'https://a.example/',
      ':smile:',
    ),
  );
  /** The words as they are read: without spaces that are none, and what is not text in one form. */
  const words = (text: string) => readable(text).replaceAll('\u200B', '').replace(/\s+/g, ' ').trim();

  it('words as words, with no mark but the one that is meant', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('text', 'strong'), hostile), { minLength: 1, maxLength: 4 }),
        (all) => {
          const spans = all.map(([kind, text]): Span => ({ kind, text: harmless(text) }));
          const page = written(spans, writer('/ec2'), 1_800).map(shown).join('');
          expect(page).not.toMatch(/<(?:i|u|s|a|q|h3|ul|ol|pre|code|div|strong|time|span)[ >]/);
          expect(words(page).replaceAll(' ', '')).toBe(
            spans
              .map((span) => ('text' in span ? span.text : ''))
              .join('')
              .replace(/\s+/g, ''),
          );
        },
      ),
    );
  });

  it('code as code', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const spans: readonly Span[] = [{ kind: 'code', text: harmless(text) }];
        for (const one of written(spans, writer('/ec2'), 1_800)) expect(inLine(one)).toMatch(/^<code>[^<]*<\/code>$/);
      }),
    );
  });

  it('a block as a block', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 5 }), (lines) => {
        const text = fenced(['first', ...lines.map(blockLine), 'last']);
        expect(shown(text)).toMatch(/^<pre>first\n[^<]*\nlast<\/pre>$/);
      }),
    );
  });
});
