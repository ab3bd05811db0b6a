import type { DiscordChannel, World } from './world.ts';

/** Bits of permissions by name (Discord, "Permissions"). */
export const permissions = {
  administrator: 1n << 3n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useExternalEmojis: 1n << 18n,
  useApplicationCommands: 1n << 31n,
  sendMessagesInThreads: 1n << 38n,
} as const;

/** Name of a permission. */
export type Permission = keyof typeof permissions;

/** The bits of these permissions. */
export const bits = (...names: readonly Permission[]): bigint =>
  names.reduce((sum, name) => sum | permissions[name], 0n);

/** What everybody may in a new guild. */
export const everyones = bits(
  'viewChannel',
  'sendMessages',
  'embedLinks',
  'attachFiles',
  'readMessageHistory',
  'useApplicationCommands',
  'sendMessagesInThreads',
);

/** What an app may in a direct conversation with its bot (Discord, "Interactions: Receiving and Responding", "Interaction Structure"). */
export const direct = everyones | bits('mentionEveryone', 'useExternalEmojis');

const all = Object.values(permissions).reduce((sum, bit) => sum | bit, 0n);

/** What somebody may in a channel: the sum of their roles, less what the channel denies the bot. */
export function permissionsIn({ guilds, channels, app }: World, userId: string, channel: DiscordChannel): bigint {
  if (channel.guildId === undefined) return direct;
  const guild = guilds.get(channel.guildId);
  const member = guild?.members.get(userId);
  if (guild === undefined || member === undefined) return 0n;
  if (guild.ownerId === userId) return all;
  const own = [guild.id, ...member.roles].reduce((sum, id) => sum | (guild.roles.get(id)?.permissions ?? 0n), 0n);
  if ((own & permissions.administrator) !== 0n) return all;
  const parent = channel.parentId === undefined ? undefined : channels.get(channel.parentId);
  const only = channel.only ?? parent?.only;
  const hidden = only !== undefined && !only.has(userId) ? permissions.viewChannel : 0n;
  const denied = userId === app.userId ? channel.denied | (parent?.denied ?? 0n) : 0n;
  const left = own & ~hidden & ~denied;
  // Who cannot see a channel can do nothing in it (Discord, "Permissions", "Implicit Permissions").
  return (left & permissions.viewChannel) === 0n ? 0n : left;
}

/** Whether somebody may do this in a channel. */
export const may = (world: World, userId: string, channel: DiscordChannel, permission: Permission): boolean =>
  (permissionsIn(world, userId, channel) & permissions[permission]) !== 0n;
