import { createAddresses } from '../../../src/core/estate/addresses.ts';
import { createJudge } from '../../../src/core/estate/judge.ts';
import { openTypes } from '../../../src/core/facts/instance-types/types.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Cloud } from '../../../src/core/ports/cloud.ts';
import type { Home } from '../../../src/core/ports/instance.ts';
import type { Job, Jobs } from '../../../src/core/ports/jobs.ts';
import type { Parts } from '../../../src/core/ports/parts.ts';
import { plain } from '../../../src/core/text.ts';
import { readJob, type Piece, type ReadAsked } from '../../../src/core/watch/read-job.ts';
import type { Rule } from '../../../src/core/watch/rules/rule.ts';
import { createSweeper, type Sweep } from '../../../src/core/watch/sweep.ts';
import { regions, type openAwsHouse } from '../drivers/aws/house.ts';
import { inLine } from './house.ts';

type House = Awaited<ReturnType<typeof openAwsHouse>>;
/** Reading regions. */
export type ReadJob = Job<ReadAsked, Piece>;
/** See {@link ReadJob}. */
export type ReadJobs = Jobs<ReadAsked, Piece>;

/** Two accounts, and one that cannot be entered. */
export const accounts = [
  { name: 'demo-prod', profile: 'prod', regions },
  { name: 'demo-dev', profile: 'dev', regions },
  { name: 'stranger', profile: 'stranger', regions },
];
/** As many as the program reads at once. */
export const atOnce = { atOnce: 25, ofOneAtOnce: 25 };

/** The job as a process of this configuration does it. */
export const jobOver = ({
  parts,
  cloud,
  clock,
}: {
  readonly parts: Parts;
  readonly cloud: Cloud;
  readonly clock: Clock;
}): ReadJob => readJob(parts, createJudge(cloud, clock).idlesByItself, clock);

/** One sweep of the house's accounts as this cloud tells them. */
export async function sweepOver(house: House, some: readonly Rule[], cloud: Cloud): Promise<Sweep> {
  const { store, clock, log, typeReads: reads, accountReads: account } = house;
  const [prices, types] = [await house.openPrices(), await openTypes({ reads, account, store, clock, log })];
  const sweep = createSweeper({ cloud, addresses: createAddresses(cloud, clock), prices, types, clock, idleTags: [] });
  return sweep({}, some, { signal: AbortSignal.timeout(240_000) });
}

export const [prod, dev] = [
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
export const everything = ({ findings, covers, isThere, thingOf, ...rest }: Sweep, some: readonly Rule[]) => ({
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
