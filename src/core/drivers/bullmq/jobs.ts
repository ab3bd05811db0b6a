import { Queue } from 'bullmq';
import type { Clock } from '../../ports/clock.ts';
import { jobTries, type Job, type JobBounds, type Jobs, type Part } from '../../ports/jobs.ts';
import type { Log } from '../../ports/log.ts';
import { minuteMs } from '../../time.ts';
import { eventsKept, usualLimits, type Limits } from './bounds.ts';
import { gather } from './gather.ts';
import { jobId, keysOf } from './keys.ts';
import { createResults, type Connection } from './results.ts';
import { workOn } from './worker.ts';

/** How a connection behaves, as options of ioredis. */
export interface ConnectionOptions {
  /** A command whose connection broke so often is refused; null: never. */
  readonly maxRetriesPerRequest: number | null;
  /** What is asked before there is a connection waits for it. */
  readonly enableOfflineQueue: true;
  /** A server that owes an answer and sends nothing for so long is left for a new connection, in milliseconds. */
  readonly socketTimeout: number;
}

/** What jobs on Redis are made with. */
export interface BullmqParts {
  /** Opens a connection. @param failed Told whatever goes wrong with it, each time that it does. */
  connect(own: ConnectionOptions, failed: (error: Error) => void): Promise<Connection>;
  /** What all of our keys begin with. */
  readonly prefix: string;
  readonly bounds: JobBounds;
  readonly clock: Clock;
  readonly log: Log;
  /** Other figures for tests alone. */
  readonly limits?: Partial<Limits>;
}

/** Who asks is told soon that Redis is away: a command goes over so many new connections. */
const askedAnew = 3;
/** What is wrong with Redis is said so often at most. */
const saidMs = minuteMs;

/**
 * Jobs that any process on the same Redis does, by BullMQ. Results are known for ten minutes; a part that nobody has done while
 * nothing was done for five is lost. Redis may lose all of it at any time: what is missing is asked for again.
 */
export function createBullmqJobs<P, R>(
  job: Job<P, R>,
  { connect, prefix, bounds, clock, log, limits: own }: BullmqParts,
): Jobs<P, R> {
  const limits = { ...usualLimits, ...own };
  let saidAt = Number.NEGATIVE_INFINITY;
  const failed = (error: Error): void => {
    if (performance.now() - saidAt < saidMs) return;
    saidAt = performance.now();
    log.error({ jobs: job.name, error: error.message }, 'jobs cannot be had from Redis, or told to it; it is tried on');
  };
  const keys = keysOf(prefix, job.name);
  const connected = (maxRetriesPerRequest: number | null, socketTimeout: number): Promise<Connection> =>
    connect({ maxRetriesPerRequest, enableOfflineQueue: true, socketTimeout }, failed);

  /** What is asked with. */
  const open = async () => {
    const redis = await connected(askedAnew, limits.askingSilentMs);
    const results = createResults(redis, keys, bounds.ofOneAtOnce, limits);
    const queue = new Queue<unknown, void>(keys.queue, {
      connection: redis,
      prefix: keys.prefix,
      skipVersionCheck: true,
      streams: { events: { maxLen: eventsKept } },
      defaultJobOptions: { attempts: jobTries, backoff: { type: 'exponential', delay: limits.retryMs } },
    });
    queue.on('error', failed);
    return { redis, results, queue };
  };
  /** Opened when it is needed: most of what is run once asks for no jobs. */
  let opened: ReturnType<typeof open> | undefined;
  const ready = async () => {
    opened ??= open();
    try {
      return await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };

  return {
    async *each(batch, parts, signal) {
      const { results, queue } = await ready();
      const ask = async (some: readonly Part<P>[]): Promise<void> => {
        await queue.addBulk(
          some.map(({ id, payload }) => ({
            name: job.name,
            data: { batch, id, payload },
            opts: { jobId: jobId(batch, id) },
          })),
        );
      };
      yield* gather(batch, parts, signal, { job, results, ask, clock, limits, elapsedMs: () => performance.now() });
    },
    async work(signal) {
      while (!signal.aborted)
        try {
          const { results } = await ready();
          const connection = await connected(null, limits.workingSilentMs);
          try {
            await workOn({ job, keys, results, connection, atOnce: bounds.atOnce, clock, limits, log, failed }, signal);
          } finally {
            connection.disconnect();
          }
        } catch (error) {
          failed(error instanceof Error ? error : new Error(String(error)));
          await clock.sleep(limits.beginAgainMs, signal).catch(() => {});
        }
    },
    async close() {
      const last = await opened?.catch(() => undefined);
      if (last === undefined) return;
      const over = new AbortController();
      // One that never came to stand is not waited for.
      await Promise.race([
        last.queue.close().catch(failed),
        clock.sleep(limits.giveBackMs, over.signal).catch(() => {}),
      ]);
      over.abort(new Error('it is closed'));
      last.redis.disconnect();
    },
  };
}
