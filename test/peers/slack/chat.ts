import { channelFor, given, needed, type Methods } from './method.ts';
import { admit, edit, messageOutput, post, remove } from './posting.ts';
import { text, type Data } from '../json.ts';
import { Refusal } from './refusal.ts';
import type { Room } from './room.ts';
import type { SlackMessage } from './world.ts';

const scopes = ['chat:write'];
/** What a channel takes: about one message a second (docs, "Rate limits"). */
const betweenPostsMs = 1_000;

function ownMessage(room: Room, args: Data, forbidden: string): SlackMessage {
  const { world } = room;
  const id = needed(args, 'channel');
  // Where messages are looked up, a person's id or a channel's name is none of a channel.
  if (!/^[CDG]/.test(id)) throw new Refusal('channel_not_found');
  const channel = channelFor(room, id);
  const message = world.message(channel.id, needed(args, 'ts'));
  // An ephemeral message is in nobody's history.
  if (message === undefined || message.onlyFor !== undefined) throw new Refusal('message_not_found');
  if (channel.archived) throw new Refusal('is_inactive');
  if (!message.byApp) throw new Refusal(forbidden);
  return message;
}

function paced({ pace, now }: Room, channel: string): void {
  if (!pace.on) return;
  if (now() - (pace.last.get(channel) ?? Number.NEGATIVE_INFINITY) < betweenPostsMs)
    throw new Refusal('ratelimited', {}, betweenPostsMs / 1_000);
  pace.last.set(channel, now());
}

/** The methods of `chat.*` (docs, "Web API methods"). */
export const chatMethods: Methods = {
  'chat.postMessage': {
    scopes: ['chat:write', 'chat:write.public'],
    run(args, room) {
      const { world } = room;
      const channel = channelFor(room, needed(args, 'channel'));
      if (channel.archived) throw new Refusal('is_archived');
      if (!channel.members.has(world.app.userId) && !room.scopes.has('chat:write.public'))
        throw new Refusal('not_in_channel');
      const other = channel.with === undefined ? undefined : world.users.get(channel.with);
      if (other?.standing === 'bot') throw new Refusal('cannot_dm_bot');
      if (other?.standing === 'deleted') throw new Refusal('channel_not_found');
      const content = admit(room, 'chat.postMessage', args);
      paced(room, channel.id);
      const threadTs = given(args, 'thread_ts');
      const message = post(room, content, { channel: channel.id, ...(threadTs !== undefined && { threadTs }) });
      return { channel: channel.id, ts: message.ts, message: messageOutput(room, message) };
    },
  },
  'chat.postEphemeral': {
    scopes,
    run(args, room) {
      const channel = channelFor(room, needed(args, 'channel'));
      const onlyFor = needed(args, 'user');
      if (channel.archived) throw new Refusal('is_archived');
      if (!channel.members.has(room.world.app.userId)) throw new Refusal('not_in_channel');
      if (!channel.members.has(onlyFor)) throw new Refusal('user_not_in_channel');
      const content = admit(room, 'chat.postEphemeral', args);
      const threadTs = given(args, 'thread_ts');
      const to = { channel: channel.id, onlyFor, ...(threadTs !== undefined && { threadTs }) };
      return { message_ts: post(room, content, to).ts };
    },
  },
  'chat.update': {
    scopes,
    run(args, room) {
      const old = ownMessage(room, args, 'cant_update_message');
      const message = edit(room, old, admit(room, 'chat.update', args));
      return { channel: message.channel, ts: message.ts, text: message.text, message: messageOutput(room, message) };
    },
  },
  'chat.delete': {
    scopes,
    run(args, room) {
      const message = ownMessage(room, args, 'cant_delete_message');
      remove(room, message);
      return { channel: message.channel, ts: message.ts };
    },
  },
  'chat.getPermalink': {
    scopes: [],
    run(args, room) {
      const channel = channelFor(room, needed(args, 'channel'));
      const message = room.world.message(channel.id, needed(args, 'message_ts'));
      if (message === undefined || message.onlyFor !== undefined) throw new Refusal('message_not_found');
      const path = `${channel.id}/p${text(message.ts).replace('.', '')}`;
      const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
      return {
        channel: channel.id,
        permalink: `https://${room.world.team.domain}.slack.com/archives/${path}${thread}`,
      };
    },
  },
};
