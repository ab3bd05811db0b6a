import { REST, type RESTOptions } from 'discord.js';
import { Agent } from 'undici6';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../fake-clock.ts';
import { createDiscordPeer, type DiscordPeer } from './peer.ts';
import { silent } from './samples.ts';
import type { DiscordChannel } from './world.ts';

let peer: DiscordPeer;
let ops: DiscordChannel;
let news: DiscordChannel;
const clock = fakeClock();
const route = '/channels/{channel}/messages';

beforeEach(async () => {
  peer = await createDiscordPeer({ clock });
  const guild = peer.world.guild({ name: 'Acme' });
  ops = peer.world.channel({ guild, name: 'ops' });
  news = peer.world.channel({ guild, name: 'news' });
});
afterEach(() => peer.stop());

const post = (channel = ops, options: Partial<RESTOptions> = {}) =>
  new REST({ api: peer.apiUrl, retries: 0, timeout: 5_000, agent: new Agent(), rejectOnRateLimit: ['/'], ...options })
    .setToken(peer.token)
    .post(`/channels/${channel.id}/messages`, { body: { content: 'hello', ...silent } });

/** A request that no client holds back. */
const plainly = (channel = ops) =>
  fetch(`${peer.apiUrl}/v10/channels/${channel.id}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bot ${peer.token}` },
    body: JSON.stringify({ content: 'hello', ...silent }),
  });

describe('what a test lets go wrong', () => {
  it('is a limit with the time to wait, for one method, route or channel', async () => {
    peer.faults.fail({ method: 'POST', route, channel: ops.id }, { limitedFor: 7.5 });
    peer.faults.fail({ method: 'PATCH' }, { status: 500 });
    await expect(post(news)).resolves.toMatchObject({ content: 'hello' });
    await expect(post()).rejects.toMatchObject({
      name: expect.stringContaining('RateLimitError'),
      global: false,
      scope: 'user',
    });
    await expect(post()).resolves.toMatchObject({ content: 'hello' });
  });

  it.each([
    ['user', false, null],
    ['shared', false, null],
    ['global', true, 'true'],
  ] as const)('is a limit of scope %s, as the documents tell it', async (scope, global, header) => {
    peer.faults.fail({}, { limitedFor: 1.25, scope });
    const answer = await plainly();
    expect([answer.status, await answer.json()]).toMatchObject([429, { retry_after: 1.25, global }]);
    const { headers } = answer;
    expect(['retry-after', 'x-ratelimit-scope', 'x-ratelimit-global'].map((one) => headers.get(one))).toEqual([
      '2',
      scope,
      header,
    ]);
  });

  it('is a limit that a client waits out by itself', async () => {
    peer.faults.fail({ times: 2 }, { limitedFor: 0.01 });
    await post(ops, { rejectOnRateLimit: null, offset: 0 });
    expect(peer.calls('POST', route).map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(peer.messages(ops)).toHaveLength(1);
  });

  it.each([
    ['nothing was done', 'cut-before', 0],
    ['all was done', 'cut-after', 1],
    ['nothing was done and nothing is said', 'hang-before', 0],
    ['all was done and nothing is said', 'hang-after', 1],
    ['a server failed', { status: 503 }, 0],
    ['a server failed after it was done', { status: 502, done: true }, 1],
    ['Discord refuses', { error: 50_001, refusedBy: 403 }, 0],
  ] as const)('is that %s', async (_, fault, posted) => {
    peer.faults.fail({}, fault);
    const posting = post().then(
      () => 'answered',
      () => 'failed',
    );
    await peer.until(() => peer.calls('POST').length === 1);
    await peer.settled();
    peer.down();
    expect(await posting).toBe('failed');
    expect(peer.messages(ops)).toHaveLength(posted);
  });

  it('lets a retry post twice where the first was taken but never answered', async () => {
    peer.faults.fail({}, { status: 500, done: true });
    await post(ops, { retries: 1 });
    expect(peer.messages(ops)).toHaveLength(2);
  });

  it('is that an answer waits, with what is asked done before or after', async () => {
    for (const done of ['after', 'before'] as const) {
      const gate = new AbortController();
      const until = new Promise<void>((resolve) => gate.signal.addEventListener('abort', () => resolve()));
      peer.faults.fail({}, { until, done });
      const before = peer.messages(ops).length;
      const calls = peer.calls().length;
      const posting = post();
      await peer.until(() => peer.calls().length === calls + 1);
      expect(peer.messages(ops)).toHaveLength(before + (done === 'before' ? 1 : 0));
      gate.abort();
      await posting;
      expect(peer.messages(ops)).toHaveLength(before + 1);
    }
  });

  it('is an outage', async () => {
    for (const how of ['cut', 'unavailable'] as const) {
      peer.down(how);
      await expect(post()).rejects.toThrow(/./);
    }
    peer.up();
    await post();
    expect(peer.messages(ops)).toHaveLength(1);
  });

  it('is what a test decides of each request', async () => {
    peer.faults.decide = ({ path }) => (path.includes(news.id) ? { status: 500 } : undefined);
    await expect(post(news)).rejects.toMatchObject({ status: 500 });
    await post();
  });
});

describe('a bucket', () => {
  it('takes so many requests in so long, for each channel on its own, and tells what is left', async () => {
    peer.faults.limit({ method: 'POST', route, limit: 2, perMs: 5_000 });
    const left = async (channel = ops) => {
      const { status, headers } = await plainly(channel);
      return [status, headers.get('x-ratelimit-remaining'), headers.get('x-ratelimit-reset-after')];
    };
    expect([await left(), await left(), await left(news)]).toEqual([
      [200, '1', '5'],
      [200, '0', '5'],
      [200, '1', '5'],
    ]);
    await clock.pass(2_000);
    const answer = await plainly();
    expect([answer.status, await answer.json()]).toMatchObject([429, { retry_after: 3, global: false }]);
    expect(['limit', 'bucket', 'reset', 'scope'].map((one) => answer.headers.get(`x-ratelimit-${one}`))).toEqual([
      '2',
      expect.stringMatching(/^[0-9a-f]{16}$/),
      String((clock.now() + 3_000) / 1_000),
      'user',
    ]);
    await clock.pass(3_000);
    expect((await plainly()).status).toBe(200);
  });

  it('may be shared with others', async () => {
    peer.faults.limit({ limit: 1, perMs: 1_000, scope: 'shared' });
    await plainly();
    const { status, headers } = await plainly();
    expect([status, headers.get('x-ratelimit-scope')]).toEqual([429, 'shared']);
  });

  it('is heeded by a client that reads its headers', async () => {
    peer.faults.limit({ route, limit: 2, perMs: 60_000 });
    const rest = new REST({ api: peer.apiUrl, agent: new Agent(), rejectOnRateLimit: ['/'] }).setToken(peer.token);
    const say = () => rest.post(`/channels/${ops.id}/messages`, { body: { content: 'hello', ...silent } });
    await say();
    await say();
    await expect(say()).rejects.toMatchObject({ limit: 2 });
    expect(peer.calls('POST')).toHaveLength(2);
  });
});

describe('who waits', () => {
  it('is told what there was where it never comes', async () => {
    await post();
    await expect(peer.until(() => false, 20)).rejects.toThrow(`/channels/${ops.id}/messages`);
  });
});
