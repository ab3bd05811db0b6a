import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sightedCloud } from '../../../src/core/estate/sighted.ts';
import type { Cloud, Listing, Scan, Scope } from '../../../src/core/ports/cloud.ts';
import type { Home } from '../../../src/core/ports/instance.ts';
import type { Sight } from '../../../src/core/ports/sight.ts';
import { plain, say } from '../../../src/core/text.ts';
import { partlyBlind } from '../../partly-blind.ts';
import { openMachine, type Machine } from '../../terminal.ts';

const placeOf = ({ account, region }: Home): string => `${account.name}/${region}`;
const accounts = ['demo-prod', 'demo-dev'];
const regions = ['us-east-1', 'eu-west-1', 'ap-northeast-1'];
const places = accounts.flatMap((name) => regions.map((region) => `${name}/${region}`));

/** Sees these places; a gap names each that is hidden. */
const seeing = (seen: readonly string[]): Sight => ({
  sees: (home) => seen.includes(placeOf(home)),
  hidden: (homes) =>
    [...new Set(homes.map(placeOf))]
      .filter((place) => !seen.includes(place))
      .map((place) => ({ problem: 'not-shown', what: say`${place}`, todo: say`ask` })),
});

let machine: Machine;
let own: Cloud;
const reading = { signal: new AbortController().signal };
beforeAll(async () => {
  machine = await openMachine();
  own = machine.house.core.cloud;
});
afterAll(() => machine.close());

/** The cloud, and where it was asked to look. */
const watchedCloud = (): { readonly cloud: Cloud; readonly asked: Scope[] } => {
  const asked: Scope[] = [];
  const noting =
    <A extends readonly unknown[], T>(read: (scope: Scope, ...rest: A) => Promise<Scan<T>>) =>
    (scope: Scope, ...rest: A) => {
      asked.push(scope);
      return read(scope, ...rest);
    };
  return {
    asked,
    cloud: {
      ...own,
      instances: noting(own.instances),
      volumes: noting(own.volumes),
      addresses: noting(own.addresses),
      addressUses: noting(own.addressUses),
      reservations: noting(own.reservations),
    },
  };
};

const anySight = fc.subarray(places);
const anyScope: fc.Arbitrary<Scope> = fc.record(
  {
    accounts: fc.subarray([...accounts, '111122223333'], { minLength: 1 }),
    regions: fc.subarray(regions, { minLength: 1 }),
  },
  { requiredKeys: [] },
);

const listings = {
  instances: (cloud: Cloud, scope: Scope) => cloud.instances(scope, reading),
  volumes: (cloud: Cloud, scope: Scope) => cloud.volumes(scope, reading),
  addresses: (cloud: Cloud, scope: Scope) => cloud.addresses(scope, reading),
  reservations: (cloud: Cloud, scope: Scope) => cloud.reservations(scope, reading),
  addressUses: async (cloud: Cloud, scope: Scope) => {
    const found = await cloud.addressUses(scope, reading, () => true);
    return { ...found, items: found.items.map(({ address }) => address) };
  },
} as const satisfies Record<string, (cloud: Cloud, scope: Scope) => Promise<Scan<Home & { readonly tags: object }>>>;

const idsOf = (items: readonly object[]): readonly string[] => items.map((item) => JSON.stringify(item)).toSorted();

