import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mrkdwn } from '../../../src/bot/preview/mrkdwn.ts';
import { inForm } from '../../../src/bot/preview/slack-time.ts';
import { mrkdwn as writer, written } from '../../../src/bot/slack/markup.ts';
import { harmless, type Span } from '../../../src/core/text.ts';
import { readable } from './markup.ts';

const now = Date.parse('2026-11-24T10:00:00Z');
const reading = { now, zone: 'Europe/Paris', users: new Map([['U0MARIA', 'maria']]) };
const shown = (text: string) => mrkdwn(text, reading).written;

describe('Slack’s markup', () => {
  it.each([
    ['*bold*', '<b>bold</b>'],
    ['a *bold* word', 'a <b>bold</b> word'],
    ['_so_ and ~gone~', '<i>so</i> and <s>gone</s>'],
    ['*bold with `code`*', '<b>bold with <code>code</code></b>'],
    ['2*3*4', '2*3*4'],
    ['* no *', '* no *'],
    ['snake_case_name', 'snake_case_name'],
    ['\u200B*not\u200B* bold', '\u200B*not\u200B* bold'],
    ['see:\u200B*bold*', 'see:\u200B<b>bold</b>'],
    ['`a*b*c`', '<code>a*b*c</code>'],
    ['`&lt;!channel&gt;`', '<code>&lt;!channel&gt;</code>'],
    ['&lt;b&gt; &amp;amp;', '&lt;b&gt; &amp;amp;'],
    ['<@U0MARIA>', '<span class="mention">@maria</span>'],
    ['<@U0OTHER>', '<span class="mention">@U0OTHER</span>'],
    [
      '<https://aws.amazon.com/?a=1&amp;b=2|AWS>',
      '<a href="https://aws.amazon.com/?a=1&amp;b=2" target="_blank" rel="noreferrer noopener">AWS</a>',
    ],
    ['<javascript:alert(1)|x>', '<strong class="loud">&lt;javascript:alert(1)|x&gt;</strong>'],
    ['<!channel>', '<strong class="loud">&lt;!channel&gt;</strong>'],
    ['one\ntwo', 'one<br />two'],
    ['&gt;quoted', '<q>quoted</q>'],
    [
      '<script>alert(1)</script>',
      '<strong class="loud">&lt;script&gt;</strong>alert(1)<strong class="loud">&lt;/script&gt;</strong>',
    ],
  ])('%s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('shows moments in the viewer’s zone', () => {
    expect(shown(`<!date^${now / 1_000}^{date_short_pretty} {time_secs}|2026-11-24T10:00:00Z>`)).toBe(
      '<time datetime="2026-11-24T10:00:00.000Z">today 11:00:00 AM</time>',
    );
  });

  it.each([
    ['{date_num}', '2026-11-26'],
    ['{date}', 'November 26, 2026'],
    ['{date_short}', 'Nov 26, 2026'],
    ['{date_long}', 'Thursday, November 26, 2026'],
    ['{date_pretty} at {time}', 'November 26, 2026 at 11:00 AM'],
    ['{ago}', '{ago}'],
  ])('a moment in the form %s', (form, expected) => {
    expect(inForm(now + 2 * 86_400_000, form, reading)).toBe(expected);
  });

  it.each([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ])('%i days from now is told as %s', (days, expected) => {
    expect(inForm(now + days * 86_400_000, '{date_short_pretty}', reading)).toBe(expected);
  });
});

describe('whatever a text holds', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          '<',
          '>',
          '|',
          '*',
          '_',
          '`',
          '&',
          '&lt;',
          '"',
          "'",
          ' ',
          'a',
          '@U1',
          '!date^1^{time}',
          'https://a',
          '\n',
        ),
      )
      .map((parts) => parts.join('')),
  );

  it('becomes no tag but those of the page', () => {
    fc.assert(fc.property(text, (any) => void readable(shown(any))));
  });

  it('is read as it was, where the renderer wrote it', () => {
    const kind = fc.constantFrom('text' as const, 'strong' as const, 'code' as const);
    // Marks that stand there as signs beside others that are marks: how these pair Slack alone knows.
    const spans = fc.array(fc.record({ kind, text: text.map((any) => harmless(any).replace(/[*_~`]/g, 'x')) }));
    /** Signs that part or replace are the renderer's own; ends of a line are trimmed. */
    const bare = (any: string) => any.replaceAll('\u200B', '').replaceAll('\u02CB', '`').trim();
    fc.assert(
      fc.property(spans, (any: readonly Span[]) => {
        const said = written(any, writer('/ec2')).join('');
        expect(bare(readable(shown(said)))).toBe(bare(any.map((span) => ('text' in span ? span.text : '')).join('')));
      }),
    );
  });
});
