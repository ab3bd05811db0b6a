import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modes, wordsIn } from './bot/slack/workspace.ts';
import { startRedis, type RedisServer } from './peers/redis/server.ts';
import { patienceMs } from './served.ts';
import { openServing, type Serving } from './serving.ts';

/** Whether it was handed over before cannot be told; where that is known it is the gate that refuses. */
const refused = /nothing was done|Nothing was changed/;

/** The program that serves Slack with its store on a Redis that goes away and comes back. */
let serving: Serving;
let server: RedisServer;
beforeEach(async () => {
  [serving, server] = [await openServing(), await startRedis()];
});
afterEach(async () => {
  await serving.close();
  await server.close();
});

const holding = (words: string) => serving.peer.messages(serving.ops).find((one) => wordsIn(one).includes(words));
const alone = (words: string) =>
  serving.peer.seenBy(serving.maria, serving.ops).some((message) => wordsIn(message).includes(words));

describe.each(modes)('over %s, where Redis goes away', (mode) => {
  it('reads are answered, a press of a plan is refused with the reason, and does what it says when Redis is back', async () => {
    const { peer, maria, ops } = serving;
    const { ready, line, child, ended } = await serving.begin(mode, {
      env: { QUARTERMASTER_REDIS_URL: server.url, QUARTERMASTER_REDIS_PREFIX: 'team' },
    });
    await ready();
    await peer.command({ user: maria, channel: ops, text: 'start batch-7' });
    const plan = await peer.until(() => holding('Nothing has happened yet'), patienceMs);
    await server.kill();
    await peer.command({ user: maria, channel: ops, text: 'list name:web-1' });
    await peer.until(() => alone('The store is away since'), patienceMs);
    const refusals = () => peer.seenBy(maria, ops).filter((message) => refused.test(wordsIn(message))).length;
    /** Presses, and gives whether it was refused. */
    const pressed = async (): Promise<boolean> => {
      const before = refusals();
      await peer.press({ user: maria, message: plan, action: 'Confirm' });
      await peer.until(() => refusals() > before || holding('under way') || holding('is started'), patienceMs);
      return refusals() > before;
    };
    expect(await pressed()).toBe(true);
    server = await server.again();
    await line(/the store answers again/);
    // On a busy machine a Redis that has just begun may be late once more.
    for (let tries = 0; tries < 20 && (await pressed()); tries += 1);
    await peer.until(() => holding('is started'), patienceMs);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(peer.violations()).toEqual([]);
  }, 180_000);
});
