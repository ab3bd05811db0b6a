import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ContextMenuCommandBuilder,
  ApplicationCommandType,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  type Client,
  type Interaction,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../fake-clock.ts';
import { createDiscordPeer, type DiscordPeer } from './peer.ts';
import { startTinyApp, stopQuietly } from './tiny-app.ts';
import type { DiscordChannel, DiscordGuild, DiscordMessage, DiscordUser } from './world.ts';

const slash = new SlashCommandBuilder()
  .setName('ec2')
  .setDescription('Understand, price and control EC2')
  .addSubcommand((sub) =>
    sub
      .setName('stop')
      .setDescription('Stop instances')
      .addStringOption((option) =>
        option.setName('targets').setDescription('Which').setRequired(true).setAutocomplete(true).setMaxLength(20),
      )
      .addIntegerOption((option) => option.setName('hours').setDescription('How long').setMinValue(1))
      .addBooleanOption((option) => option.setName('share').setDescription('Show everybody'))
      .addUserOption((option) => option.setName('owner').setDescription('Whose')),
  )
  .addSubcommandGroup((group) =>
    group
      .setName('alerts')
      .setDescription('Alerts')
      .addSubcommand((sub) =>
        sub
          .setName('list')
          .setDescription('All alerts')
          .addStringOption((option) =>
            option
              .setName('kind')
              .setDescription('Which')
              .addChoices({ name: 'Idle addresses', value: 'idle' }, { name: 'All', value: 'all' }),
          ),
      ),
  )
  .setContexts(0, 1)
  .toJSON();
const lookUp = new ContextMenuCommandBuilder().setName('Look up').setType(ApplicationCommandType.Message).toJSON();

const buttons = (...labels: readonly string[]) =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    ...labels.map((label) =>
      new ButtonBuilder()
        .setCustomId(label.toLowerCase())
        .setLabel(label)
        .setStyle(ButtonStyle.Secondary)
        .setDisabled(label === 'Gone'),
    ),
  );
const menu = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
  new StringSelectMenuBuilder()
    .setCustomId('size')
    .setPlaceholder('Size')
    .setMaxValues(2)
    .addOptions({ label: 'Small', value: 's' }, { label: 'Large', value: 'l' }, { label: 'Huge', value: 'h' }),
);
const card = (said: string, ...labels: readonly string[]) => ({
  flags: MessageFlags.IsComponentsV2 as const,
  components: [new TextDisplayBuilder().setContent(said), buttons(...labels), menu],
});
const modal = () =>
  new ModalBuilder()
    .setCustomId('why')
    .setTitle('Why?')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Reason')
        .setTextInputComponent(
          new TextInputBuilder().setCustomId('reason').setStyle(TextInputStyle.Short).setMinLength(3).setMaxLength(12),
        ),
    );

/** What the little app does, and what it was told. */
const listening = (told: unknown[]) => async (interaction: Interaction) => {
  if (interaction.isAutocomplete()) {
    const { name, value } = interaction.options.getFocused(true);
    told.push([name, value]);
    return interaction.respond([{ name: `${value}-1`, value: 'web-1' }]);
  }
  if (interaction.isChatInputCommand()) {
    const { options } = interaction;
    told.push([options.getSubcommandGroup(false), options.getSubcommand(), options.data]);
    await interaction.deferReply();
    return interaction.editReply(card('hello', 'Stop', 'Why', 'Gone'));
  }
  if (interaction.isMessageContextMenuCommand()) {
    told.push(interaction.targetMessage.content);
    return interaction.reply({ content: 'looked', flags: MessageFlags.Ephemeral });
  }
  if (interaction.isButton() && interaction.customId === 'why') return interaction.showModal(modal());
  if (interaction.isButton()) {
    told.push([interaction.customId, interaction.message.id]);
    await interaction.deferUpdate();
    return interaction.editReply(card('stopped', 'Start'));
  }
  if (interaction.isStringSelectMenu()) {
    told.push(interaction.values);
    return interaction.update(card('chosen', 'Start'));
  }
  if (interaction.isModalSubmit()) {
    told.push(interaction.fields.getTextInputValue('reason'));
    return interaction.reply({ content: 'because', flags: MessageFlags.Ephemeral });
  }
  return undefined;
};

