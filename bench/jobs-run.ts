/**
 * One process of the jobs benchmark: `jobs-run.ts in-process|gathers|works|bare URL`. Reads are stood in for by answers that take 50 ms,
 * so that what is measured is what carries them. Whoever works beside another says `ready`, and ends with its standard input.
 * Prints its figures as a line of JSON.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createBullmqJobs } from '../src/core/drivers/bullmq/jobs.ts';
import { createLocalJobs } from '../src/core/drivers/local/jobs.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import type { Home, Instance } from '../src/core/ports/instance.ts';
import type { Part, PartLists, PartName, Parts } from '../src/core/ports/parts.ts';
import { jobsCloud } from '../src/core/watch/jobs-cloud.ts';
import { readJob } from '../src/core/watch/read-job.ts';
import { estateOf, memoryCloud } from '../test/memory-cloud.ts';
import { ms } from './measure.ts';

const [what = '', url = ''] = process.argv.slice(2);
const accounts = 1_000;
const regions = 20;
const pairs = accounts * regions;
/** How long one account and region takes to answer. */
const answerMs = 50;
/** As the program has them. */
const bounds = { atOnce: 25, ofOneAtOnce: 25 };
const log = { info() {}, warn() {}, error() {} };

const homes: readonly Home[] = Array.from({ length: pairs }, (_, index) => ({
  account: { name: `account-${index % accounts}`, id: String(100_000_000_000 + (index % accounts)) },
  region: `xx-region-${Math.floor(index / accounts)}`,
}));
/** What every region has; an estate of 40,000 instances. */
const two: readonly Instance[] = estateOf(2).instances;
const empty = { items: [], failures: [] };
const parts: Parts = {
  source: { name: 'AWS' },
  places: async () => ({ homes, gaps: [] }),
  async read<N extends PartName>(home: Home, list: N): Promise<Part<PartLists[N]>> {
    await pause(answerMs);
    const read: { readonly [M in PartName]: Part<PartLists[M]> } = {
      instances: { items: two.map((one) => ({ ...one, ...home })), failures: [] },
      volumes: empty,
      addresses: empty,
      reservations: empty,
      uses: empty,
    };
    return read[list];
  },
};
const job = readJob(parts, () => false, systemClock);
const onRedis = () =>
  createBullmqJobs(job, {
    connect: async (own) => new Redis(url, own),
    prefix: 'bench',
    bounds,
    clock: systemClock,
    log,
  });

/** Sweeps once; gives how long that took. */
async function gathered(jobs: Parameters<typeof jobsCloud>[1]['jobs']): Promise<number> {
  const cloud = jobsCloud('bench', { cloud: memoryCloud(estateOf(0)), parts, jobs, clock: systemClock });
  const start = performance.now();
  const { items, gaps, homes: read } = await cloud.instances({}, { signal: new AbortController().signal });
  if (gaps.length > 0 || items.length !== pairs * two.length || read.whole.length !== pairs)
    throw new Error(`${items.length} instances of ${read.whole.length} regions, ${gaps.length} gaps`);
  return performance.now() - start;
}
const inputEnds = async (): Promise<void> => {
  for await (const _ of process.stdin) continue;
};

const sides: Readonly<Record<string, () => Promise<number | undefined>>> = {
  'in-process': () => gathered(createLocalJobs(job, systemClock, bounds)),
  async gathers() {
    const jobs = onRedis();
    const end = new AbortController();
    const working = jobs.work(end.signal);
    const took = await gathered(jobs);
    end.abort();
    await working;
    await jobs.close();
    return took;
  },
  async works() {
    const jobs = onRedis();
    const end = new AbortController();
    const working = jobs.work(end.signal);
    process.stdout.write('ready\n');
    await inputEnds();
    end.abort();
    await working;
    await jobs.close();
    return undefined;
  },
  /** The least that BullMQ can do: as many jobs, nothing carried back, nobody told. */
  async bare() {
    const redis = (): Redis => new Redis(url, { maxRetriesPerRequest: null });
    const [asking, working] = [redis(), redis()];
    const queue = new Queue('bare', { connection: asking });
    let done = 0;
    let over = (): void => {};
    const all = new Promise<void>((resolve) => (over = resolve));
    const worker = new Worker('bare', () => pause(answerMs), {
      connection: working,
      concurrency: bounds.atOnce,
      autorun: false,
      removeOnComplete: { count: 0 },
    });
    worker.on('completed', () => {
      done += 1;
      if (done === pairs) over();
    });
    const start = performance.now();
    for (let from = 0; from < pairs; from += 512)
      await queue.addBulk(
        homes
          .slice(from, from + 512)
          .map((home, index) => ({ name: 'read', data: home, opts: { jobId: `b_${from + index}` } })),
      );
    worker.run().catch(() => {});
    await all;
    const took = performance.now() - start;
    await Promise.all([worker.close(), queue.close()]);
    asking.disconnect();
    working.disconnect();
    return took;
  },
};

const side = sides[what];
if (side === undefined) throw new Error(`no side ${what}`);
const took = await side();
const { user, system } = process.cpuUsage();
process.stdout.write(
  `${JSON.stringify({
    ...(took !== undefined && { seconds: ms(took / 1_000) }),
    cpuMsAPair: ms((user + system) / 1_000 / pairs),
    rssMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
  })}\n`,
);
