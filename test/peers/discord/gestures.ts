import { dataList, numberOr, text, type Data } from '../json.ts';
import { commandTypes } from './check-commands.ts';
import { buttonStyles, findComponent, selects, types, type Named } from './components.ts';
import type { Deliver, Delivered } from './deliver.ts';
import { interactionTypes } from './interactions.ts';
import { messageOutput } from './outputs.ts';
import { metadataOf, resolvedOf, type At } from './payloads.ts';
import { may } from './permissions.ts';
import type { Room } from './room.ts';
import { commandData, findLine, usable, type Values } from './typed.ts';
import type { DiscordChannel, DiscordMessage, DiscordUser } from './world.ts';

/** A message that a person does something with. */
export interface On {
  readonly user: DiscordUser;
  readonly message: DiscordMessage;
  /** Acts on the message as it was handed over, whatever became of it: what was sent just before it changed. */
  readonly stale?: boolean;
}

/** A command that a person types. */
export interface Typing {
  readonly user: DiscordUser;
  readonly channel: DiscordChannel;
  /** Such as `/ec2 alerts list`. */
  readonly command: string;
  readonly options?: Values;
}

/** What a person can do that the app is told of, besides sending modals. Each throws where Discord's client would not let them. */
export interface Gestures {
  /** Sends a slash command. */
  command(typing: Typing): Promise<Delivered>;
  /** Writes in one option and sees what the app suggests. */
  suggest(
    typing: Typing & { readonly focused: string; readonly query: string },
  ): Promise<Delivered & { readonly choices: readonly Data[] }>;
  /** Presses a button. */
  press(on: On & { readonly action: Named }): Promise<Delivered>;
  /** Picks in a menu; options are named by label or value, people, roles and channels by their ids. */
  select(on: On & { readonly action: Named; readonly option: string | readonly string[] }): Promise<Delivered>;
  /** Takes a command in a message's menu. */
  shortcut(of: On & { readonly name: string }): Promise<Delivered>;
  /** Writes a message that the app is not told of. */
  says(of: { readonly user: DiscordUser; readonly channel: DiscordChannel; readonly text: string }): DiscordMessage;
}

/** Where a person does something. Throws where they do not see the channel. */
export function placeFor({ world }: Room, user: DiscordUser, channel: DiscordChannel): At {
  const sees = channel.kind === 'direct' ? channel.with === user.id : may(world, user.id, channel, 'viewChannel');
  if (!sees) throw new Error(`${user.username} does not see the channel`);
  return { user, channel };
}

/** The message that a person acts on, as it stands now. Throws where they do not see it. */
function seen(room: Room, { user, message, stale = false }: On): { readonly at: At; readonly message: DiscordMessage } {
  const channel = room.world.channels.get(message.channelId);
  const now = stale ? message : room.world.message(message.id);
  if (now === undefined || channel === undefined) throw new Error('the message is gone');
  const at = placeFor(room, user, channel);
  if (now.onlyFor !== undefined && now.onlyFor !== user.id)
    throw new Error(`${user.username} does not see the message`);
  return { at, message: now };
}

function valuesOf(menu: Data, option: string | readonly string[]): readonly string[] {
  const wishes = typeof option === 'string' ? [option] : option;
  const least = numberOr(menu['min_values'], 1);
  const most = numberOr(menu['max_values'], 1);
  if (wishes.length < least || wishes.length > most) throw new Error(`the menu takes ${least} to ${most} options`);
  if (menu['type'] !== types.stringSelect) return wishes;
  const all = dataList(menu['options']);
  return wishes.map((wish) => {
    const one = all.find(({ label, value }) => label === wish || value === wish);
    if (one === undefined)
      throw new Error(`no option is “${wish}”; there are: ${all.map(({ label }) => text(label)).join(', ')}`);
    return text(one['value']);
  });
}

/** What people do, delivered. */
export function createGestures(room: Room, deliver: Deliver): Gestures {
  const typed = ({ user, channel, command }: Typing) => {
    const at = placeFor(room, user, channel);
    if (channel.kind !== 'direct' && !may(room.world, user.id, channel, 'useApplicationCommands'))
      throw new Error(`${user.username} may use no commands here`);
    return { at, line: findLine(room, at, command) };
  };

  async function use(
    on: On & { readonly action: Named },
    dataOf: (component: Data, at: At) => Data,
  ): Promise<Delivered> {
    const { at, message } = seen(room, on);
    const component = findComponent(message.components, on.action);
    if (component['disabled'] === true) throw new Error('it is disabled');
    if (component['style'] === buttonStyles.link) throw new Error('the app is not told of a link');
    const { type } = { type: interactionTypes.component };
    return deliver(at, {
      type,
      source: message.id,
      message,
      metadata: (id) => metadataOf(room, id, type, at, { interacted_message_id: message.id }),
      data: {
        component_type: component['type'],
        custom_id: component['custom_id'],
        id: component['id'],
        ...dataOf(component, at),
      },
    });
  }

  return {
    async command(typing) {
      const { at, line } = typed(typing);
      const type = interactionTypes.command;
      const data = commandData(room, at, line, typing.options ?? {});
      return deliver(at, {
        type,
        data,
        metadata: (id) => metadataOf(room, id, type, at, { name: line.names.join(' ') }),
      });
    },
    async suggest({ focused, query, ...typing }) {
      const { at, line } = typed(typing);
      const option = line.options.find(({ name }) => name === focused);
      if (option?.['autocomplete'] !== true) throw new Error(`${focused} is not completed`);
      const type = interactionTypes.autocomplete;
      const data = commandData(room, at, line, typing.options ?? {}, { option: focused, query });
      const delivered = await deliver(at, {
        type,
        data,
        optionType: numberOr(option['type'], 0),
        metadata: (id) => metadataOf(room, id, type, at),
      });
      return { ...delivered, choices: delivered.interaction.choices ?? [] };
    },
    press: async (on) =>
      use(on, (component) => {
        if (component['type'] !== types.button) throw new Error('only a button is pressed');
        return {};
      }),
    select: async (on) =>
      use(on, (component, at) => {
        if (!selects.includes(numberOr(component['type'], 0))) throw new Error('only in a menu one picks');
        const values = valuesOf(component, on.option);
        return component['type'] === types.stringSelect
          ? { values }
          : { values, resolved: resolvedOf(room, values, at) };
      }),
    async shortcut({ name, ...on }) {
      const { at, message } = seen(room, on);
      if (message.onlyFor !== undefined) throw new Error('a message for one person alone has no such menu');
      const all = usable(room, at, commandTypes.message);
      const command = all.find((one) => one['name'] === name);
      if (command === undefined)
        throw new Error(`no such command; there are: ${all.map((one) => text(one['name'])).join(', ') || 'none'}`);
      const type = interactionTypes.command;
      return deliver(at, {
        type,
        target: message.id,
        metadata: (id) => metadataOf(room, id, type, at, { target_message_id: message.id }),
        data: {
          id: command['id'],
          name,
          type: command['type'],
          target_id: message.id,
          resolved: { messages: { [message.id]: messageOutput(room, message, 'all') } },
        },
      });
    },
    says({ user, channel, text: content }) {
      placeFor(room, user, channel);
      const { world } = room;
      const message = {
        id: world.id(),
        channelId: channel.id,
        author: user.id,
        byApp: false,
        type: 0,
        content,
        flags: 0,
      };
      return world.keep({ ...message, components: [], embeds: [], files: [], pings: [], earlier: [], deleted: false });
    },
  };
}
