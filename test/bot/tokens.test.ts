import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineLimit, tokens } from '../../src/bot/tokens.ts';
import { quoted } from '../../src/commands/reply/reply.ts';
import { isProblem } from '../../src/core/problem.ts';

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
    ['"open', 'unreadable-line'],
    ['reason:"open', 'unreadable-line'],
    ['x'.repeat(lineLimit + 1), 'unreadable-line'],
  ])('%s', (line, expected) => {
    expect(words(line)).toEqual(expected);
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
          !/[\s\u00AD\u200B-\u200F\u2010-\u2015\u2028-\u202F\u2060-\u2069\u2212\uFE63\uFF0D\uFEFF\u00A0\u2000-\u200A\u205F\u3000]/.test(
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
