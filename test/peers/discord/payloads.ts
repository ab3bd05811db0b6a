import type { Data } from '../json.ts';
import { uploads } from './limits.ts';
import type { Interaction } from './interactions.ts';
import { guildOutput, interactionChannel, memberOutput, messageOutput, roleOutput, userOutput } from './outputs.ts';
import { permissionsIn } from './permissions.ts';
import type { Room } from './room.ts';
import type { DiscordChannel, DiscordMessage, DiscordUser } from './world.ts';

/** Contexts of interactions (Discord, "Interactions: Receiving and Responding", "Interaction Context Types"). */
export const contexts = { guild: 0, botDirect: 1 } as const;

/** Where somebody does something. */
export interface At {
  readonly user: DiscordUser;
  readonly channel: DiscordChannel;
}

const owners = ({ guildId }: DiscordChannel): Data => ({ 0: guildId ?? '0' });

/** A member as an interaction tells them: with the user, and what they may in the channel. */
function memberAt({ world }: Room, { user, channel }: At): Data | undefined {
  const member = world.guilds.get(channel.guildId ?? '')?.members.get(user.id);
  return (
    member && {
      ...memberOutput(member),
      user: userOutput(world, user.id),
      deaf: false,
      mute: false,
      permissions: permissionsIn(world, user.id, channel).toString(),
    }
  );
}

/** What is told of an interaction when messages tell of it (Discord, "Message resource", "Message Interaction Metadata Object"). */
export const metadataOf = (
  { world }: Room,
  id: string,
  type: number,
  { user, channel }: At,
  more: Data = {},
): Data => ({
  id,
  type,
  user: userOutput(world, user.id),
  authorizing_integration_owners: owners(channel),
  ...more,
});

/** An interaction as it is sent (Discord, "Interactions: Receiving and Responding", "Interaction Structure"). */
export function interactionPayload(
  room: Room,
  interaction: Pick<Interaction, 'id' | 'token' | 'type'>,
  at: At,
  { data, message }: { readonly data: Data; readonly message?: DiscordMessage },
): Data {
  const { world } = room;
  const { user, channel } = at;
  const guild = world.guilds.get(channel.guildId ?? '');
  return {
    id: interaction.id,
    application_id: world.app.id,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: interactionChannel(world, channel, user.id),
    ...(guild === undefined
      ? { user: userOutput(world, user.id), context: contexts.botDirect }
      : {
          guild_id: guild.id,
          guild: { id: guild.id, locale: guild.locale, features: guildOutput(guild)['features'] },
          guild_locale: guild.locale,
          member: memberAt(room, at),
          context: contexts.guild,
        }),
    ...(message !== undefined && { message: messageOutput(room, message, 'all') }),
    app_permissions: permissionsIn(world, world.app.userId, channel).toString(),
    locale: user.locale,
    entitlements: [],
    authorizing_integration_owners: owners(channel),
    attachment_size_limit: uploads.fileBytes,
  };
}

/** People, roles and channels that somebody named by their ids (same page, "Resolved Data Structure"). Throws where one is unknown. */
export function resolvedOf(room: Room, ids: readonly string[], { user, channel }: At): Data {
  const { world } = room;
  const guild = world.guilds.get(channel.guildId ?? '');
  const found: Record<string, Record<string, unknown>> = {};
  const keep = (kind: string, id: string, value: unknown) => {
    found[kind] = { ...found[kind], [id]: value };
  };
  for (const id of ids) {
    const role = guild?.roles.get(id);
    const named = world.channels.get(id);
    const member = guild?.members.get(id);
    if (role !== undefined) keep('roles', id, roleOutput(role));
    else if (named !== undefined) keep('channels', id, interactionChannel(world, named, user.id));
    else if (world.users.has(id)) {
      keep('users', id, userOutput(world, id));
      if (member !== undefined)
        keep('members', id, { ...memberOutput(member), permissions: permissionsIn(world, id, channel).toString() });
    } else throw new Error(`${id} is nobody, no role and no channel`);
  }
  return found;
}
