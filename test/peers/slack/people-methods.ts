import { channelFor, given, granted, needed, page, type Methods } from './method.ts';
import { Refusal } from './refusal.ts';
import type { Data } from '../json.ts';
import type { Room } from './room.ts';
import type { SlackChannel, SlackGroup, SlackUser } from './world.ts';

const yes = (value: unknown): boolean => value === true || value === 'true' || value === '1';

function userOutput({ world }: Room, user: SlackUser): Data {
  const meets = [...world.channels.values()].some(
    ({ members }) => members.has(user.id) && members.has(world.app.userId),
  );
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.standing === 'deleted',
    real_name: user.name,
    tz: user.zone,
    tz_label: user.zone,
    tz_offset: user.zoneOffset,
    profile: { real_name: user.name, display_name: user.name, team: user.teamId },
    is_admin: user.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.standing === 'guest' || user.standing === 'single-channel-guest',
    is_ultra_restricted: user.standing === 'single-channel-guest',
    is_bot: user.standing === 'bot',
    is_app_user: false,
    ...(user.standing === 'stranger' && { is_stranger: !meets }),
    updated: 0,
  };
}

const readScope = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const;

function channelOutput({ world, now }: Room, channel: SlackChannel, counted: boolean): Data {
  const created = Math.floor(now() / 1_000);
  if (channel.kind === 'im')
    return { id: channel.id, created, is_im: true, is_org_shared: false, user: channel.with, is_user_deleted: false };
  const teams = channel.external ? [world.team.id, world.otherTeamId] : [world.team.id];
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    created,
    is_archived: channel.archived,
    is_general: false,
    is_shared: channel.external,
    is_ext_shared: channel.external,
    is_org_shared: false,
    is_pending_ext_shared: channel.pending === true,
    is_member: channel.members.has(world.app.userId),
    context_team_id: world.team.id,
    shared_team_ids: teams,
    creator: world.app.userId,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    ...(counted && { num_members: channel.members.size }),
  };
}

const groupOutput = ({ world }: Room, { id, handle, users, disabled }: SlackGroup, args: Data): Data => ({
  id,
  team_id: world.team.id,
  is_usergroup: true,
  name: handle,
  handle,
  description: '',
  date_delete: disabled ? 1 : 0,
  ...(yes(args['include_users']) && { users: [...users] }),
  ...(yes(args['include_count']) && { user_count: users.size }),
});

function readable(room: Room, args: Data): SlackChannel {
  const channel = channelFor(room, needed(args, 'channel'));
  granted(room, [readScope[channel.kind]]);
  return channel;
}

/** The methods about the app, people, conversations and groups (docs, "Web API methods"). */
export const peopleMethods: Methods = {
  'auth.test': {
    scopes: [],
    run: (_, { world }) => ({
      url: `https://${world.team.domain}.slack.com/`,
      team: world.team.name,
      user: world.app.name,
      team_id: world.team.id,
      user_id: world.app.userId,
      bot_id: world.app.botId,
      is_enterprise_install: false,
    }),
  },
  'users.info': {
    scopes: ['users:read'],
    run(args, room) {
      const user = room.world.users.get(needed(args, 'user'));
      if (user === undefined) throw new Refusal('user_not_found');
      return { user: userOutput(room, user) };
    },
  },
  'conversations.info': {
    scopes: Object.values(readScope),
    run: (args, room) => ({ channel: channelOutput(room, readable(room, args), yes(args['include_num_members'])) }),
  },
  'conversations.members': {
    scopes: Object.values(readScope),
    run(args, room) {
      const { items, next } = page([...readable(room, args).members], args, 100);
      return { members: items, response_metadata: { next_cursor: next } };
    },
  },
  'conversations.open': {
    scopes: ['im:write', 'mpim:write'],
    run(args, room) {
      const [id, ...others] = (given(args, 'users') ?? '').split(',');
      if (id === undefined || id === '') throw new Refusal('users_list_not_supplied');
      if (others.length > 0) throw new Refusal('method_not_supported_for_channel_type');
      const user = room.world.users.get(id);
      if (user === undefined) throw new Refusal('user_not_found');
      if (user.standing === 'deleted') throw new Refusal('user_disabled');
      if (user.standing === 'bot') throw new Refusal('cannot_dm_bot');
      return { channel: { id: room.world.im(id).id } };
    },
  },
  'usergroups.list': {
    scopes: ['usergroups:read'],
    run: (args, room) => ({
      usergroups: [...room.world.groups.values()]
        .filter(({ disabled }) => !disabled || yes(args['include_disabled']))
        .map((group) => groupOutput(room, group, args)),
    }),
  },
  'usergroups.users.list': {
    scopes: ['usergroups:read'],
    run(args, room) {
      const group = room.world.groups.get(needed(args, 'usergroup'));
      if (group === undefined || (group.disabled && !yes(args['include_disabled'])))
        throw new Refusal('no_such_subteam');
      return { users: [...group.users] };
    },
  },
};
