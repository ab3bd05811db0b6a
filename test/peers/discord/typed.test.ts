import { MessageFlags, type Client } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../fake-clock.ts';
import { listening, lookUp, slash } from './card-app.ts';
import { createDiscordPeer, type DiscordPeer } from './peer.ts';
import { bits } from './permissions.ts';
import { startTinyApp, stopQuietly } from './tiny-app.ts';
import type { DiscordChannel, DiscordGuild, DiscordUser } from './world.ts';

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
    ['with text that is too short', '/ec2 stop', { targets: 'a', reason: 'no' }, 'reason is too short'],
    ['with no text at all', '/ec2 stop', { targets: '' }, 'targets is text'],
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

  it('cannot be typed by who may use no commands', async () => {
    const everybody = guild.roles.get(guild.id);
    if (everybody !== undefined) everybody.permissions = bits('viewChannel', 'sendMessages');
    await expect(peer.command({ user: maria, channel: ops, ...stop })).rejects.toThrow('may use no commands');
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
