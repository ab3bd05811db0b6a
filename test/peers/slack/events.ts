import type { Deliver, Delivered } from './deliver.ts';
import type { Data } from './json.ts';
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
    return world.keep({
      channel: channel.id,
      ts: world.ts(),
      user: user.id,
      byApp: false,
      text,
      blocks: [],
      files: [],
      earlier: [],
      deleted: false,
      ...(threadTs !== undefined && { threadTs }),
    });
  };
  const event = (fields: Data) => deliver('events_api', eventCallback(room, fields));
  const eventOf = (message: SlackMessage, more: Data): Data => ({
    client_msg_id: world.id('M'),
    ...messageOutput(room, message),
    channel: message.channel,
    event_ts: message.ts,
    ...more,
  });
  return {
    says,
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
