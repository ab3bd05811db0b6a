import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Offerings, RegionTypes, Types } from '../../../src/core/facts/instance-types/types.ts';
import type { Prices } from '../../../src/core/facts/prices/prices.ts';
import { money } from '../../../src/core/money.ts';
import type { Instance } from '../../../src/core/ports/instance.ts';
import type { Product } from '../../../src/core/ports/price-list.ts';
import { isProblem, type Problem } from '../../../src/core/problem.ts';
import { plain, say } from '../../../src/core/text.ts';
import { successorsOf, type SuccessorParts } from '../../../src/core/watch/successors.ts';
import { openMachine, type Machine } from '../../terminal.ts';
import { instance } from '../changes/instance.ts';

let machine: Machine;
let prices: Prices;
let types: Types;
beforeAll(async () => {
  machine = await openMachine();
  ({ prices, types } = machine.house.core);
});
afterAll(() => machine.close());

const reading = { signal: new AbortController().signal };
const look = (some: Partial<Instance>, parts: Partial<SuccessorParts> = {}) =>
  successorsOf([instance(some)], { prices, types, ...parts }, reading);
/** `t3.micro saves 0.876`; undefined: none. */
async function successorOf(some: Partial<Instance>, parts?: Partial<SuccessorParts>): Promise<string | undefined> {
  const found = (await look(some, parts)).of(instance(some));
  return found && `${found.type} saves ${found.savesPerMonth.amount.toFixed()}`;
}
const micro = { type: 't2.micro' } as const;
const away: Problem = { problem: 'cloud-away', what: say`AWS did not answer.`, todo: say`Ask again.` };
const offering = (zonesOf: Offerings['zonesOf']): Pick<Types, 'find' | 'of' | 'offerings'> => ({
  ...types,
  offerings: async (home, signal) => {
    const offered = await types.offerings(home, signal);
    return isProblem(offered) ? offered : { ...offered, types: offered.types, zonesOf };
  },
});

describe('the successor of a type', () => {
  it.each<[type: string, successor: string | undefined]>([
    ['t2.micro', 't3.micro saves 0.876'],
    // 0.1 and 0.085 an hour.
    ['c4.large', 'c6i.large saves 10.95'],
    // 0.133 and 0.1323: the newer r8i costs more.
    ['r4.large', 'r7i.large saves 0.511'],
    // Every later one costs more.
    ['m5.large', undefined],
    ['t3.micro', undefined],
    // The later one has other accelerators.
    ['g5.xlarge', undefined],
    // Its local disks are a little smaller.
    ['d2.xlarge', undefined],
    // It has local disks, and its line goes on without.
    ['m3.large', undefined],
    ['m5.metal', undefined],
    ['nosuch.large', undefined],
  ])('%s in us-east-1 is %s', async (type, successor) => {
    expect(await successorOf({ type })).toBe(successor);
  });

  it.each<[what: string, some: Partial<Instance>]>([
    ['is stopped', { state: 'stopped' }],
    ['is starting', { state: 'pending' }],
    ['is a Spot Instance', { lifecycle: 'spot' }],
    ['is of a Capacity Block', { lifecycle: 'capacity-block' }],
    ['is a Dedicated Instance', { tenancy: 'dedicated' }],
    ['is on a Dedicated Host', { tenancy: 'host' }],
    ['fills a Capacity Reservation, which is paid all the same', { capacityReservationId: 'cr-1' }],
    ['is in a Local Zone', { zone: 'us-east-1-bos-1a' }],
    ['is of an architecture that the successor is not', { architecture: 'i386' }],
    ['is of an unknown architecture', { architecture: 'unknown' }],
    ['has its root on a local disk', { rootDevice: 'instance-store' }],
    ['is in a zone that does not have it', { zone: 'us-east-1x' }],
    ['has a system without a price', { usageOperation: 'RunInstances:9999' }],
    ['is in a region that nothing is known of', { region: 'xx-test-1', zone: 'xx-test-1a' }],
  ])('is none for one that %s', async (_, some) => {
    expect(await successorOf({ ...micro, ...some })).toBeUndefined();
  });

  it('is compared with the system that the instance has', async () => {
    const windows = await successorOf({
      type: 'c4.large',
      usageOperation: 'RunInstances:0002',
      platformDetails: 'Windows',
    });
    expect(windows).toBe('c6i.large saves 10.95');
    const named = { usageOperation: 'unknown', platformDetails: 'Linux/UNIX' };
    expect(await successorOf({ ...micro, ...named })).toBe('t3.micro saves 0.876');
  });

  it('must be able to hibernate where the instance is made for it', async () => {
    const cannot: SuccessorParts['types'] = {
      ...types,
      async of(region, signal) {
        const there = await types.of(region, signal);
        const find: RegionTypes['find'] = (type) => {
          const facts = there.find(type);
          return facts?.name === 't3.micro' ? { ...facts, hibernation: false } : facts;
        };
        return { ...there, find };
      },
    };
    expect(await successorOf({ ...micro, hibernation: true })).toBe('t3.micro saves 0.876');
    expect(await successorOf({ ...micro, hibernation: true }, { types: cannot })).toBeUndefined();
    expect(await successorOf(micro, { types: cannot })).toBe('t3.micro saves 0.876');
  });

  it.each<[field: string, value: number]>([
    ['vCpus', 0],
    ['memoryMiB', 512],
  ])('is none with less in %s', async (field, value) => {
    expect(await successorOf(micro, { types: shrunk('t3.micro', { [field]: value }) })).toBeUndefined();
  });

  it('is looked for in the account’s own zones, where they are told', async () => {
    expect(await successorOf(micro, { types: offering(() => 'unknown') })).toBe('t3.micro saves 0.876');
    expect(await successorOf(micro, { types: offering(() => ['us-east-1b']) })).toBeUndefined();
  });

  it('is none in another currency', async () => {
    const mixed: SuccessorParts['prices'] = {
      async onDemand(product, its) {
        const rate = await prices.onDemand(product, its);
        return isProblem(rate) || product.type === 't2.micro'
          ? rate
          : { ...rate, perHour: money(rate.perHour.amount, 'CNY') };
      },
    };
    expect(await successorOf(micro, { prices: mixed })).toBeUndefined();
  });
});

