import type { Client, Interaction } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../fake-clock.ts';
import { data } from '../json.ts';
import { sessionLivesMs } from './limits.ts';
import { createDiscordPeer, type DiscordPeer } from './peer.ts';
import { bareConnection, restOf, startTinyApp, type BareConnection } from './tiny-app.ts';
import type { DiscordChannel, DiscordGuild, DiscordUser } from './world.ts';

let peer: DiscordPeer;
let guild: DiscordGuild;
let maria: DiscordUser;
let ops: DiscordChannel;
let clients: Client[];
let connections: BareConnection[];
const clock = fakeClock();

async function open(heartbeatMs?: number) {
  peer = await createDiscordPeer({ clock, ...(heartbeatMs !== undefined && { heartbeatMs }) });
  maria = peer.world.user({ username: 'maria' });
  guild = peer.world.guild({ name: 'Acme', members: [maria] });
  ops = peer.world.channel({ guild, name: 'ops' });
  [clients, connections] = [[], []];
}

async function login(told: string[] = []): Promise<Client<true>> {
  const client = await startTinyApp(peer, (one) => {
    one.on('interactionCreate', (interaction: Interaction) => {
      told.push(interaction.id);
      if (interaction.isRepliable()) void interaction.deferReply().catch(() => {});
    });
  });
  clients.push(client);
  await client.application.commands.set([{ name: 'ec2', description: 'EC2' }]);
  return client;
}

async function bare(): Promise<BareConnection> {
  const one = await bareConnection(peer);
  connections.push(one);
  return one;
}

const identify = (more: object = {}) => ({ token: peer.token, intents: 1, properties: {}, ...more });
const type = () => peer.command({ user: maria, channel: ops, command: '/ec2' });
const offences = () => peer.violations().map(({ what }) => what);

beforeEach(() => open());
afterEach(async () => {
  for (const one of clients) await one.destroy();
  for (const one of connections) one.cut();
  await peer.stop();
});

describe('a client that logs in', () => {
  it('is ready once it heard of its guilds, with channels and its own roles', async () => {
    const client = await login();
    expect(client.user.id).toBe(peer.world.app.userId);
    expect(client.guilds.cache.get(guild.id)).toMatchObject({ name: 'Acme', available: true, memberCount: 2 });
    expect(client.guilds.cache.get(guild.id)?.channels.cache.get(ops.id)?.name).toBe('ops');
    expect(peer.gateway.identifies).toMatchObject([{ intents: 1, token: peer.token }]);
    expect(offences()).toEqual([]);
  });

  it('is told how many IDENTIFYs are left', async () => {
    await login();
    const { session_start_limit: limit } = data(await restOf(peer).get('/gateway/bot'));
    expect(limit).toMatchObject({ total: 1_000, remaining: 999, max_concurrency: 1 });
    expect(await restOf(peer).get('/gateway')).toEqual({ url: expect.stringMatching(/^ws:\/\/127/) });
  });

  it('more often than a day allows is told of', async () => {
    await peer.stop();
    peer = await createDiscordPeer({ identifies: 1 });
    for (let times = 0; times < 2; times += 1) {
      const { say, frames } = await bare();
      say(2, identify());
      await peer.until(() => frames.some(({ t }) => t === 'READY'));
    }
    expect(offences()).toEqual(['more IDENTIFYs than a day allows']);
    expect(data(await restOf(peer).get('/gateway/bot'))['session_start_limit']).toMatchObject({ remaining: 0 });
  });

  it('hears of guilds, channels, threads and roles that come, and of a guild that it is put out of', async () => {
    const client = await login();
    const other = peer.world.guild({ name: 'Globex' });
    const thread = peer.world.thread({ channel: ops, name: 'incident' });
    const news = peer.world.channel({ guild: other, name: 'news' });
    const sre = peer.world.role({ guild, name: 'sre' });
    await peer.until(() => client.guilds.cache.get(guild.id)?.roles.cache.has(sre.id));
    await peer.until(() => client.channels.cache.has(news.id) && client.channels.cache.has(thread.id));
    expect(client.guilds.cache.get(other.id)?.name).toBe('Globex');
    peer.world.leave(other, { id: peer.world.app.userId });
    await peer.until(() => !client.guilds.cache.has(other.id));
  });

  it('gets every interaction, as every other session of the token does', async () => {
    const first: string[] = [];
    const second: string[] = [];
    await login(first);
    await login(second);
    const { interaction } = await type();
    await peer.until(() => first.length === 1 && second.length === 1);
    expect(first).toEqual([interaction.id]);
    expect(second).toEqual(first);
    expect(peer.gateway.sessions).toHaveLength(2);
  });
});

