import { afterAll, beforeAll } from 'vitest';
import { openRedisStore } from '../../../../src/core/drivers/redis/open.ts';
import type { Store } from '../../../../src/core/ports/store.ts';
import { storeContract } from '../../../contracts/store.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';

const silent = { info() {}, warn() {}, error() {} };

let server: RedisServer;
let opened = 0;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.close());

storeContract('redis', async () => {
  const clock = fakeClock();
  opened += 1;
  const redis = { url: server.url, prefix: `contract-${opened}`, replicas: 0 };
  const open = () => openRedisStore({ redis, clock, purpose: 'demo', log: silent });
  const stores: Store[] = [await open()];
  return {
    store: stores[0] as Store,
    pass: (ms) => clock.pass(ms),
    async another() {
      const other = await open();
      stores.push(other);
      return other;
    },
    async close() {
      for (const one of stores) await one.close();
    },
  };
});
