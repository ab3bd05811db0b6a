import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { render, renderHome } from '../../../src/bot/slack/render.ts';
import { faultsOf, meantIn, mrkdwnOf, textsIn } from './limits-check.ts';
import { anyReply, hostileReply } from '../replies.ts';

type Rendered = ReturnType<typeof render>;
const how = { command: '/ec2' };
const withFiles = { command: '/ec2', fileOf: () => 'F0123' };
const runs = { numRuns: 60 };

/** Signs that are not seen, beyond a new line and the space that is none. */
const unseen = (text: string): boolean => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text.replace(/[\n\u200B]/g, ''));
/** What is left of mrkdwn where every entity was taken away. */
const bare = (text: string): string => text.replace(/&(?:amp|lt|gt);/g, '');
const blocksOf = ({ messages }: Rendered) => messages.flatMap(({ blocks }) => blocks);

describe('any reply in Slack', () => {
  it('is within the limits of Slack, in four messages at most', () => {
    fc.assert(
      fc.property(anyReply, fc.constantFrom(how, withFiles), (reply, showing) => {
        const { messages } = render(reply, showing);
        expect(messages.length).toBeGreaterThan(0);
        expect(messages.length).toBeLessThanOrEqual(4);
        for (const { text, blocks } of messages) {
          expect(faultsOf(blocks, 'message')).toEqual([]);
          expect(text.trim()).not.toBe('');
          expect(text.length).toBeLessThanOrEqual(4_000);
          expect(textsIn(blocks).join('').length).toBeLessThanOrEqual(40_000);
        }
      }),
      runs,
    );
  });

  it('is within the limits of App Home', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const { blocks, text } = renderHome(reply, how);
        expect(blocks.length === 0 ? [] : faultsOf(blocks, 'home')).toEqual([]);
        expect(Buffer.byteLength(JSON.stringify(blocks))).toBeLessThan(250_000);
        expect(text).not.toBe('');
      }),
      runs,
    );
  });

  it('holds no mention, link, date or control character that the bot does not mean', () => {
    fc.assert(
      fc.property(hostileReply, (reply) => {
        const rendered = render(reply, withFiles);
        const home = renderHome(reply, how);
        const texts = [
          ...rendered.messages.map(({ text }) => text),
          home.text,
          ...[...blocksOf(rendered), ...home.blocks].flatMap(mrkdwnOf),
        ];
        for (const text of texts) {
          expect(bare(text), JSON.stringify(text)).not.toMatch(/[<>&]/);
          expect(text, JSON.stringify(text)).not.toMatch(/(?:^|\n)\s*&gt;/);
        }
        expect([...blocksOf(rendered), ...home.blocks].flatMap(meantIn)).toEqual([]);
        for (const text of [...texts, ...textsIn(blocksOf(rendered)), ...textsIn(home.blocks)])
          expect(unseen(text), text.slice(0, 99)).toBe(false);
      }),
      runs,
    );
  });

  it('holds whole entities alone, and of what Slack reads only what the bot means', () => {
    const meant =
      /<(?:@U0123|!date\^\d+\^\{date_short\}, \{time\}\|[\dTZ:-]+|https:\/\/docs\.example\.com\/a\?b=1&amp;c=2\|[^<>]+)>/g;
    fc.assert(
      fc.property(anyReply, (reply) => {
        for (const { text, blocks } of render(reply, how).messages)
          for (const one of [text, ...blocks.flatMap(mrkdwnOf)])
            expect(bare(one.replace(meant, '')), JSON.stringify(one)).not.toMatch(/[<>&]/);
      }),
      runs,
    );
  });

  it('says that something was left out, or shows every button', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const rendered = render(reply, how);
        const buttons = blocksOf(rendered).flatMap((block) =>
          block.type === 'actions' ? block.elements.map(({ action_id }) => action_id) : [],
        );
        const wanted = reply.blocks.flatMap((block) => (block.kind === 'actions' ? block.actions : []));
        if (!rendered.cut)
          expect(buttons).toHaveLength(
            wanted.filter(({ does, form }) => JSON.stringify({ does, form }).length <= 2_000).length,
          );
      }),
      { numRuns: 40 },
    );
  });
});
