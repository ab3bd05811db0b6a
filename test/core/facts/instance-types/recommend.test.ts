import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../../src/core/facts/instance-types/catalogue.ts';
import { openOfferings } from '../../../../src/core/facts/instance-types/offerings.ts';
import {
  cheapestFirst,
  recommend,
  relaxations,
  withReasons,
} from '../../../../src/core/facts/instance-types/recommend.ts';
import { wishesLike, type Offer, type Wishes } from '../../../../src/core/facts/instance-types/wishes.ts';
import { openPrices } from '../../../../src/core/facts/prices/prices.ts';
import { usd } from '../../../../src/core/money.ts';

const catalogue = await openCatalogue();
const offered = (await openOfferings()).of('us-east-1');
const { rates } = await (await openPrices()).catalogued('us-east-1', 'linux', new AbortController().signal);
/** Every type of us-east-1; 29 of them have no price. */
const offers = (offered?.types ?? []).flatMap((name): readonly Offer[] => {
  const facts = catalogue.find(name);
  return facts === undefined ? [] : [{ facts, rate: rates.get(name) }];
});

const of = (name: string): Offer => {
  const found = offers.find(({ facts }) => facts.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
const names = (all: readonly Offer[]): readonly string[] => all.map(({ facts }) => facts.name);

/** The wishes once more, in one expression, to hold the table of rows against. */
const meets = ({ facts, rate }: Offer, wishes: Wishes): boolean =>
  (wishes.older === true || facts.currentGeneration) &&
  facts.vCpus >= (wishes.vcpus?.value ?? 0) &&
  (wishes.memory?.beyond === true
    ? facts.memoryMiB > wishes.memory.value
    : facts.memoryMiB >= (wishes.memory?.value ?? 0)) &&
  (wishes.network === undefined || (facts.network.baselineGbps ?? -1) >= wishes.network.value) &&
  facts.accelerators.filter(({ kind }) => kind === 'gpu').reduce((sum, { count }) => sum + count, 0) >=
    (wishes.gpu?.value ?? 0) &&
  (wishes['max-price'] === undefined || rate?.perHour.amount.lte(wishes['max-price'].amount) === true) &&
  (wishes.arch === undefined || facts.architectures.includes(wishes.arch)) &&
  (wishes.burstable === undefined || /^t\d/.test(facts.name) === wishes.burstable) &&
  (wishes.storage !== 'local' || facts.instanceStoreGB !== undefined);

/** @param many How many of them are asked at once: 1 is half of them. */
const wishesOf = (many: number): fc.Arbitrary<Wishes> => {
  const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: many });
  return fc.record({
    vcpus: maybe(fc.constantFrom(1, 2, 4, 8, 64, 500).map((value) => ({ value }))),
    memory: maybe(
      fc.record(
        { value: fc.constantFrom(512, 4_096, 16_384, 1_048_576), beyond: fc.boolean() },
        { requiredKeys: ['value'] },
      ),
    ),
    network: maybe(fc.constantFrom(0.5, 10, 100).map((value) => ({ value }))),
    gpu: maybe(fc.constantFrom(0, 1, 4, 8).map((value) => ({ value }))),
    'max-price': maybe(fc.constantFrom('0.01', '0.1', '0.192', '1', '40').map(usd)),
    arch: maybe(fc.constantFrom('x86_64' as const, 'arm64' as const)),
    burstable: maybe(fc.boolean()),
    storage: maybe(fc.constantFrom('local' as const, 'any' as const)),
    older: maybe(fc.boolean()),
  });
};

