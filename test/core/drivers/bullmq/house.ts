import { Redis } from 'ioredis';
import type { Limits } from '../../../../src/core/drivers/bullmq/bounds.ts';
import { createBullmqJobs, type BullmqParts } from '../../../../src/core/drivers/bullmq/jobs.ts';
import { connectRedis } from '../../../../src/core/drivers/redis/connect.ts';
import { systemClock } from '../../../../src/core/drivers/system-clock.ts';
import type { Job, JobBounds, Jobs } from '../../../../src/core/ports/jobs.ts';
import type { Log } from '../../../../src/core/ports/log.ts';
import { bounds } from '../../../contracts/jobs.ts';
import { startRedis } from '../../../peers/redis/server.ts';

/** What is waited for in tests: the driver and BullMQ go by the machine's clock. A busy machine must not be taken for a dead worker. */
const limits: Partial<Limits> = { pollMs: 5, retryMs: 5, slotRestMs: 5, lockMs: 30_000, finishMs: 50 };

/** Connections to one server, as the program makes them. */
export const connectTo =
  (url: string): BullmqParts['connect'] =>
  (own, failed) =>
    connectRedis({ url }, failed, own);

/** A real redis-server, and processes that have jobs done by it. */
export async function openRedisHouse(own: Partial<Limits> = {}) {
  let server = await startRedis();
  const redis = new Redis(server.url, { retryStrategy: () => 20 });
  redis.on('error', () => {});
  const said: string[] = [];
  const log: Log = {
    info() {},
    warn: (facts, words) => said.push(`${words} ${JSON.stringify(facts)}`),
    error: (facts, words) => said.push(`${words} ${JSON.stringify(facts)}`),
  };
  const closes: (() => Promise<void>)[] = [];
  const asker = async <P, R>(
    job: Job<P, R>,
    its: JobBounds = bounds,
    connect = connectTo(server.url),
  ): Promise<Jobs<P, R>> => {
    const jobs = createBullmqJobs(job, {
      connect,
      prefix: 'test',
      bounds: its,
      clock: systemClock,
      log,
      limits: { ...limits, ...own },
    });
    closes.push(() => jobs.close());
    return jobs;
  };
  return {
    redis,
    said,
    get server() {
      return server;
    },
    /** Asks, and does nothing itself. By the server's own address unless it is connected otherwise. */
    asker,
    /** Works until the end is told; gives how it is told, and limits for it. */
    worker<P, R>(jobs: Jobs<P, R>): () => Promise<void> {
      const end = new AbortController();
      const over = jobs.work(end.signal);
      const leave = async (): Promise<void> => {
        end.abort(new Error('the end'));
        await over;
      };
      closes.unshift(leave);
      return leave;
    },
    async restart() {
      await server.kill();
      server = await server.again();
    },
    async close() {
      for (const close of closes) await close();
      redis.disconnect();
      await server.close();
    },
  };
}
