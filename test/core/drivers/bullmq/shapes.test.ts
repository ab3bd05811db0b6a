import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBullmqJobs } from '../../../../src/core/drivers/bullmq/jobs.ts';
import { connectRedis, type Reach } from '../../../../src/core/drivers/redis/connect.ts';
import { systemClock } from '../../../../src/core/drivers/system-clock.ts';
import type { Done, Job, Jobs } from '../../../../src/core/ports/jobs.ts';
import { all, bounds, living, partsOf, squareOf, squares } from '../../../contracts/jobs.ts';
import { startCluster, startSentinels, type RedisCluster, type RedisSentinels } from '../../../peers/redis/cluster.ts';

type Squares = ReturnType<typeof squares>;
type Asked = Squares extends Job<infer P, unknown> ? P : never;
type Piece = Squares extends Job<Asked, infer R> ? R : never;

const silent = { info() {}, warn() {}, error() {} };
const closes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

/** A process that asks, and works too, with connections as the program has them. */
function process(reach: Reach, job: Squares): Jobs<Asked, Piece> {
  const jobs = createBullmqJobs(job, {
    connect: (own, failed) => connectRedis(reach, failed, own),
    prefix: 'shapes',
    bounds,
    clock: systemClock,
    log: silent,
    limits: { pollMs: 5, askAgainMs: 500 },
  });
  const end = new AbortController();
  const working = jobs.work(end.signal);
  closes.push(async () => {
    end.abort(new Error('the end'));
    await working;
    await jobs.close();
  });
  return jobs;
}

const inOrder = (found: readonly Done<Asked, Piece>[]) =>
  found.toSorted((one, other) => one.payload.number - other.payload.number);
const parts = partsOf(300, (number) => `account-${number % 7}`);
const whole = parts.map((part) => ({ ...part, pieces: squareOf(part.payload) }));

describe('jobs on a Cluster', () => {
  let servers: RedisCluster;
  beforeAll(async () => {
    servers = await startCluster();
  });
  afterAll(() => servers.close());

  it('are done by all processes, and each part is answered once', async () => {
    let runs = 0;
    const job = squares(async (asked) => {
      runs += 1;
      return squareOf(asked);
    });
    const [first, second] = [process(servers, job), process(servers, job)];
    const both = await Promise.all([first, second].map((jobs) => all(jobs.each('batch', parts, living()))));
    for (const found of both) expect(inOrder(found)).toEqual(whole);
    expect(runs).toBe(parts.length);
  });
});

describe('jobs on servers that sentinels watch', () => {
  let servers: RedisSentinels;
  beforeAll(async () => {
    servers = await startSentinels({ replicas: 1 });
  });
  afterAll(() => servers.close());

  it('are gathered whole, each part once, though the master is killed in the midst', async () => {
    const { sentinels, name } = servers;
    const old = await servers.master();
    let runs = 0;
    const job = squares(async (asked) => {
      runs += 1;
      if (runs === parts.length / 3) await old.kill();
      return squareOf(asked);
    });
    const [jobs] = [process({ sentinels, name }, job), process({ sentinels, name }, job)];
    // Whoever gathers is told that Redis is away, and asks for the same again.
    const gathered = async (): Promise<readonly Done<Asked, Piece>[]> => {
      for (;;)
        try {
          return await all(jobs.each('batch', parts, living()));
        } catch (error) {
          expect(String(error)).toMatch(/max retries|Connection is closed|ECONN|Socket timeout/);
        }
    };
    expect(inOrder(await gathered())).toEqual(whole);
    await servers.master(old);
  });
});
