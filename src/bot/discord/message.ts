import { ComponentType, MessageFlags, type APIMessageTopLevelComponent, type RawFile } from 'discord.js';

/** A message as it is sent: its components, and the files that these show. */
export interface DiscordMessage {
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly files: readonly RawFile[];
}

/** Nobody is called by what a message holds; who is meant is named one by one. */
const nobody = { parse: [], replied_user: false };

/** Mentions of persons that the message means: those that its texts hold were put there by us, for what others wrote is none. */
const meant = (message: DiscordMessage): readonly string[] => [
  ...new Set(Array.from(JSON.stringify(message.components).matchAll(/<@(\d{1,20})>/g), ([, id = '']) => id)),
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
