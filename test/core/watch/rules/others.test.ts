import { describe, expect, it } from 'vitest';
import { noPrice } from '../../../../src/core/facts/prices/billing.ts';
import { usd } from '../../../../src/core/money.ts';
import {
  instanceStates,
  type CapacityReservation,
  type Instance,
  type Volume,
} from '../../../../src/core/ports/instance.ts';
import { say } from '../../../../src/core/text.ts';
import { dayMs } from '../../../../src/core/time.ts';
import type { AddressCount } from '../../../../src/core/watch/rules/rule.ts';
import { instance } from '../../changes/instance.ts';
import { known, now, ruleOver, told } from './known.ts';

const home = { account: { name: 'demo-dev', id: '444455556666' }, region: 'us-east-1' };
const volume = (some: Partial<Volume> = {}): Volume => ({
  ...home,
  id: 'vol-1',
  kind: 'gp3',
  sizeGiB: 40,
  encrypted: false,
  state: 'available',
  attachedTo: [],
  tags: {},
  ...some,
});
const since = now - 34 * dayMs;

describe('a stopped instance', () => {
  const rule = ruleOver('instances', 'stopped-instance-volumes');
  const volumesOf = () => [volume({ sizeGiB: 40 }), volume({ id: 'vol-2', sizeGiB: 500 })];
  const stopped = (some: Partial<Instance> = {}) => instance({ state: 'stopped', stateSince: since, ...some });
  const facts = `stopped ${since} 2 540`;

  it('pays for its volumes since its stop', () => {
    expect(told(rule.judge(stopped(), known({ volumesOf })))).toEqual({
      says: 'stopped for 34 days; its 2 volumes of 540 GiB go on costing',
      facts,
      since,
      perMonth: '54',
    });
  });

  it('pays without it being known since when, where AWS does not say', () => {
    const found = rule.judge(stopped({ stateSince: undefined }), known({ volumesOf: () => [volume()] }));
    expect(told(found)).toEqual({
      says: 'stopped; its volume of 40 GiB goes on costing',
      facts: 'stopped  1 40',
      since: undefined,
      perMonth: '4',
    });
  });

  const unpriced = { ...noPrice(say`No price.`, say`See AWS.`), known: usd('0') };
  it.each([
    ['a part of which has a price', usd('4'), '4'],
    ['none of which has a price', unpriced, undefined],
    ['of which a part of the price is known', { ...unpriced, known: usd('1.5') }, '3'],
  ])('with volumes %s says so', (_, first, perMonth) => {
    let asked = 0;
    const isFirst = () => (asked += 1) === 1;
    const volumeMonth = () => ('known' in first || isFirst() ? first : unpriced);
    expect(told(rule.judge(stopped(), known({ volumesOf, volumeMonth })))).toMatchObject({
      says: 'stopped for 34 days; its 2 volumes of 540 GiB go on costing, not all of which has a known price',
      perMonth,
    });
  });

  it.each<[string, Partial<Instance>]>([
    ...instanceStates.flatMap((state): [string, Partial<Instance>][] =>
      state === 'stopped' ? [] : [[`is ${state}`, { state }]],
    ),
    ['waits in a warm pool of its Auto Scaling group', { tags: { 'aws:autoscaling:groupName': 'shop' } }],
    ['belongs to a service of AWS', { operator: 'eks.amazonaws.com' }],
  ])('is no waste where it %s', (_, some) => {
    expect(rule.judge(stopped(some), known({ volumesOf }))).toBeUndefined();
  });

  it('without volumes costs nothing', () => {
    expect(rule.judge(stopped(), known())).toBeUndefined();
  });

  it('is told as well where somebody has written it down in a stack or a file', () => {
    for (const tags of [{ ManagedBy: 'terraform' }, { 'aws:cloudformation:stack-name': 'test' }])
      expect(told(rule.judge(stopped({ tags }), known({ volumesOf })))?.facts).toBe(facts);
  });
});

