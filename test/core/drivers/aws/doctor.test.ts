import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { doctorReply, isWell } from '../../../../src/commands/reply/doctor-reply.ts';
import { examine } from '../../../../src/core/changes/doctor.ts';
import { readActions } from '../../../../src/core/changes/iam-policy.ts';
import { kindNames, rowOf } from '../../../../src/core/changes/kinds.ts';
import { plain } from '../../../../src/core/text.ts';
import { minuteMs } from '../../../../src/core/time.ts';
import { openAwsHouse, type AwsHouseOptions } from './house.ts';

type House = Awaited<ReturnType<typeof openAwsHouse>>;
let house: House;
afterEach(() => house.close());
const open = async (options: AwsHouseOptions = {}) => {
  house = await openAwsHouse(options);
};
const look = () => examine(house, { signal: AbortSignal.timeout(20_000) });
const odd = async () =>
  (await look())
    .filter(({ is }) => is !== 'fine')
    .map(({ account, region, what, is }) => `${account} ${region} ${what} ${is}`);

describe('the doctor', () => {
  it('finds nothing missing where everything is allowed, and changes nothing', async () => {
    await open();
    const before = JSON.stringify([...(await house.ec2.world()).instances.values()]);
    const checks = await look();
    expect(checks.filter(({ is }) => is === 'missing')).toEqual([]);
    expect(isWell(checks)).toBe(true);
    expect(JSON.stringify([...(await house.ec2.world()).instances.values()])).toBe(before);
    const changing = house.peer.seen.filter(({ action }) => !/^(Describe|Get|List|Decode|\/)/.test(action));
    expect(changing.every(({ dryRun }) => dryRun)).toBe(true);
  });

  it('looks at every account and region, and at every permission that a change needs', async () => {
    await open();
    const checks = await look();
    const permissions = new Set(kindNames.filter((kind) => kind !== 'recover').map((kind) => rowOf(kind).permission));
    for (const account of ['demo-prod', 'demo-dev']) {
      for (const region of ['us-east-1', 'eu-west-1', 'ap-northeast-1']) {
        const seen = new Set(
          checks.filter((one) => one.account === account && one.region === region).map(({ what }) => what),
        );
        expect([...permissions].filter((permission) => !seen.has(permission))).toEqual([]);
        expect(seen).toContain('ec2:DescribeInstances');
      }
    }
  });

  it.each([
    [60, false],
    [-10, false],
    [2, true],
  ])('looks at the clock, which AWS tells is off by %i minutes', async (minutes, fine) => {
    await open({ accounts: [{ name: 'demo-dev', profile: 'dev', regions: ['us-east-1'] }] });
    house.peer.fault = () => ({ aheadMs: minutes * minuteMs });
    const checks = await look();
    const clock = checks.find(({ what }) => what === 'clock');
    expect(clock).toMatchObject({ is: fine ? 'fine' : 'missing', needed: true });
    if (!fine)
      expect(plain(clock?.says ?? [])).toMatch(
        /off by (?:9 minutes|10 minutes|59 minutes|1 hour); AWS refuses calls from 15 minutes on/,
      );
  });

  it('tries the store, and leaves nothing in it', async () => {
    await open();
    expect((await look()).find(({ what }) => what === 'store')).toMatchObject({ account: 'this machine', is: 'fine' });
    expect(await house.store.family('doctor', z.boolean(), { ttlMs: 1 }).list({ limit: 1 })).toEqual([]);
  });

  it('names the one right that is missing, with where and what to do, and is not well', async () => {
    await open();
    house.peer.fault = ({ action, region }) =>
      action === 'DescribeVolumes' && region === 'eu-west-1' ? { refuse: 'UnauthorizedOperation' } : undefined;
    expect((await odd()).filter((one) => one.endsWith('missing'))).toEqual([
      'demo-prod eu-west-1 ec2:DescribeVolumes missing',
      'demo-dev eu-west-1 ec2:DescribeVolumes missing',
    ]);
    const checks = await look();
    expect(isWell(checks)).toBe(false);
    const words = doctorReply(checks)
      .blocks.map((block) => ('spans' in block ? plain(block.spans) : ''))
      .join(' ');
    expect(words).toContain(
      'Missing, needed for answers: ec2:DescribeVolumes in demo-dev, eu-west-1. demo-dev in eu-west-1: AWS refused: the role lacks the right',
    );
  });

  it('is well without the right to change anything, and says which is missing', async () => {
    await open();
    house.peer.fault = ({ action }) =>
      action === 'TerminateInstances' ? { refuse: 'UnauthorizedOperation' } : undefined;
    expect(await odd()).toContain('demo-dev us-east-1 ec2:TerminateInstances missing');
    expect(isWell(await look())).toBe(true);
  });

  it('tells an account whose credentials are wrong, and still looks at the others', async () => {
    await open({
      accounts: [
        { name: 'stranger', profile: 'stranger', regions: ['us-east-1'] },
        { name: 'demo-dev', profile: 'dev', regions: ['us-east-1'] },
      ],
    });
    const checks = await look();
    expect(
      checks.filter(({ account, is }) => account === 'stranger' && is === 'missing').map(({ what }) => what),
    ).toContain('identity');
    expect(
      checks.some(
        ({ account, what, is }) => account === 'demo-dev' && what === 'ec2:DescribeInstances' && is === 'fine',
      ),
    ).toBe(true);
    // What cannot be tried is not told right by right.
    expect(checks.filter(({ account }) => account === 'stranger').length).toBeLessThan(5);
    expect(
      doctorReply(checks)
        .blocks.map((block) => ('spans' in block ? plain(block.spans) : ''))
        .join(' '),
    ).toContain('account stranger, whose profile is stranger');
  });

  it('says that AWS is away where it does not answer, instead of that a right is missing', async () => {
    await open();
    house.peer.fault = ({ action, region }) =>
      action === 'DescribeVolumes' && region === 'eu-west-1' ? 'reset-before' : undefined;
    expect(await odd()).toContain('demo-dev eu-west-1 ec2:DescribeVolumes unknown');
  });

  it('tells where a role’s trust policy does not let people be named', async () => {
    const role = 'arn:aws:iam::444455556666:role/qm';
    await open({
      accounts: [{ name: 'demo-dev', profile: 'prod', roleArn: role, namesPeople: true, regions: ['us-east-1'] }],
      roles: new Map([[role, { accountId: '444455556666' }]]),
    });
    const checks = await look();
    const naming = checks.find(({ what }) => what === 'sts:SetSourceIdentity');
    expect(naming).toMatchObject({ account: 'demo-dev', is: 'missing', needed: true });
    expect(plain(naming?.says ?? [])).toContain(`Allow sts:SetSourceIdentity in the trust policy of ${role}`);
    expect(isWell(checks)).toBe(false);
    const stop = checks.find(({ what }) => what === 'ec2:StopInstances');
    expect(stop?.is).toBe('missing');
    expect(plain(stop?.says ?? [])).toContain('AccessDenied');
  });

  it.each([
    [true, 'with namesPeople: true CloudTrail tells who made a change'],
    [false, "allow sts:SetSourceIdentity in the role's trust policy"],
  ])('hints that people could be named where they are not (the role takes it: %s)', async (takes, says) => {
    const role = 'arn:aws:iam::444455556666:role/qm';
    await open({
      accounts: [{ name: 'demo-dev', profile: 'prod', roleArn: role, regions: ['us-east-1'] }],
      roles: new Map([[role, { accountId: '444455556666', takesSourceIdentity: takes }]]),
    });
    const checks = await look();
    const naming = checks.find(({ what }) => what === 'sts:SetSourceIdentity');
    expect(naming).toMatchObject({ is: 'fine', needed: false });
    expect(plain(naming?.says ?? [])).toContain(says);
    expect(isWell(checks)).toBe(true);
    const words = doctorReply(checks).blocks.map((block) => ('spans' in block ? plain(block.spans) : ''));
    expect(words.join(' ')).toContain('Hint: demo-dev.');
  });

  it('asks for every read that the reader’s policy grants', async () => {
    await open();
    const seen = new Set((await look()).map(({ what }) => what));
    // Asked where a zone was found; the right to list zones stands for both.
    expect(readActions.filter((action) => !seen.has(action))).toEqual(['route53:ListResourceRecordSets']);
  });
});