let peer: DiscordPeer;
let client: Client<true>;
let guild: DiscordGuild;
let maria: DiscordUser;
let ines: DiscordUser;
let ops: DiscordChannel;
let told: unknown[];

beforeEach(async () => {
  peer = await createDiscordPeer({ clock: fakeClock() });
  maria = peer.world.user({ username: 'maria', globalName: 'Maria' });
  ines = peer.world.user({ username: 'ines' });
  guild = peer.world.guild({ name: 'Acme', members: [maria, ines] });
  ops = peer.world.channel({ guild, name: 'ops' });
  told = [];
  client = await startTinyApp(peer, (one) => {
    one.on('interactionCreate', (interaction) => void listening(told)(interaction).catch((error) => told.push(error)));
  });
  await client.application.commands.set([slash, lookUp]);
});
afterEach(async () => {
  await client.destroy();
  await stopQuietly(peer);
});

const stop = { command: '/ec2 stop', options: { targets: 'web-1' } };
const theCard = async (): Promise<DiscordMessage> => {
  await peer.command({ user: maria, channel: ops, ...stop });
  return peer.until(() => peer.messages(ops).find(({ components }) => components.length > 0));
};

describe('a command', () => {
  it('is deferred and its answer filled in where it was typed', async () => {
    const { answered, payload } = await peer.command({ user: maria, channel: ops, ...stop });
    expect(answered).toBe(5);
    expect(payload).toMatchObject({
      guild_id: guild.id,
      channel_id: ops.id,
      context: 0,
      member: { user: { id: maria.id } },
    });
    const message = await peer.until(() => peer.messages(ops).find(({ components }) => components.length > 0));
    expect(message).toMatchObject({ byApp: true, type: 20, flags: MessageFlags.IsComponentsV2 });
    expect(told).toEqual([[null, 'stop', [expect.objectContaining({ name: 'stop' })]]]);
  });

  it('of a group carries its choice by value, whichever way it is named', async () => {
    await peer.command({ user: maria, channel: ops, command: 'ec2 alerts list', options: { kind: 'Idle addresses' } });
    await peer.until(() => told.length === 1);
    expect(JSON.stringify(told)).toContain('"value":"idle"');
  });

  it('names people by their ids, and tells who they are', async () => {
    const { payload } = await peer.command({
      user: maria,
      channel: ops,
      ...stop,
      options: { targets: 'web-1', owner: ines.id },
    });
    expect(payload).toMatchObject({
      data: { resolved: { users: { [ines.id]: { username: 'ines' } }, members: { [ines.id]: { roles: [] } } } },
    });
    await peer.until(() => peer.messages(ops).length === 1);
  });

  it('in a thread or a direct conversation says where it is', async () => {
    const thread = peer.world.thread({ channel: ops, name: 'incident' });
    const inThread = await peer.command({ user: maria, channel: thread, ...stop });
    expect(inThread.payload).toMatchObject({ channel: { type: 11, parent_id: ops.id } });
    const direct = await peer.command({ user: maria, channel: peer.world.direct(maria), ...stop });
    expect(direct.payload).toMatchObject({
      context: 1,
      user: { id: maria.id },
      authorizing_integration_owners: { 0: '0' },
    });
    expect(direct.payload).not.toHaveProperty('member');
    await peer.until(() => peer.directMessages(maria)[0]?.components.length === 3);
  });

  it.each([
    ['unknown', '/ec3', {}, 'no command /ec3'],
    ['without its subcommand', '/ec2', {}, 'has subcommands'],
    ['with an unknown subcommand', '/ec2 stopp', {}, 'no subcommand stopp'],
    ['without what is required', '/ec2 stop', {}, 'targets must be filled in'],
    ['with an unknown option', '/ec2 stop', { targets: 'a', what: 'b' }, 'no option what'],
    ['with text that is too long', '/ec2 stop', { targets: 'x'.repeat(21) }, 'too long'],
    ['with a number out of bounds', '/ec2 stop', { targets: 'a', hours: 0 }, 'out of bounds'],
    ['with half a number', '/ec2 stop', { targets: 'a', hours: 1.5 }, 'whole number'],
    ['with text for yes or no', '/ec2 stop', { targets: 'a', share: 'yes' }, 'yes or no'],
    ['with a choice that is not offered', '/ec2 alerts list', { kind: 'mine' }, 'kind is one of'],
    ['with nobody', '/ec2 stop', { targets: 'a', owner: '17' }, 'is nobody'],
  ])('%s is not sent', async (_, command, options, why) => {
    await expect(peer.command({ user: maria, channel: ops, command, options })).rejects.toThrow(why);
    expect(told).toEqual([]);
  });

  it('is not offered where its contexts are others, nor to who may not see it', async () => {
    await client.application.commands.set([{ ...slash, contexts: [0] }]);
    await expect(peer.command({ user: maria, channel: peer.world.direct(maria), ...stop })).rejects.toThrow(
      'no command',
    );
    await client.application.commands.set([{ ...slash, default_member_permissions: '8' }]);
    await expect(peer.command({ user: maria, channel: ops, ...stop })).rejects.toThrow('no command');
    peer.world.join(guild, maria, { roles: [peer.world.role({ guild, name: 'sre', permissions: ['administrator'] })] });
    await peer.command({ user: maria, channel: ops, ...stop });
    await peer.until(() => peer.messages(ops)[0]?.components.length === 3);
  });

  it('cannot be typed where one does not see the channel', async () => {
    const secret = peer.world.channel({ guild, name: 'secret', only: [ines] });
    await expect(peer.command({ user: maria, channel: secret, ...stop })).rejects.toThrow('does not see');
  });

  it('tells roles and what somebody may', async () => {
    const sre = peer.world.role({ guild, name: 'sre' });
    peer.world.join(guild, maria, { nick: 'M', roles: [sre] });
    peer.world.deny(ops, 'sendMessages');
    const { payload } = await peer.command({ user: maria, channel: ops, ...stop });
    expect(payload).toMatchObject({ member: { nick: 'M', roles: [sre.id] } });
    expect(BigInt(String(payload['app_permissions'])) & (1n << 11n)).toBe(0n);
    await peer.until(() => peer.messages(ops)[0]?.components.length === 3);
  });
});

