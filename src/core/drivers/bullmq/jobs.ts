import { Queue } from 'bullmq';
import type { Clock } from '../../ports/clock.ts';
import { jobTries, type Job, type JobBounds, type Jobs, type Part } from '../../ports/jobs.ts';
import type { Log } from '../../ports/log.ts';
import { minuteMs } from '../../time.ts';
import { eventsKept, usualWaits, type Waits } from './bounds.ts';
import { gather } from './gather.ts';
import { jobId, keysOf } from './keys.ts';
import { createResults, type Connection } from './results.ts';
import { workOn } from './worker.ts';

/** How a connection is used: `asking` tells at once that Redis is away, `working` waits for it. */
export type ConnectionUse = 'asking' | 'working';

/** What jobs on Redis are made with. */
export interface BullmqParts {
  /** Opens a connection. @param failed Told whatever goes wrong with it, each time that it does. */
  connect(use: ConnectionUse, failed: (error: Error) => void): Promise<Connection>;
  /** What all of our keys begin with. */
  readonly prefix: string;
  readonly bounds: JobBounds;
  readonly clock: Clock;
  readonly log: Log;
  /** Other figures for tests alone. */
  readonly waits?: Partial<Waits>;
}

/** What is wrong with Redis is said so often at most. */
const saidMs = minuteMs;

/**
 * Jobs that any process on the same Redis does, by BullMQ. Results are known for ten minutes; a part that nobody has done while
 * nothing was done for five is lost. Redis may lose all of it at any time: what is missing is asked for again.
 */
export async function createBullmqJobs<P, R>(
  job: Job<P, R>,
  { connect, prefix, bounds, clock, log, waits: own }: BullmqParts,
): Promise<Jobs<P, R>> {
  const waits = { ...usualWaits, ...own };
  let saidAt = Number.NEGATIVE_INFINITY;
  const failed = (error: Error): void => {
    if (performance.now() - saidAt < saidMs) return;
    saidAt = performance.now();
    log.error({ jobs: job.name, error: error.message }, 'jobs cannot be had from Redis, or told to it; it is tried on');
  };
  const keys = keysOf(prefix, job.name);
  const redis = await connect('asking', failed);
  const results = createResults(redis, keys, bounds.ofOneAtOnce, waits);
  const queue = new Queue<unknown, void>(keys.queue, {
    connection: redis,
    prefix: keys.prefix,
    streams: { events: { maxLen: eventsKept } },
    defaultJobOptions: { attempts: jobTries, backoff: { type: 'exponential', delay: waits.retryMs } },
  });
  queue.on('error', failed);
  const ask = async (batch: string, parts: readonly Part<P>[]): Promise<void> => {
    await queue.addBulk(
      parts.map(({ id, payload }) => ({
        name: job.name,
        data: { batch, id, payload },
        opts: { jobId: jobId(batch, id) },
      })),
    );
  };
  return {
    each: (batch, parts, signal) =>
      gather(batch, parts, signal, { job, results, ask, clock, waits, elapsedMs: () => performance.now() }),
    async work(signal) {
      const own = await connect('working', failed).catch(failed);
      if (own === undefined) return;
      await workOn({ job, keys, results, connection: own, atOnce: bounds.atOnce, clock, waits, log, failed }, signal);
      own.disconnect();
    },
    async close() {
      await queue.close().catch(failed);
      redis.disconnect();
    },
  };
}
