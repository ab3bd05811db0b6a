import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { data, parsed, text } from './json.ts';
import { createSlackPeer, type SlackPeer } from './peer.ts';
import { startTinyApp, type TinyApp } from './tiny-app.ts';
import type { SlackChannel, SlackUser } from './world.ts';

let peer: SlackPeer;
let tiny: TinyApp;
let ann: SlackUser;
let ops: SlackChannel;
let heard: string[];

const start = async (connections: number) => {
  tiny = await startTinyApp(
    peer,
    'socket',
    (app) => {
      app.command('/ec2', async ({ command, ack }) => {
        heard.push(command.text);
        await ack();
      });
      app.event('app_mention', async ({ body }) => void heard.push(body.event_id));
    },
    connections,
  );
};
const says = (said: string) => peer.command({ user: ann, channel: ops, text: said });

beforeEach(async () => {
  peer = await createSlackPeer();
  heard = [];
  ann = peer.world.user({ name: 'ann' });
  ops = peer.world.channel({ name: 'ops', members: [ann] });
});

describe('connections of an app', () => {
  afterEach(async () => {
    await tiny.stop();
    await peer.stop();
  });

  it('share what comes: each payload goes to one', async () => {
    await start(2);
    for (const said of ['a', 'b', 'c', 'd']) await says(said);
    expect(heard).toEqual(['a', 'b', 'c', 'd']);
    expect(peer.sockets.connections().map(({ given }) => given)).toEqual([2, 2]);
  });

  it('are refreshed one after the other, and the other is not deaf', async () => {
    await start(2);
    const [old] = peer.sockets.connections();
    old?.disconnect('refresh_requested');
    for (const said of ['a', 'b', 'c']) expect((await says(said)).ack.status).toBe(200);
    await peer.until(() => {
      const now = peer.sockets.connections();
      return now.length === 2 && now.every((one) => one.id !== old?.id);
    });
  });

  it('may be cut, and come back by themselves', async () => {
    await start(1);
    const [old] = peer.sockets.connections();
    old?.kill();
    await peer.until(() => peer.sockets.connections().some((one) => one.id !== old?.id));
    expect((await says('again')).ack.status).toBe(200);
  });

  it('get events later that found none, as retries; a command is lost', async () => {
    await start(1);
    peer.sockets.refusing = true;
    peer.sockets.killAll();
    await peer.until(() => peer.sockets.connections().length === 0);
    expect((await says('lost')).ack.status).toBeUndefined();
    const { payload } = await peer.mention({ user: ann, channel: ops, text: 'hello' });
    expect(peer.sockets.undelivered).toBe(1);
    peer.sockets.refusing = false;
    await peer.until(() => heard.length > 0);
    expect(heard).toEqual([payload['event_id']]);
  });
});

describe('the door itself', () => {
  afterEach(() => peer.stop());

  /** Opens a connection by hand and gives its first message. */
  const connect = async (address?: string): Promise<{ ws: WebSocket; first: string }> => {
    const headers = { authorization: `Bearer ${peer.tokens.app}` };
    const answer = await (await fetch(`${peer.apiUrl}apps.connections.open`, { method: 'POST', headers })).json();
    const ws = new WebSocket(address ?? text(data(answer)['url']));
    const first = await new Promise<string>((resolve) => {
      ws.on('message', (raw) => resolve(Buffer.isBuffer(raw) ? raw.toString() : ''));
      ws.on('error', () => resolve('refused'));
    });
    return { ws, first };
  };

  it('holds ten connections', async () => {
    for (let count = 1; count <= 10; count += 1) {
      const { first } = await connect();
      expect(parsed(first)).toMatchObject({ type: 'hello', num_connections: count });
    }
    expect(parsed((await connect()).first)).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  });

  it('opens by a ticket, once', async () => {
    const { ws } = await connect();
    expect((await connect(ws.url)).first).toBe('refused');
  });

  it('sends an event again that was taken and not acknowledged', async () => {
    const { ws } = await connect();
    const taken: unknown[] = [];
    ws.on('message', (raw) => taken.push(data(parsed(Buffer.isBuffer(raw) ? raw.toString() : ''))['retry_attempt']));
    const sent = peer.mention({ user: ann, channel: ops, text: 'hello' });
    await peer.until(() => taken.length === 1);
    ws.terminate();
    expect((await sent).ack.status).toBeUndefined();
    const { ws: next } = await connect();
    next.on('message', (raw) => taken.push(data(parsed(Buffer.isBuffer(raw) ? raw.toString() : ''))['retry_attempt']));
    await peer.until(() => peer.sockets.undelivered === 0);
    expect(taken[0]).toBe(0);
  });
});
