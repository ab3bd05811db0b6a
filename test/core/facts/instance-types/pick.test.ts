import { describe, expect, it } from 'vitest';
import { inFamilies, openCatalogue } from '../../../../src/core/facts/instance-types/catalogue.ts';
import { pick } from '../../../../src/core/facts/instance-types/pick.ts';
import type { RegionTypes } from '../../../../src/core/facts/instance-types/types.ts';
import type { Wishes } from '../../../../src/core/facts/instance-types/wishes.ts';
import { openPrices, type Prices } from '../../../../src/core/facts/prices/prices.ts';
import { usd } from '../../../../src/core/money.ts';
import type { Product, Rate } from '../../../../src/core/ports/price-list.ts';
import { isProblem, type Problem } from '../../../../src/core/problem.ts';
import { say } from '../../../../src/core/text.ts';

const [catalogue, embedded] = await Promise.all([openCatalogue(), openPrices()]);
const { signal } = new AbortController();
const market = { region: 'us-east-1', os: 'linux' } as const;
const wishes: Wishes = { vcpus: { value: 4 }, memory: { value: 16_384 }, arch: 'x86_64', burstable: false };

/** A region that has these types alone, as AWS tells it. */
const typesOf = (...names: readonly string[]) => ({
  of: async (): Promise<RegionTypes> => ({
    find: (name) => (names.includes(name) ? catalogue.find(name) : undefined),
    names: () => names,
    typesOf: (family) => inFamilies(names).get(family) ?? [],
    families: () => [...inFamilies(names).keys()],
    asOf: catalogue.asOf,
    source: { name: 'AWS' },
    readAt: 0,
  }),
});

/** A live price list with these prices, and what it was asked for. */
function live(figures: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  let most = 0;
  let now = 0;
  const none: Problem = { problem: 'no-price', what: say`None.`, todo: say`None.` };
  const prices: Pick<Prices, 'live' | 'catalogued' | 'onDemand' | 'regions'> = {
    live: true,
    catalogued: embedded.catalogued,
    regions: embedded.regions,
    async onDemand({ type }: Product): Promise<Rate | Problem> {
      asked.push(type);
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      const figure = figures[type];
      return figure === undefined
        ? none
        : { perHour: usd(figure), source: { name: 'AWS', detail: 'Price List' }, asOf: '2026-11-20', readAt: 0 };
    },
  };
  return { prices, asked, most: () => most };
}

const told = async (
  types: ReturnType<typeof typesOf>,
  prices: ReturnType<typeof live>['prices'],
  wanted: Wishes = wishes,
  count = 2,
) => {
  const picked = await pick({ types, prices }, market, wanted, { signal, told: count });
  if (isProblem(picked)) throw new Error(picked.problem);
  return picked.recommended
    .slice(0, count)
    .map(({ facts, rate }) => `${facts.name} ${rate?.perHour.amount.toFixed() ?? '?'}`);
};

describe('prices that are told', () => {
  it('are AWS’s, of those alone that are told', async () => {
    const { prices, asked } = live({ 'm6a.xlarge': '0.17', 'm7i.xlarge': '0.2', 'm5a.xlarge': '0.171' });
    expect(await told(typesOf('m5a.xlarge', 'm6a.xlarge', 'm7i.xlarge', 'm6id.xlarge'), prices)).toEqual([
      'm6a.xlarge 0.17',
      'm5a.xlarge 0.171',
    ]);
    expect(asked.toSorted()).toEqual(['m5a.xlarge', 'm6a.xlarge']);
  });

  it('bring the next in line where one has risen', async () => {
    const { prices } = live({ 'm5a.xlarge': '9', 'm6a.xlarge': '0.17', 'm7i.xlarge': '0.2' });
    expect(await told(typesOf('m5a.xlarge', 'm6a.xlarge', 'm7i.xlarge'), prices)).toEqual([
      'm6a.xlarge 0.17',
      'm7i.xlarge 0.2',
    ]);
  });

  it('decide whether one is too dear: neither a fall nor a rise since the catalogue is overlooked', async () => {
    const { prices } = live({ 'm5a.xlarge': '0.2', 'm6a.xlarge': '0.1' });
    expect(await told(typesOf('m5a.xlarge', 'm6a.xlarge'), prices, { ...wishes, 'max-price': usd('0.15') })).toEqual([
      'm6a.xlarge 0.1',
    ]);
  });

  it('are asked for of types that the catalogue has no price of', async () => {
    const { prices } = live({ 'm8in.metal-48xl': '0.01' });
    expect(await told(typesOf('m5a.xlarge', 'm8in.metal-48xl'), prices)).toEqual([
      'm8in.metal-48xl 0.01',
      'm5a.xlarge ?',
    ]);
  });

  it('are asked for few at once, and few in all: the rest keep the catalogue’s', async () => {
    const { prices, asked, most } = live({});
    const picked = await pick({ types: typesOf(...catalogue.names()), prices }, market, {}, { signal, told: 1_000 });
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toHaveLength(32);
    expect(most()).toBe(8);
    expect(isProblem(picked) ? 0 : picked.recommended.filter(({ rate }) => rate !== undefined).length).toBeGreaterThan(
      500,
    );
  });

  it('are not asked for where there is no live price list', async () => {
    const { prices, asked } = live({});
    await told(typesOf('m5a.xlarge'), { ...prices, live: false });
    expect(asked).toEqual([]);
  });
});

describe('what is picked from', () => {
  it('is what the region has and sells with the system', async () => {
    const names = ['m5a.xlarge', 'm7g.xlarge', 'mac2.metal', 'c9g.metal-48xl'];
    const of = async (os: 'linux' | 'windows') => {
      const picked = await pick(
        { types: typesOf(...names), prices: embedded },
        { ...market, os },
        {},
        { signal, told: 9 },
      );
      return isProblem(picked) ? [] : picked.recommended.map(({ facts }) => facts.name);
    };
    expect(await of('linux')).toEqual(['m7g.xlarge', 'm5a.xlarge', 'c9g.metal-48xl']);
    expect(await of('windows')).toEqual(['m5a.xlarge']);
  });

  it('lacks the type that is not wanted itself, and counts what the generation leaves out', async () => {
    const picked = await pick({ types: typesOf('m5a.xlarge', 'm5.xlarge'), prices: embedded }, market, wishes, {
      signal,
      told: 9,
      but: 'm5a.xlarge',
    });
    expect(picked).toMatchObject({
      recommended: [],
      older: 1,
      relaxations: [{ key: 'older', nearest: { facts: { name: 'm5.xlarge' } }, count: 1 }],
    });
  });
});
