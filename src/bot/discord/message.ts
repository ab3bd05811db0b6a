import { ComponentType, MessageFlags, type APIMessageTopLevelComponent, type RawFile } from 'discord.js';
import { textsWithin, type Legible } from '../chat/texts-within.ts';

/** A message as it is sent: its components, and the files that these show. */
export interface DiscordMessage {
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly files: readonly RawFile[];
}

/** Nobody is called by what a message holds; who is meant is named one by one. */
const nobody = { parse: [], replied_user: false };

/** What people read as text (Discord, "Component Reference": Text Display). */
const displayed: Legible = { readable: new Set(['content']), deepest: 14 };
/** Ids are numbers of 64 bits (Discord, "API Reference": Snowflakes); a body with another is refused whole. */
const greatestId = 2n ** 64n - 1n;

/** Mentions of persons that the message means: those that its texts hold were put there by us, for there what others wrote is none. Labels are as others wrote them. */
const meant = ({ components }: DiscordMessage): readonly string[] => [
  ...new Set(
    textsWithin(components, displayed)
      .flatMap((text) => Array.from(text.matchAll(/<@(\d{1,20})>/g), ([, id = '']) => id))
      .filter((id) => BigInt(id) <= greatestId),
  ),
];

/** Persons named in one message (Discord, "Message resource": Allowed Mentions Object). */
const namedAtMost = 100;

/** The body of a message (Discord, "Components Reference": with this flag there is neither content nor embeds). @param calls Whom it mentions is told of it. */
export const bodyOf = (message: DiscordMessage, { calls, hidden = false }: { calls: boolean; hidden?: boolean }) => ({
  components: message.components,
  flags: MessageFlags.IsComponentsV2 | (hidden ? MessageFlags.Ephemeral : 0),
  allowed_mentions: calls ? { ...nobody, users: meant(message).slice(0, namedAtMost) } : nobody,
  attachments: message.files.map(({ name }, id) => ({ id, filename: name })),
});

/** The message with a file below its words. */
export const withFile = ({ components, files }: DiscordMessage, file: RawFile): DiscordMessage => ({
  components: [...components, { type: ComponentType.File, file: { url: `attachment://${file.name}` } }],
  files: [...files, file],
});