describe('of all types of a region those are recommended', () => {
  it('that meet every wish, all of them, each once, cheapest first and unknown prices last', () => {
    let met = 0;
    fc.assert(
      fc.property(wishesOf(1), (wanted) => {
        const found = recommend(offers, wanted);
        met += found.length > 0 ? 1 : 0;
        expect([...names(found)].toSorted()).toEqual(names(offers.filter((offer) => meets(offer, wanted))).toSorted());
        const prices = found.map(({ rate }) => rate?.perHour.amount.toNumber() ?? Number.POSITIVE_INFINITY);
        expect(prices).toEqual(prices.toSorted((one, other) => one - other));
      }),
      { numRuns: 150 },
    );
    expect(met).toBeGreaterThan(20);
  });

  it('in whatever order the types come', () => {
    fc.assert(
      fc.property(wishesOf(1), fc.shuffledSubarray([...offers], { minLength: offers.length }), (wanted, shuffled) => {
        const told = (all: readonly Offer[]) =>
          recommend(all, wanted).map(({ rate }) => rate?.perHour.amount.toFixed());
        expect(told(shuffled)).toEqual(told(offers));
      }),
      { numRuns: 20 },
    );
  });

  it('whose generation AWS does not mark as previous, unless that is asked', () => {
    expect(names(recommend(offers, { memory: { value: 16_384 } }))).not.toContain('m5.xlarge');
    const wishes = { memory: { value: 16_384 }, older: true };
    const older = withReasons(recommend(offers, wishes), wishes);
    expect(older.find(({ facts }) => facts.name === 'm5.xlarge')?.watch).toContain('previous generation');
  });
});

describe('each is told with what it gives and what to watch', () => {
  it.each<readonly [name: string, wishes: Wishes, gives: readonly string[], watch: readonly string[]]>([
    ['m7g.xlarge', { vcpus: { value: 2 }, memory: { value: 8_192 } }, ['2 vCPU more', '8 GiB more'], ['arm64']],
    ['m7g.xlarge', { vcpus: { value: 4 }, arch: 'arm64' }, [], []],
    ['t3.micro', {}, [], ['burstable']],
    ['t3.micro', { burstable: true }, [], []],
    ['t2.nano', { memory: { value: 256 } }, ['0.25 GiB more'], ['burstable', 'no Spot']],
    ['t2.nano', { memory: { value: 499.4 } }, ['0.01 GiB more'], ['burstable', 'no Spot']],
    ['t2.nano', { memory: { value: 511 } }, [], ['burstable', 'no Spot']],
    ['m7i-flex.large', {}, [], ['flex']],
    ['m5d.xlarge', { memory: { value: 16_384 } }, ['150 GB of local disks'], []],
    ['g6f.large', {}, ['1/8 L4 GPU', '100 GB of local disks'], []],
    ['p5.48xlarge', { gpu: { value: 4 } }, ['8 H100 GPUs', '30400 GB of local disks'], []],
    ['c5.metal', {}, [], ['previous generation', 'bare metal']],
    ['m6g.xlarge', { network: { value: 0.25 } }, ['1 Gbit/s more'], ['arm64']],
  ])('%s for %j', (name, wanted, gives, watch) => {
    const wishes = { older: true, ...wanted };
    const [found] = withReasons(recommend([of(name)], wishes), wishes);
    expect([found?.gives, found?.watch]).toEqual([gives, watch]);
  });
});

describe('where nothing meets every wish', () => {
  it('each wish is named that alone would help, with the type nearest to it, nearest first', () => {
    let told = 0;
    fc.assert(
      fc.property(wishesOf(4), (wanted) => {
        if (recommend(offers, wanted).length > 0) return;
        for (const { key, nearest, count } of relaxations(offers, wanted)) {
          told += 1;
          const without = recommend(
            offers,
            key === 'older' ? { ...wanted, older: true } : { ...wanted, [key]: undefined },
          );
          expect(without).toHaveLength(count);
          expect(names(without)).toContain(nearest.facts.name);
        }
      }),
      { numRuns: 100 },
    );
    expect(told).toBeGreaterThan(20);
  });

  it.each<readonly [wishes: Wishes, key: string, nearest: string]>([
    [{ vcpus: { value: 4 }, memory: { value: 16_384 }, 'max-price': usd('0.13') }, 'max-price', 't4g.xlarge'],
    [{ memory: { value: 16_384 }, burstable: true, arch: 'arm64', gpu: { value: 1 } }, 'burstable', 'g5g.2xlarge'],
    [{ vcpus: { value: 1_000 } }, 'vcpus', 'u7i-12tb.224xlarge'],
  ])('%j: %s gives way, for %s', (wanted, key, nearest) => {
    expect(recommend(offers, wanted)).toEqual([]);
    const [first] = relaxations(offers, wanted);
    expect([first?.key, first?.nearest.facts.name]).toEqual([key, nearest]);
  });

  it('none is named where two must give way', () => {
    expect(relaxations(offers, { vcpus: { value: 5_000 }, memory: { value: 1e9 } })).toEqual([]);
  });

  it('an unknown price is no way out of a price that is too high', () => {
    const unpriced = offers.filter(({ rate }) => rate === undefined);
    expect(unpriced.length).toBeGreaterThan(0);
    expect(relaxations(unpriced, { 'max-price': usd('1'), older: true })).toEqual([]);
  });
});