describe('a cloud as somebody sees it', () => {
  it.each(Object.entries(listings))(
    'lists %s of what is seen, asks about nothing else, and names what is hidden of what was asked for',
    async (_, list) => {
      await fc.assert(
        fc.asyncProperty(anySight, anyScope, async (seen, scope) => {
          const { cloud, asked } = watchedCloud();
          const all = await list(own, scope);
          const found = await list(sightedCloud(cloud, seeing(seen), machine.clock), scope);
          expect(idsOf(found.items)).toEqual(idsOf(all.items.filter((item) => seen.includes(placeOf(item)))));
          for (const { accounts: names = accounts, regions: where = regions } of asked)
            for (const name of names) for (const region of where) expect(seen).toContain(`${name}/${region}`);
          const wanted = places.filter((place) => {
            const [name = '', region = ''] = place.split('/');
            const { accounts: names = accounts, regions: where = regions } = scope;
            return (
              (names.includes(name) || (name === 'demo-prod' && names.includes('111122223333'))) &&
              where.includes(region)
            );
          });
          expect(found.gaps.map(({ what }) => plain(what)).toSorted()).toEqual(
            wanted.filter((place) => !seen.includes(place)).toSorted(),
          );
          expect(found.homes.whole.map(placeOf).toSorted()).toEqual(
            wanted.filter((place) => seen.includes(place)).toSorted(),
          );
          expect(found.homes.partly).toEqual([]);
        }),
        { numRuns: 40 },
      );
    },
  );

  it('reads by id, and of things at hand, what is seen alone', async () => {
    const [{ items: instances }, { items: addresses }] = await Promise.all([
      own.instances({}, reading),
      own.addresses({}, reading),
    ]);
    const on = addresses.flatMap(({ networkInterfaceId: id, account, region }) =>
      id === undefined ? [] : [{ id, account, region }],
    );
    await fc.assert(
      fc.asyncProperty(anySight, async (seen) => {
        const cloud = sightedCloud(own, seeing(seen), machine.clock);
        const isSeen = (item: Home) => seen.includes(placeOf(item));
        const hidden = (items: readonly Home[]) =>
          [...new Set(items.filter((item) => !isSeen(item)).map(placeOf))].toSorted();
        const same = async <T extends object>(
          read: (from: Cloud) => Promise<Listing<T>>,
          of: readonly Home[],
          narrow: (from: Cloud) => Promise<Listing<T>>,
        ) => {
          const [found, wanted] = await Promise.all([read(cloud), narrow(own)]);
          expect(idsOf(found.items)).toEqual(idsOf(wanted.items));
          expect(found.gaps.map(({ what }) => plain(what)).toSorted()).toEqual(hidden(of));
        };
        const some = instances.filter(isSeen);
        const few = addresses.filter(isSeen);
        await same(
          (from) => from.instancesById(instances, reading),
          instances,
          (from) => from.instancesById(some, reading),
        );
        await same(
          (from) => from.volumes({}, reading, instances),
          instances,
          (from) => from.volumes({}, reading, some),
        );
        await same(
          (from) => from.details(instances, reading),
          instances,
          (from) => from.details(some, reading),
        );
        await same(
          (from) => from.addressDetails(addresses, reading),
          addresses,
          (from) => from.addressDetails(few, reading),
        );
        await same(
          (from) => from.dnsRecords(addresses, reading),
          addresses,
          (from) => from.dnsRecords(few, reading),
        );
        await same(
          (from) => from.interfaces(on, reading),
          on,
          (from) => from.interfaces(on.filter(isSeen), reading),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('has the accounts and regions that are seen', async () => {
    await fc.assert(
      fc.asyncProperty(anySight, async (seen) => {
        const homes = await sightedCloud(own, seeing(seen), machine.clock).homes();
        const found = homes.flatMap(({ account, regions: all }) => all.map((region) => placeOf({ account, region })));
        expect(found.toSorted()).toEqual(seen.toSorted());
        expect(homes.every(({ regions: all }) => all.length > 0)).toBe(true);
      }),
    );
  });

  it('says which of what is seen was not read whole, and nothing of what is hidden', async () => {
    const seen = ['demo-dev/us-east-1', 'demo-dev/eu-west-1', 'demo-prod/us-east-1'];
    const { homes } = await sightedCloud(
      partlyBlind(own, 'us-east-1', ['volumes']),
      seeing(seen),
      machine.clock,
    ).volumes({}, reading);
    expect(homes.whole.map(placeOf)).toEqual(['demo-dev/eu-west-1']);
    expect(homes.partly.map(placeOf).toSorted()).toEqual(['demo-dev/us-east-1', 'demo-prod/us-east-1']);
  });

  it('leaves it to the driver to say that there is no such account or region', async () => {
    const cloud = sightedCloud(own, seeing(['demo-dev/us-east-1']), machine.clock);
    const gaps = async (scope: Scope) => (await cloud.instances(scope, reading)).gaps.map(({ what }) => plain(what));
    expect(await gaps({ accounts: ['demo-dev', 'nosuch'], regions: ['us-east-1'] })).toEqual([
      'The demo account has no account nosuch.',
    ]);
    expect(await gaps({ regions: ['us-east-1', 'mars-1'] })).toEqual([
      'The demo account has no region mars-1.',
      'demo-prod/us-east-1',
    ]);
  });

  it('hides what turns out to be of another account than it seemed, and says so', async () => {
    const unknown: Cloud = {
      ...own,
      // Who the accounts are, AWS did not say.
      homes: async () =>
        (await own.homes()).map(({ account: { name } }) => ({ account: { name, id: '' }, regions: [] })),
    };
    const byId: Sight = {
      sees: ({ account }) => account.id !== '111122223333',
      hidden: (homes) =>
        homes.some(({ account }) => account.id === '111122223333')
          ? [{ problem: 'not-shown', what: say`production`, todo: say`ask` }]
          : [],
    };
    const { items, gaps, homes } = await sightedCloud(unknown, byId, machine.clock).instances({}, reading);
    expect(new Set(items.map(({ account }) => account.name))).toEqual(new Set(['demo-dev']));
    expect(new Set(homes.whole.map(({ account }) => account.name))).toEqual(new Set(['demo-dev']));
    expect(gaps.map(({ what }) => plain(what))).toEqual(['production']);
  });

  it('tells how far several reads are as one', async () => {
    const told: string[] = [];
    const seen = ['demo-dev/us-east-1', 'demo-prod/eu-west-1'];
    const seenBy = { ...reading, seen: (done: number, of: number) => told.push(`${done}/${of}`) };
    await sightedCloud(own, seeing(seen), machine.clock).instances({}, seenBy);
    expect(told.at(-1)).toBe('2/2');
  });
});
