import type { Data } from '../json.ts';
import { permissionsIn } from './permissions.ts';
import type { Room } from './room.ts';
import { timeOf } from './snowflakes.ts';
import type {
  DiscordChannel,
  DiscordFile,
  DiscordGuild,
  DiscordMember,
  DiscordMessage,
  DiscordRole,
  World,
} from './world.ts';

/** Bits of a message's flags (Discord, "Message resource", "Message Flags"). */
export const flags = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  voiceMessage: 1 << 13,
  componentsV2: 1 << 15,
} as const;

/** Types of messages (Discord, "Message resource", "Message Types"). */
export const messageTypes = { plain: 0, reply: 19, command: 20, contextMenu: 23 } as const;

/** Types of channels (Discord, "Channels resource", "Channel Types"). */
export const channelTypes = { text: 0, direct: 1, thread: 11 } as const;

/** A time as the API writes it. */
export const timestamp = (ms: number): string => new Date(ms).toISOString().replace('Z', '000+00:00');

/** A user (Discord, "Users resource"); of one who is unknown only the id is told. */
export function userOutput({ users }: World, id: string): Data {
  const user = users.get(id);
  return {
    id,
    username: user?.username ?? 'deleted_user',
    discriminator: user?.bot === true ? '0001' : '0',
    global_name: user?.globalName ?? null,
    avatar: null,
    public_flags: 0,
    ...(user?.bot === true && { bot: true }),
  };
}

/** A member without its user (Discord, "Guild resource", "Guild Member Object"). */
export const memberOutput = ({ nick, roles, joinedAt }: DiscordMember): Data => ({
  nick,
  roles: [...roles],
  avatar: null,
  banner: null,
  joined_at: timestamp(joinedAt),
  premium_since: null,
  communication_disabled_until: null,
  pending: false,
  flags: 0,
});

/** A member with its user, as routes give it. */
export const wholeMember = (world: World, member: DiscordMember): Data => ({
  ...memberOutput(member),
  user: userOutput(world, member.userId),
  deaf: false,
  mute: false,
});

/** A role (Discord, "Permissions", "Role Object"). */
export const roleOutput = ({ id, name, permissions, position, mentionable }: DiscordRole): Data => ({
  id,
  name,
  description: null,
  permissions: permissions.toString(),
  position,
  mentionable,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: false,
  icon: null,
  unicode_emoji: null,
  flags: 0,
});

/** A channel, thread or direct conversation (Discord, "Channels resource"). */
export function channelOutput(world: World, channel: DiscordChannel): Data {
  const { id, kind, name, guildId, parentId } = channel;
  const base = { id, type: channelTypes[kind], last_message_id: null, flags: 0 };
  if (kind === 'direct') return { ...base, recipients: [userOutput(world, channel.with ?? '')] };
  const inGuild = { ...base, guild_id: guildId, name, parent_id: parentId ?? null, rate_limit_per_user: 0 };
  if (kind === 'text')
    return { ...inGuild, topic: null, nsfw: false, position: 0, permission_overwrites: [], last_pin_timestamp: null };
  const archived = channel.locked;
  return {
    ...inGuild,
    owner_id: world.app.userId,
    message_count: 0,
    member_count: 0,
    total_message_sent: 0,
    thread_metadata: {
      archived,
      locked: channel.locked,
      auto_archive_duration: 1_440,
      archive_timestamp: timestamp(0),
    },
  };
}

/** A channel as an interaction tells it: with what the person may there. */
export const interactionChannel = (world: World, channel: DiscordChannel, userId: string): Data => ({
  ...channelOutput(world, channel),
  ...(channel.kind !== 'direct' && { permissions: permissionsIn(world, userId, channel).toString() }),
});

/** A guild as its route gives it (Discord, "Guild resource"). */
export const guildOutput = ({ id, name, ownerId, locale, roles }: DiscordGuild): Data => ({
  id,
  name,
  icon: null,
  splash: null,
  discovery_splash: null,
  owner_id: ownerId,
  afk_channel_id: null,
  afk_timeout: 300,
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  roles: [...roles.values()].map(roleOutput),
  emojis: [],
  stickers: [],
  features: [],
  mfa_level: 0,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  vanity_url_code: null,
  description: null,
  banner: null,
  premium_tier: 0,
  preferred_locale: locale,
  public_updates_channel_id: null,
  nsfw_level: 0,
  premium_progress_bar_enabled: false,
  safety_alerts_channel_id: null,
});

/** A guild as GUILD_CREATE tells it; of its members only the bot's own is told without further intents (Discord, "Gateway Events", "Guild Create"). */
export function guildCreate(world: World, guild: DiscordGuild): Data {
  const own = [...world.channels.values()].filter(({ guildId }) => guildId === guild.id);
  const bot = guild.members.get(world.app.userId);
  const shown = (kind: DiscordChannel['kind']) =>
    own.filter((channel) => channel.kind === kind).map((channel) => channelOutput(world, channel));
  return {
    ...guildOutput(guild),
    joined_at: timestamp(bot?.joinedAt ?? 0),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: bot === undefined ? [] : [wholeMember(world, bot)],
    channels: shown('text'),
    threads: shown('thread'),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** Where a file of a message is served. */
export const fileUrl = ({ origin }: Room, channelId: string, { id, name }: DiscordFile): string =>
  `${origin()}/attachments/${channelId}/${id}/${encodeURIComponent(name)}`;

const attachmentOutput = (room: Room, channelId: string, file: DiscordFile): Data => ({
  id: file.id,
  filename: file.name,
  size: file.bytes.length,
  content_type: file.type,
  url: fileUrl(room, channelId, file),
  proxy_url: fileUrl(room, channelId, file),
  ...(file.description !== undefined && { description: file.description }),
});

/** A message (Discord, "Message resource"). What others wrote is not told to an app without the intent for it, unless it is written to the bot, mentions it or is the target of its command. */
export function messageOutput(
  room: Room,
  message: DiscordMessage,
  told: 'all' | 'as to the app' = 'as to the app',
): Data {
  const { world } = room;
  const channel = world.channels.get(message.channelId);
  const readable =
    told === 'all' ||
    message.author === world.app.userId ||
    channel?.kind === 'direct' ||
    message.content.includes(`<@${world.app.userId}>`);
  const replied = message.replyTo === undefined ? undefined : world.message(message.replyTo);
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.type,
    author: userOutput(world, message.author),
    content: readable ? message.content : '',
    embeds: readable ? message.embeds : [],
    components: readable ? message.components : [],
    attachments: readable ? message.files.map((file) => attachmentOutput(room, message.channelId, file)) : [],
    flags: message.flags,
    timestamp: timestamp(timeOf(message.id)),
    edited_timestamp: message.editedAt === undefined ? null : timestamp(message.editedAt),
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    ...(message.byApp && { application_id: world.app.id }),
    ...(message.interaction !== undefined && { webhook_id: world.app.id, interaction_metadata: message.interaction }),
    ...(message.nonce !== undefined && { nonce: message.nonce }),
    ...(message.replyTo !== undefined && {
      message_reference: {
        type: 0,
        message_id: message.replyTo,
        channel_id: message.channelId,
        guild_id: channel?.guildId,
      },
      referenced_message: replied === undefined ? null : messageOutput(room, replied, told),
    }),
  };
}
