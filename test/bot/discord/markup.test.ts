import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockLine, fenced, literal, markdown, written } from '../../../src/bot/discord/markup.ts';
import {
  code,
  command,
  harmless,
  link,
  mention,
  plain,
  say,
  strong,
  text,
  time,
  type Span,
  type Spans,
} from '../../../src/core/text.ts';
import { hostile, hostileSpan } from '../replies.ts';
import { kindsIn, readMarkdown, shownWords } from './markdown.ts';

const one = (spans: Spans): string => written(spans, markdown('/ec2')).join('');
/** The space that is none, which keeps signs from being marks. */
const z = '\u200B';
const at = 1_795_514_700_000;

describe('spans as markdown', () => {
  it.each<[string, Spans, string]>([
    ['text', [text('a & b, c=d')], 'a & b, c=d'],
    ['marks', [text('*b* _i_ ~s~ `c` ||x||')], '\\*b\\* \\_i\\_ \\~s\\~ \\`c\\` \\|\\|x\\|\\|'],
    ['a backslash', [text('a\\b\\')], 'a\\\\b\\\\'],
    ['emoji', [text('arn:aws:ec2 :fire:')], 'arn\\:aws\\:ec2 \\:fire\\:'],
    ['a colon before a space', [text('a: b:'), text('c:')], 'a: b\\:c\\:'],
    ['mentions that are none', [text('<@1> @here <#2>')], `\\<@${z}1\\> @${z}here \\<\\#2\\>`],
    ['an address', [text('https://x.example/?a=1')], 'https\\:\\/\\/x.example\\/?a=1'],
    ['an invitation', [text('discord.gg/abc')], 'discord.gg\\/abc'],
    ['a link that is none', [text('[a](b)')], '\\[a\\]\\(b\\)'],
    ['a heading that is none', [text('# x')], '\\# x'],
    ['a list that is none', [text('- x')], '\\- x'],
    ['a number that begins no list', [text('1'), text('. x')], '1\\. x'],
    ['a number with a fraction', [text('3.5 GHz')], '3.5 GHz'],
    ['a name with a hyphen', [text('web-1 - x')], 'web-1 - x'],
    ['another list that is none', [text('• x')], '\\• x'],
    ['a small line that is none', [text('-# x')], '-\\# x'],
    ['a quotation that is none', [text('> x')], '\\> x'],
    ['a line break', [text('a\nb')], 'a\uFFFDb'],
    ['strong', [strong('x*y')], '**x\\*y**'],
    ['strong with spaces around', [text('a'), strong(' b '), text('c')], 'a **b** c'],
    ['strong of nothing', [strong(''), strong(' '), text('x')], 'x'],
    ['strong that begins no list', [strong('- x')], '**\\- x**'],
    ['strong beside strong', [strong('a'), strong('b')], `**a**${z}**b**`],
    ['strong after a star', [text('*'), strong('b')], `\\*${z}**b**`],
    ['code', [code('a`b <c>')], '`a\u02CBb <c>`'],
    ['code that would notify', [code('@everyone <@1> a@b.example')], `\`@${z}everyone <@${z}1> a@b.example\``],
    ['code beside code', [code('a'), code('b')], `\`a\`${z}\`b\``],
    ['code beside strong', [code('a'), strong('b')], '`a`**b**'],
    ['a command', [command('list name:*')], '`/ec2 list name:*`'],
    ['one who is meant', [mention({ id: 'discord:80351110224678912', name: 'bob' })], '<@80351110224678912>'],
    ['one of Slack', [mention({ id: 'slack:U012AB', name: 'bob' })], '**bob**'],
    ['one of the terminal', [mention({ id: 'os:bob', name: '@here' })], `**@${z}here**`],
    ['one whose id is none', [mention({ id: 'discord:1> <@&2', name: 'bob' })], '**bob**'],
    ['a moment', [time(at)], '<t:1795514700:f>'],
    ['a page', [link('https://x.example/?a=1&b=<(_)>', 'A > B')], '[A B](<https://x.example/?a=1&b=%3C%28%5F%29%3E>)'],
    ['a page without a name', [link('https://x.example/', '[]')], '\\[\\]'],
    ['a page that is not encrypted', [link('http://x.example/', 'x')], 'x'],
    ['what is no page', [link('javascript:alert(1)', 'x')], 'x'],
  ])('%s', (_, spans, meant) => {
    expect(one(spans)).toBe(meant);
  });

  it('shows every sign of a text as it was, and nothing else', () => {
    fc.assert(
      fc.property(hostile, (said) => {
        const tokens = readMarkdown(one([text(said)]));
        expect(kindsIn(tokens).filter((kind) => kind !== 'text')).toEqual([]);
        expect(shownWords(tokens)).toBe(harmless(said).trim());
      }),
      { numRuns: 2_000 },
    );
  });

  it('shows what stands beside each other as what each is', () => {
    const withoutSpaces = (words: string) => words.replace(/\s/g, '');
    const words = (span: Span) =>
      span.kind === 'code' || span.kind === 'command'
        ? plain([span]).replaceAll('`', '\u02CB')
        : span.kind === 'mention'
          ? span.name
          : plain([span]);
    fc.assert(
      fc.property(fc.array(hostileSpan, { maxLength: 6 }), (spans) => {
        const tokens = readMarkdown(written(spans, markdown('')).join(''));
        expect(kindsIn(tokens).filter((kind) => !['text', 'bold', 'code'].includes(kind))).toEqual([]);
        expect(withoutSpaces(shownWords(tokens))).toBe(withoutSpaces(spans.map(words).join('')));
      }),
      { numRuns: 1_000 },
    );
  });

  it('holds no address and no invitation as it was sent, whoever looks for one', () => {
    fc.assert(
      fc.property(hostile, (said) => {
        expect(literal(said)).not.toMatch(/:\/\/|\w\/|@(?!\u200B)/);
      }),
    );
  });

  it('is broken into parts that fit, and loses nothing but spaces', () => {
    fc.assert(
      fc.property(
        fc.array(hostile.map(text), { maxLength: 4 }),
        fc.integer({ min: 20, max: 3_000 }),
        (spans, atMost) => {
          const parts = written(spans, markdown('/ec2'), atMost);
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(atMost);
            expect(part).not.toMatch(/\p{Cs}/u);
            expect(kindsIn(readMarkdown(part))).toEqual(['text']);
          }
          const shown = parts.map((part) => shownWords(readMarkdown(part))).join('');
          expect(shown.replace(/\s/g, '')).toBe(plain(spans).replace(/\s/g, ''));
        },
      ),
    );
  });

  it('is broken between sentences where it can be', () => {
    expect(written(say`One two three. Four five six. Seven.`, markdown('/ec2'), 34)).toEqual([
      'One two three. Four five six.',
      'Seven.',
    ]);
  });
});