describe('an option is completed', () => {
  it('by what the app suggests for what was typed', async () => {
    const { choices, payload } = await peer.suggest({
      user: maria,
      channel: ops,
      command: '/ec2 stop',
      focused: 'targets',
      query: 'we',
    });
    expect(choices).toMatchObject([{ name: 'we-1', value: 'web-1' }]);
    expect(payload).toMatchObject({
      type: 4,
      data: { options: [{ options: [{ name: 'targets', value: 'we', focused: true }] }] },
    });
    expect(told).toEqual([['targets', 'we']]);
  });

  it('only where the app said so', async () => {
    await expect(
      peer.suggest({ user: maria, channel: ops, command: '/ec2 stop', focused: 'hours', query: '1' }),
    ).rejects.toThrow('not completed');
  });
});

describe('a button', () => {
  it('is pressed by its label, and the message changes', async () => {
    const message = await theCard();
    const { answered, payload } = await peer.press({ user: maria, message, action: 'Stop' });
    expect(answered).toBe(6);
    expect(payload).toMatchObject({
      type: 3,
      data: { custom_id: 'stop', component_type: 2 },
      message: { id: message.id },
    });
    const now = await peer.until(() => peer.messages(ops).find(({ earlier }) => earlier.length > 1));
    expect(JSON.stringify(now.components)).toContain('stopped');
    expect(told.at(-1)).toEqual(['stop', message.id]);
  });

  it('that is disabled is not pressed, nor one that is not there', async () => {
    const message = await theCard();
    await expect(peer.press({ user: maria, message, action: 'Gone' })).rejects.toThrow('disabled');
    await expect(peer.press({ user: maria, message, action: 'Start' })).rejects.toThrow('there are: “Stop”');
    await expect(peer.press({ user: maria, message, action: 'Size' })).rejects.toThrow('only a button');
  });

  it('that was edited away is pressed only where that is meant', async () => {
    const message = await theCard();
    await peer.press({ user: maria, message, action: 'Stop' });
    await peer.until(() => JSON.stringify(peer.current(message)?.components).includes('Start'));
    await expect(peer.press({ user: maria, message, action: 'Stop' })).rejects.toThrow('0 components are Stop');
    expect(await peer.press({ user: maria, message, action: 'Stop', stale: true })).toMatchObject({ answered: 6 });
  });

  it('of a message that was deleted is not pressed', async () => {
    const message = await theCard();
    const channel = await client.channels.fetch(ops.id);
    if (channel?.isSendable()) await channel.messages.delete(message.id);
    await expect(peer.press({ user: maria, message, action: 'Stop' })).rejects.toThrow('gone');
  });
});

