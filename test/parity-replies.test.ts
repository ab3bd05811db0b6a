import { describe, expect, it } from 'vitest';
import { render as inDiscord } from '../src/bot/discord/render.ts';
import { commandFor } from '../src/bot/discord/register.ts';
import { wordsOf } from '../src/bot/plain-words.ts';
import { render as inSlack } from '../src/bot/slack/render.ts';
import { render as inTerminal } from '../src/bot/terminal/render.ts';
import { styler } from '../src/bot/terminal/style.ts';
import { actionsOf, type Block, type Reply } from '../src/commands/reply/reply.ts';
import type { Spans } from '../src/core/text.ts';
import { answered, kinds, made } from './bot/golden-replies.ts';

/** What must not differ between platforms: money, ids, addresses and types. */
const fact = /\$[\d.,]*\d|\b(?:i|vol|ami|eipalloc)-[0-9a-f]{5,}|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[a-z]\d[a-z]*\.\w+/g;
const factsIn = (text: string): ReadonlySet<string> => new Set(text.match(fact) ?? []);

/** Texts of a block that every platform shows wholly: of tables each leaves out what has no room. */
function told(block: Block): readonly Spans[] {
  switch (block.kind) {
    case 'text':
    case 'note':
      return [block.spans];
    case 'fields':
      return block.fields.map(({ value }) => value);
    case 'table':
      // What ranks 0 stays, whatever goes.
      return block.rows.slice(0, 10).flatMap((row) => row.filter((_, at) => block.columns[at]?.rank === 0));
    case 'code':
    case 'picture':
    case 'choice':
    case 'actions':
      return [];
  }
}

const typed = '/ec2';
const wide = 120;

/** What each platform makes of a reply, in words, and how many pictures and choices it has. */
function shown(one: Reply) {
  const slack = inSlack(one, { command: typed, fileOf: () => 'F1' }).messages;
  const discord = inDiscord(one, { command: commandFor('ec2'), pictureOf: () => true }).messages;
  const texts = {
    terminal: inTerminal(one, wide, styler(false)).join('\n'),
    slack: JSON.stringify(slack.map(({ blocks }) => blocks)),
    // Marks that Discord would read stand behind a backslash.
    discord: JSON.stringify(discord.map(({ components }) => components)).replaceAll('\\', ''),
  };
  const count = (text: string, form: RegExp): number => text.match(form)?.length ?? 0;
  return {
    texts,
    pictures: [count(texts.slack, /"type":"image"/g), discord.flatMap(({ pictures }) => pictures).length],
    choices: [count(texts.slack, /"type":"(?:multi_)?static_select"/g), count(texts.discord, /"type":3,/g)],
  };
}

const replies = [
  ...kinds.map(({ kind, lines, as }) => [kind, () => answered(lines, as)] as const),
  ...made.map(({ kind, reply }) => [kind, async () => reply] as const),
];

describe('a reply tells the same in the terminal, in Slack and in Discord', () => {
  it.each(replies)('%s', async (_, open) => {
    const one = await open();
    const { texts, pictures, choices } = shown(one);
    const facts = factsIn([one.title, ...one.blocks.flatMap(told)].map((spans) => wordsOf(spans, typed)).join(' ; '));
    for (const [platform, text] of Object.entries(texts))
      expect(
        [...facts].filter((known) => !text.includes(known)),
        `left out in ${platform}`,
      ).toEqual([]);
    // What can be pressed says the same in both chats.
    for (const { label } of actionsOf(one).filter(({ label: own }) => own !== '')) {
      expect(texts.slack).toContain(label);
      expect(texts.discord).toContain(label);
    }
    const of = (kind: Block['kind']): number => one.blocks.filter((block) => block.kind === kind).length;
    expect(pictures).toEqual([of('picture'), of('picture')]);
    expect(choices).toEqual([of('choice'), of('choice')]);
  });
});