/** Types of which one is smaller than it is. */
function shrunk(type: string, some: Readonly<Record<string, number>>): SuccessorParts['types'] {
  return {
    ...types,
    async of(region, signal) {
      const there = await types.of(region, signal);
      const find: RegionTypes['find'] = (name) => {
        const facts = there.find(name);
        return facts?.name === type ? { ...facts, ...some } : facts;
      };
      return { ...there, find };
    },
  };
}

describe('what successors are found by', () => {
  const here = { account: instance().account, region: 'us-east-1' };
  const there = { ...here, region: 'eu-west-1' };

  it('is sure where prices and zones were told, or are known not to be there', async () => {
    const found = await look(micro);
    expect([found.isSure(here), found.isSure(there), found.gaps]).toEqual([true, true, []]);
    const unsold = await look({ type: 'nosuch.large' });
    expect(unsold.isSure(here)).toBe(true);
  });

  it('is not sure in a region whose prices could not be had, and says so once', async () => {
    const silent: SuccessorParts['prices'] = {
      onDemand: async (product, its) => (product.region === 'us-east-1' ? away : prices.onDemand(product, its)),
    };
    const found = await successorsOf(
      [
        instance(micro),
        instance({ type: 'c4.large' }),
        instance({ ...micro, region: 'eu-west-1', zone: 'eu-west-1a' }),
      ],
      { prices: silent, types },
      reading,
    );
    expect([found.isSure(here), found.isSure(there)]).toEqual([false, true]);
    expect(found.gaps.map(({ what }) => plain(what))).toEqual(['AWS did not answer.']);
  });

  it('is not sure in an account’s region whose zones could not be had', async () => {
    const silent: SuccessorParts['types'] = { ...types, offerings: async () => away };
    const found = await look(micro, { types: silent });
    expect(found.of(instance(micro))).toBeUndefined();
    expect([found.isSure(here), found.isSure({ ...here, account: { name: 'demo-prod', id: '111122223333' } })]).toEqual(
      [false, true],
    );
  });

  it('is asked once for each product, region and place, however many instances there are', async () => {
    const asked: string[] = [];
    const counting: SuccessorParts = {
      prices: {
        onDemand(product: Product, its) {
          asked.push(`price ${product.type} ${product.os} ${product.region}`);
          return prices.onDemand(product, its);
        },
      },
      types: {
        find: types.find,
        of(region, signal) {
          asked.push(`types ${region}`);
          return types.of(region, signal);
        },
        offerings(home, signal) {
          asked.push(`zones ${home.account} ${home.region}`);
          return types.offerings(home, signal);
        },
      },
    };
    const many = Array.from({ length: 300 }, (_, index) =>
      instance({ id: `i-${index}`, ...micro, zone: index % 2 === 0 ? 'us-east-1a' : 'us-east-1b' }),
    );
    const inLocalZone = instance({ ...micro, zone: 'us-east-1-bos-1a' });
    const stopped = instance({ ...micro, region: 'eu-west-1', state: 'stopped' });
    const found = await successorsOf([...many, inLocalZone, stopped], counting, reading);
    expect(many.filter((one) => found.of(one)?.type === 't3.micro')).toHaveLength(300);
    expect(asked.toSorted()).toEqual([
      'price t2.micro linux us-east-1',
      'price t3.micro linux us-east-1',
      'types us-east-1',
      'zones demo-dev us-east-1',
    ]);
  });
});
