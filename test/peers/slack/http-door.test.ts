import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpDoor } from './http-door.ts';
import { createSlackPeer, type SlackPeer } from './peer.ts';
import { signingSecret, startTinyApp, type TinyApp } from './tiny-app.ts';

const minuteMs = 60_000;
const command = { command: '/ec2', text: 'list', user_id: 'U1', team_id: 'T1', channel_id: 'C1', trigger_id: '1' };
let peer: SlackPeer;
let tiny: TinyApp;
let door: HttpDoor;
let heard: string[];

beforeEach(async () => {
  peer = await createSlackPeer();
  heard = [];
  tiny = await startTinyApp(peer, 'http', (app) => {
    app.command('/ec2', async ({ command: { text }, ack }) => {
      heard.push(text);
      await ack('said so');
    });
  });
  const { url } = tiny;
  door = peer.http({ url, signingSecret });
});
afterEach(async () => {
  await tiny.stop();
  await peer.stop();
});

describe('a request to the app', () => {
  it('is signed as Slack signs', async () => {
    expect(await door.send('slash_commands', command)).toMatchObject({ status: 200, body: 'said so' });
    expect(heard).toEqual(['list']);
  });

  it.each([
    ['forged', () => door.write('slash_commands', command, { secret: 'another' })],
    ['too old', () => door.write('slash_commands', command, { atMs: Date.now() - 6 * minuteMs })],
    [
      'altered',
      () => {
        const sent = door.write('slash_commands', command);
        return { ...sent, body: sent.body.replace('list', 'stop') };
      },
    ],
    [
      'not signed',
      () => {
        const { body, headers } = door.write('slash_commands', command);
        return { body, headers: { 'content-type': headers['content-type'] ?? '' } };
      },
    ],
  ])('may be %s, which a real app refuses', async (_, sent) => {
    const { status } = await door.post(sent());
    expect(status).toBeGreaterThanOrEqual(400);
    expect(heard).toEqual([]);
  });

  it('may be sent again as it was', async () => {
    await door.send('slash_commands', command);
    const [first] = door.sent;
    if (first === undefined) throw new Error('nothing was sent');
    await door.post(first);
    expect(heard).toEqual(['list', 'list']);
  });

  it('may be the handshake and the probe', async () => {
    expect(await door.verifyUrl('a-challenge')).toMatchObject({ status: 200, body: { challenge: 'a-challenge' } });
    expect(await door.sslCheck()).toMatchObject({ status: 200 });
  });

  it('is told of where it is not acknowledged well', async () => {
    const ann = peer.world.user({ name: 'ann' });
    const { ack } = await peer.globalShortcut({ user: ann, callbackId: 'nobody-listens' });
    expect(ack.status).toBe(404);
    expect(peer.violations()).toMatchObject([{ where: 'shortcut', what: 'acknowledged by status 404' }]);
  });

  it('shows what a command was acknowledged with', async () => {
    const ann = peer.world.user({ name: 'ann' });
    const ops = peer.world.channel({ name: 'ops', members: [ann] });
    await peer.command({ user: ann, channel: ops, text: 'x' });
    expect(peer.seenBy(ann, ops)).toMatchObject([{ text: 'said so', onlyFor: ann.id }]);
  });
});
