import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoCloud } from '../../../src/core/drivers/demo/cloud.ts';
import { createDemoEc2 } from '../../../src/core/drivers/demo/engine.ts';
import { createEstateCosts } from '../../../src/core/estate/estate-cost.ts';
import type { Grouping } from '../../../src/core/estate/grouping.ts';
import { openPrices } from '../../../src/core/facts/prices/prices.ts';
import { fromRecord, hoursPerMonth, money, rounded, times, toRecord, total, usd } from '../../../src/core/money.ts';
import type { Cloud, Scan } from '../../../src/core/ports/cloud.ts';
import type { Address, Home, Instance, Volume } from '../../../src/core/ports/instance.ts';
import {
  burnOf,
  crossedNow,
  crossing,
  groupsAtMost,
  type BurnNow,
  type BurnWish,
} from '../../../src/core/watch/burn.ts';
import type { Crossed } from '../../../src/core/watch/states.ts';
import { fakeClock } from '../../fake-clock.ts';
import { partlyBlind } from '../../partly-blind.ts';
import { temporaryStore } from '../../temporary.ts';
import { instance } from '../changes/instance.ts';

const reading = { signal: new AbortController().signal };
const prices = await openPrices();
const costs = createEstateCosts(prices);
const byAccount: Grouping = { by: 'account' };

/** The same cloud whose answers say which places were read whole, and which were not. */
const telling = (cloud: Cloud, partly: readonly Home[] = []): Cloud => {
  const tell = async <T>(read: Promise<Scan<T>>): Promise<Scan<T>> => {
    const homes = (await cloud.homes()).flatMap(({ account, regions }) =>
      regions.map((region) => ({ account, region })),
    );
    return { ...(await read), homes: { whole: homes, partly } };
  };
  return {
    ...cloud,
    instances: (...args) => tell(cloud.instances(...args)),
    volumes: (...args) => tell(cloud.volumes(...args)),
    addresses: (...args) => tell(cloud.addresses(...args)),
  };
};

