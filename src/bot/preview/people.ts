import type { Block, Reply } from '../../commands/reply/reply.ts';
import type { Spans } from '../../core/text.ts';
import { previewPeople } from './house.ts';

/** A person of the preview has one id in Slack, under which they speak, and another in Discord. */
const inDiscord: ReadonlyMap<string, string> = new Map(
  Object.values(previewPeople).map(({ id, discord }) => [id, discord]),
);

/** Names of users of Slack by their ids. */
export const slackUsers: ReadonlyMap<string, string> = new Map(
  Object.values(previewPeople).map(({ id, name }) => [id.slice('slack:'.length), name]),
);
/** The same of Discord. */
export const discordUsers: ReadonlyMap<string, string> = new Map(
  Object.values(previewPeople).map(({ discord, name }) => [discord.slice('discord:'.length), name]),
);

const named = (spans: Spans): Spans =>
  spans.map((span) =>
    span.kind === 'mention' ? { ...span, personId: inDiscord.get(span.personId) ?? span.personId } : span,
  );

/** A reply as if those whom it mentions had spoken in Discord: they are mentioned there. */
export const asInDiscord = (reply: Reply): Reply => ({
  ...reply,
  title: named(reply.title),
  blocks: reply.blocks.map(blockInDiscord),
});

function blockInDiscord(block: Block): Block {
  switch (block.kind) {
    case 'text':
    case 'note':
      return { ...block, spans: named(block.spans) };
    case 'fields':
      return { ...block, fields: block.fields.map(({ label, value }) => ({ label, value: named(value) })) };
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map(named)) };
    case 'picture':
      return { ...block, alt: named(block.alt) };
    case 'code':
    case 'choice':
    case 'actions':
      return block;
  }
}
