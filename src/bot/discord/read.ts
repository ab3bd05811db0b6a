import { InteractionContextType, InteractionType, MessageFlags, type APIInteractionResponse } from 'discord.js';
import { z } from 'zod';
import type { Failure } from '../chat/chat.ts';
import type { Origin } from '../chat/origin.ts';
import { readId } from './press.ts';

/** Who did something where, and how to answer: what every interaction of Discord's has in common. */
export interface DiscordOrigin extends Origin {
  /** What people see of the person's name there. */
  readonly name: string;
  readonly bot: boolean;
  /** The server; undefined: a direct conversation. */
  readonly guild?: string | undefined;
  /** The channel that a thread is in; of a channel itself. */
  readonly parent?: string | undefined;
  /** Roles that the person has in that server at this moment. */
  readonly roles: readonly string[];
  /** By which it is answered for 15 minutes. */
  readonly token: string;
  readonly first: FirstAnswer;
}

/** The first answer to an interaction: what becomes of it. */
export interface FirstAnswer {
  /** Undefined: Discord has taken it. */
  say(callback: APIInteractionResponse): Promise<Failure | undefined>;
  /** Discord takes one of each interaction, and says so to whoever comes second. */
  readonly once: boolean;
}

/** An interaction, as far as it is read. */
export interface Heard {
  readonly from: DiscordOrigin;
  /** The same for every delivery of it. */
  readonly key: string;
  readonly type: InteractionType;
  /** What it brings along, by its type. */
  readonly data: unknown;
  /** The message that a press was in, as Discord sends it. */
  readonly message: unknown;
}

const User = z.object({
  id: z.string(),
  username: z.string().default(''),
  global_name: z.string().nullish(),
  bot: z.boolean().optional(),
});

const Interaction = z.object({
  id: z.string(),
  type: z.enum(InteractionType),
  token: z.string(),
  data: z.unknown().optional(),
  guild_id: z.string().optional(),
  channel_id: z.string().optional(),
  channel: z.object({ id: z.string(), type: z.number().optional(), parent_id: z.string().nullish() }).optional(),
  context: z.number().nullish(),
  member: z.object({ user: User, nick: z.string().nullish(), roles: z.array(z.string()) }).optional(),
  user: User.optional(),
  message: z.object({ id: z.string(), flags: z.number().default(0), components: z.unknown().optional() }).optional(),
});

/** Discord, "Channel resource", channel types: threads of announcements, public and private ones. */
const threads: ReadonlySet<number | undefined> = new Set([10, 11, 12]);

/** An interaction as Discord sends it, over the gateway or HTTP (Discord, "Receiving and Responding"). Undefined: nobody is in it. Throws ZodError. */
export function readInteraction(body: unknown, first: FirstAnswer): Heard | undefined {
  const read = Interaction.parse(body);
  const { id, type, token, data, guild_id: guild, channel, member, message } = read;
  const user = member?.user ?? read.user;
  if (user === undefined) return undefined;
  const direct = guild === undefined;
  const at = read.channel_id ?? channel?.id;
  // A direct conversation or group of other people: nothing that is said there can be posted into it.
  const ours = !direct || (read.context ?? InteractionContextType.BotDM) === InteractionContextType.BotDM;
  const hidden = ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  return {
    from: {
      user: user.id,
      name: [member?.nick, user.global_name, user.username].find((name) => (name ?? '') !== '') ?? user.id,
      bot: user.bot === true,
      guild,
      roles: member?.roles ?? [],
      ...(ours ? { channel: at, direct } : { near: at }),
      parent: threads.has(channel?.type) ? (channel?.parent_id ?? at) : at,
      ...(message !== undefined && {
        pressed: { id: message.id, hidden, ...(changesIn(message.components) > 1 && { lists: true }) },
      }),
      token,
      first,
    },
    key: id,
    type,
    data,
    message,
  };
}

const Pressable = z.object({ custom_id: z.string().optional(), components: z.array(z.unknown()).optional() });

/** How many changes can be pressed in a message. */
const changesIn = (components: unknown): number =>
  new Set(
    idsIn(components).flatMap((id) => {
      const press = readId(id);
      const does = press?.kind === 'run' || press?.kind === 'form' ? press.does : '';
      return /^(?:confirm|cancel|approve|deny) ([A-Z0-9]+)/.exec(does)?.[1] ?? [];
    }),
  ).size;

/** Every custom_id in components, nested ones too. */
function idsIn(components: unknown): readonly string[] {
  if (!Array.isArray(components)) return [];
  return components.flatMap((one): readonly string[] => {
    const read = Pressable.safeParse(one);
    if (!read.success) return [];
    return [...(read.data.custom_id === undefined ? [] : [read.data.custom_id]), ...idsIn(read.data.components)];
  });
}
