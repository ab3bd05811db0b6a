import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literal } from '../../../src/bot/slack/markup.ts';
import { typedText } from '../../../src/bot/slack/unescape.ts';
import { tokens } from '../../../src/bot/tokens.ts';
import { isProblem } from '../../../src/core/problem.ts';

const words = (line: string): readonly string[] => {
  const read = tokens(typedText(line));
  if (isProblem(read)) throw new Error(`${line} is not read`);
  return read.map(({ text }) => text);
};

describe('what Slack sends is what was typed', () => {
  it.each([
    ['stop web-1', 'stop web-1'],
    ['show <http://web-1.example.com|web-1.example.com>', 'show web-1.example.com'],
    ['explain <http://m7i.me|m7i.me>', 'explain m7i.me'],
    ['show <https://x.example/a?b=1&amp;c=2>', 'show https://x.example/a?b=1&c=2'],
    ['list tag:owner=<mailto:a@b.c|a@b.c>', 'list tag:owner=a@b.c'],
    ['list tag:owner=<mailto:a@b.c>', 'list tag:owner=a@b.c'],
    ['list tag:phone=<tel:+4930123|+49 30 123>', 'list tag:phone=+49 30 123'],
    ['list tag:phone=<tel:+4930123>', 'list tag:phone=+4930123'],
    ['list owner:<@U123|bob>', 'list owner:slack:U123'],
    ['list owner:<@W0AB12>', 'list owner:slack:W0AB12'],
    ['use <#C123|ops>', 'use slack:C123'],
    ['use <#C123|>', 'use slack:C123'],
    ['use <#G9>', 'use slack:G9'],
    ['may <!subteam^S1|@oncall> stop', 'may slack:S1 stop'],
    ['may <!subteam^S1> stop', 'may slack:S1 stop'],
    ['since <!date^1392734382^{date_num} {time_secs}|2014-02-18 06:39:42>', 'since 2014-02-18 06:39:42'],
    ['<!here> list', '@here list'],
    ['<!channel|channel> list', '@channel list'],
    ['<!everyone>', '@everyone'],
    ['reason:"a &amp; b &lt;c&gt;"', 'reason:"a & b <c>"'],
    ['reason:&amp;lt;', 'reason:&lt;'],
    ['stop `web-1`', 'stop web-1'],
    ['`stop web-1`', 'stop web-1'],
    ['```stop web-1```', 'stop web-1'],
    ['```\nstop web-1\n```', 'stop web-1'],
    ['stop `web 1` now', 'stop "web 1" now'],
    ['stop `"web 1"`', 'stop "web 1"'],
    ['list name:`web 1`', 'list name:"web 1"'],
    ['stop ```web-1\nweb-2```', 'stop web-1\nweb-2'],
    ['stop `web', 'stop `web'],
    ['a &lt; b', 'a < b'],
    ['', ''],
  ])('%j as %j', (sent, meant) => {
    expect(typedText(sent)).toBe(meant);
  });

  it.each([
    ['list name:“my box” —region eu-west-1', ['list', 'name:my box', '--region', 'eu-west-1']],
    ['show i‑0abc\u00A0\u200Bi-1', ['show', 'i-0abc', 'i-1']],
    ['stop `my box`', ['stop', 'my box']],
  ])('%j, whose quotes and dashes the grammar reads', (sent, meant) => {
    expect(words(sent)).toEqual(meant);
  });

  it('whatever is sent, it is read without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>|!@#^:&;`lgtamp U1'), maxLength: 60 }), (sent) => {
        expect(typeof typedText(sent)).toBe('string');
      }),
    );
  });

  it('and a name that is copied from an answer is the name', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_*~:.<>&-]{1,40}$/), (name) => {
        expect(words(`${literal(name)} x`)[0]).toBe(words(`${literal('x')} ${literal(name)}`)[1]);
        expect(words(literal(name))).toEqual([name]);
      }),
    );
  });
});
