import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createDiscordPeer, type DiscordPeer } from './peer.ts';
import { bareConnection, type BareConnection } from './tiny-app.ts';
import type { DiscordGuild } from './world.ts';

let peer: DiscordPeer;
let guild: DiscordGuild;
let connections: BareConnection[];

beforeEach(async () => {
  peer = await createDiscordPeer();
  guild = peer.world.guild({ name: 'Acme' });
  connections = [];
});
afterEach(async () => {
  for (const one of connections) one.cut();
  await peer.stop();
});

async function bare(): Promise<BareConnection> {
  const one = await bareConnection(peer);
  connections.push(one);
  return one;
}
const identify = (more: object = {}) => ({ token: peer.token, intents: 1, properties: {}, ...more });
const offences = () => peer.violations().map(({ what }) => what);

type Said = readonly (readonly [op: number, d: unknown])[];
const refusals: readonly (readonly [string, number, () => Said])[] = [
  ['a wrong token', 4_004, () => [[2, identify({ token: 'no' })]]],
  ['a resume with a wrong token', 4_004, () => [[6, { token: 'no', session_id: 'x', seq: 1 }]]],
  ['no intents', 4_013, () => [[2, { token: peer.token, properties: {} }]]],
  ['intents that need leave', 4_014, () => [[2, identify({ intents: 3 })]]],
  ['what comes before an IDENTIFY', 4_003, () => [[3, {}]]],
  [
    'a second IDENTIFY',
    4_005,
    () => [
      [2, identify()],
      [2, identify()],
    ],
  ],
  ['what is too long', 4_002, () => [[2, identify({ properties: { os: 'x'.repeat(5_000) } })]]],
];

describe('the gateway refuses', () => {
  it.each(refusals)('%s', async (_, code, saying) => {
    const { say, closed } = await bare();
    for (const [op, d] of saying()) say(op, d);
    await peer.until(() => closed() !== undefined);
    expect(closed()).toBe(code);
  });

  it('a sequence that was never reached', async () => {
    const first = await bare();
    first.say(2, identify());
    await peer.until(() => first.frames.some(({ t }) => t === 'READY'));
    const second = await bare();
    second.say(6, { token: peer.token, session_id: peer.gateway.sessions[0]?.id, seq: 99 });
    await peer.until(() => second.closed() !== undefined);
    expect(second.closed()).toBe(4_007);
  });

  it('to resume a session that it does not know', async () => {
    const { say, frames } = await bare();
    say(6, { token: peer.token, session_id: 'unknown', seq: 1 });
    await peer.until(() => frames.length === 2);
    expect(frames[1]).toMatchObject({ op: 9, d: false });
  });

  it('a token that was withdrawn', async () => {
    peer.revoke();
    const { say, closed } = await bare();
    say(2, identify());
    await peer.until(() => closed() === 4_004);
    peer.restore();
    const other = await bare();
    other.say(2, identify());
    await peer.until(() => other.frames.some(({ t }) => t === 'READY'));
  });
});

describe('the gateway takes', () => {
  it('a wish for compression, and compresses nothing', async () => {
    const { say, frames } = await bare();
    say(2, identify({ compress: true }));
    await peer.until(() => frames.some(({ t }) => t === 'GUILD_CREATE'));
    expect(frames.find(({ t }) => t === 'READY')).toMatchObject({
      s: 1,
      d: { guilds: [{ id: guild.id, unavailable: true }] },
    });
  });

  it('intents besides that of guilds, and opcodes that the app does not need, but tells of them', async () => {
    const { say } = await bare();
    say(2, identify({ intents: 1 | (1 << 9) }));
    say(8, {});
    await peer.until(() => offences().length === 2);
    expect(offences()).toEqual(['intents 513 are more than GUILDS', 'opcode 8 is none that the app needs']);
  });

  it('no connection without a hello longer than a client waits', async () => {
    peer.gateway.manner = 'silent';
    const ws = new WebSocket(peer.apiUrl.replace('http', 'ws'));
    const frames: unknown[] = [];
    ws.on('message', (raw: Buffer) => void frames.push(raw));
    await new Promise((resolve) => ws.once('open', resolve));
    await peer.settled();
    expect(frames).toEqual([]);
    ws.terminate();
  });
});
