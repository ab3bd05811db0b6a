import { data, text, textOrNumber } from '../json.ts';
import type { Call } from './call.ts';
import { nonceLivesMs } from './limits.ts';
import { channelOutput, flags, messageOutput, messageTypes } from './outputs.ts';
import { may, type Permission } from './permissions.ts';
import { admit, edit, post, remove } from './posting.ts';
import { refused } from './refusal.ts';
import { bodyOf, nothing, ok, param, type Answer, type Route } from './route.ts';
import type { Room } from './room.ts';
import type { DiscordChannel, DiscordMessage } from './world.ts';

/** The channel of a path, where the bot sees it. */
function channelOf(call: Call, { world }: Room): DiscordChannel {
  const channel = world.channels.get(param(call, 'channel'));
  if (channel === undefined) throw refused('unknownChannel');
  if (!may(world, world.app.userId, channel, 'viewChannel')) throw refused('missingAccess');
  return channel;
}

function needs({ world }: Room, channel: DiscordChannel, permission: Permission): void {
  if (!may(world, world.app.userId, channel, permission)) throw refused('missingPermissions');
}

/** A message of the channel that everybody sees: one for one person alone is found by its interaction only. */
function messageOf(call: Call, { world }: Room, channel: DiscordChannel): DiscordMessage {
  const message = world.message(param(call, 'message'));
  if (message === undefined || message.channelId !== channel.id || message.onlyFor !== undefined)
    throw refused('unknownMessage');
  return message;
}

/** The message that was made with this nonce a short time ago, where the app wants it so: whose it is counts, not where it stands (Discord, "Message resource", "Create Message"). */
function alreadyMade(call: Call, room: Room): DiscordMessage | undefined {
  const { nonce, enforce_nonce: enforced } = bodyOf(call);
  if (enforced !== true || nonce === undefined) return undefined;
  const before = room.nonces.get(textOrNumber(nonce));
  return before === undefined || room.now() - before.at > nonceLivesMs ? undefined : room.world.message(before.message);
}

function create(call: Call, room: Room): Answer {
  const channel = channelOf(call, room);
  const body = bodyOf(call);
  if (channel.kind === 'direct' && room.world.users.get(channel.with ?? '')?.takesDirect !== true)
    throw refused('cannotSend');
  if (channel.locked) throw refused('archivedThread');
  needs(room, channel, channel.kind === 'thread' ? 'sendMessagesInThreads' : 'sendMessages');
  if (call.files.length > 0) needs(room, channel, 'attachFiles');
  const before = alreadyMade(call, room);
  if (before !== undefined) return ok(messageOutput(room, before));
  const draft = admit(room, `${call.method} ${call.route}`, { body, files: call.files }, { by: 'channel' });
  const reference = data(body['message_reference']);
  const replyTo = text(reference['message_id']);
  const replied = replyTo === '' ? undefined : room.world.message(replyTo);
  if (
    replyTo !== '' &&
    (replied === undefined || replied.channelId !== channel.id) &&
    reference['fail_if_not_exists'] !== false
  )
    throw refused('unknownMessage');
  const message = post(room, draft, {
    channelId: channel.id,
    type: replied === undefined ? messageTypes.plain : messageTypes.reply,
    ...(replied !== undefined && { replyTo }),
  });
  if (body['nonce'] !== undefined)
    room.nonces.set(textOrNumber(body['nonce']), { message: message.id, at: room.now() });
  return ok(messageOutput(room, message));
}

function change(call: Call, room: Room): Answer {
  const channel = channelOf(call, room);
  const message = messageOf(call, room, channel);
  if (message.author !== room.world.app.userId) throw refused('othersMessage');
  if (channel.locked) throw refused('archivedThread');
  const draft = admit(
    room,
    `${call.method} ${call.route}`,
    { body: bodyOf(call), files: call.files },
    { by: 'channel', was: message },
  );
  return ok(messageOutput(room, edit(room, message, draft)));
}

const pageSize = { usual: 50, most: 100 } as const;

function page(call: Call, room: Room): Answer {
  const channel = channelOf(call, room);
  const limit = Math.min(Number(call.query.get('limit') ?? pageSize.usual), pageSize.most);
  const before = call.query.get('before');
  const after = call.query.get('after');
  if (!may(room.world, room.world.app.userId, channel, 'readMessageHistory')) return ok([]);
  const some = room.world.messages.filter(
    (one) =>
      one.channelId === channel.id &&
      !one.deleted &&
      (one.flags & flags.ephemeral) === 0 &&
      (before === null || BigInt(one.id) < BigInt(before)) &&
      (after === null || BigInt(one.id) > BigInt(after)),
  );
  const shown = after === null ? some.slice(-limit) : some.slice(0, limit);
  return ok(shown.toReversed().map((one) => messageOutput(room, one)));
}

const messages = '/channels/{channel}/messages';
const message = '/channels/{channel}/messages/{message}';

/** Channels and what is written in them (Discord, "Channels resource", "Message resource"). */
export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/{channel}',
    run: (call, room) => ok(channelOutput(room.world, channelOf(call, room))),
  },
  { method: 'POST', path: messages, run: create },
  { method: 'GET', path: messages, run: page },
  {
    method: 'GET',
    path: message,
    run(call, room) {
      const channel = channelOf(call, room);
      needs(room, channel, 'readMessageHistory');
      return ok(messageOutput(room, messageOf(call, room, channel)));
    },
  },
  { method: 'PATCH', path: message, run: change },
  {
    method: 'DELETE',
    path: message,
    run(call, room) {
      const channel = channelOf(call, room);
      const one = messageOf(call, room, channel);
      if (one.author !== room.world.app.userId) needs(room, channel, 'manageMessages');
      remove(room, one);
      return nothing;
    },
  },
];