describe('a volume', () => {
  const rule = ruleOver('volumes', 'volume-unattached');

  it('that is attached to nothing costs as ever; since when it is, AWS does not tell', () => {
    expect(told(rule.judge(volume({ createdAt: now - 240 * dayMs }), known()))).toEqual({
      says: 'attached to nothing (gp3, 40 GiB, made 240 days ago)',
      facts: 'available gp3 40',
      since: undefined,
      perMonth: '4',
    });
    expect(told(rule.judge(volume(), known()))?.says).toBe('attached to nothing (gp3, 40 GiB)');
  });

  it('has no sum where nothing of its price is known', () => {
    const volumeMonth = () => ({ ...noPrice(say`No price.`, say`See AWS.`), known: usd('0') });
    expect(told(rule.judge(volume(), known({ volumeMonth })))).toMatchObject({ perMonth: undefined });
  });

  it.each<[string, Partial<Volume>]>([
    ['is in use', { state: 'in-use', attachedTo: [{ instanceId: 'i-1', device: '/dev/xvda' }] }],
    ['is being made', { state: 'creating' }],
    ['is being deleted', { state: 'deleting' }],
    ['is gone', { state: 'deleted' }],
    ['is said to be free and to be attached', { attachedTo: [{ instanceId: 'i-1', device: '/dev/xvda' }] }],
  ])('is no waste where it %s', (_, some) => {
    expect(rule.judge(volume(some), known())).toBeUndefined();
  });
});

describe('a Capacity Reservation', () => {
  const rule = ruleOver('reservations', 'reservation-unused');
  const reservation = (some: Partial<CapacityReservation> = {}): CapacityReservation => ({
    ...home,
    id: 'cr-1',
    zone: 'us-east-1a',
    type: 'm5.large',
    platform: 'Linux/UNIX',
    tenancy: 'default',
    total: 3,
    available: 3,
    state: 'active',
    kind: 'default',
    onOutpost: false,
    tags: {},
    ...some,
  });

  it('that nothing uses is billed in full', () => {
    expect(told(rule.judge(reservation(), known()))).toEqual({
      says: 'nothing uses its room for 3 m5.large in us-east-1a',
      facts: 'unused m5.large 3',
      since: undefined,
      perMonth: '300',
    });
  });

  it('says when it ends, where it does', () => {
    expect(told(rule.judge(reservation({ zone: '', endsAt: now }), known()))?.says).toBe(
      'nothing uses its room for 3 m5.large, which ends 2026-11-24T10:00:00Z',
    );
  });

  it('has no sum where its price is not known', () => {
    expect(told(rule.judge(reservation(), known({ reservationMonth: () => undefined })))).toMatchObject({
      perMonth: undefined,
    });
  });

  it.each<[string, Partial<CapacityReservation>]>([
    ['is used in part', { available: 2 }],
    ['is full', { available: 0 }],
    ['has no room', { total: 0, available: 0 }],
    ...['expired', 'cancelled', 'pending', 'failed', 'scheduled', 'payment-pending', 'assessing', 'delayed'].map(
      (state): [string, Partial<CapacityReservation>] => [`is ${state}`, { state }],
    ),
    ['is a Capacity Block, which is paid ahead', { kind: 'capacity-block' }],
    ['is on an Outpost', { onOutpost: true }],
    ['is paid by another account while nothing uses it', { unusedPaidBy: '777788889999' }],
  ])('is no waste where it %s', (_, some) => {
    expect(rule.judge(reservation(some), known())).toBeUndefined();
  });
});

