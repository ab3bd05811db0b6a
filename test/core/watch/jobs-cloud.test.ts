import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocalJobs } from '../../../src/core/drivers/local/jobs.ts';
import { createAddresses } from '../../../src/core/estate/addresses.ts';
import { createJudge } from '../../../src/core/estate/judge.ts';
import { openTypes } from '../../../src/core/facts/instance-types/types.ts';
import type { Cloud, Reading } from '../../../src/core/ports/cloud.ts';
import type { Home } from '../../../src/core/ports/instance.ts';
import type { Job, Jobs } from '../../../src/core/ports/jobs.ts';
import { plain } from '../../../src/core/text.ts';
import { jobsCloud } from '../../../src/core/watch/jobs-cloud.ts';
import { readJob, type Piece, type ReadAsked } from '../../../src/core/watch/read-job.ts';
import { rules, rulesCalled } from '../../../src/core/watch/rules/index.ts';
import type { Rule } from '../../../src/core/watch/rules/rule.ts';
import { createSweeper, type Sweep } from '../../../src/core/watch/sweep.ts';
import { openRedisHouse } from '../drivers/bullmq/house.ts';
import { openAwsHouse, regions } from '../drivers/aws/house.ts';
import type { Fault, SeenRequest } from '../../peers/aws/server.ts';
import { inLine } from './house.ts';

type House = Awaited<ReturnType<typeof openAwsHouse>>;
type ReadJobs = Jobs<ReadAsked, Piece>;
type ReadJob = Job<ReadAsked, Piece>;
const reading = (): Reading => ({ signal: AbortSignal.timeout(60_000) });
const accounts = [
  { name: 'demo-prod', profile: 'prod', regions },
  { name: 'demo-dev', profile: 'dev', regions },
  { name: 'stranger', profile: 'stranger', regions },
];

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

/** The job as a process of this configuration does it. */
const jobHere = (): ReadJob => readJob(house.parts, createJudge(house.cloud, house.clock).idlesByItself, house.clock);

/** Jobs by each driver; those on Redis are done by two workers. */
const roads: Readonly<Record<string, (job: ReadJob) => Promise<ReadJobs>>> = {
  'in this process': async (job) => createLocalJobs(job, house.clock, { atOnce: 25, ofOneAtOnce: 25 }),
  'on Redis': async (job) => {
    const redis = await openRedisHouse();
    closes.push(() => redis.close());
    const jobs = await redis.asker(job, { atOnce: 25, ofOneAtOnce: 25 });
    redis.worker(jobs);
    redis.worker(await redis.asker(job));
    return jobs;
  },
};

async function sweepOf(some: readonly Rule[], cloud: Cloud): Promise<Sweep> {
  const { store, clock, log, typeReads: reads, accountReads: account } = house;
  const [prices, types] = [await house.openPrices(), await openTypes({ reads, account, store, clock, log })];
  const sweep = createSweeper({ cloud, addresses: createAddresses(cloud, clock), prices, types, clock, idleTags: [] });
  return sweep({}, some, reading());
}

const [prod, dev] = [
  { name: 'demo-prod', id: '111122223333' },
  { name: 'demo-dev', id: '444455556666' },
];
const homes: readonly Home[] = [prod, dev].flatMap((account) =>
  ['*', ...regions].map((region) => ({ account, region })),
);

/** Without words that are made when they are asked for. */
const asData = (read: ReturnType<Sweep['thingOf']>) =>
  read?.is === 'address'
    ? { ...read.thing, verdict: { ...read.thing.verdict, says: plain(read.thing.verdict.says()) } }
    : read?.thing;

/** All that a sweep tells, as data: findings with their words, what it covers, and what is there. */
const everything = ({ findings, covers, isThere, thingOf, ...rest }: Sweep, some: readonly Rule[]) => ({
  ...rest,
  gaps: rest.gaps
    .map((gap) => ({ ...gap, what: plain(gap.what).replace(/request [\w-]+/, '') }))
    .toSorted((one, other) => (one.what < other.what ? -1 : 1)),
  findings: findings
    .map((one) => ({ line: inLine(one), key: one.key, says: plain(one.says()) }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1)),
  covers: some.map(({ id }) => homes.map((home) => covers(id, home))),
  things: findings
    .map(({ account, region, id }) => [id, isThere({ account, region }, id), asData(thingOf({ account, region }, id))])
    .toSorted((one, other) => (String(one[0]) < String(other[0]) ? -1 : 1)),
});

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
    const jobs = await roads[road]?.(jobHere());
    if (jobs === undefined) throw new Error(road);
    return jobsCloud(batch, { cloud: house.cloud, parts: house.parts, jobs, clock: house.clock });
  };

  it.each(Object.keys(faults))('tells what a sweep without jobs tells: %s', async (name) => {
    const cloud = await openCloud('batch');
    house.peer.fault = faults[name] ?? (() => undefined);
    for (const some of Object.values(groups)) {
      const [own, byJobs] = [await sweepOf(some, house.cloud), await sweepOf(some, cloud)];
      expect(everything(byJobs, some)).toStrictEqual(everything(own, some));
    }
  });
});
