import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { jobsCloud } from '../../../src/core/watch/jobs-cloud.ts';
import { rules } from '../../../src/core/watch/rules/index.ts';
import { openAwsHouse } from '../drivers/aws/house.ts';
import { openRedisHouse } from '../drivers/bullmq/house.ts';
import { accounts, atOnce, everything, jobOver, sweepOver } from './jobs-house.ts';

let house: Awaited<ReturnType<typeof openAwsHouse>>;
let redis: Awaited<ReturnType<typeof openRedisHouse>>;
beforeEach(async () => {
  house = await openAwsHouse({ accounts });
  redis = await openRedisHouse({ lockMs: 500 });
});
afterEach(async () => {
  await redis.close();
  await house.close();
});

const startWorker = () =>
  fork(fileURLToPath(new URL('./read-worker.ts', import.meta.url)), [redis.server.url], {
    execArgv: ['--import', 'tsx'],
  });

/** A program that is run from its sources takes its time to start. */
const aWhileMs = 240_000;

/** When the worker dies: at the request that comes first, in the midst, and when the last regions are read. */
it.each([1, 12, 22])(
  'a sweep whose worker is killed at request %d of it is told whole, each region once, as without jobs',
  async (nth) => {
    const worker = startWorker();
    const died = new Promise<void>((resolve) => worker.on('exit', () => resolve()));
    const own = await sweepOver(house, rules, house.cloud);
    const { peer } = house;
    const lists = ['DescribeInstances', 'DescribeVolumes', 'DescribeAddresses', 'DescribeCapacityReservations'];
    let came = 0;
    peer.fault = ({ action }) => {
      if (lists.includes(action)) came += 1;
      if (came < nth || worker.killed) return undefined;
      worker.kill('SIGKILL');
      return { until: died };
    };
    const jobs = await redis.asker(jobOver(house), atOnce);
    const cloud = jobsCloud('batch', { cloud: house.cloud, parts: house.parts, jobs, clock: house.clock });
    const swept = sweepOver(house, rules, cloud);
    await died;
    redis.worker(await redis.asker(jobOver(house), atOnce));
    const { asOf: _, ...byJobs } = everything(await swept, rules);
    const { asOf: __, ...expected } = everything(own, rules);
    expect(byJobs).toStrictEqual(expected);
  },
  aWhileMs,
);
