import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StoreForeign, StoreUnwritable } from '../../../../src/core/ports/store.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';
import { openedStores, type OpenedStores } from './opened.ts';

let server: RedisServer;
let redis: Redis;
let stores: OpenedStores;
let prefixes = 0;
let prefix = '';
beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});
beforeEach(() => {
  stores = openedStores();
  prefix = `fill-${(prefixes += 1)}`;
});
afterEach(() => stores.close());

const at = () => ({ url: server.url, prefix });
const kept = (key: string) => ({ key, version: 3, expires: null, json: '1' });
/** What is left, but for the numbers of writes, which go by themselves. */
const keys = async () => (await redis.keys(`{${prefix}:*`)).filter((key) => !key.includes('}:done:')).toSorted();
/** As if the time of whoever holds it had run out. */
const lapse = () => redis.del(`{${prefix}:about}:importing`);

describe('a store on Redis that is being filled', () => {
  it('is opened by nobody, looked into by nobody, and filled by one process alone', async () => {
    const filling = await stores.fill(at(), 'one');
    await filling.values('words', [kept('K')]);
    await expect(stores.open(at())).rejects.toThrow(/is being filled by `quartermaster store import`/);
    await expect(stores.contents(at())).rejects.toBeInstanceOf(StoreForeign);
    await expect(stores.fill(at(), 'two')).rejects.toThrow(
      /Another process imports into .*, or died at it less than 10 seconds ago/,
    );
    expect(await redis.hget(`{${prefix}:about}`, 'id')).toBe('one');
    await filling.done();
    expect((await stores.open(at())).id).toBe('one');
  });

  it('is begun anew when whoever filled it has died, who then writes nothing any longer and makes no store of it', async () => {
    const dead = await stores.fill(at(), 'dead');
    await dead.values('words', [kept('of the dead')]);
    await dead.entries('audit', [{ position: 1, at: 1, json: '{}', hash: 'a' }]);
    await lapse();
    const filling = await stores.fill(at(), 'living');
    expect(await keys()).toEqual([`{${prefix}:about}`, `{${prefix}:about}:importing`]);
    await expect(dead.done()).rejects.toThrow(/has begun an import into .* anew\. This one is given up/);
    await dead.close();
    await filling.values('words', [kept('K')]);
    await filling.done();
    const contents = await stores.contents(at());
    expect(contents.id).toBe('living');
    expect((await contents.values('words', 0, { limit: 9 })).map(({ key }) => key)).toEqual(['K']);
    expect(await contents.journals()).toEqual([]);
    await contents.close();
  });

  it('leaves nothing when it is given up, so that a store can be made there at once', async () => {
    const filling = await stores.fill(at(), 'one');
    await filling.values('words', [kept('K')]);
    await filling.begin('audit', { position: 4, hash: 'b' });
    await filling.close();
    expect(await keys()).toEqual([]);
    expect((await stores.open(at())).id).not.toBe('one');
  });

  it('is none where somebody else’s keys stand, or a store', async () => {
    await redis.set(`{${prefix}:mine}`, 'x');
    await expect(stores.fill(at(), 'one')).rejects.toThrow(
      /holds keys that begin with .* but no store of Quartermaster/,
    );
    expect(await keys()).toEqual([`{${prefix}:mine}`]);
    await redis.del(`{${prefix}:mine}`);
    const { id } = await stores.open(at());
    await expect(stores.fill(at(), 'one')).rejects.toBeInstanceOf(StoreUnwritable);
    expect(await redis.hget(`{${prefix}:about}`, 'id')).toBe(id);
  });

  it('shows no value of what somebody wrote by hand, and says where', async () => {
    await stores.open(at());
    await redis.hset(`{${prefix}:family:words}:values`, 'K', 'not of ours');
    await redis.zadd(`{${prefix}:family:words}:index`, 0, 'K');
    const contents = await stores.contents(at());
    await expect(contents.values('words', 0, { limit: 9 })).rejects.toBeInstanceOf(StoreForeign);
    await contents.close();
  });
});
