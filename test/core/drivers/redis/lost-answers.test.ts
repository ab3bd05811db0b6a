import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { usualPatience } from '../../../../src/core/drivers/redis/calls.ts';
import { StoreUnwritable, type Family, type Journal, type Store } from '../../../../src/core/ports/store.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { startProxy, type Proxy } from '../../../peers/redis/proxy.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';
import { openedStores } from './opened.ts';

const Word = z.object({ word: z.string() });
const word = (value: string) => ({ word: value });

/** What a store holds, for one who writes through the proxy and one who does not. */
interface Hands {
  readonly family: Family<{ word: string }>;
  readonly journal: Journal<{ word: string }>;
}
const handsOn = (store: Store): Hands => ({
  family: store.family('words', Word, { ttlMs: 'forever' }),
  journal: store.journal('words', Word),
});

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.close());

const stores = openedStores();
let proxy: Proxy;
let mine: Hands;
let theirs: Hands;
let opened = 0;
beforeEach(async () => {
  proxy = await startProxy(server.port);
  opened += 1;
  const prefix = `lost-${opened}`;
  mine = handsOn(await stores.open({ url: proxy.url, prefix }));
  theirs = handsOn(await stores.open({ url: server.url, prefix }));
  // The server knows every script: the answer that is lost is that of a script that was run.
  await theirs.family.put('warm', word('x'));
  await theirs.family.claim('warm', word('x'));
  await theirs.family.swap({ key: 'warm', value: word('x'), version: 0 }, word('x'));
  await theirs.family.take('warm');
  await theirs.family.delete('warm');
  await theirs.journal.append(word('first'));
  await theirs.journal.trim(1);
});
afterEach(async () => {
  await stores.close();
  await proxy.close();
});

/** Makes a write whose answer is lost when it is done, while somebody else writes before it is asked for again. */
async function losing<R>(write: () => Promise<R>, between?: () => Promise<unknown>): Promise<R> {
  const lost = proxy.loseAnswer(between);
  const [answer] = await Promise.all([write(), lost]);
  return answer;
}