describe('a type that is short of something', () => {
  it.each(['m5.xlarge', 'c6i.large', 'g4dn.xlarge', 'm6gd.large', 't3.medium'])(
    '%s: what comes next has more of it, and nothing less',
    (name) => {
      const { facts } = of(name);
      const next = recommend(offers, wishesLike(facts, 'memory'));
      expect(next.length).toBeGreaterThan(0);
      for (const { facts: other } of next) {
        expect(other.memoryMiB).toBeGreaterThan(facts.memoryMiB);
        expect(other.vCpus).toBeGreaterThanOrEqual(facts.vCpus);
        expect(other.architectures.some((one) => facts.architectures.includes(one))).toBe(true);
        if (!facts.burstable) expect(other.burstable).toBe(false);
        if (facts.instanceStoreGB !== undefined) expect(other.instanceStoreGB).toBeGreaterThan(0);
        expect(other.accelerators.length).toBeGreaterThanOrEqual(facts.accelerators.length);
      }
    },
  );
});

describe('what is like a type', () => {
  it('has whatever the type is for, of every type that there is', () => {
    for (const { facts } of offers) {
      const [device] = facts.accelerators;
      const local = facts.instanceStoreGB ?? 0;
      for (const { facts: other } of recommend(offers, { ...wishesLike(facts), older: true })) {
        const words = `${facts.name} as ${other.name}`;
        expect(
          other.architectures.some((one) => facts.architectures.includes(one)),
          words,
        ).toBe(true);
        expect(other.instanceStoreGB ?? 0, words).toBeGreaterThanOrEqual(local);
        if (device === undefined) continue;
        const same = other.accelerators.filter(({ kind }) => kind === device.kind);
        const have = same.reduce((sum, { count, share }) => sum + (share ?? count), 0);
        expect(have, words).toBeGreaterThanOrEqual(device.share ?? device.count);
      }
    }
  });

  it.each<readonly [name: string, wanted: Wishes]>([
    ['mac2.metal', { arch: 'arm64_mac' }],
    ['inf2.xlarge', { devices: { kind: 'neuron', value: 1 } }],
    ['f2.6xlarge', { devices: { kind: 'fpga', value: 1 } }],
    ['vt1.3xlarge', { devices: { kind: 'media', value: 1 } }],
    ['g6f.large', { gpu: { value: 0.125 } }],
    ['d2.xlarge', { storage: { leastGB: 6_144, kind: 'hdd' } }],
    ['i3.8xlarge', { storage: { leastGB: 7_600, kind: 'ssd' } }],
    ['c1.medium', { storage: { leastGB: 350, kind: undefined } }],
    ['m5.large', { burstable: false }],
  ])('%s asks for %j', (name, wanted) => {
    expect(wishesLike(of(name).facts)).toMatchObject(wanted);
  });

  it.each(['t1.micro', 't3.micro'])('%s may be burstable', (name) => {
    expect(wishesLike(of(name).facts)).not.toHaveProperty('burstable');
  });
});

describe('prices', () => {
  it('of two currencies are not compared, and never meet a price at most', () => {
    const yuan = {
      facts: of('m5.large').facts,
      rate: {
        ...of('m5.large').rate,
        perHour: { ...usd('0.01'), currency: 'CNY' },
        source: { name: 'AWS' as const },
        asOf: '',
      },
    };
    expect(recommend([yuan], { 'max-price': usd('1'), older: true })).toEqual([]);
    expect(Math.sign(cheapestFirst(yuan, of('m5.xlarge')))).toBe(-1);
    expect(Math.sign(cheapestFirst(of('m5.xlarge'), yuan))).toBe(1);
  });
});