describe('what the demo account costs an hour', () => {
  let cloud: Cloud;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    const clock = fakeClock();
    const kept = await temporaryStore(clock);
    remove = kept.remove;
    cloud = createDemoCloud({ ec2: await createDemoEc2({ store: kept.store, clock }), clock });
  });
  afterAll(() => remove());
  const burn = (wish: Partial<BurnWish> = {}, over = cloud) =>
    burnOf({ cloud: over, costs }, { by: byAccount, ...wish }, reading);
  const labels = ({ groups }: BurnNow) => groups.map(({ label }) => label);

  it('is the sum of its groups, however they are made, dearest first', async () => {
    const whole = await burn();
    for (const by of [
      byAccount,
      { by: 'region' },
      { by: 'type' },
      { by: 'owner' },
      { by: 'tag', key: 'team' },
    ] as const) {
      const { groups, all, unknown } = await burn({ by });
      expect([all, unknown]).toEqual([whole.all, whole.unknown]);
      expect(toRecord(total(groups.map(({ perMonth }) => fromRecord(perMonth))))).toBe(all.perMonth);
      expect(groups.reduce((sum, { running }) => sum + running, 0)).toBe(all.running);
      const months = groups.map(({ perMonth }) => Number(perMonth));
      expect(months).toEqual(months.toSorted((one, other) => other - one));
    }
    expect(labels(whole)).toEqual(['demo-prod', 'demo-dev', '(held by no instance)']);
    // Two Spot Instances, two volumes in Tokyo, and a machine of dedicated tenancy.
    expect(whole.unknown).toBe(5);
  });

  it.each<[string, Partial<BurnWish>, readonly string[]]>([
    ['one account', { accounts: ['demo-dev'] }, ['demo-dev', '(held by no instance)']],
    ['one account by its id', { accounts: ['444455556666'] }, ['demo-dev', '(held by no instance)']],
    ['what has a tag', { tag: { key: 'team', value: 'web' } }, ['demo-dev']],
    ['what has it with any value', { tag: { key: 'elasticbeanstalk:environment-name', value: '*' } }, ['demo-prod']],
    ['what nothing has', { tag: { key: 'toString', value: '*' } }, []],
    // Machines in both accounts, and a volume that is attached to nothing.
    [
      'what machines and a volume have',
      { tag: { key: 'owner', value: 'tariq' } },
      ['demo-prod', 'demo-dev', '(held by no instance)'],
    ],
    [
      'what has a tag in one account',
      { accounts: ['demo-dev'], tag: { key: 'owner', value: 'tariq' } },
      ['demo-dev', '(held by no instance)'],
    ],
  ])('of %s', async (_, wish, expected) => {
    expect(labels(await burn(wish)).toSorted()).toEqual([...expected].toSorted());
  });

  it('of a tag counts what an instance holds with the instance, and what nobody holds by its own tags', async () => {
    // db-1 r5.xlarge 0.252 $/h, io1 and gp3 $224, an Elastic IP of 0.005 that is tagged otherwise.
    const db = await burn({ tag: { key: 'service', value: 'db' } });
    expect(db.all).toEqual({ label: 'all', perHour: '0.563849', perMonth: '411.61', running: 1 });
    expect(labels(db)).toEqual(['demo-dev']);
    // The address of a load test is on nothing, and sam's.
    const [loose] = (await burn({ tag: { key: 'Name', value: 'old load test' } })).groups;
    expect(loose).toEqual({ label: '(held by no instance)', perHour: '0.005', perMonth: '3.65', running: 0 });
  });

  it('says what was looked at: all of it, whatever the tag chose', async () => {
    const { looked, unread } = await burn({ tag: { key: 'service', value: 'db' } });
    const { items } = await cloud.instances({}, reading);
    expect(looked).toMatchObject({ accounts: ['demo-prod', 'demo-dev'], regions: 3, places: 6, gaps: [], partly: [] });
    expect(looked.things['instances']).toBe(items.length);
    expect(Object.keys(looked.things)).toEqual(['instances', 'volumes', 'addresses']);
    expect(unread).toEqual([]);
    expect((await burn({ accounts: ['demo-dev'] })).looked).toMatchObject({ accounts: ['demo-dev'], places: 3 });
  });

  it.each(['instances', 'volumes', 'addresses'] as const)(
    'names where the %s could not be read, once',
    async (read) => {
      const { looked, unread } = await burn({}, telling(partlyBlind(cloud, 'us-east-1', [read])));
      expect(looked.gaps).toEqual(['AWS did not answer in us-east-1.']);
      expect(unread).not.toEqual([]);
    },
  );

  it('is whole where all three say so of every place', async () => {
    const [home] = await cloud.homes();
    if (home === undefined) throw new Error('missing');
    expect((await burn({}, telling(cloud))).unread).toEqual([]);
    expect((await burn({}, telling(cloud, [{ account: home.account, region: 'us-east-1' }]))).unread).toEqual(
      ['instances', 'volumes', 'addresses'].map((list) => `${list} ${home.account.name} us-east-1`),
    );
    const nowhere: Cloud = { ...telling(cloud), homes: async () => [] };
    expect((await burn({}, telling(nowhere))).unread).not.toEqual([]);
    expect((await burn({ accounts: ['nope'] }, telling(cloud))).unread).not.toEqual([]);
  });
});

