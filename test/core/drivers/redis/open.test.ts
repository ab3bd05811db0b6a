import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StoreForeign } from '../../../../src/core/ports/store.ts';
import { fileAt } from '../../../house-files.ts';
import { certificates } from '../../../peers/redis/certificates.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';
import { openedStores } from './opened.ts';

const Word = z.object({ word: z.string() });
const stores = openedStores();
let server: RedisServer;
let redis: Redis;
let prefix = '';
let opened = 0;
beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.port);
});
beforeEach(() => {
  opened += 1;
  prefix = `open-${opened}`;
});
afterEach(() => stores.close());
afterAll(async () => {
  redis.disconnect();
  await server.close();
});
const open = (purpose: 'demo' | 'aws' = 'demo', existing = false) =>
  stores.open({ url: server.url, prefix }, { purpose, existing });

describe('a store on Redis', () => {
  it('is made once by all that start at once, and is the same after a restart', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => open()));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    await stores.close();
    expect((await open()).id).toBe(all[0]?.id);
  });

  it('is not made by whoever only looks', async () => {
    await expect(open('demo', true)).rejects.toThrow(`There is no store ${prefix} on Redis 127.0.0.1:${server.port}.`);
    expect(await redis.keys(`*${prefix}*`)).toEqual([]);
  });

  it('is served to the user that the page for deploying makes, who may nothing besides', async () => {
    const [, line = ''] = /`(ACL SETUSER [^`]+)`/.exec(fileAt('docs/deploying.md').text) ?? [];
    const [command = '', ...words] = line.replace('PASSWORD', 'a-password').split(' ');
    await redis.call(command, ...words);
    const store = await stores.open({ url: server.url, username: 'quartermaster', password: 'a-password' });
    const family = store.family('words', Word, { ttlMs: 'forever' });
    await family.put('K', { word: 'kept' });
    expect((await family.get('K'))?.value).toEqual({ word: 'kept' });
    expect((await store.examine()).is).not.toBe('unknown');
    const other = new Redis(server.port, { username: 'quartermaster', password: 'a-password' });
    await expect(other.set('another', 1)).rejects.toThrow(/NOPERM/);
    other.disconnect();
  });

  it('never serves demo and real accounts alike', async () => {
    await open('demo');
    await expect(open('aws')).rejects.toThrow(/holds the demo account; demo and real accounts never share/);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'of a newer version',
      () => redis.hset(`{${prefix}:about}`, { id: 'x', purpose: 'demo', version: '99' }),
      /written by a newer Quartermaster \(store version 99, this one knows 1\)/,
    ],
    [
      'that says something else of itself',
      () => redis.hset(`{${prefix}:about}`, 'name', 'x'),
      /no store of Quartermaster/,
    ],
    ['that is a text', () => redis.set(`{${prefix}:about}`, 'x'), /something else stands at its keys/],
    [
      'of keys that nobody owns',
      () => redis.set(`{${prefix}:x}`, 'x'),
      /holds keys that begin with \{open-\d+: but no store/,
    ],
  ])('is refused where there is one %s, which is left as it is', async (_, make, says) => {
    await make();
    const before = await Promise.all((await redis.keys(`*${prefix}:*`)).map((key) => redis.dump(key)));
    const error: unknown = await open().catch((one: unknown) => one);
    expect(error).toBeInstanceOf(StoreForeign);
    expect(String(error)).toMatch(says);
    expect(stores.logged).toEqual([]);
    expect(await Promise.all((await redis.keys(`*${prefix}:*`)).map((key) => redis.dump(key)))).toEqual(before);
  });

  it('says so where a record is none of ours', async () => {
    const family = (await open()).family('words', Word, { ttlMs: 'forever' });
    await redis.hset(`{${prefix}:family:words}:values`, 'K', 'my diary');
    await redis.zadd(`{${prefix}:family:words}:index`, 0, 'K');
    for (const call of [family.get('K'), family.list({ limit: 1 }), family.take('K'), family.claim('K', { word: 'x' })])
      await expect(call).rejects.toBeInstanceOf(StoreForeign);
    expect(await redis.hget(`{${prefix}:family:words}:values`, 'K')).toBe('my diary');
  });

  it('goes on from the entry before, where somebody deleted the newest', async () => {
    const journal = (await open()).journal('words', Word);
    await journal.append({ word: 'a' });
    await journal.append({ word: 'b' });
    await redis.xdel(`{${prefix}:journal:words}:entries`, '2-0');
    expect((await journal.append({ word: 'c' })).position).toBe(2);
    expect((await journal.read(1, 9)).map(({ record }) => record.word)).toEqual(['a', 'c']);
  });

  it('knows its scripts anew on a server that has forgotten them', async () => {
    const family = (await open()).family('words', Word, { ttlMs: 'forever' });
    await family.put('K', { word: 'a' });
    await redis.script('FLUSH');
    await family.put('K', { word: 'b' });
    expect((await family.get('K'))?.value).toEqual({ word: 'b' });
  });

  it('grows no further by what has expired', async () => {
    const store = openedStores();
    const family = (await store.open({ url: server.url, prefix })).family('words', Word, { ttlMs: 0 });
    for (let at = 0; at < 100; at += 1) await family.put(String(at), { word: 'x' });
    expect(await redis.hlen(`{${prefix}:family:words}:values`)).toBeLessThanOrEqual(20);
    expect(await redis.zcard(`{${prefix}:family:words}:index`)).toBeLessThanOrEqual(20);
    await store.close();
  });
});

describe('a way to Redis that is encrypted', () => {
  it('is taken where somebody trusted vouches for the server, and refused at once where nobody does', async () => {
    const made = await certificates();
    const secret = await startRedis({ tls: made });
    const store = await stores.open({ url: secret.url, caFile: made.ca });
    await store.family('words', Word, { ttlMs: 'forever' }).put('K', { word: 'kept' });
    await expect(stores.open({ url: secret.url })).rejects.toThrow(
      /nobody we trust vouches for its certificate\. Set redis\.caFile/,
    );
    await expect(stores.open({ url: secret.url, caFile: `${made.ca}.none` })).rejects.toThrow(
      /The certificates .*ca\.pem\.none cannot be read \(ENOENT\)/,
    );
    await stores.close();
    await secret.close();
    await made.remove();
  });
});