describe('a connection that ends', () => {
  it.each([
    ['cut', () => peer.gateway.drop()],
    ['asked to reconnect', () => peer.gateway.reconnect()],
    ['closed by 4000', () => peer.gateway.end(4_000)],
    ['called invalid, but to be resumed', () => peer.gateway.invalidate(true)],
  ] as const)('%s is resumed, and what was missed is told', async (_, end) => {
    const told: string[] = [];
    await login(told);
    end();
    await peer.until(() => peer.gateway.sessions[0]?.connected() !== true || peer.gateway.resumes.length > 0);
    const { interaction } = await type();
    expect(told).toEqual([interaction.id]);
    await peer.until(() => peer.gateway.resumes.length === 1);
    expect(peer.gateway.identifies).toHaveLength(1);
  });

  it.each([
    ['called invalid', () => peer.gateway.invalidate(false)],
    ['closed by 1000', () => peer.gateway.end(1_000)],
  ] as const)('%s begins a new session', async (_, end) => {
    const told: string[] = [];
    await login(told);
    const [before] = peer.gateway.sessions;
    end();
    await peer.until(
      () => peer.gateway.identifies.length === 2 && peer.gateway.sessions.some((one) => one.connected()),
    );
    expect(peer.gateway.sessions.map(({ id }) => id)).not.toContain(before?.id);
    expect(peer.gateway.resumes).toEqual([]);
    const { interaction } = await type();
    expect(told).toEqual([interaction.id]);
  });

  it('for too long cannot be resumed', async () => {
    await login();
    peer.gateway.refusing = true;
    peer.gateway.drop();
    await peer.until(() => peer.gateway.sessions[0]?.connected() === false);
    await clock.pass(sessionLivesMs + 1);
    expect(peer.gateway.sessions).toEqual([]);
    peer.gateway.refusing = false;
    await peer.until(() => peer.gateway.identifies.length === 2);
    expect(await type()).toMatchObject({ answered: 5 });
  });

  it('for a reason that does not pass is not tried again', async () => {
    const client = await login();
    const gone = new Promise<number>((resolve) => client.on('shardDisconnect', ({ code }) => resolve(code)));
    peer.gateway.end(4_014);
    expect(await gone).toBe(4_014);
    await peer.until(() => peer.gateway.sessions.length === 0);
  });

  it('with Discord itself comes back with it', async () => {
    await login();
    peer.down();
    await peer.until(() => peer.gateway.sessions[0]?.connected() === false);
    peer.up();
    await peer.until(() => peer.gateway.sessions.some((one) => one.connected()));
    expect(await type()).toMatchObject({ answered: 5 });
  });

  it('with nobody left leaves an interaction unheard', async () => {
    await login();
    await clients[0]?.destroy();
    await peer.until(() => peer.gateway.sessions.length === 0);
    expect(await type()).toMatchObject({ answered: undefined, ack: { status: undefined } });
  });
});

describe('heartbeats', () => {
  it('are counted and acknowledged', async () => {
    const { frames, say } = await bare();
    say(1, null);
    await peer.until(() => frames.some(({ op }) => op === 11));
    expect(peer.gateway.heartbeats).toBe(1);
  });

  it('that are missing are told of, and the connection is closed', async () => {
    await peer.stop();
    await open(20);
    const { closed } = await bare();
    await peer.until(() => closed() !== undefined);
    expect(closed()).toBe(4_000);
    expect(offences()).toEqual(['a heartbeat is missing']);
  });

  it('that reach nobody are not answered', async () => {
    const { frames, say } = await bare();
    say(2, identify());
    await peer.until(() => frames.some(({ t }) => t === 'GUILD_CREATE'));
    peer.gateway.sessions[0]?.stall();
    say(1, null);
    await peer.settled();
    expect(frames.filter(({ op }) => op === 11)).toEqual([]);
  });

  it('that are not acknowledged make the client resume', async () => {
    await peer.stop();
    await open(100);
    await login();
    peer.gateway.acknowledging = false;
    await peer.until(() => peer.gateway.resumes.length > 0);
    peer.gateway.acknowledging = true;
    expect(await type()).toMatchObject({ answered: 5 });
  });
});
