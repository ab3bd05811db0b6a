import type { Config } from './config/schema.ts';
import { redisSecrets } from './config/secrets.ts';
import { createLocalJobs } from './core/drivers/local/jobs.ts';
import { createJudge } from './core/estate/judge.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Cloud } from './core/ports/cloud.ts';
import type { JobBounds, Jobs } from './core/ports/jobs.ts';
import type { Log } from './core/ports/log.ts';
import type { Parts } from './core/ports/parts.ts';
import { readJob, type Piece, type ReadAsked } from './core/watch/read-job.ts';

/** Reading accounts' regions, by whoever is there. */
export type ReadJobs = Jobs<ReadAsked, Piece>;

/** What is read, and by what it is configured. */
export interface ReadJobsParts {
  readonly config: Pick<Config, 'redis'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cloud: Cloud;
  /** Of the same cloud. */
  readonly parts: Parts;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * As many as the AWS driver reads at once in one process; more gains nothing there. Of one account no more are read over all
 * processes than one process would: EC2 counts calls by account and region, but other services of an account by the account.
 */
const bounds: JobBounds = { atOnce: 25, ofOneAtOnce: 25 };

/** Where Redis is configured any process on it does them, else this one. Rejects with ConfigError where a password of Redis cannot be read. */
export async function openReadJobs({ config, env, cloud, parts, clock, log }: ReadJobsParts): Promise<ReadJobs> {
  const job = readJob(parts, createJudge(cloud, clock).idlesByItself, clock);
  const { redis } = config;
  if (redis === undefined) return createLocalJobs(job, clock, bounds);
  const reach = { ...redis, ...(await redisSecrets(env)) };
  // Loaded only where they are used.
  const [{ createBullmqJobs }, { connectRedis }] = await Promise.all([
    import('./core/drivers/bullmq/jobs.ts'),
    import('./core/drivers/redis/connect.ts'),
  ]);
  return createBullmqJobs(job, {
    connect: (own, failed) => connectRedis(reach, failed, own),
    prefix: redis.prefix,
    bounds,
    clock,
    log,
  });
}