describe('a menu', () => {
  it('takes options by label or value, within its bounds', async () => {
    const message = await theCard();
    await expect(peer.select({ user: maria, message, action: 'Size', option: [] })).rejects.toThrow('1 to 2');
    await expect(peer.select({ user: maria, message, action: 'Size', option: ['s', 'l', 'h'] })).rejects.toThrow(
      '1 to 2',
    );
    await expect(peer.select({ user: maria, message, action: 'Size', option: 'Tiny' })).rejects.toThrow(
      'there are: Small',
    );
    await expect(peer.select({ user: maria, message, action: 'Stop', option: 's' })).rejects.toThrow('only in a menu');
    const { answered } = await peer.select({ user: maria, message, action: 'Size', option: ['Small', 'h'] });
    expect(answered).toBe(7);
    expect(told.at(-1)).toEqual(['s', 'h']);
    expect(JSON.stringify(peer.current(message)?.components)).toContain('chosen');
  });
});

describe('a modal', () => {
  const opened = async () => {
    const message = await theCard();
    await peer.press({ user: maria, message, action: 'Why' });
    return message;
  };

  it('is filled in and sent, and is gone once it was answered', async () => {
    const message = await opened();
    expect(peer.modal(maria)?.modal).toMatchObject({ title: 'Why?' });
    const { payload } = await peer.submit({ user: maria, values: { Reason: 'idle' } });
    expect(payload).toMatchObject({
      type: 5,
      message: { id: message.id },
      data: { components: [{ type: 18, component: { value: 'idle' } }] },
    });
    expect(told.at(-1)).toBe('idle');
    expect(peer.modal(maria)).toBeUndefined();
    expect(peer.seenBy(maria, ops).map(({ content }) => content)).toContain('because');
    expect(peer.seenBy(ines, ops).map(({ content }) => content)).not.toContain('because');
  });

  it('is not sent where it is not filled in as it must be', async () => {
    await opened();
    await expect(peer.submit({ user: maria })).rejects.toThrow('must be filled in');
    await expect(peer.submit({ user: maria, values: { reason: 'no' } })).rejects.toThrow('too short');
    await expect(peer.submit({ user: maria, values: { reason: 'x'.repeat(13) } })).rejects.toThrow('too long');
    await expect(peer.submit({ user: maria, values: { reason: 'one\ntwo' } })).rejects.toThrow('one line');
    await expect(peer.submit({ user: maria, values: { what: 'x' } })).rejects.toThrow('no field “what”');
    expect(peer.modal(maria)).toBeDefined();
  });

  it('is closed without a word', async () => {
    await opened();
    const before = told.length;
    peer.close({ user: maria });
    expect(peer.modal(maria)).toBeUndefined();
    expect(() => peer.close({ user: maria })).toThrow('no modal');
    expect(told).toHaveLength(before);
  });
});

describe('a command of the menu of a message', () => {
  it('carries the message, whoever wrote it', async () => {
    const message = peer.says({ user: ines, channel: ops, text: 'look at i-0abc' });
    await peer.shortcut({ user: maria, message, name: 'Look up' });
    expect(told).toEqual(['look at i-0abc']);
    await expect(peer.shortcut({ user: maria, message, name: 'Look down' })).rejects.toThrow('there are: Look up');
  });

  it('is not in that of a message for one person alone', async () => {
    const message = peer.says({ user: ines, channel: ops, text: 'i-0abc' });
    await peer.shortcut({ user: maria, message, name: 'Look up' });
    const [whispered] = peer.seenBy(maria, ops).filter(({ onlyFor }) => onlyFor === maria.id);
    if (whispered === undefined) throw new Error('nothing was whispered');
    await expect(peer.shortcut({ user: maria, message: whispered, name: 'Look up' })).rejects.toThrow('no such menu');
    await expect(peer.press({ user: ines, message: whispered, action: 'x' })).rejects.toThrow('does not see');
  });
});
