import type { Deliver, Delivered } from './deliver.ts';
import type { Data } from '../json.ts';
import { eventCallback } from './payloads.ts';
import { messageOutput } from './posting.ts';
import type { Room } from './room.ts';
import { viewOutput } from './views.ts';
import type { SlackChannel, SlackMessage, SlackUser } from './world.ts';

/** What a person writes. */
export interface Said {
  readonly user: SlackUser;
  readonly channel: SlackChannel;
  readonly text: string;
  readonly threadTs?: string;
}

/** What happens in the workspace that the app is told of as events. */
export interface Events {
  /** A person writes a message of which the app is told nothing. */
  says(said: Said): SlackMessage;
  /** Another app posts a message, of which this app is told nothing; what it says may stand in blocks or attachments alone. */
  otherAppSays(said: {
    readonly channel: SlackChannel;
    readonly text?: string;
    readonly blocks?: readonly Data[];
    readonly attachments?: readonly Data[];
  }): SlackMessage;
  /** A person mentions the bot in a channel it is in; the mention stands before the text. */
  mention(said: Said): Promise<Delivered & { readonly message: SlackMessage }>;
  /** A person writes to the bot directly. */
  direct(said: Omit<Said, 'channel'>): Promise<Delivered & { readonly message: SlackMessage }>;
  /** A person opens the app's Home tab, or its Messages tab. */
  openHome(of: { readonly user: SlackUser; readonly tab?: 'home' | 'messages' }): Promise<Delivered>;
  /** Any other event; `event_ts` is added. */
  event(event: Data): Promise<Delivered>;
}

/** Events, delivered. Those for which a scope is lacking are never sent by Slack, and throw here. */
export function createEvents(room: Room, deliver: Deliver): Events {
  const { world } = room;
  const allowed = (event: string, scope: string) => {
    if (!room.scopes.has(scope)) throw new Error(`Slack sends ${event} only to who was granted ${scope}`);
  };
  const says = ({ user, channel, text, threadTs }: Said): SlackMessage => {
    if (!channel.members.has(user.id)) throw new Error(`${user.name} is not in ${channel.name}`);
    // What people write comes as rich text too.
    const section = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
    return world.keep({
      channel: channel.id,
      ts: world.ts(),
      user: user.id,
      byApp: false,
      text,
      blocks: [{ type: 'rich_text', block_id: world.id('b'), elements: [section] }],
      files: [],
      earlier: [],
      deleted: false,
      ...(threadTs !== undefined && { threadTs }),
    });
  };
  const event = (fields: Data) => deliver('events_api', eventCallback(room, fields));
  const teamOf = ({ user }: SlackMessage) => world.users.get(user)?.teamId ?? world.team.id;
  const eventOf = (message: SlackMessage, more: Data): Data => ({
    client_msg_id: world.id('M'),
    ...messageOutput(room, message),
    channel: message.channel,
    event_ts: message.ts,
    // Of a person of another organisation, in a channel that is shared with it.
    ...(teamOf(message) !== world.team.id && { user_team: teamOf(message), source_team: teamOf(message) }),
    ...more,
  });
  return {
    says,
    otherAppSays: ({ channel, text = '', blocks = [], attachments }) =>
      world.keep({
        channel: channel.id,
        ts: world.ts(),
        user: 'Alarms',
        otherBot: 'B0ALARMS',
        byApp: false,
        text,
        blocks,
        files: [],
        earlier: [],
        deleted: false,
        ...(attachments && { attachments }),
      }),
    async mention(said) {
      allowed('app_mention', 'app_mentions:read');
      if (!said.channel.members.has(world.app.userId)) throw new Error('the bot is not in the channel');
      const message = says({ ...said, text: `<@${world.app.userId}> ${said.text}` });
      return { ...(await event(eventOf(message, { type: 'app_mention' }))), message };
    },
    async direct(said) {
      allowed('message.im', 'im:history');
      const message = says({ ...said, channel: world.im(said.user.id) });
      return { ...(await event(eventOf(message, { type: 'message', channel_type: 'im' }))), message };
    },
    async openHome({ user, tab = 'home' }) {
      const home = room.views.homes.get(user.id);
      return event({
        type: 'app_home_opened',
        user: user.id,
        channel: world.im(user.id).id,
        tab,
        event_ts: world.ts(),
        ...(tab === 'home' && home !== undefined && { view: viewOutput(room, home) }),
      });
    },
    event: async (fields) => event({ event_ts: world.ts(), ...fields }),
  };
}

/** Tells the app of its own messages in direct conversations: posted, edited, deleted (docs, "message.im event", "message_changed event"). Slack does, and an app that takes them for a person's talks to itself. */
export const echoing =
  (room: Room, deliver: Deliver): Room['kept'] =>
  (message, before) => {
    const isDirect = room.world.channels.get(message.channel)?.kind === 'im';
    if (!isDirect || message.onlyFor !== undefined || !room.scopes.has('im:history')) return;
    const where = { type: 'message', channel: message.channel, channel_type: 'im' };
    const ts = before === undefined ? message.ts : room.world.ts();
    const old = before && { hidden: true, ts, previous_message: messageOutput(room, before) };
    const what =
      old === undefined
        ? messageOutput(room, message)
        : message.deleted
          ? { subtype: 'message_deleted', deleted_ts: message.ts, ...old }
          : { subtype: 'message_changed', message: messageOutput(room, message), ...old };
    // Not before the call that did it is answered, or at least written.
    setImmediate(() => void deliver('events_api', eventCallback(room, { ...what, ...where, event_ts: ts })));
  };
