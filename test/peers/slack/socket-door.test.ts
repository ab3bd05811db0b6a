import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { data, parsed, text, type Data } from '../json.ts';
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

  /** Opens a connection by hand; what comes over it is kept in order. */
  const connect = async (address?: string) => {
    const headers = { authorization: `Bearer ${peer.tokens.app}` };
    const answer = await (await fetch(`${peer.apiUrl}apps.connections.open`, { method: 'POST', headers })).json();
    const ws = new WebSocket(address ?? text(data(answer)['url']));
    const came: Data[] = [];
    ws.on('message', (raw) => came.push(data(parsed(Buffer.isBuffer(raw) ? raw.toString() : ''))));
    ws.on('error', () => came.push({ type: 'refused' }));
    await peer.until(() => came.length > 0);
    return { ws, came };
  };

  it('holds ten connections', async () => {
    for (let count = 1; count <= 10; count += 1)
      expect((await connect()).came).toMatchObject([{ type: 'hello', num_connections: count }]);
    expect((await connect()).came).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
  });

  it('opens by a ticket, once', async () => {
    const { ws } = await connect();
    expect((await connect(ws.url)).came).toEqual([{ type: 'refused' }]);
  });

  it('sends an event again that was taken and not acknowledged', async () => {
    const { ws, came } = await connect();
    const sent = peer.mention({ user: ann, channel: ops, text: 'hello' });
    await peer.until(() => came.length === 2);
    ws.terminate();
    expect((await sent).ack.status).toBeUndefined();
    const next = await connect();
    await peer.until(() => next.came.length === 2);
    expect(came[1]).toMatchObject({ type: 'events_api', retry_attempt: 0 });
    expect(next.came[1]).toMatchObject({ payload: came[1]?.['payload'], retry_attempt: 1, retry_reason: 'timeout' });
    expect(next.came[1]?.['envelope_id']).not.toBe(came[1]?.['envelope_id']);
  });

  it('takes an acknowledgement with what it holds', async () => {
    const { ws, came } = await connect();
    const sent = says('hello');
    await peer.until(() => came.length === 2);
    ws.send(JSON.stringify({ envelope_id: came[1]?.['envelope_id'], payload: { text: 'done' } }));
    expect((await sent).ack).toMatchObject({ status: 200, body: { text: 'done' } });
    expect(peer.seenBy(ann, ops)).toMatchObject([{ text: 'done', onlyFor: ann.id }]);
  });
});
