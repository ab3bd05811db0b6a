import { afterAll, beforeAll } from 'vitest';
import type { Reach } from '../../../../src/core/drivers/redis/connect.ts';
import { movedStoreContract, type MovedStoreSubject } from '../../../contracts/moved-store.ts';
import { storeContract } from '../../../contracts/store.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { startCluster, startSentinels, type RedisCluster, type RedisSentinels } from '../../../peers/redis/cluster.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';
import { openedStores } from './opened.ts';

let opened = 0;

/** The contract over servers that stand as long as its tests. */
function contractOn<S extends { close(): Promise<void> }>(
  name: string,
  start: () => Promise<S>,
  reach: (servers: S) => Reach & { readonly replicas?: number },
): void {
  let servers: S | undefined;
  beforeAll(async () => {
    servers = await start();
  }, 60_000);
  afterAll(() => servers?.close());
  const open = async (): Promise<MovedStoreSubject> => {
    if (servers === undefined) throw new Error('there are no servers');
    const clock = fakeClock();
    const stores = openedStores(clock);
    opened += 1;
    const redis = { ...reach(servers), prefix: `contract-${opened}` };
    return {
      store: await stores.open(redis),
      pass: (ms) => clock.pass(ms),
      now: clock.now,
      contents: () => stores.contents(redis),
      async fresh(id) {
        opened += 1;
        const own = { ...redis, prefix: `contract-${opened}` };
        return {
          fill: () => stores.fill(own, id),
          open: () => stores.open(own, { existing: true }),
          contents: () => stores.contents(own),
        };
      },
      another: () => stores.open(redis),
      close: stores.close,
    };
  };
  storeContract(name, open);
  movedStoreContract(name, open);
}

contractOn('redis, one server', startRedis, ({ url }: RedisServer) => ({ url }));
contractOn(
  'redis, a Cluster of three',
  () => startCluster(),
  ({ nodes }: RedisCluster) => ({ nodes }),
);
contractOn(
  'redis, by sentinels',
  () => startSentinels(),
  ({ sentinels, name }: RedisSentinels) => ({
    sentinels,
    name,
    replicas: 1,
  }),
);
