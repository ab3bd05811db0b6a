import { afterEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createAws } from '../../../../src/core/drivers/aws/aws.ts';
import { defaultRegions } from '../../../../src/core/drivers/aws/regions.ts';
import { sessionNameOf } from '../../../../src/core/drivers/aws/sessions.ts';
import type { Scope } from '../../../../src/core/ports/cloud.ts';
import { plain } from '../../../../src/core/text.ts';
import type { Fault } from '../../../peers/aws/server.ts';
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

  it.each<[string, Fault]>([
    ['broke off', 'reset-before'],
    ['failed', 'internal-error'],
    ['came from a proxy', { page: '<html>hello</html>', status: 200 }],
    ['was empty', { rewrites: () => '<AssumeRoleResponse/>' }],
  ])('whose session for the change %s has the change not sent', async (_, fault) => {
    await opened();
    const target = await web();
    house.peer.fault = ({ action }) => (action === 'AssumeRole' ? fault : undefined);
    let ended = false;
    const applied = house.control
      .apply(
        'stop',
        [target],
        async () => undefined,
        async () => {},
        open,
        maria,
      )
      .finally(() => {
        ended = true;
      });
    while (!ended) {
      await house.pass(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [one] = await applied;
    const because = one !== undefined && 'because' in one.result ? one.result.because : undefined;
    expect([one?.result.kind, because && plain(because.what)]).toEqual([
      'refused',
      expect.stringContaining('could not be sent'),
    ]);
    expect(house.peer.seen.some(({ action }) => action === 'StopInstances')).toBe(false);
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

describe('a session that AWS ended before its time', () => {
  /** AWS takes the session's key no more that has been seen so far. */
  const refusing = (refuse: string, message?: string) => {
    const over = house.peer.seen.find(({ service, session }) => service === 'ec2' && session !== undefined)?.key;
    house.peer.fault = ({ service, key }) =>
      service === 'ec2' && key === over ? { refuse, ...(message !== undefined && { message }) } : undefined;
  };

  it.each<[string, string | undefined]>([
    ['ExpiredToken', undefined],
    ['RequestExpired', undefined],
    ['AuthFailure', undefined],
    ['UnauthorizedOperation', 'is not authorized to perform it with an explicit deny in an identity-based policy'],
  ])('is assumed anew, once for all who read then (%s)', async (code, message) => {
    await opened();
    await house.cloud.instances({}, reading());
    await house.pass(2 * 60_000);
    refusing(code, message);
    const listings = await Promise.all([
      house.cloud.instances({}, reading()),
      house.cloud.volumes({}, reading()),
      house.cloud.addresses({}, reading()),
    ]);
    expect(listings.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(listings[0]?.items.length).toBeGreaterThan(0);
    expect(assumptions()).toHaveLength(2);
  });

  it('is assumed anew for a change that was refused for it, which is then made once', async () => {
    await opened({ namesPeople: false });
    const target = await web();
    await house.pass(2 * 60_000);
    refusing('ExpiredToken');
    const [applied] = await house.control.apply(
      'stop',
      [target],
      async () => undefined,
      async () => {},
      open,
    );
    expect(applied?.result).toMatchObject({ kind: 'accepted', current: 'stopping' });
    const stops = house.peer.seen.filter(({ action }) => action === 'StopInstances');
    expect(stops).toHaveLength(2);
    expect(new Set(stops.map(({ key }) => key)).size).toBe(2);
  });

  it('is not looked for again within a minute, whatever is refused', async () => {
    await opened();
    house.peer.fault = ({ service }) => (service === 'ec2' ? { refuse: 'ExpiredToken' } : undefined);
    await house.cloud.instances({}, reading());
    await house.cloud.instances({}, reading());
    expect(assumptions()).toHaveLength(1);
  });

  it('leaves a right that is missing alone', async () => {
    await opened();
    await house.cloud.instances({}, reading());
    await house.pass(2 * 60_000);
    refusing('UnauthorizedOperation');
    expect((await house.cloud.instances({}, reading())).gaps).toHaveLength(regions.length);
    expect(assumptions()).toHaveLength(1);
  });
});

describe('where STS is switched off', () => {
  /** The account that has machines in every region. */
  const roles = new Map([[role, { accountId: '111122223333', externalId: 'qm-1234' }]]);

  it('in the first region, the role is assumed in another', async () => {
    await opened({ regions: ['eu-west-1', 'ap-northeast-1'] }, { roles });
    house.peer.fault = ({ service, region }) =>
      service === 'sts' && region === 'eu-west-1' ? { refuse: 'RegionDisabledException' } : undefined;
    const { items, gaps } = await house.cloud.instances({}, reading());
    expect(gaps).toEqual([]);
    expect(new Set(items.map(({ region }) => region))).toEqual(new Set(['eu-west-1', 'ap-northeast-1']));
    expect(assumptions().map(({ region }) => region)).toEqual(['eu-west-1', 'ap-northeast-1']);
  });

  it('in the only region, it is assumed where it cannot be switched off', async () => {
    await opened({ regions: ['eu-west-1'] }, { roles });
    house.peer.fault = ({ service, region }) =>
      service === 'sts' && region !== 'us-east-1' ? { refuse: 'RegionDisabledException' } : undefined;
    const { items, gaps } = await house.cloud.instances({}, reading());
    expect(gaps).toEqual([]);
    expect(items.length).toBeGreaterThan(0);
  });

  it('a role that may not be assumed is not tried elsewhere', async () => {
    await opened({ externalId: 'wrong' });
    await house.cloud.instances({}, reading());
    expect(new Set(assumptions().map(({ region }) => region))).toEqual(new Set(['us-east-1']));
  });
});

describe('accounts, regions and clocks that fail', () => {
  it('are gaps, and the others are told: one account is denied, and one region is off', async () => {
    house = await openAwsHouse({
      accounts: [
        { ...account, roleArn: `${role}-of-nobody` },
        { name: 'demo-prod', profile: 'prod', regions },
      ],
    });
    house.peer.fault = ({ region, service }) =>
      service === 'ec2' && region === 'eu-west-1' ? { refuse: 'OptInRequired' } : undefined;
    const { items, gaps } = await house.cloud.instances({}, reading());
    expect(new Set(items.map((one) => `${one.account.name} ${one.region}`))).toEqual(
      new Set(['demo-prod us-east-1', 'demo-prod ap-northeast-1']),
    );
    const told = gaps.map(({ what }) => plain(what)).join(' ');
    expect(told).toContain('account demo-dev, whose profile is prod: AWS refused');
    expect(told).toContain('demo-prod in eu-west-1: AWS refused: the region or the service is not enabled');
  });

  it.each([
    ['reads', false],
    ['changes', true],
  ] as const)('a clock that is off is made good for %s', async (_, changes) => {
    await opened({ namesPeople: false, regions: ['us-east-1'] });
    const target = await web();
    house.peer.fault = ({ service }) => (service === 'ec2' ? { aheadMs: 3_600_000 } : undefined);
    await house.pass(2 * 60_000);
    if (!changes) return expect((await house.cloud.instances({}, reading())).gaps).toEqual([]);
    const [applied] = await house.control.apply(
      'stop',
      [target],
      async () => undefined,
      async () => {},
      open,
    );
    expect(applied?.result).toMatchObject({ kind: 'accepted' });
  });
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
    const said = async (scope: Scope) =>
      (await house.cloud.instances(scope, reading())).gaps.map(({ what }) => plain(what));
    expect(await said({})).toEqual([
      expect.stringMatching(/^the regions of account demo-dev: AWS refused.* So 17 regions are looked at alone\.$/),
    ]);
    expect(await said({ regions: ['us-east-1'] })).toEqual([]);
  });

  it('are the configured fallback where AWS does not tell, and are asked in the first of them', async () => {
    const fallbackRegions = ['eu-west-1', 'us-east-1'];
    house = await openAwsHouse({
      accounts: [{ ...account, regions: 'all', fallbackRegions }],
      roles: new Map([[role, { accountId: '444455556666', externalId: 'qm-1234' }]]),
    });
    house.peer.fault = ({ action }) => (action === 'DescribeRegions' ? { refuse: 'UnauthorizedOperation' } : undefined);
    expect(await house.cloud.homes()).toMatchObject([{ regions: fallbackRegions }]);
    const asked = house.peer.seen.filter(({ action }) => action === 'DescribeRegions');
    expect(new Set(asked.map(({ region, session }) => `${region} ${session}`))).toEqual(
      new Set(['eu-west-1 quartermaster']),
    );
  });

  it('are those that were enabled when AWS last told, also after a restart', async () => {
    const accounts = [{ name: 'demo-dev', profile: 'dev', regions: 'all' }] as const;
    house = await openAwsHouse({ accounts });
    await house.cloud.homes();
    house.peer.fault = ({ action }) => (action === 'DescribeRegions' ? { refuse: 'UnauthorizedOperation' } : undefined);
    await house.pass(25 * 3_600_000);
    const again = createAws({ ...house, accounts });
    expect(await again.cloud.homes()).toMatchObject([{ regions }]);
    again.close();
  });
});

describe('the name of a session', () => {
  it('keeps to STS’s alphabet and length, whoever asks', async () => {
    await opened();
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.option(fc.string({ unit: 'grapheme', maxLength: 120 }), { nil: undefined }),
        (id, approvedBy) => {
          const name = sessionNameOf({ id, ...(approvedBy !== undefined && { approvedBy }) });
          expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
          expect(name).not.toMatch(/^aws:/);
        },
      ),
    );
  });

  it('names who approved beside who asked', async () => {
    await opened();
    expect(sessionNameOf({ id: 'os:maria' })).toBe('os-maria');
    expect(sessionNameOf({ id: 'os:maria', approvedBy: 'slack:U0123' })).toBe('os-maria+slack-U0123');
  });
});
