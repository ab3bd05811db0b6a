import { DiscordAPIError, type Client } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../fake-clock.ts';
import { listening, lookUp, slash } from './card-app.ts';
import { createDiscordPeer, type DiscordPeer } from './peer.ts';
import { startTinyApp, stopQuietly } from './tiny-app.ts';
import type { DiscordChannel, DiscordMessage, DiscordUser } from './world.ts';

let peer: DiscordPeer;
let client: Client<true>;
let maria: DiscordUser;
let ines: DiscordUser;
let ops: DiscordChannel;
let told: unknown[];

beforeEach(async () => {
  peer = await createDiscordPeer({ clock: fakeClock() });
  maria = peer.world.user({ username: 'maria', globalName: 'Maria' });
  ines = peer.world.user({ username: 'ines' });
  const guild = peer.world.guild({ name: 'Acme', members: [maria, ines] });
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
    void peer.press({ user: maria, message, action: 'Stop', stale: true });
    await peer.until(() => told.at(-1) instanceof DiscordAPIError);
    expect(told.at(-1)).toMatchObject({ code: 10_008 });
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