describe('what many groups cost', () => {
  const empty = <T>(items: readonly T[]): Scan<T> => ({
    items,
    gaps: [],
    asOf: 0,
    source: { name: 'AWS' },
    homes: { whole: [], partly: [] },
  });
  const over = (
    instances: readonly Instance[],
    volumes: readonly Volume[] = [],
    addresses: readonly Address[] = [],
  ) => ({
    costs,
    cloud: {
      homes: async () => [],
      instances: async () => empty(instances),
      volumes: async () => empty(volumes),
      addresses: async () => empty(addresses),
    },
  });

  it('is told of the dearest, and of the others together', async () => {
    const many = Array.from({ length: groupsAtMost + 3 }, (_, index) =>
      instance({
        id: `i-${index}`,
        tags: { owner: `o-${String(index).padStart(2, '0')}` },
        type: index === 7 ? 'm5.xlarge' : 'm5.large',
      }),
    );
    const { groups, all } = await burnOf(over(many), { by: { by: 'owner' } }, reading);
    expect(groups).toHaveLength(groupsAtMost + 1);
    expect(groups[0]?.label).toBe('o-07');
    expect(groups.at(-1)).toEqual({ label: '(all others)', perHour: '0.288', perMonth: '210.24', running: 3 });
    expect(toRecord(total(groups.map(({ perMonth }) => fromRecord(perMonth))))).toBe(all.perMonth);
  });

  it('of a tag is what `tag:` of a command would choose, by letters of any case', async () => {
    const machine = (id: string, env: string | undefined) => instance({ id, tags: env === undefined ? {} : { env } });
    const all = [
      machine('i-1', 'dev'),
      machine('i-2', 'DEV'),
      machine('i-3', 'development'),
      machine('i-4', undefined),
    ];
    const running = async (value: string) =>
      (await burnOf(over(all), { by: byAccount, tag: { key: 'env', value } }, reading)).all.running;
    expect(await Promise.all(['dev', 'dev*', '*', 'prod'].map(running))).toEqual([2, 3, 3, 0]);
  });
});

