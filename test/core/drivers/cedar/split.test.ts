import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepest, depth } from '../../../../src/core/drivers/cedar/depth.ts';
import { loadCedar } from '../../../../src/core/drivers/cedar/load.ts';
import { pieces, placeOf } from '../../../../src/core/drivers/cedar/split.ts';

const cedar = await loadCedar();

/** Text that stands between rules and between words, with all that ends a line or looks like the end of a rule. */
const gap = fc
  .array(fc.constantFrom(' ', '\n', '\r\n', '\r', '\t', '// a;b "c\n', '// "\r', '//\n', '\f'), { maxLength: 4 })
  .map((parts) => parts.join(''));
const word = fc.constantFrom('a', 'a;b', '//', 'a\\"b', '\\\\', '\n', 'é', '\\");', '😀', '/* */');

/** A rule with gaps and strings where they may stand, and no two alike. */
const rule = fc
  .tuple(gap, gap, gap, word, word)
  .map(
    ([one, two, three, said, compared]) =>
      `@says("${said}")${one} permit${two}(principal, action,${three} resource) when { context.place == "${compared}" }${one};`,
  );

const file = fc.tuple(fc.array(fc.tuple(gap, rule), { maxLength: 14 }), gap);

describe('a text is taken apart into its rules', () => {
  it('as Cedar does, whatever stands in strings and comments', () => {
    fc.assert(
      fc.property(file, ([rules, end]) => {
        const text = rules.map(([before, one]) => before + one).join('') + end;
        const answer = cedar.policySetTextToParts(text);
        if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
        const found = pieces(text);
        expect(found.map((piece) => piece.text).toSorted()).toEqual(answer.policies.toSorted());
        for (const { text: one, from } of found) expect(text.slice(from, from + one.length)).toBe(one);
      }),
      { numRuns: 300 },
    );
  });

  it('and nothing is lost, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ';', '"', '/', '\\', '\n', '\r', ' ', '(') }), (text) => {
        const found = pieces(text);
        // What stands between is white space and comments alone.
        let at = 0;
        const between = [...found, { text: '', from: text.length }].map(({ text: one, from }) => {
          const skipped = text.slice(at, from);
          at = from + one.length;
          return skipped;
        });
        for (const one of between) expect(one.replaceAll(/\/\/[^\n\r]*/g, '').trim()).toBe('');
      }),
    );
  });

  it.each([
    ['', 0, { line: 1, column: 1 }],
    ['a\nb', 2, { line: 2, column: 1 }],
    ['a\r\nbc', 4, { line: 2, column: 2 }],
    ['a\rb', 2, { line: 2, column: 1 }],
    ['a\n\nb', 3, { line: 3, column: 1 }],
  ])('%j at %i is told as %o', (text, offset, place) => {
    expect(placeOf(text, offset)).toEqual(place);
  });
});

/** All that nests, so many times. */
const nests: readonly (readonly [string, (times: number) => string])[] = [
  ['brackets', (times) => `${'('.repeat(times)}true${')'.repeat(times)}`],
  ['lists', (times) => `${'['.repeat(times)}1${']'.repeat(times)} == [1]`],
  ['records', (times) => `${'{a: '.repeat(times)}1${'}'.repeat(times)} == {a: 1}`],
  ['and', (times) => Array.from({ length: times + 1 }, () => 'true').join(' && ')],
  ['or', (times) => Array.from({ length: times + 1 }, () => 'true').join(' || ')],
  ['plus', (times) => `${Array.from({ length: times + 1 }, () => '1').join(' + ')} == 1`],
  ['choices', (times) => `${'if true then true else '.repeat(times)}true`],
  ['choices in conditions', (times) => `${'if '.repeat(times)}true${' then true else true'.repeat(times)}`],
  ['dots', (times) => `context${'.a'.repeat(times)} == 1`],
  ['places in lists', (times) => `context${'["a"]'.repeat(times)} == 1`],
  ['calls', (times) => `${'resource.getTag('.repeat(times)}"x"${')'.repeat(times)} == "x"`],
  ['brackets with and', (times) => `${'(true && '.repeat(times)}true${')'.repeat(times)}`],
  ['more conditions', (times) => `true }${' when { true }'.repeat(times)} when { true`],
];

describe('how deep a rule nests is told before Cedar, which would break, reads it', () => {
  const ruleOf = (condition: string): string => `permit (principal, action, resource) when { ${condition} };`;

  it.each(nests)('%s', (_, nested) => {
    for (const times of [10, 30, 49, 60, 5_000]) expect(depth(ruleOf(nested(times)))).toBeGreaterThan(times);
  });

  it.each(nests)('and what is not too deep is read: %s', (_, nested) => {
    const times = Array.from({ length: deepest }, (_unused, index) => index).findLast(
      (some) => depth(ruleOf(nested(some))) <= deepest,
    );
    expect(cedar.policyToJson(ruleOf(nested(times ?? 0))).type).toBe('success');
    expect(times).toBeGreaterThan(10);
  });

  it('a sign in a string or a comment nests nothing', () => {
    expect(depth(ruleOf(`context.place == "${'(&&'.repeat(100)}" // ((((((((((((((\n`))).toBeLessThan(10);
  });
});
