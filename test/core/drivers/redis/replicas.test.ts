import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StoreUnwritable } from '../../../../src/core/ports/store.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';
import { openedStores } from './opened.ts';

const Word = z.object({ word: z.string() });
const caught = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

describe('where no replica is there to wait for', () => {
  const stores = openedStores(fakeClock(), { openMs: 40_000, answerMs: 5_000, awayMs: 5_000, unknownMs: 1_000 });
  let server: RedisServer;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis();
    admin = new Redis(server.port);
  });
  afterAll(async () => {
    admin.disconnect();
    await stores.close();
    await server.close();
  });
  const open = () => stores.open({ url: server.url, replicas: 1 });

  it('all writes are refused as such in time, and nobody says that the server is away', async () => {
    const store = await open();
    const families = (['words', 'others'] as const).map((name) => store.family(name, Word, { ttlMs: 'forever' }));
    // So many that each for itself would be waited for longer than an answer is.
    const puts = families.flatMap((family) =>
      Array.from({ length: 10 }, (_, at) => caught(family.put(String(at), { word: 'x' }))),
    );
    for (const error of await Promise.all(puts)) {
      expect(error).toBeInstanceOf(StoreUnwritable);
      expect(error).toMatchObject({ isUnknown: true, message: expect.stringContaining('too few replicas had it') });
    }
    expect(stores.logged).toEqual([]);
  });

  it('reads are answered while a write waits', async () => {
    const store = await open();
    const family = store.family('words', Word, { ttlMs: 'forever' });
    const journal = store.journal('words', Word);
    const isHeld = async () => /flags=b .*cmd=wait /.test(String(await admin.client('LIST')));
    let isWriting = true;
    const put = caught(family.put('K', { word: 'x' })).then(() => (isWriting = false));
    let between = 0;
    while (isWriting) {
      const before = await isHeld();
      await Promise.all([family.get('K'), family.list({ limit: 1 }), journal.head(), journal.read(1, 1)]);
      // Were they held as well, they would be answered in the pause after the wait.
      if (before && (await isHeld())) between += 1;
    }
    await put;
    expect(between).toBeGreaterThan(0);
  });
});