describe('a budget', () => {
  const place = 'volumes dev us-east-1';
  const burning = (perHour: string, unknown = 0, whole = true): Pick<BurnNow, 'all' | 'unknown' | 'unread'> => ({
    all: { label: 'all', perHour, perMonth: '0', running: 1 },
    unknown,
    unread: whole ? [] : [place],
  });
  const limit = usd('30');
  /** A crossing at which everything was known. */
  const crossed = (is: Crossed['is'] | undefined): Crossed | undefined => is && { is, unknown: 0, unread: [] };

  it.each<[string, 'above' | 'below' | undefined, string, number, boolean, 'above' | 'below' | undefined]>([
    ['is exceeded for the first time', undefined, '30.01', 0, true, 'above'],
    ['is exceeded anew', 'below', '30.01', 0, true, 'above'],
    ['is exceeded by the least that is told', 'below', '30.000001', 0, true, 'above'],
    ['is exceeded still, which is told no more', 'above', '45', 0, true, undefined],
    ['is exactly met, which is not above', undefined, '30', 0, true, undefined],
    ['is exactly met, which is back', 'above', '30.000000', 0, true, 'below'],
    ['is kept, as before', 'below', '12', 0, true, undefined],
    ['is kept the first time that it is looked at', undefined, '12', 0, true, undefined],
    ['is kept again', 'above', '29.99', 0, true, 'below'],
    ['is exceeded by what was read, whatever was not', undefined, '30.01', 0, false, 'above'],
    ['is exceeded by what has a price', 'below', '30.01', 9, true, 'above'],
    ['may still be exceeded by what was not read', 'above', '29.99', 0, false, undefined],
    ['may still be exceeded by what has no known price', 'above', '29.99', 1, true, undefined],
    ['may still be exceeded by what costs other money', 'above', '29.99 + 1 CNY', 0, true, undefined],
    ['is exceeded in its own money', undefined, '30.01 + 1 CNY', 0, true, 'above'],
    ['is not exceeded by other money, which nobody can compare', undefined, '500 CNY', 0, true, undefined],
    ['is kept by nothing at all', 'above', '0', 0, true, 'below'],
  ])('%s', (_, before, perHour, unknown, whole, expected) => {
    expect(crossing(crossed(before), burning(perHour, unknown, whole), limit)).toBe(expected);
  });

  it('tells each crossing where some things never have a price and an account is never read', () => {
    let last: Crossed | undefined;
    const told: string[] = [];
    for (const perHour of ['10', '41', '10', '10', '41', '60', '5', '90']) {
      const now = burning(perHour, 5, false);
      const is = crossing(last, now, limit);
      if (is === undefined) continue;
      told.push(`${is} at ${perHour}`);
      last = crossedNow(is, now);
    }
    expect(told).toEqual(['above at 41', 'below at 10', 'above at 41', 'below at 5', 'above at 90']);
  });

  it.each<[string, number, readonly string[], 'below' | undefined]>([
    ['as much', 5, [place], 'below'],
    ['less', 2, [], 'below'],
    ['more that has no price', 6, [place], undefined],
    ['another place that was not read', 5, ['volumes dev eu-west-1'], undefined],
    ['as much somewhere', 5, ['somewhere'], undefined],
    ['a further place that was not read', 0, [place, 'instances dev us-east-1'], undefined],
  ])('is kept again as far as is known where %s is left out than when it was exceeded', (_, unknown, unread, is) => {
    const before: Crossed = { is: 'above', unknown: 5, unread: [place, 'somewhere'] };
    expect(crossing(before, { ...burning('10', unknown), unread }, limit)).toBe(is);
  });

  it('that was exceeded where more was unread than is kept is kept again where everything is read', () => {
    const unread = Array.from({ length: 501 }, (_, at) => `volumes dev region-${at}`);
    const before = crossedNow('above', { unknown: 0, unread });
    expect(crossing(before, { ...burning('10'), unread }, limit)).toBe(undefined);
    expect(crossing(before, burning('10'), limit)).toBe('below');
  });

  it('is compared in the money that it is in', () => {
    expect(crossing(undefined, burning('31 CNY'), money('30', 'CNY'))).toBe('above');
    expect(crossing(crossed('above'), burning('0'), money('30', 'CNY'))).toBe('below');
    expect(crossing(crossed('above'), burning('1'), money('30', 'CNY'))).toBe(undefined);
  });

  it('is told once a crossing: above and below take turns, beginning with above', () => {
    const look = fc.record({
      cents: fc.integer({ min: 2_990, max: 3_010 }),
      unknown: fc.constantFrom(0, 0, 0, 1),
      whole: fc.constantFrom(true, true, false),
    });
    fc.assert(
      fc.property(fc.array(look, { maxLength: 40 }), (looks) => {
        const told: { readonly is: 'above' | 'below'; readonly cents: number }[] = [];
        let last: Crossed | undefined;
        for (const { cents, unknown, whole } of looks) {
          const before = last;
          const now = burning(String(cents / 100), unknown, whole);
          const is = crossing(before, now, limit);
          if (is !== undefined) {
            told.push({ is, cents });
            last = crossedNow(is, now);
          }
          // Whatever is surely so has been told.
          if (cents > 3_000) expect(told.at(-1)?.is).toBe('above');
          if (cents <= 3_000 && whole && unknown === 0) expect(told.at(-1)?.is).not.toBe('above');
          const isBlinder = unknown > (before?.unknown ?? 0) || (!whole && before?.unread.length !== 1);
          if (cents <= 3_000 && isBlinder) expect(told.at(-1)?.is).toBe(before?.is);
          if (cents <= 3_000 && !isBlinder) expect(told.at(-1)?.is).not.toBe('above');
        }
        expect(told.map(({ is }) => is)).toEqual(told.map((_, index) => (index % 2 === 0 ? 'above' : 'below')));
        expect(told.every(({ is, cents }) => (is === 'above') === cents > 3_000)).toBe(true);
      }),
    );
  });

  it('holds for what an hour of the month comes to', async () => {
    const month = times(usd('0.096'), hoursPerMonth);
    expect(rounded(month)).toBe('$70.08');
    const found = await burnOf(
      {
        costs,
        cloud: {
          homes: async () => [],
          instances: async () => ({
            items: [instance()],
            gaps: [],
            asOf: 0,
            source: { name: 'AWS' },
            homes: { whole: [], partly: [] },
          }),
          volumes: async () => ({
            items: [],
            gaps: [],
            asOf: 0,
            source: { name: 'AWS' },
            homes: { whole: [], partly: [] },
          }),
          addresses: async () => ({
            items: [],
            gaps: [],
            asOf: 0,
            source: { name: 'AWS' },
            homes: { whole: [], partly: [] },
          }),
        },
      },
      { by: byAccount },
      reading,
    );
    expect(crossing(undefined, found, usd('0.096'))).toBe(undefined);
    expect(crossing(undefined, found, usd('0.095999'))).toBe('above');
  });
});
