import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fallback, mrkdwn, written } from '../../../src/bot/slack/markup.ts';
import { code, command, harmless, link, mention, say, strong, text, time, type Spans } from '../../../src/core/text.ts';
import { hostile } from '../replies.ts';

const one = (spans: Spans): string => written(spans, mrkdwn('/ec2')).join('');
const inWords = (spans: Spans): string => written(spans, fallback('/ec2')).join('');
/** The space that is none, which keeps signs from being marks. */
const z = '\u200B';
const at = 1_795_514_700_000;

describe('spans as mrkdwn', () => {
  it.each<[string, Spans, string]>([
    ['text', [text('a & b <c>')], 'a &amp; b &lt;c&gt;'],
    ['marks', [text('*b* _i_ ~s~ `c`')], `${z}*b${z}* ${z}_i${z}_ ${z}~s${z}~ ${z}\`c${z}\``],
    ['emoji', [text('arn:aws:ec2 :fire:')], `arn:${z}aws:ec2 :${z}fire:`],
    ['a mention that is none', [text('<!channel> <@U1> @here')], '&lt;!channel&gt; &lt;@U1&gt; @here'],
    ['an entity as text', [text('&lt;')], '&amp;lt;'],
    ['a quotation that is none', [text('> x')], `${z}&gt; x`],
    ['a line break', [text('a\nb')], 'a\uFFFDb'],
    ['strong', [strong('x*y')], `*x${z}*y*`],
    ['strong with spaces around', [text('a'), strong(' b '), text('c')], 'a *b* c'],
    ['strong of nothing', [strong(''), strong(' '), text('x')], ' x'],
    ['code', [code('a`b <c>')], '`a\u02CBb &lt;c&gt;`'],
    ['code beside a letter', say`2 ${code('x')}s`, `2 \`x\`${z}s`],
    ['code beside code', [code('a'), code('b')], `\`a\`${z}\`b\``],
    ['code in brackets', say`(${code('a')}), ${code('b')}.`, '(`a`), `b`.'],
    ['a command', [command('list name:*')], '`/ec2 list name:*`'],
    ['one who is meant', [mention({ id: 'slack:U012AB', name: 'bob' })], '<@U012AB>'],
    ['one of an organisation', [mention({ id: 'slack:W012AB', name: 'bob' })], '<@W012AB>'],
    ['one of another workspace', [mention({ id: 'slack:T1:U2', name: 'bob' })], '*bob*'],
    ['one of the terminal', [mention({ id: 'os:bob', name: '<!here>' })], '*&lt;!here&gt;*'],
    ['one whose id is none', [mention({ id: 'slack:U1> <!here', name: 'bob' })], '*bob*'],
    ['a moment', [time(at)], '<!date^1795514700^{date_short}, {time}|2026-11-24T10:05:00Z>'],
    ['a page', [link('https://x.example/?a=1&b=<|>', 'A > B')], '<https://x.example/?a=1&amp;b=%3C%7C%3E|A &gt; B>'],
    ['what is no page', [link('javascript:alert(1)', 'x')], 'x'],
  ])('%s', (_, spans, meant) => {
    expect(one(spans)).toBe(meant);
  });

  it.each<[string, Spans, string]>([
    ['code and strong', say`Stop ${strong('web-1')} (${code('i-0a')})`, 'Stop web-1 (i-0a)'],
    ['a moment in UTC', [time(at)], '2026-11-24T10:05:00Z'],
    ['who is meant', [mention({ id: 'slack:U012AB', name: 'bob' })], '<@U012AB>'],
    ['who is not', [mention({ id: 'os:bob', name: 'bob' })], 'bob'],
    ['a page', [link('https://x.example/', 'A page')], 'A page'],
    ['a command', [command('list')], '/ec2 list'],
    ['text', [text('<!channel> & co')], '&lt;!channel&gt; &amp; co'],
  ])('in words: %s', (_, spans, meant) => {
    expect(inWords(spans)).toBe(meant);
  });

  it('is broken into parts that fit, and loses nothing but spaces', () => {
    const shown = (parts: readonly string[]) =>
      parts
        .join('')
        .replace(/[\u200B\s]/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&');
    fc.assert(
      fc.property(
        fc.array(hostile.map(text), { maxLength: 4 }),
        fc.integer({ min: 20, max: 3_000 }),
        (spans, atMost) => {
          const parts = written(spans, mrkdwn('/ec2'), atMost);
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(atMost);
            expect(part.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
            expect(part).not.toMatch(/\p{Cs}/u);
          }
          const words = spans.map((span) => ('text' in span ? harmless(span.text) : '')).join('');
          expect(shown(parts)).toBe(words.replace(/\s/g, ''));
        },
      ),
    );
  });

  it('is broken between sentences where it can be', () => {
    expect(written(say`One two three. Four five six. Seven.`, mrkdwn('/ec2'), 34)).toEqual([
      'One two three. Four five six.',
      'Seven.',
    ]);
  });
});
