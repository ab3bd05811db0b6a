import { afterEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { defaultRegions } from '../../../../src/core/drivers/aws/regions.ts';
import { sessionNameOf } from '../../../../src/core/drivers/aws/sessions.ts';
import { plain } from '../../../../src/core/text.ts';
import { openAwsHouse, type AwsHouseOptions } from './house.ts';

const role = 'arn:aws:iam::444455556666:role/quartermaster-operator';
const regions = ['us-east-1', 'eu-west-1', 'ap-northeast-1'];
const reading = () => ({ signal: AbortSignal.timeout(20_000) });
const maria = { id: 'slack:T1:U2 & more' };
const open = new AbortController().signal;

type House = Awaited<ReturnType<typeof openAwsHouse>>;
let house: House;
afterEach(() => house.close());
const account = { name: 'demo-dev', profile: 'prod', roleArn: role, externalId: 'qm-1234', namesPeople: true, regions };
const opened = async (some: Partial<typeof account> = {}, options: AwsHouseOptions = {}): Promise<House> => {
  house = await openAwsHouse({
    accounts: [{ ...account, ...some }],
    roles: new Map([[role, { accountId: '444455556666', externalId: 'qm-1234', takesSourceIdentity: true }]]),
    ...options,
  });
  return house;
};
const assumptions = () => house.peer.seen.filter(({ action }) => action === 'AssumeRole');
const web = async () => {
  const found = (await house.cloud.instances({}, reading())).items.find(({ name }) => name === 'web-1');
  if (found === undefined) throw new Error('missing');
  return found;
};

describe('an account behind a role', () => {
  it('is read in one session that everybody shares, in the account of the role', async () => {
    await opened();
    await Promise.all([house.cloud.instances({}, reading()), house.cloud.addresses({}, reading())]);
    expect((await web()).account).toEqual({ name: 'demo-dev', id: '444455556666' });
    expect(assumptions()).toHaveLength(1);
    const sessions = house.peer.seen.flatMap(({ service, session }) => (service === 'ec2' ? [session] : []));
    expect(new Set(sessions)).toEqual(new Set(['quartermaster']));
  });

  it('is assumed on the regional endpoint of its first region', async () => {
    await opened({ regions: ['eu-west-1'] });
    await house.cloud.instances({}, reading());
    expect(assumptions().map(({ region }) => region)).toEqual(['eu-west-1']);
  });

  it('is changed in a session that names who asked, so that CloudTrail does', async () => {
    await opened();
    const target = await web();
    await house.control.dryRun('stop', [target], open, maria);
    await house.control.apply(
      'stop',
      [target],
      async () => undefined,
      async () => {},
      open,
      maria,
    );
    const calls = house.peer.seen.filter(({ action }) => action === 'StopInstances');
    expect(calls.map(({ session, dryRun }) => `${session} ${dryRun}`)).toEqual([
      'slack-T1-U2---more by slack-T1-U2---more true',
      'slack-T1-U2---more by slack-T1-U2---more false',
    ]);
    expect(assumptions()).toHaveLength(2);
  });

  it('is changed in the shared session where people are not to be named', async () => {
    await opened({ namesPeople: false });
    const target = await web();
    await house.control.apply(
      'stop',
      [target],
      async () => undefined,
      async () => {},
      open,
      maria,
    );
    expect(house.peer.seen.find(({ action }) => action === 'StopInstances')?.session).toBe('quartermaster');
    expect(assumptions()).toHaveLength(1);
  });

  it('is assumed anew five minutes before a session ends, and once for all who ask then', async () => {
    await opened();
    await house.cloud.instances({}, reading());
    await house.pass(54 * 60_000);
    await house.cloud.instances({}, reading());
    expect(assumptions()).toHaveLength(1);
    await house.pass(2 * 60_000);
    await Promise.all([house.cloud.instances({}, reading()), house.cloud.volumes({}, reading())]);
    expect(assumptions()).toHaveLength(2);
  });

  it('that may not be assumed is a gap with AWS’s words, and is tried again the next time', async () => {
    await opened({ externalId: 'wrong' });
    const refused = await house.cloud.instances({}, reading());
    expect(refused.items).toEqual([]);
    expect(refused.gaps.map(({ what }) => plain(what)).join()).toContain('AccessDenied');
    await house.cloud.instances({}, reading());
    expect(assumptions().length).toBeGreaterThan(1);
  });

  it('whose trust policy takes no SourceIdentity refuses the change, and is read all the same', async () => {
    await opened({}, { roles: new Map([[role, { accountId: '444455556666', externalId: 'qm-1234' }]]) });
    const target = await web();
    const [verdict] = await house.control.dryRun('stop', [target], open, maria);
    expect(verdict?.refusal && plain(verdict.refusal.what)).toContain('AccessDenied');
  });
});

it('long-lived access keys are warned of once, with the accounts that use them', async () => {
  await opened();
  expect(await house.missing()).toBeUndefined();
  expect(house.warnings).toEqual([expect.stringMatching(/^long-lived access keys .*\{"accounts":\["demo-dev"\]\}$/)]);
});

describe('regions: all', () => {
  it('are those that are enabled, asked once a day', async () => {
    house = await openAwsHouse({ accounts: [{ name: 'demo-dev', profile: 'dev', regions: 'all' }] });
    await house.cloud.instances({}, reading());
    await house.cloud.instances({}, reading());
    expect(house.peer.seen.filter(({ action }) => action === 'DescribeRegions')).toHaveLength(1);
    expect(await house.cloud.homes()).toMatchObject([{ regions }]);
    await house.pass(25 * 3_600_000);
    await house.cloud.instances({}, reading());
    expect(house.peer.seen.filter(({ action }) => action === 'DescribeRegions')).toHaveLength(2);
  });

  it('are those that everybody has where AWS does not tell', async () => {
    house = await openAwsHouse({ accounts: [{ name: 'demo-dev', profile: 'dev', regions: 'all' }] });
    house.peer.fault = ({ action }) => (action === 'DescribeRegions' ? { refuse: 'UnauthorizedOperation' } : undefined);
    expect(await house.cloud.homes()).toMatchObject([{ regions: defaultRegions }]);
  });
});

describe('the name of a session', () => {
  it('keeps to STS’s alphabet and length, whoever asks', async () => {
    await opened();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (id) => {
        expect(sessionNameOf(id)).toMatch(/^[\w+=,.@-]{2,64}$/);
        expect(sessionNameOf(id)).not.toMatch(/^aws:/);
      }),
    );
  });
});
