import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../fake-clock.ts';
import { createSlackPeer, type SlackPeer } from './peer.ts';
import { limits, responseUrl } from './limits.ts';
import type { SlackChannel, SlackUser } from './world.ts';

let peer: SlackPeer;
let ann: SlackUser;
let ops: SlackChannel;
let clock: ReturnType<typeof fakeClock>;

beforeEach(async () => {
  clock = fakeClock();
  peer = await createSlackPeer({ clock });
  ann = peer.world.user({ name: 'ann' });
  ops = peer.world.channel({ name: 'ops', members: [ann] });
});
afterEach(() => peer.stop());

const respond = async (url: unknown, body: object) => {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(String(url), { method: 'POST', headers, body: JSON.stringify(body) })).status;
};
const ofCommand = async () => {
  const { payload } = await peer.command({ user: ann, channel: ops, text: 'x' });
  return payload['response_url'];
};
const ofMessage = async () => {
  const message = peer.says({ user: ann, channel: ops, text: 'original' });
  const { payload } = await peer.shortcut({ user: ann, message, callbackId: 'x' });
  return { message, url: payload['response_url'] };
};

describe('a response_url', () => {
  it('takes five posts', async () => {
    const url = await ofCommand();
    const statuses: number[] = [];
    for (let use = 0; use <= responseUrl.uses; use += 1) statuses.push(await respond(url, { text: `${use}` }));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(peer.seenBy(ann, ops)).toHaveLength(5);
  });

  it('lives for thirty minutes', async () => {
    const url = await ofCommand();
    await clock.pass(responseUrl.livesMs);
    expect(await respond(url, { text: 'in time' })).toBe(200);
    await clock.pass(1);
    expect(await respond(url, { text: 'late' })).toBe(404);
  });

  it('answers one person alone, unless it is told otherwise', async () => {
    const bob = peer.world.user({ name: 'bob' });
    ops.members.add(bob.id);
    const url = await ofCommand();
    await respond(url, { text: 'for you' });
    await respond(url, { text: 'for all', response_type: 'in_channel' });
    expect(peer.seenBy(bob, ops).map(({ text }) => text)).toEqual(['for all']);
    expect(peer.seenBy(ann, ops).map(({ text }) => text)).toEqual(['for you', 'for all']);
  });

  it('works where the bot never was', async () => {
    ops.members.delete(peer.world.app.userId);
    expect(await respond(await ofCommand(), { text: 'x', response_type: 'in_channel' })).toBe(200);
  });

  it('replaces or deletes the message it is of', async () => {
    const { message, url } = await ofMessage();
    await respond(url, { text: 'other', replace_original: true });
    expect(peer.current(message)?.text).toBe('other');
    await respond(url, { delete_original: true });
    expect(peer.current(message)).toBeUndefined();
    expect(peer.violations()).toEqual([]);
  });

  it('answers in a thread', async () => {
    const { message, url } = await ofMessage();
    await respond(url, { text: 'x', response_type: 'in_channel', replace_original: false, thread_ts: message.ts });
    expect(peer.thread(message).map(({ text }) => text)).toEqual(['x']);
    expect(peer.violations()).toEqual([]);
  });

  it('takes messages within the limits of messages', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(limits.header + 1) } }];
    expect(await respond(await ofCommand(), { text: 'x', blocks })).toBe(400);
    expect(peer.violations()).toMatchObject([{ where: 'response_url', refused: true }]);
  });

  it('shows no file of the bot', async () => {
    const blocks = [{ type: 'image', alt_text: 'x', slack_file: { id: 'F1' } }];
    expect(await respond(await ofCommand(), { text: 'x', blocks })).toBe(400);
  });

  it.each([
    ['a command has no original', ofCommand, { replace_original: true }],
    ['whether the original stays is not said', async () => (await ofMessage()).url, {}],
  ])('is told of where %s', async (_, urlOf, more) => {
    expect(await respond(await urlOf(), { text: 'x', ...more })).toBe(200);
    expect(peer.violations()).toMatchObject([{ at: '/replace_original', refused: false }]);
  });

  it('answers nobody in an archive, and nothing at an address that was not given', async () => {
    const url = String(await ofCommand());
    ops.archived = true;
    expect(await respond(url, { text: 'x' })).toBe(410);
    expect(await respond(`${url}X`, { text: 'x' })).toBe(404);
  });
});
