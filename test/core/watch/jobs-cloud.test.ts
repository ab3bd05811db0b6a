import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocalJobs } from '../../../src/core/drivers/local/jobs.ts';
import type { Cloud } from '../../../src/core/ports/cloud.ts';
import { NotHere } from '../../../src/core/ports/jobs.ts';
import { plain } from '../../../src/core/text.ts';
import { jobsCloud } from '../../../src/core/watch/jobs-cloud.ts';
import { rules, rulesCalled } from '../../../src/core/watch/rules/index.ts';
import type { Rule } from '../../../src/core/watch/rules/rule.ts';
import type { Fault, SeenRequest } from '../../peers/aws/server.ts';
import { openAwsHouse } from '../drivers/aws/house.ts';
import { openRedisHouse } from '../drivers/bullmq/house.ts';
import {
  accounts,
  atOnce,
  dev,
  everything,
  jobOver,
  prod,
  sweepOver,
  type ReadJob,
  type ReadJobs,
} from './jobs-house.ts';

type House = Awaited<ReturnType<typeof openAwsHouse>>;
let house: House;
let closes: (() => Promise<void>)[];
beforeEach(async () => {
  house = await openAwsHouse({ accounts });
  closes = [];
});
afterEach(async () => {
  for (const close of closes) await close();
  await house.close();
});

/** Jobs by each driver; those on Redis are done by two workers. */
const roads: Readonly<Record<string, (job: ReadJob) => Promise<ReadJobs>>> = {
  'in this process': async (job) => createLocalJobs(job, house.clock, atOnce),
  'on Redis': async (job) => {
    const redis = await openRedisHouse();
    closes.push(() => redis.close());
    const jobs = await redis.asker(job, atOnce);
    redis.worker(jobs);
    redis.worker(await redis.asker(job));
    return jobs;
  },
};

const refuses =
  (api: string, of: Partial<Pick<SeenRequest, 'accountId' | 'region'>>, fault: Fault) =>
  (seen: SeenRequest): Fault | undefined =>
    seen.action === api &&
    (of.accountId === undefined || of.accountId === seen.accountId) &&
    (of.region === undefined || of.region === seen.region)
      ? fault
      : undefined;

const faults: Readonly<Record<string, ((seen: SeenRequest) => Fault | undefined) | undefined>> = {
  'nothing fails': undefined,
  'one list of one region is refused': refuses(
    'DescribeVolumes',
    { accountId: dev.id, region: 'us-east-1' },
    { refuse: 'UnauthorizedOperation' },
  ),
  'a list is refused everywhere': refuses('DescribeInstances', {}, { refuse: 'UnauthorizedOperation' }),
  'everything of an account is refused': (seen) =>
    seen.service === 'ec2' && seen.accountId === prod.id ? { refuse: 'UnauthorizedOperation' } : undefined,
  'what uses addresses is refused': refuses('DescribeAddressTransfers', {}, { refuse: 'UnauthorizedOperation' }),
  'sessions are over in a region': refuses('DescribeAddresses', { region: 'eu-west-1' }, { refuse: 'AuthFailure' }),
  'records come in another form': refuses(
    'DescribeVolumes',
    {},
    { rewrites: (text) => text.replace(/<volumeId>[^<]*<.volumeId>/, '') },
  ),
};
const groups: Readonly<Record<string, readonly Rule[]>> = {
  'all rules': rules,
  'idle addresses': rulesCalled('idle-addresses') ?? [],
  volumes: rulesCalled('volumes') ?? [],
};

describe.each(Object.keys(roads))('a sweep by jobs %s', (road) => {
  const openCloud = async (batch: string): Promise<Cloud> => {
    const jobs = await roads[road]?.(jobOver(house));
    if (jobs === undefined) throw new Error(road);
    return jobsCloud(batch, { cloud: house.cloud, parts: house.parts, jobs, clock: house.clock });
  };

  it.each(Object.keys(faults))('tells what a sweep without jobs tells: %s', async (name) => {
    const cloud = await openCloud('batch');
    house.peer.fault = faults[name] ?? (() => undefined);
    for (const some of Object.values(groups)) {
      const [own, byJobs] = [await sweepOver(house, some, house.cloud), await sweepOver(house, some, cloud)];
      expect(everything(byJobs, some)).toStrictEqual(everything(own, some));
    }
  });
});

it('a region that nobody could read is told without a secret that the reason holds, wherever that stands in it', async () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const jobs: Pick<ReadJobs, 'each'> = {
    async *each(_, parts) {
      for (const part of parts) yield { ...part, lost: `${'not '.repeat(45)}${secret}` };
    },
  };
  const cloud = jobsCloud('batch', { cloud: house.cloud, parts: house.parts, jobs, clock: house.clock });
  const { gaps } = await cloud.addresses({}, { signal: AbortSignal.timeout(60_000) });
  const words = gaps.map(({ what }) => plain(what)).join();
  expect(words).toContain('not not');
  expect(words).not.toContain(secret.slice(0, 8));
});

it.each([
  { name: 'elsewhere', id: prod.id },
  { name: prod.name, id: dev.id },
])('account $name of $id, which this process does not know, is left to others', async (account) => {
  const asked = { account, region: 'us-east-1', lists: ['volumes' as const] };
  await expect(jobOver(house).run(asked, AbortSignal.timeout(60_000))).rejects.toBeInstanceOf(NotHere);
});
