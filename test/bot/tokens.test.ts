import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineLimit, tokens, wordLimit, wordsLimit } from '../../src/bot/tokens.ts';
import { quoted } from '../../src/commands/reply/reply.ts';
import { isProblem } from '../../src/core/problem.ts';
import { plain } from '../../src/core/text.ts';

const words = (line: string): readonly string[] | string => {
  const found = tokens(line);
  return isProblem(found) ? found.problem : found.map(({ text }) => text);
};

describe('a line is split into words', () => {
  it.each<[string, readonly string[] | string]>([
    ['stop web-1', ['stop', 'web-1']],
    ['  stop   web-1  ', ['stop', 'web-1']],
    ['reason:"two words" x', ['reason:two words', 'x']],
    ['reason="two words"', ['reason=two words']],
    ['tag:team="my team" x', ['tag:team=my team', 'x']],
    ['tag:team=“my team”', ['tag:team=my team']],
    ['reason:5"', ['reason:5"']],
    ['"my box"', ['my box']],
    ['“my box”', ['my box']],
    ['„my box“', ['my box']],
    ['«my box»', ['my box']],
    ["'my box'", ['my box']],
    ['‘my box’', ['my box']],
    ["it's", ["it's"]],
    ['it’s here', ['it’s', 'here']],
    ["'it's fine'", ["it's fine"]],
    ['—region eu-west-1', ['--region', 'eu-west-1']],
    ['–region eu-west-1', ['--region', 'eu-west-1']],
    ['eu‑west‑1', ['eu-west-1']],
    ['price m5.large', ['price', 'm5.large']],
    ['a​b', ['ab']],
    ['‮stop', ['stop']],
    ['"say \\"hi\\""', ['say "hi"']],
    ['a\\"b', ['a"b']],
    ['', []],
    ['\u061Cstop', ['stop']],
    ['"open', 'unreadable-line'],
    ['tag:team="open', 'unreadable-line'],
    ['reason:"open', 'unreadable-line'],
    [' '.repeat(lineLimit + 1), 'unreadable-line'],
    ['x'.repeat(wordLimit + 1), 'unreadable-line'],
    ['x '.repeat(wordsLimit + 1), 'unreadable-line'],
  ])('%s', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  it.each([
    ['stop web-1 reason:"no traffic until', 'no traffic u'],
    ['list “open', 'open'],
    ["list 'open", 'open'],
  ])('%s: says which quote is open', (line, begins) => {
    const found = tokens(line);
    expect(isProblem(found) && plain(found.what)).toBe(`The quote that opens before “${begins}” is not closed.`);
  });

  it.each([
    ['region:eu-west-1', { parted: 6, quoted: false }],
    ['--region=eu-west-1', { parted: 8, quoted: false }],
    ['tag:env=dev', { parted: 3, quoted: false }],
    ['"region:eu-west-1"', { parted: undefined, quoted: true }],
    ['reason:"a: b"', { parted: 6, quoted: false }],
    [':x', { parted: undefined, quoted: false }],
    ['web-1', { parted: undefined, quoted: false }],
  ])('%s: knows where key and value part, and what stood in quotes', (line, expected) => {
    const found = tokens(line);
    const [only, ...more] = isProblem(found) ? [] : found;
    expect(more).toEqual([]);
    expect({ parted: only?.parted, quoted: only?.quoted }).toEqual(expected);
  });

  it('reads a line of the longest length', () => {
    expect(words(' '.repeat(lineLimit))).toEqual([]);
    expect(words('x'.repeat(wordLimit))).toEqual(['x'.repeat(wordLimit)]);
    expect(words('x '.repeat(wordsLimit))).toHaveLength(wordsLimit);
  });

  it('shows half a character as such: no store could keep it', () => {
    expect(words('reason:"a\uD83D"')).toEqual(['reason:a\uFFFD']);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (line) => {
        const found = tokens(line);
        for (const { text } of isProblem(found) ? [] : found) expect(text).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (line) => void tokens(line)),
      { numRuns: 2_000 },
    );
  });

  it('reads back every word that was quoted for it, but for signs that nobody can see', () => {
    const visible = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter(
        (word) =>
          !/[\s\u00AD\u061C\u200B-\u200F\u2010-\u2015\u2028-\u202F\u2060-\u2069\u2212\uFE63\uFF0D\uFEFF\u00A0\u2000-\u200A\u205F\u3000]/.test(
            word.replaceAll(' ', ''),
          ),
      );
    fc.assert(
      fc.property(fc.array(visible, { minLength: 1, maxLength: 5 }), (some) => {
        expect(words(some.map(quoted).join(' '))).toEqual(some);
      }),
      { numRuns: 1_000 },
    );
  });
});
