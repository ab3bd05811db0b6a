import { text, type Data } from '../json.ts';
import { identifiesAtMost } from './limits.ts';
import { channelOutput, guildOutput, roleOutput, userOutput, wholeMember } from './outputs.ts';
import { refused } from './refusal.ts';
import { bodyOf, ok, param, type Route } from './route.ts';
import type { Call } from './call.ts';
import type { Room } from './room.ts';
import type { DiscordGuild } from './world.ts';

/** A day, in milliseconds. */
const dayMs = 24 * 60 * 60_000;

const gatewayUrl = ({ origin }: Room): string => origin().replace('http', 'ws');

const application = ({ world, publicKey }: Room): Data => ({
  id: world.app.id,
  name: world.app.name,
  icon: null,
  description: '',
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: publicKey,
  flags: 0,
  bot: userOutput(world, world.app.userId),
});

/** The guild of a path, where the bot is in it. */
function guildOf(call: Call, { world }: Room): DiscordGuild {
  const guild = world.guilds.get(param(call, 'guild'));
  if (guild === undefined) throw refused('unknownGuild');
  if (!guild.members.has(world.app.userId)) throw refused('missingAccess');
  return guild;
}

/** The gateway's address, the app, guilds and who is in them (Discord, "Gateway", "Application", "Users resource", "Guild resource"). */
export const peopleRoutes: readonly Route[] = [
  { method: 'GET', path: '/gateway', open: true, run: (_, room) => ok({ url: gatewayUrl(room) }) },
  {
    method: 'GET',
    path: '/gateway/bot',
    run: (_, room) =>
      ok({
        url: gatewayUrl(room),
        shards: 1,
        session_start_limit: {
          total: identifiesAtMost,
          remaining: Math.max(0, room.identifies.most - room.identifies.count),
          reset_after: dayMs,
          max_concurrency: 1,
        },
      }),
  },
  { method: 'GET', path: '/users/@me', run: (_, { world }) => ok(userOutput(world, world.app.userId)) },
  {
    method: 'GET',
    path: '/users/@me/guilds',
    run: (_, { world: { guilds, app } }) =>
      ok(
        [...guilds.values()]
          .filter(({ members }) => members.has(app.userId))
          .map(({ id, name, ownerId }) => ({ id, name, icon: null, owner: ownerId === app.userId, features: [] })),
      ),
  },
  { method: 'GET', path: '/applications/@me', run: (_, room) => ok(application(room)) },
  { method: 'GET', path: '/oauth2/applications/@me', run: (_, room) => ok(application(room)) },
  {
    method: 'POST',
    path: '/users/@me/channels',
    run(call, { world }) {
      const user = world.users.get(text(bodyOf(call)['recipient_id']));
      if (user === undefined) throw refused('unknownUser');
      return ok(channelOutput(world, world.direct(user)));
    },
  },
  { method: 'GET', path: '/guilds/{guild}', run: (call, room) => ok(guildOutput(guildOf(call, room))) },
  {
    method: 'GET',
    path: '/guilds/{guild}/roles',
    run: (call, room) => ok([...guildOf(call, room).roles.values()].map(roleOutput)),
  },
  {
    method: 'GET',
    path: '/guilds/{guild}/members/{user}',
    run(call, room) {
      const guild = guildOf(call, room);
      const id = param(call, 'user');
      if (!room.world.users.has(id)) throw refused('unknownUser');
      const member = guild.members.get(id);
      if (member === undefined) throw refused('unknownMember');
      return ok(wholeMember(room.world, member));
    },
  },
];
