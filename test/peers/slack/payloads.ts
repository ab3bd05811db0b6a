import { stateOf } from './choosing.ts';
import { dataList, text, type Data } from '../json.ts';
import { messageOutput } from './posting.ts';
import { addressOf } from './response-urls.ts';
import type { Room } from './room.ts';
import { viewOutput, type OpenView } from './views.ts';
import type { SlackChannel, SlackMessage, SlackUser } from './world.ts';

/** Slack's old way to prove who sends; still in every payload, and no proof. */
export const verificationToken = 'verification';

/** Where an element stands that a person uses. */
export type Surface =
  | { readonly of: 'message'; readonly message: SlackMessage }
  | { readonly of: 'view'; readonly view: OpenView };

/** The blocks that stand there. */
export const blocksOf = (surface: Surface): readonly Data[] =>
  surface.of === 'message' ? surface.message.blocks : dataList(surface.view.view['blocks']);

/** Under which name choices there are kept. */
export const keyOf = (surface: Surface): string =>
  surface.of === 'message' ? `${surface.message.channel} ${surface.message.ts}` : surface.view.id;

/** What every interaction says of the app, the workspace and the person. A stranger comes from another team. */
export const interactionBase = ({ world }: Room, user: SlackUser): Data => ({
  team:
    user.teamId === world.team.id
      ? { id: world.team.id, domain: world.team.domain }
      : { id: user.teamId, domain: 'globex' },
  user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
  api_app_id: world.app.id,
  token: verificationToken,
  enterprise: null,
  is_enterprise_install: false,
});

/** A channel's name as payloads tell it: that of a private one is not told. */
export const nameOf = ({ kind, name }: SlackChannel): string =>
  kind === 'public' ? name : kind === 'im' ? 'directmessage' : 'privategroup';

function place(room: Room, surface: Surface): Data {
  if (surface.of === 'view')
    return { container: { type: 'view', view_id: surface.view.id }, view: viewOutput(room, surface.view) };
  const { message } = surface;
  const channel = room.world.channels.get(message.channel);
  const ephemeral = message.onlyFor !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: ephemeral,
      ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
    },
    channel: { id: message.channel, name: channel === undefined ? '' : nameOf(channel) },
    // What was ephemeral is kept nowhere: its interactions come without it.
    ...(!ephemeral && { message: messageOutput(room, message) }),
  };
}

/** A press or a choice (docs, "block_actions payload"). */
export function blockActions(room: Room, user: SlackUser, surface: Surface, action: Data): Data {
  const isMessage = surface.of === 'message';
  const url = isMessage
    ? room.urls.make({ user: user.id, channel: surface.message.channel, ts: surface.message.ts })
    : undefined;
  return {
    type: 'block_actions',
    ...interactionBase(room, user),
    ...place(room, surface),
    trigger_id: room.triggers.make(user.id),
    ...(isMessage && { state: { values: stateOf(blocksOf(surface), room.chosen(keyOf(surface))) } }),
    ...(url && { response_url: addressOf(room, url) }),
    actions: [{ ...action, action_ts: room.world.ts() }],
  };
}

/** Typing in an external select (docs, "block_suggestion payload"). */
export const blockSuggestion = (
  room: Room,
  user: SlackUser,
  surface: Surface,
  of: { readonly actionId: string; readonly blockId: string; readonly query: string },
): Data => ({
  type: 'block_suggestion',
  ...interactionBase(room, user),
  ...place(room, surface),
  action_id: of.actionId,
  block_id: of.blockId,
  value: of.query,
});

/** Sending or closing a modal (docs, "view_submission" and "view_closed payload"). */
export const viewPayload = (room: Room, user: SlackUser, view: OpenView, type: 'submission' | 'closed'): Data => ({
  type: `view_${type}`,
  ...interactionBase(room, user),
  view: viewOutput(room, view),
  ...(type === 'submission' ? { trigger_id: room.triggers.make(user.id), response_urls: [] } : { is_cleared: false }),
});

/** A shortcut in a message's menu, or a global one (docs, "Shortcuts interaction payload"). */
export function shortcut(room: Room, user: SlackUser, callbackId: string, message?: SlackMessage): Data {
  const base = {
    ...interactionBase(room, user),
    action_ts: room.world.ts(),
    callback_id: callbackId,
    trigger_id: room.triggers.make(user.id),
  };
  if (message === undefined) return { type: 'shortcut', ...base };
  const channel = room.world.channels.get(message.channel);
  return {
    type: 'message_action',
    ...base,
    channel: { id: message.channel, name: channel === undefined ? '' : nameOf(channel) },
    response_url: addressOf(room, room.urls.make({ user: user.id, channel: message.channel, ts: message.ts })),
    message_ts: message.ts,
    message: messageOutput(room, message),
  };
}

/** A slash command (docs, "Implementing slash commands"). */
export const slashCommand = (
  room: Room,
  user: SlackUser,
  channel: SlackChannel,
  said: { readonly command: string; readonly text: string },
): Data => ({
  token: verificationToken,
  team_id: user.teamId,
  team_domain: user.teamId === room.world.team.id ? room.world.team.domain : 'globex',
  channel_id: channel.id,
  channel_name: nameOf(channel),
  user_id: user.id,
  user_name: user.name,
  command: said.command,
  text: said.text,
  api_app_id: room.world.app.id,
  is_enterprise_install: 'false',
  response_url: addressOf(room, room.urls.make({ user: user.id, channel: channel.id })),
  trigger_id: room.triggers.make(user.id),
});

/** An event in its wrapper (docs, "Events API"). */
export function eventCallback(room: Room, event: Data): Data {
  const { world } = room;
  const channel = world.channels.get(text(event['channel']));
  return {
    token: verificationToken,
    team_id: world.team.id,
    context_team_id: world.team.id,
    context_enterprise_id: null,
    api_app_id: world.app.id,
    event,
    type: 'event_callback',
    event_id: world.id('Ev'),
    event_time: Math.floor(room.now() / 1_000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: world.team.id,
        user_id: world.app.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel?.external ?? false,
    event_context: world.id('EC'),
  };
}
