import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvWord, lineWords, shareWord } from '../../src/bot/line-words.ts';
import { tokens } from '../../src/bot/tokens.ts';
import { isProblem } from '../../src/core/problem.ts';

describe('words that go with a line', () => {
  it.each<[string, string, boolean, boolean]>([
    ['list as:csv', 'list', true, false],
    ['list stopped --as=csv  ', 'list stopped', true, false],
    ['AS:CSV', 'help as:csv', false, false],
    ['share:yes', 'help share:yes', false, false],
    [' --share ', 'help share:yes', false, false],
    ['share:no as:csv', 'help as:csv', false, false],
    ['', '', false, false],
    ['as:csv list', 'list', true, false],
    ['help as:csv', 'help as:csv', false, false],
    ['? as:csv', '? as:csv', false, false],
    ['help list as:csv', 'help list', true, false],
    ['help as:csv share:yes', 'help as:csv', false, true],
    ['help', 'help', false, false],
    ['list has:csv', 'list has:csv', false, false],
    ['list as:json', 'list as:json', false, false],
    ['stop web-1 reason:"as:csv"', 'stop web-1 reason:"as:csv"', false, false],
    ['list as:csv stopped', 'list stopped', true, false],
    ['list as:csv "x as:csv y"', 'list "x as:csv y"', true, false],
    ['keep x "as:csv" as:csv', 'keep x "as:csv"', true, false],
    ['keep x "unclosed as:csv', 'keep x "unclosed as:csv', false, false],
    ['price m5.large share:yes', 'price m5.large', false, true],
    ['price share=yes m5.large', 'price m5.large', false, true],
    ['price m5.large --share', 'price m5.large', false, true],
    ['price m5.large —share', 'price m5.large', false, true],
    ['price m5.large --share yes', 'price m5.large', false, true],
    ['price m5.large --share no', 'price m5.large', false, false],
    ['price m5.large share:no', 'price m5.large', false, false],
    ['price m5.large share:yes share:no', 'price m5.large', false, false],
    ['price m5.large share:no SHARE:Yes', 'price m5.large', false, true],
    ['help share:yes', 'help', false, true],
    ['list share:yes as:csv', 'list', true, true],
    ['list "share:yes" "--share"', 'list "share:yes" "--share"', false, false],
    ['list share', 'list share', false, false],
    ['list share:', 'list share:', false, false],
    ['list share:maybe', 'list share:maybe', false, false],
    ['explain what is a share', 'explain what is a share', false, false],
    ['keep x share:yes reason:“a  b”', 'keep x reason:“a  b”', false, true],
  ])('%j is %j, with rows: %s, shared: %s', (typed, line, csv, share) => {
    expect(lineWords(typed)).toEqual({ line, csv, share });
  });

  it('stay in the line where a platform does not understand them', () => {
    expect(lineWords('list as:csv share:yes', [csvWord])).toEqual({ line: 'list share:yes', csv: true, share: false });
    expect(lineWords('list as:csv share:yes', [shareWord])).toEqual({ line: 'list as:csv', csv: false, share: true });
  });

  it('leave all other words as they were, in their order', () => {
    const word = fc.constantFrom(
      'list',
      '"two  words"',
      "it's",
      'tag:a="b c"',
      '“x”',
      '--all',
      'x\\"y',
      'i\u2011\u00e9',
    );
    const extra = fc.constantFrom('as:csv', '--share', 'share:no', '--as=csv');
    fc.assert(
      fc.property(fc.array(fc.oneof(word, extra), { maxLength: 12 }), (all) => {
        const kept = all.filter((one) => !/^(?:--)?(?:as|share)(?:$|[:=])/.test(one));
        fc.pre(kept.length > 0);
        expect(textsOf(lineWords(all.join('  ')).line)).toEqual(textsOf(kept.join(' ')));
      }),
    );
  });
});

function textsOf(line: string) {
  const found = tokens(line);
  return isProblem(found) ? found : found.map(({ text }) => text);
}
