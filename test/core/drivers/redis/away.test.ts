import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { usualPatience } from '../../../../src/core/drivers/redis/calls.ts';
import { StoreAway, StoreUnwritable, type Family, type Journal } from '../../../../src/core/ports/store.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';
import { openedStores } from './opened.ts';

const Word = z.object({ word: z.string() });
const word = (value: string) => ({ word: value });
const caught = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

describe('a server that is away', () => {
  let server: RedisServer;
  let stores = openedStores();
  let family: Family<{ word: string }>;
  let journal: Journal<{ word: string }>;
  beforeEach(async () => {
    // What is acknowledged outlives its end: with everysec it does not while the disk is slow.
    server = await startRedis({ settings: ['--appendfsync', 'always'] });
    stores = openedStores(fakeClock(), { ...usualPatience, openMs: 40_000 });
    const store = await stores.open({ url: server.url });
    family = store.family('words', Word, { ttlMs: 'forever' });
    journal = store.journal('words', Word);
    await family.put('K', word('kept'));
    await journal.append(word('kept'));
  });
  afterEach(async () => {
    server.process.kill('SIGCONT');
    await stores.close();
    await server.close();
  });
  /** It answers again when a call does, whenever that is. */
  const back = async () => {
    while ((await caught(family.get('K'))) instanceof StoreAway);
  };

  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    [
      'because it was killed',
      () => server.kill(),
      async () => {
        server = await server.again();
      },
    ],
    ['because it stands still', async () => server.process.kill('SIGSTOP'), async () => server.process.kill('SIGCONT')],
  ])(
    '%s: each call is refused, nothing hangs, it is logged once, and all goes on by itself',
    async (_, leave, comeBack) => {
      await leave();
      const reads = await Promise.all(
        [family.get('K'), family.list({ limit: 1 }), journal.head(), journal.read(1, 1), journal.base()].map(caught),
      );
      for (const error of reads) {
        expect(error).toBeInstanceOf(StoreAway);
        expect(String(error)).toMatch(/^StoreAway: The store \(Redis 127\.0\.0\.1:\d+\) cannot be read: [^.]+\.$/);
      }
      const writes = await Promise.all(
        [
          family.put('L', word('x')),
          family.claim('L', word('x')),
          family.take('K'),
          family.delete('K'),
          journal.append(word('x')),
          journal.trim(1),
        ].map(caught),
      );
      for (const error of writes) expect(error).toBeInstanceOf(StoreAway);
      expect(stores.logged).toEqual(['the store does not answer']);
      await comeBack();
      await back();
      expect(stores.logged).toEqual(['the store does not answer', 'the store answers again']);
      expect(await journal.append(word('after'))).toBeDefined();
      await family.put('M', word('after'));
      expect((await family.get('M'))?.value).toEqual(word('after'));
    },
  );

  it('refuses what was never sent for certain, and nothing of it is done later', async () => {
    await server.kill();
    await caught(family.get('K'));
    const errors = await Promise.all([family.put('L', word('x')), family.take('K')].map(caught));
    expect(errors).toEqual(errors.map(() => expect.objectContaining({ isUnknown: false })));
    server = await server.again();
    await back();
    expect(await family.get('L')).toBeUndefined();
    expect((await family.get('K'))?.value).toEqual(word('kept'));
  });

  it('keeps what it acknowledged over its own kill -9', async () => {
    const entries = await Promise.all(Array.from({ length: 50 }, (_, at) => journal.append(word(String(at)))));
    await server.kill();
    server = await server.again();
    await back();
    expect((await journal.read(2, 100)).map(({ hash }) => hash)).toEqual(entries.map(({ hash }) => hash));
  });

  it('is told at the start, with where it was looked for', async () => {
    await server.kill();
    await expect(openedStores(fakeClock(), usualPatience).open({ url: server.url })).rejects.toThrow(
      `The store (Redis 127.0.0.1:${server.port}) cannot be opened: the connection is refused.`,
    );
  });
});

