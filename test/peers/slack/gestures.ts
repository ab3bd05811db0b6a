import { findElement, type Named } from './blocks.ts';
import { choose, valueOf, type Wish } from './choosing.ts';
import type { Deliver, Delivered } from './deliver.ts';
import { data, dataList, isData, list, text, type Data } from '../json.ts';
import { blockActions, blocksOf, blockSuggestion, keyOf, shortcut, slashCommand, type Surface } from './payloads.ts';
import { admit, blame, post } from './posting.ts';
import { Refusal } from './refusal.ts';
import type { Room } from './room.ts';
import { validateSuggestions } from './validate.ts';
import type { SlackChannel, SlackMessage, SlackUser } from './world.ts';

/** Where a person does something: on a message they see, on their topmost modal, or on their Home tab. */
export interface On {
  readonly user: SlackUser;
  readonly message?: SlackMessage;
  readonly view?: 'modal' | 'home';
}

/** What a person can do that the app is told of, besides submitting modals. Each throws where Slack would not let them. */
export interface Gestures {
  /** Types a slash command; `text` is as Slack hands it over, after its own escaping. */
  command(said: {
    readonly user: SlackUser;
    readonly channel: SlackChannel;
    readonly text: string;
    readonly command?: string;
  }): Promise<Delivered>;
  /** Presses a button, and confirms where it asks. */
  press(on: On & { readonly action: Named }): Promise<Delivered>;
  /** Picks in a menu or ticks boxes; options are named by label or value. */
  select(on: On & { readonly action: Named; readonly option: Wish }): Promise<Delivered>;
  /** Types into a menu whose options the app suggests; they can be picked afterwards. */
  suggest(
    on: On & { readonly action: Named; readonly query: string },
  ): Promise<Delivered & { readonly options: readonly Data[] }>;
  /** Takes a shortcut in a message's menu. */
  shortcut(of: {
    readonly user: SlackUser;
    readonly message: SlackMessage;
    readonly callbackId: string;
  }): Promise<Delivered>;
  /** Takes a shortcut that is about no message. */
  globalShortcut(of: { readonly user: SlackUser; readonly callbackId: string }): Promise<Delivered>;
}

const minQueryLength = 3;

/** The surface a person acts on. Throws where they do not see it. */
export function surfaceOf({ world, views }: Room, { user, message, view }: On): Surface {
  if (message !== undefined) {
    const now = world.message(message.channel, message.ts);
    const channel = world.channels.get(message.channel);
    if (now === undefined || channel === undefined) throw new Error('the message is gone');
    if (!channel.members.has(user.id) || (now.onlyFor !== undefined && now.onlyFor !== user.id))
      throw new Error(`${user.name} does not see the message`);
    return { of: 'message', message: now };
  }
  const open = view === 'home' ? views.homes.get(user.id) : views.modals.get(user.id)?.at(-1);
  if (open === undefined) throw new Error(`${user.name} has no ${view ?? 'modal'} open`);
  return { of: 'view', view: open };
}

/** What people do, delivered. `offered` keeps the options suggested last, by surface and action. */
export function createGestures(
  room: Room,
  deliver: Deliver,
): Gestures & { readonly offered: Map<string, readonly Data[]> } {
  const offered = new Map<string, readonly Data[]>();

  function dispatched(on: On & { readonly action: Named }) {
    const surface = surfaceOf(room, on);
    const found = findElement(blocksOf(surface), on.action);
    const { block, element } = found;
    if (block['type'] === 'input' && block['dispatch_action'] !== true)
      throw new Error('an input is not told of until it is submitted');
    const ids = { action_id: text(element['action_id']), block_id: text(block['block_id']) };
    return { surface, found, element, ids };
  }

  return {
    offered,
    async command({ user, channel, text: said, command = '/ec2' }) {
      const delivered = await deliver('slash_commands', slashCommand(room, user, channel, { command, text: said }));
      const { body, status } = delivered.ack;
      if (status !== 200 || body === undefined || body === '') return delivered;
      const message = isData(body) ? body : { text: text(body) };
      try {
        const content = admit(room, 'slash command', message);
        const only = message['response_type'] !== 'in_channel' && { onlyFor: user.id };
        post(room, content, { channel: channel.id, ...only });
      } catch (error) {
        // The person sees that the command failed; what was wrong is written down.
        if (!(error instanceof Refusal)) throw error;
      }
      return delivered;
    },
    async press(on) {
      const { surface, element, ids } = dispatched(on);
      if (element['type'] !== 'button') throw new Error(`a ${text(element['type'])} is not pressed`);
      const { text: label, value, style, url } = element;
      const action = {
        type: 'button',
        ...ids,
        text: label,
        ...(value !== undefined && { value }),
        ...(style !== undefined && { style }),
        ...(url !== undefined && { url }),
      };
      return deliver('interactive', blockActions(room, on.user, surface, action));
    },
    async select(on) {
      const { surface, found, element, ids } = dispatched(on);
      const value = valueOf(element, on.option, offered.get(`${keyOf(surface)} ${ids.action_id}`) ?? []);
      if (element['type'] !== 'overflow') choose(room.chosen(keyOf(surface)), found, value);
      const placeholder = element['placeholder'];
      const action = { ...ids, ...value, ...(placeholder !== undefined && { placeholder }) };
      return deliver('interactive', blockActions(room, on.user, surface, action));
    },
    async suggest(on) {
      const surface = surfaceOf(room, on);
      const { block, element } = findElement(blocksOf(surface), on.action);
      if (!text(element['type']).endsWith('external_select')) throw new Error('this menu is not filled by the app');
      const least = Number(element['min_query_length'] ?? minQueryLength);
      if (on.query.length < least) throw new Error(`Slack asks from ${least} characters on`);
      const of = { actionId: text(element['action_id']), blockId: text(block['block_id']), query: on.query };
      const delivered = await deliver('interactive', blockSuggestion(room, on.user, surface, of));
      const answer = data(delivered.ack.body);
      const wrong = blame(room, 'block_suggestion', validateSuggestions(answer).violations);
      const groups = dataList(answer['option_groups']).flatMap((group) => list(group['options']));
      const options = wrong.length > 0 ? [] : [...list(answer['options']), ...groups].filter(isData);
      offered.set(`${keyOf(surface)} ${of.actionId}`, options);
      return { ...delivered, options };
    },
    async shortcut({ user, message, callbackId }) {
      surfaceOf(room, { user, message });
      if (message.onlyFor !== undefined) throw new Error('an ephemeral message has no menu');
      return deliver('interactive', shortcut(room, user, callbackId, message));
    },
    globalShortcut: async ({ user, callbackId }) => deliver('interactive', shortcut(room, user, callbackId)),
  };
}
