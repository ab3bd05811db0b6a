import { describe, expect, it } from 'vitest';
import { noPrice } from '../../../src/core/facts/prices/billing.ts';
import { usd, zero } from '../../../src/core/money.ts';
import type { Scan } from '../../../src/core/ports/cloud.ts';
import type { Product } from '../../../src/core/ports/price-list.ts';
import { say } from '../../../src/core/text.ts';
import { knownOf } from '../../../src/core/watch/known.ts';
import type { Lists } from '../../../src/core/watch/lists.ts';
import { rulesCalled } from '../../../src/core/watch/rules/index.ts';
import type { IdleTag } from '../../../src/core/watch/rules/rule.ts';
import { estateOf } from '../../memory-cloud.ts';

const reading = { signal: new AbortController().signal };
const scan = <T>(items: readonly T[]): Scan<T> => ({
  items,
  gaps: [],
  asOf: 0,
  source: { name: 'AWS' },
  homes: { whole: [], partly: [] },
});
const none: Lists = { addresses: undefined, instances: undefined, volumes: undefined, reservations: undefined };
const unknown = noPrice(say`No price.`, say`See AWS.`);
const source = { name: 'AWS' } as const;

/** Knows by these lists; AWS's prices are what a test says. */
async function knowing(
  lists: Partial<Lists>,
  {
    onDemand,
    idleTags = [],
  }: { readonly onDemand?: (product: Product) => string | undefined; readonly idleTags?: readonly IdleTag[] } = {},
) {
  const asked: string[] = [];
  const prices = {
    async prepare(regions: Iterable<string>) {
      asked.push(...[...regions].map((region) => `prepare ${region}`));
    },
    volumePerMonth: () => zero,
    ipv4PerHour: (region: string) => (region === 'us-east-2' ? unknown : usd('0.005')),
    async onDemand(product: Product) {
      asked.push(`${product.type} ${product.region}`);
      const price = onDemand?.(product);
      return price === undefined ? unknown : { perHour: usd(price), source, asOf: '2026-11' };
    },
  };
  const parts = { prices, idleTags, now: 0, successorOf: () => undefined };
  return { known: await knownOf({ ...none, ...lists }, rulesCalled('all') ?? [], parts, reading), asked };
}

describe('what rules know', () => {
  it('of regions is brought to hand once for each that anything is in', async () => {
    const { instances, volumes } = estateOf(1_000);
    const { known, asked } = await knowing({ instances: scan(instances), volumes: scan(volumes) });
    expect(asked.toSorted()).toEqual([...new Set(instances.map(({ region }) => `prepare ${region}`))].toSorted());
    expect(known.addressMonth('us-east-1')?.amount.toFixed()).toBe('3.65');
    expect(known.addressMonth('us-east-2')).toBeUndefined();
    expect(known.addressMonth('xx-test-1')).toBeUndefined();
  });

  it('of Capacity Reservations is a month of all their places, asked once for those that are alike', async () => {
    const [one] = estateOf(10).reservations;
    if (one === undefined) throw new Error('missing');
    const others = [
      { ...one, total: 3 },
      { ...one, type: 'c5.large' },
      { ...one, platform: 'Windows with SQL Server' },
    ];
    const onDemand = ({ type }: Product): string | undefined => (type === 'c5.large' ? undefined : '0.096');
    const { known, asked } = await knowing({ reservations: scan([one, ...others]) }, { onDemand });
    expect(asked.toSorted()).toEqual([`${one.type} us-east-1`, 'c5.large us-east-1'].toSorted());
    expect([one, ...others].map((each) => known.reservationMonth(each)?.amount.toFixed())).toEqual([
      '140.16',
      '210.24',
      undefined,
      undefined,
    ]);
  });

  it('of an instance that is stopped are its volumes, and of one that runs none are looked for', async () => {
    const { instances, volumes } = estateOf(10);
    const { known } = await knowing({ instances: scan(instances), volumes: scan(volumes) });
    for (const one of instances) {
      const own = volumes.filter(({ attachedTo }) => attachedTo.some(({ instanceId }) => instanceId === one.id));
      expect(known.volumesOf(one)).toEqual(one.state === 'stopped' ? own : []);
    }
  });

  it.each<[tags: Readonly<Record<string, string>>, marks: string | undefined]>([
    [{ state: 'idle' }, 'state=idle*'],
    [{ state: 'Idle since May' }, 'state=idle*'],
    [{ State: 'idle' }, undefined],
    [{ state: 'busy' }, undefined],
    [{ unused: '' }, 'unused=*'],
    [{ unused: 'yes', state: 'idle' }, 'state=idle*'],
    [{}, undefined],
  ])('of the tags %j is whether they mark what idles: %s', async (tags, marks) => {
    const idleTags = [
      { key: 'state', value: 'idle*' },
      { key: 'unused', value: '*' },
      { key: 'constructor', value: '*' },
    ];
    const { known } = await knowing({}, { idleTags });
    const tag = known.idleTagOf(tags);
    expect(tag && `${tag.key}=${tag.value}`).toBe(marks);
  });
});
