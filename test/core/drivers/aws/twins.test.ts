import { afterEach, describe, expect, it } from 'vitest';
import { doctorReply, isWell } from '../../../../src/commands/reply/doctor-reply.ts';
import { examine } from '../../../../src/core/changes/doctor.ts';
import { createEstate } from '../../../../src/core/estate/estate.ts';
import { isProblem } from '../../../../src/core/problem.ts';
import { plain } from '../../../../src/core/text.ts';
import { openAwsHouse } from './house.ts';

const dev = { name: 'dev', profile: 'dev', regions: ['us-east-1', 'eu-west-1'] };
const dev2 = { name: 'dev2', profile: 'dev', regions: ['ap-northeast-1', 'us-east-1'] };
const apart = { ...dev2, regions: ['ap-northeast-1'] };
const warning = 'dev2 is the same account 444455556666 as dev; remove one of the two names.';
const reading = () => ({ signal: AbortSignal.timeout(20_000) });

let house: Awaited<ReturnType<typeof openAwsHouse>>;
afterEach(() => house.close());

describe('two names of one account', () => {
  it('are asked once for a region, under the first, and the list says so', async () => {
    house = await openAwsHouse({ accounts: [dev, dev2] });
    await house.cloud.addresses({}, reading());
    const { items, gaps } = await house.cloud.instances({}, reading());
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(new Set(items.map(({ account }) => account.name))).toEqual(new Set(['dev']));
    const places = house.peer.seen.flatMap(({ action, region }) => (action === 'DescribeAddresses' ? [region] : []));
    expect(places.toSorted()).toEqual(['ap-northeast-1', 'eu-west-1', 'us-east-1']);
    expect(gaps.map(({ what }) => plain(what))).toEqual([warning]);
  });

  it('are one where a change is asked for', async () => {
    house = await openAwsHouse({ accounts: [dev, dev2] });
    const targets = await createEstate(house.cloud).targets([{ by: 'word', value: 'web-1' }], reading());
    if (isProblem(targets)) throw new Error(plain(targets.what));
    expect(targets.items.map(({ account }) => account.name)).toEqual(['dev']);
  });

  it('answer for each other: what was found under the one is asked for under the other', async () => {
    house = await openAwsHouse({ accounts: [dev, dev2] });
    const found = await house.cloud.instances({ accounts: ['dev2'], regions: ['us-east-1'] }, reading());
    expect(found.gaps).toEqual([]);
    expect(new Set(found.items.map(({ account }) => account.name))).toEqual(new Set(['dev2']));
    const [one, other] = found.items;
    if (one === undefined || other === undefined) throw new Error('there are too few instances');
    const asked = [one, { ...other, account: { ...other.account, name: 'dev' } }];
    const { items } = await house.cloud.instancesById(asked, reading());
    expect(items.map(({ id }) => id).toSorted()).toEqual([one.id, other.id].toSorted());
  });

  it('are named by the doctor, and at the start', async () => {
    house = await openAwsHouse({ accounts: [dev, dev2] });
    const checks = await examine(house, reading());
    expect(isWell(checks)).toBe(false);
    const words = doctorReply(checks).blocks.map((block) => ('spans' in block ? plain(block.spans) : ''));
    expect(words).toContainEqual(expect.stringContaining(`identity in dev2. ${warning}`));
    expect(await house.missing()).toBeUndefined();
    expect(house.warnings).toContainEqual(expect.stringMatching(/accounts that have another name.*\["dev2"\]/));
  });

  it('are nobody’s business where they share no region', async () => {
    house = await openAwsHouse({ accounts: [dev, apart] });
    expect((await house.cloud.instances({}, reading())).gaps).toEqual([]);
    expect(isWell(await examine(house, reading()))).toBe(true);
    await house.missing();
    expect(house.warnings.filter((one) => one.includes('another name'))).toEqual([]);
  });
});

it.each([
  ['arn:aws:iam::444455556666:role/one', 'arn:aws:iam::444455556666:role/path/other', true],
  ['arn:aws-us-gov:iam::444455556666:role/one', 'arn:aws-us-gov:iam::111122223333:role/one', false],
])('at the start %s and %s are known to be of one account: %s', async (one, other, known) => {
  house = await openAwsHouse({
    accounts: [
      { ...dev, roleArn: one },
      { ...dev2, roleArn: other },
    ],
  });
  await house.missing();
  expect(house.warnings.some((words) => words.includes('another name'))).toBe(known);
  expect(house.peer.seen, 'without asking AWS').toEqual([]);
});