describe('a write whose answer is lost is made once, and answered as the first time', () => {
  it('put: what was written after it stands', async () => {
    await losing(
      () => mine.family.put('K', word('mine')),
      () => theirs.family.put('K', word('theirs')),
    );
    expect((await theirs.family.get('K'))?.value).toEqual(word('theirs'));
  });

  it('claim: its winner wins, though it is gone by then', async () => {
    expect(await losing(() => mine.family.claim('K', word('mine')))).toBe(true);
    expect(await theirs.family.claim('K', word('theirs'))).toBe(false);
    const again = await losing(
      () => mine.family.claim('L', word('mine')),
      () => theirs.family.take('L'),
    );
    expect(again).toBe(true);
    expect(await theirs.family.get('L')).toBeUndefined();
  });

  it('claim: a loser loses, though nobody has it by then', async () => {
    await theirs.family.put('K', word('theirs'));
    const won = await losing(
      () => mine.family.claim('K', word('mine')),
      () => theirs.family.delete('K'),
    );
    expect(won).toBe(false);
    expect(await theirs.family.get('K')).toBeUndefined();
  });

  it('take: its taker has the value, and what came after it stays', async () => {
    await theirs.family.put('K', word('first'));
    const taken = await losing(
      () => mine.family.take('K'),
      () => theirs.family.put('K', word('second')),
    );
    expect(taken).toEqual(word('first'));
    expect((await theirs.family.get('K'))?.value).toEqual(word('second'));
  });

  it('swap: it is true, and what was swapped after it stays', async () => {
    await theirs.family.put('K', word('first'));
    const kept = await mine.family.get('K');
    if (kept === undefined) throw new Error('gone');
    const swapped = await losing(
      () => mine.family.swap(kept, word('mine')),
      async () => {
        const now = await theirs.family.get('K');
        expect(now?.value).toEqual(word('mine'));
        if (now !== undefined) await theirs.family.swap(now, word('theirs'));
      },
    );
    expect(swapped).toBe(true);
    expect((await theirs.family.get('K'))?.value).toEqual(word('theirs'));
  });

  it('delete: what was put after it stays', async () => {
    await theirs.family.put('K', word('first'));
    await losing(
      () => mine.family.delete('K'),
      () => theirs.family.put('K', word('second')),
    );
    expect((await theirs.family.get('K'))?.value).toEqual(word('second'));
  });

  it('append: the entry stands once, and it is told where', async () => {
    await mine.journal.append(word('known'));
    const entry = await losing(
      () => mine.journal.append(word('mine')),
      () => theirs.journal.append(word('theirs')),
    );
    const all = await theirs.journal.read(1, 10);
    expect(all.map(({ record }) => record.word)).toEqual(['first', 'known', 'mine', 'theirs']);
    expect(all[2]).toEqual(entry);
  });

  it('append: it goes on from what others wrote, though the answer that tells of that is lost', async () => {
    const entry = await losing(
      () => mine.journal.append(word('mine')),
      () => theirs.journal.append(word('theirs')),
    );
    const all = await theirs.journal.read(1, 10);
    expect(all.map(({ record }) => record.word)).toEqual(['first', 'theirs', 'mine']);
    expect(all[2]).toEqual(entry);
  });

  it('append: so do all that waited together', async () => {
    await mine.journal.append(word('known'));
    const lost = proxy.loseAnswer();
    const entries = await Promise.all(['a', 'b', 'c'].map((one) => mine.journal.append(word(one))));
    await lost;
    expect((await theirs.journal.read(3, 10)).map(({ record }) => record.word)).toEqual(['a', 'b', 'c']);
    expect(await theirs.journal.read(3, 10)).toEqual(entries);
  });

  it('trim: the head is told', async () => {
    await theirs.journal.append(word('second'));
    const head = await losing(() => mine.journal.trim(2));
    expect(head).toEqual(await theirs.journal.head());
    expect(head.first).toBe(2);
  });

  it('put: one that reaches the server when it was made again long ago, and others after it, does nothing', async () => {
    await mine.family.put('K', word('known'));
    const held = proxy.holdBack();
    await mine.family.put('K', word('mine'));
    const letThrough = await held;
    await mine.family.put('L', word('later'));
    await theirs.family.put('K', word('theirs'));
    await letThrough();
    expect((await theirs.family.get('K'))?.value).toEqual(word('theirs'));
  });

  it('and several at once, each by itself', async () => {
    const lost = proxy.loseAnswer();
    const won = await Promise.all(
      Array.from({ length: 30 }, (_, at) => mine.family.claim(`K${at % 20}`, word(String(at)))),
    );
    await lost;
    expect(won).toEqual(Array.from({ length: 30 }, (_, at) => at < 20));
  });
});

describe('what a lost answer leaves open', () => {
  it('is said not to be known, where nobody answers again in time', async () => {
    const brief = openedStores(fakeClock(), { ...usualPatience, openMs: 40_000, answerMs: 20_000 });
    const family = handsOn(await brief.open({ url: proxy.url, prefix: `lost-${opened}` })).family;
    const lost = proxy.loseAnswer(async () => proxy.part());
    const put = family.put('K', word('mine')).catch((error: unknown) => error);
    await lost;
    const error = await put;
    expect(error).toBeInstanceOf(StoreUnwritable);
    expect(error).toMatchObject({ isUnknown: true });
    expect(String(error)).toMatch(/Whether the store \(Redis 127\.0\.0\.1:\d+\) took a write is not known/);
    // It had been done, as if the process had died just after it.
    expect((await theirs.family.get('K'))?.value).toEqual(word('mine'));
    proxy.join();
    await brief.close();
  });

  it('costs no memory that grows with what is written', async () => {
    for (let at = 0; at < 50; at += 1) await theirs.family.put(String(at), word('x'));
    await Promise.all(Array.from({ length: 5 }, (_, at) => theirs.family.put(String(at), word('y'))));
    expect(await places(server, `lost-${opened}`)).toBeLessThanOrEqual(1 + 5);
  });
});

/** Numbers of writes that the server remembers for a family. */
async function places({ port }: RedisServer, prefix: string): Promise<number> {
  const redis = new Redis(port);
  const keys = await redis.keys(`{${prefix}:family:words}:done:*`);
  redis.disconnect();
  return keys.length;
}
