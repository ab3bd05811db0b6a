import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAws, type Aws } from '../../../../src/core/drivers/aws/aws.ts';
import { prometheusMeter } from '../../../../src/core/drivers/prometheus/meter.ts';
import type { ScrapedMeter } from '../../../../src/core/ports/meter.ts';
import { systemClock } from '../../../../src/core/drivers/system-clock.ts';
import type { Log } from '../../../../src/core/ports/log.ts';
import { underRequest, requestNow } from '../../../../src/core/under-request.ts';
import type { Fault } from '../../../peers/aws/server.ts';
import { figuresIn } from '../../../figures.ts';
import { openPeer } from './house.ts';

/** Every request that AWS gets is counted, and told under the id of whoever wanted it. */
let behind: Awaited<ReturnType<typeof openPeer>>;
let meter: ScrapedMeter;
let aws: Aws;
let lines: Readonly<Record<string, unknown>>[];
beforeEach(async () => {
  behind = await openPeer(systemClock);
  meter = prometheusMeter();
  lines = [];
  const log: Log = {
    debug: (facts) => void lines.push({ request: requestNow(), ...facts }),
    info() {},
    warn() {},
    error() {},
  };
  const accounts = [{ name: 'prod', profile: 'prod', regions: ['us-east-1'] }];
  aws = createAws({ accounts, clock: systemClock, log, store: behind.store, meter });
});
afterEach(async () => {
  aws.close();
  meter.close();
  await behind.close();
});

const read = () => aws.cloud.instances({}, { signal: new AbortController().signal });
const counted = async () => {
  const figures = figuresIn(await meter.scrape());
  return (operation: string, outcome: string) =>
    figures('quartermaster_aws_calls_total', { service: 'ec2', operation, account: 'prod', outcome }) ?? 0;
};

it.each<readonly [string, Fault, string]>([
  ['throttled', 'throttle', 'RequestLimitExceeded'],
  ['denied', { refuse: 'UnauthorizedOperation' }, 'UnauthorizedOperation'],
  ['refused', { refuse: 'InvalidParameterValue' }, 'InvalidParameterValue'],
  ['failed', 'reset-before', 'TimeoutError'],
])('a request that ends %s is counted so, and each try by itself', async (outcome, fault, code) => {
  let times = 0;
  behind.peer.fault = ({ action }) => (action === 'DescribeInstances' && (times += 1) === 1 ? fault : undefined);
  await read();
  await read();
  const count = await counted();
  expect(count('DescribeInstances', outcome)).toBe(1);
  expect(count('DescribeInstances', 'ok')).toBe(times - 1);
  const told = lines.filter(({ operation }) => operation === 'DescribeInstances');
  expect(told.map((line) => line['outcome']).toSorted()).toEqual(
    [outcome, ...Array.from({ length: times - 1 }, () => 'ok')].toSorted(),
  );
  expect(told.find((line) => line['outcome'] === outcome)).toMatchObject({
    code,
    account: 'prod',
    region: 'us-east-1',
  });
});

it('a dry run that AWS would let through went well', async () => {
  expect(await aws.glance(new AbortController().signal)).toEqual([{ account: 'prod' }]);
  expect((await counted())('DescribeInstances', 'ok')).toBe(1);
});

it('requests at one time keep their ids apart, with AWS’s beside ours', async () => {
  const signal = new AbortController().signal;
  await Promise.all([
    underRequest('r-1', () => aws.cloud.instances({ regions: ['us-east-1'] }, { signal })),
    underRequest('r-2', () => aws.cloud.addresses({ regions: ['us-east-1'] }, { signal })),
  ]);
  // A list has several pages.
  const under = (operation: string) =>
    lines.filter((line) => line['operation'] === operation).map(({ request }) => request);
  expect(new Set(under('DescribeInstances'))).toEqual(new Set(['r-1']));
  expect(new Set(under('DescribeAddresses'))).toEqual(new Set(['r-2']));
  const ids = lines.map(({ awsRequestId }) => awsRequestId);
  expect(new Set(ids).size).toBe(lines.length);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
});