describe('a block of code', () => {
  it('is never ended by what it holds, and shows its lines as they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(hostile, fc.string({ unit: fc.constantFrom('`', 'a', '\\') })), { minLength: 1 }),
        (lines) => {
          const whole = fenced(['first', ...lines.map(blockLine), 'last']);
          expect(readMarkdown(whole).map(({ kind }) => kind)).toEqual(['block']);
          expect(shownWords(readMarkdown(whole))).toBe(['first', ...lines.map(harmless), 'last'].join('\n'));
        },
      ),
    );
  });
});

describe('the reader of these tests sees what Discord would', () => {
  it.each([
    ['**a** `b`', ['bold', 'code', 'text']],
    ['a\n- b', ['list', 'text']],
    ['**- b**', ['bold', 'list', 'text']],
    ['-# # a', ['heading', 'small', 'text']],
    ['@everyone', ['everyone']],
    ['<@1> <@&1> <#1> <t:1:R> <:a:1>', ['channel', 'emoji', 'role', 'text', 'time', 'user']],
    ['x https://a.example', ['link', 'text']],
    ['discord.gg/a', ['link']],
    ['[a](https://a.example)', ['link']],
    [':fire:', ['emoji']],
    ['```\na\n```', ['block']],
    ['__a__ *b* ~~c~~ ||d||', ['italic', 'spoiler', 'struck', 'text', 'underlined']],
    ['\\*a\\*', ['text']],
  ])('%j', (source, kinds) => {
    expect(kindsIn(readMarkdown(source))).toEqual(kinds);
  });
});
