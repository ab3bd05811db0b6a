import type { Config } from './config/schema.ts';
import { redisSecrets } from './config/secrets.ts';
import { openSqliteContents } from './core/drivers/sqlite/contents.ts';
import { fillSqliteStore } from './core/drivers/sqlite/fill.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Contents, Filling } from './core/ports/contents.ts';
import { purposeOf, type OpenParts } from './open-audit.ts';

type StoreConfig = Pick<Config, 'store' | 'redis' | 'accounts'>;
type Parts = Omit<OpenParts, 'existing'>;

/** All that the store of the configuration keeps, wherever that is. Rejects with StoreForeign or StoreUnwritable, also where there is none. */
export async function openContents(config: StoreConfig, clock: Clock, { log, env }: Parts): Promise<Contents> {
  const purpose = purposeOf(config);
  const { store, redis } = config;
  if (redis === undefined) return openSqliteContents({ path: store.path, clock, purpose });
  const reach = { ...redis, ...(await redisSecrets(env)) };
  const { openRedisContents } = await import('./core/drivers/redis/contents.ts');
  return openRedisContents({ redis: reach, clock, purpose, log });
}

/** Makes the store of the configuration by filling it. Rejects with StoreForeign or StoreUnwritable, also where there is one already. @param id It will have. */
export async function fillStore(config: StoreConfig, clock: Clock, { log, env }: Parts, id: string): Promise<Filling> {
  const purpose = purposeOf(config);
  const { store, redis } = config;
  if (redis === undefined) return fillSqliteStore({ path: store.path, clock, purpose, id });
  const reach = { ...redis, ...(await redisSecrets(env)) };
  const { fillRedisStore } = await import('./core/drivers/redis/fill.ts');
  return fillRedisStore({ redis: reach, clock, purpose, log, id });
}