describe('an instance with a cheaper successor', () => {
  const rule = ruleOver('instances', 'instance-successor');
  const successorOf = () => ({ type: 'm8i.large', savesPerMonth: usd('12.5') });

  it('is told with what that saves', () => {
    expect(told(rule.judge(instance(), known({ successorOf })))).toEqual({
      says: 'its type m5.large has the successor m8i.large, which costs $12.50 a month less',
      facts: 'm5.large m8i.large',
      since: undefined,
      perMonth: '12.5',
    });
    expect(rule.judge(instance(), known())).toBeUndefined();
  });

  it.each([
    [{ 'aws:cloudformation:stack-name': 'ledger' }, '; change it in its CloudFormation stack ledger'],
    [{ ManagedBy: 'terraform' }, '; change it in its Terraform'],
  ])('says where to change it: %j', (tags, says) => {
    expect(told(rule.judge(instance({ tags }), known({ successorOf })))?.says).toMatch(new RegExp(`${says}$`));
  });

  it.each<[string, Partial<Instance>]>([
    ['an Auto Scaling group', { tags: { 'aws:autoscaling:groupName': 'shop' } }],
    ['a fleet', { tags: { 'aws:ec2:fleet-id': 'fleet-1' } }],
    ['a cluster', { tags: { 'eks:nodegroup-name': 'default' } }],
    ['Karpenter', { tags: { 'karpenter.sh/nodepool': 'default' } }],
    ['Elastic Beanstalk', { tags: { 'elasticbeanstalk:environment-name': 'intranet' } }],
    ['EMR', { tags: { 'aws:elasticmapreduce:job-flow-id': 'j-1' } }],
    ['ECS', { tags: { AmazonECSManaged: 'true' } }],
    ['a service of AWS', { operator: 'eks.amazonaws.com' }],
  ])('is left to %s, which makes and replaces it', (_, some) => {
    expect(rule.judge(instance(some), known({ successorOf }))).toBeUndefined();
  });
});

describe('an instance without an owner', () => {
  const rule = ruleOver('instances', 'instance-without-owner');

  it.each(['running', 'stopping', 'stopped'] as const)(
    'is told where it is %s, and costs nothing by itself',
    (state) => {
      expect(told(rule.judge(instance({ state }), known()))).toEqual({
        says: 'no tag says whose it is',
        facts: 'no owner',
        since: undefined,
        perMonth: undefined,
      });
      expect(rule.sums).toBe(false);
    },
  );

  it.each<[string, Partial<Instance>]>([
    ['has an owner', { tags: { Owner: 'maria' } }],
    ['has a team', { tags: { team: 'web' } }],
    ['is starting', { state: 'pending' }],
    ['is going', { state: 'shutting-down' }],
    ['is gone', { state: 'terminated' }],
    ['is made by its Auto Scaling group', { tags: { 'aws:autoscaling:groupName': 'shop' } }],
    ['is made by a service of AWS', { operator: 'eks.amazonaws.com' }],
  ])('is not told where it %s', (_, some) => {
    expect(rule.judge(instance(some), known())).toBeUndefined();
  });

  it('is told where the tag is there and empty', () => {
    expect(rule.judge(instance({ tags: { owner: '' } }), known())).toBeDefined();
  });
});

describe('the public IPv4 addresses of an account', () => {
  const rule = ruleOver('counts', 'public-ipv4-total');
  const count = (some: Partial<AddressCount>): AddressCount => ({
    account: home.account,
    charged: 22,
    perMonth: usd('80.3'),
    atLeast: false,
    ...some,
  });

  it('are told together, and not as waste; how many they are makes no news', () => {
    expect(told(rule.judge(count({}), known()))).toEqual({
      says: '22 public IPv4 addresses that AWS charges for',
      facts: 'counted',
      since: undefined,
      perMonth: '80.3',
    });
    expect(told(rule.judge(count({ charged: 23 }), known()))?.facts).toBe('counted');
    expect(rule.sums).toBe(false);
  });

  it.each<[Partial<AddressCount>, string]>([
    [{ charged: 1 }, '1 public IPv4 address that AWS charges for'],
    [{ atLeast: true }, 'at least 22 public IPv4 addresses that AWS charges for'],
  ])('are counted as far as they were read: %j', (some, says) => {
    expect(told(rule.judge(count(some), known()))?.says).toBe(says);
  });

  it('are no finding where there are none', () => {
    expect(rule.judge(count({ charged: 0 }), known())).toBeUndefined();
  });
});