describe('a server that says no', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());
  const stores = openedStores(fakeClock(), { ...usualPatience, openMs: 40_000, answerMs: 20_000 });
  const others: RedisServer[] = [];
  afterEach(async () => {
    await stores.close();
    await Promise.all(others.splice(0).map((one) => one.close()));
  });
  const started = async (...settings: readonly string[]) => {
    const one = await startRedis({ settings });
    others.push(one);
    return one;
  };

  it.each<[string, readonly string[], string, string]>([
    [
      'has no memory left',
      ['--maxmemory', '1mb', '--maxmemory-policy', 'noeviction'],
      'its memory is full',
      'maxmemory',
    ],
    ['has too few replicas', ['--min-replicas-to-write', '1'], 'too few replicas are connected', 'Start the replicas'],
  ])('because it %s: nothing is changed, and reads go on', async (_, settings, why, todo) => {
    const one = await startRedis({ settings: ['--appendfsync', 'always'] });
    others.push(one);
    const first = await stores.open({ url: one.url });
    await first.family('words', Word, { ttlMs: 'forever' }).put('K', word('kept'));
    await first.close();
    await one.kill();
    const again = await one.again(...settings);
    others.push(again);
    const store = await stores.open({ url: again.url });
    const family = store.family('words', Word, { ttlMs: 'forever' });
    const error = await caught(family.put('K', word('x'.repeat(1_000_000))));
    expect(error).toBeInstanceOf(StoreUnwritable);
    expect(error).toMatchObject({
      isUnknown: false,
      message: expect.stringContaining(why),
      todo: expect.stringContaining(todo),
    });
    expect((await family.get('K'))?.value).toEqual(word('kept'));
  });

  it('because it is a replica', async () => {
    await (await stores.open({ url: server.url })).family('words', Word, { ttlMs: 'forever' }).put('K', word('kept'));
    const replica = await started('--replicaof', `127.0.0.1 ${server.port}`);
    await expect(stores.open({ url: replica.url, prefix: 'new' })).rejects.toThrow(
      /it is a replica, which takes no writes/,
    );
  });

  it.each<[string, readonly string[], { readonly password?: string; readonly username?: string }, RegExp]>([
    ['a password is wanted', ['--requirepass', 'secret-word'], {}, /it wants a password\. Set REDIS_PASSWORD/],
    [
      'the password is another',
      ['--requirepass', 'secret-word'],
      { password: 'other-word' },
      /it does not take the user or the password\. Set REDIS_PASSWORD/,
    ],
    [
      'the user may not',
      '--user bot on >secret-word ~* +info +hello +client +exists +scan'.split(' '),
      { username: 'bot', password: 'secret-word' },
      /its user may not do this/,
    ],
    ['it is a node of a Cluster', ['--cluster-enabled', 'yes'], {}, /a part of the Cluster has no master/],
  ])('because %s', async (_, settings, reach, says) => {
    const one = await started(...settings);
    const error = await caught(stores.open({ url: one.url, ...reach }));
    expect(error).toBeInstanceOf(StoreUnwritable);
    const told = String(error) + (error instanceof StoreUnwritable ? error.todo : '');
    expect(told).toMatch(says);
    expect(told).not.toMatch(/secret-word|other-word/);
  });

  it('takes a user of the access lists who may do what is needed, and no more', async () => {
    const one = await started(
      ...`--user bot on >secret-word ~{house:* resetchannels -@all +hello +auth +info +client|setname +exists +scan +get +set +hget +hset +hdel +hmget +hgetall +incr +zadd +zrem +zrangebyscore +zrangebylex +xadd +xsetid +xrange +xrevrange +xtrim +evalsha +eval +quit`.split(
        ' ',
      ),
    );
    const store = await stores.open({ url: one.url, prefix: 'house', username: 'bot', password: 'secret-word' });
    const family = store.family('words', Word, { ttlMs: 1_000 });
    await family.put('K', word('kept'));
    expect((await family.list({ limit: 1 })).map(({ value }) => value)).toEqual([word('kept')]);
    expect(await family.take('K')).toEqual(word('kept'));
    await store.journal('words', Word).append(word('kept'));
    expect((await store.journal('words', Word).trim(2)).first).toBe(2);
    // What it may not read is said not to be known.
    expect(await store.examine()).toMatchObject({ is: 'unknown' });
  });
});
