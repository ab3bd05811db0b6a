import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { terminalHtml } from '../../../src/bot/preview/terminal-html.ts';
import { styler, type Style } from '../../../src/bot/terminal/style.ts';
import { readable } from './markup.ts';

const style = styler(true);

describe('lines of a terminal', () => {
  it.each([
    ['plain', 'one'],
    ['strong', '<span class="bold">one</span>'],
    ['dim', '<span class="dim">one</span>'],
    ['code', '<span class="cyan">one</span>'],
    ['command', '<span class="green">one</span>'],
    ['good', '<span class="green">one</span>'],
    ['warning', '<span class="yellow">one</span>'],
    ['danger', '<span class="red">one</span>'],
    ['problem', '<span class="red">one</span>'],
  ] as const satisfies readonly (readonly [Style, string])[])('%s', (kind, expected) => {
    expect(terminalHtml([`${style(kind, 'one')} two`]).written).toBe(`<pre>${expected} two\n</pre>`);
  });

  it('show a style that the page does not know', () => {
    expect(terminalHtml(['\u001B[4mone\u001B[24m']).written).toBe(
      '<pre><strong class="loud">ESC[4m</strong>one<strong class="loud">ESC[24m</strong>\n</pre>',
    );
  });

  it('hold no tag but those of the page, and all the words', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (lines) => {
        expect(readable(terminalHtml(lines.map((line) => style('strong', line))).written)).toBe(
          lines.map((line) => `${line}\n`).join(''),
        );
      }),
    );
  });
});
