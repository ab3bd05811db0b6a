import { WebClient, type Logger } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../fake-clock.ts';
import { createSlackPeer, type SlackPeer } from './peer.ts';
import { silentLogger } from './tiny-app.ts';
import type { SlackChannel } from './world.ts';

let peer: SlackPeer;
let ops: SlackChannel;
let clock: ReturnType<typeof fakeClock>;
const logger: Logger = silentLogger;

beforeEach(async () => {
  clock = fakeClock();
  peer = await createSlackPeer({ clock, paced: true });
  ops = peer.world.channel({ name: 'ops' });
});
afterEach(() => peer.stop());

const post = (retries = 0, timeout = 5_000) =>
  new WebClient(peer.tokens.bot, {
    slackApiUrl: peer.apiUrl,
    retryConfig: { retries, minTimeout: 1, maxTimeout: 1 },
    rejectRateLimitedCalls: true,
    timeout,
    logger,
  }).chat.postMessage({ channel: ops.id, text: 'hello' });

describe('what a test lets go wrong', () => {
  it('is a limit with the time to wait, for one method or one channel', async () => {
    peer.faults.fail({ method: 'chat.postMessage', channel: ops.id }, { limitedFor: 7 });
    peer.faults.fail({ method: 'chat.postMessage', channel: 'C0OTHER' }, { status: 500 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    await expect(post()).resolves.toMatchObject({ ok: true });
  });

  it('is a second post within a second, where channels are paced', async () => {
    await post();
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
    await clock.pass(1_000);
    await post();
    expect(peer.messages(ops)).toHaveLength(2);
  });

  it.each([
    ['nothing was done', 'cut-before', 0],
    ['all was done', 'cut-after', 1],
    ['nothing was done and nothing is said', 'hang-before', 0],
    ['all was done and nothing is said', 'hang-after', 1],
    ['a server failed', { status: 503 }, 0],
    ['a server failed after it was done', { status: 503, done: true }, 1],
    ['Slack refuses', { error: 'ratelimited' }, 0],
  ] as const)('is that %s', async (_, fault, posted) => {
    peer.faults.fail({}, fault);
    const posting = post().then(
      () => 'answered',
      () => 'failed',
    );
    await peer.until(() => peer.calls().length === 1);
    await peer.settled();
    peer.down();
    expect(await posting).toBe('failed');
    expect(peer.messages(ops)).toHaveLength(posted);
  });

  it('lets a retry post twice where the first was never answered', async () => {
    peer.faults.fail({ method: 'chat.postMessage' }, 'cut-after');
    await expect(post(1)).rejects.toMatchObject({ retryAfter: 1 });
    await clock.pass(1_000);
    peer.faults.fail({ method: 'chat.postMessage' }, { status: 500, done: false });
    await post(1);
    expect(peer.messages(ops)).toHaveLength(2);
  });

  it('is that an answer waits', async () => {
    const gate = new AbortController();
    const until = new Promise<void>((resolve) => gate.signal.addEventListener('abort', () => resolve()));
    peer.faults.fail({}, { until, done: 'after' });
    const posting = post();
    await peer.until(() => peer.calls('chat.postMessage').length === 1);
    expect(peer.messages(ops)).toEqual([]);
    gate.abort();
    await posting;
    await peer.settled();
    expect(peer.messages(ops)).toHaveLength(1);
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
});

describe('who waits', () => {
  it('is told what there was where it never comes', async () => {
    await post();
    await expect(peer.until(() => false, 20)).rejects.toThrow('chat.postMessage');
  });

  it('is told why a question could not be asked', async () => {
    const wrong = () => {
      throw new Error('no such thing');
    };
    await expect(peer.until(wrong)).rejects.toThrow('no such thing');
  });
});
