import { mibPerGib } from '../../gib.ts';
import { isZero, plus, share, times, usd, zero, type Money } from '../../money.ts';
import type { Volume } from '../../ports/instance.ts';
import type { ListedProduct } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, link, list, say } from '../../text.ts';
import { linesOf } from '../data/lines.ts';
import { withoutPrefix } from './question.ts';

/** What a gp3 volume has without paying more (EBS guide, "General Purpose SSD volumes"). */
export const gp3Included = { iops: 3_000, throughputMiBps: 125 } as const;
/** io2 IOPS up to the first, from there to the second, and beyond it have a price each (EBS pricing page). */
const io2TierIops = [32_000, 64_000, Number.POSITIVE_INFINITY] as const;
/** Places of a price of 1 MiB/s out of one of 1 GiB/s; AWS's are exact at four. */
const throughputPlaces = 20;

/** What the price of a volume depends on. */
export type VolumeShape = Pick<Volume, 'kind' | 'sizeGiB' | 'iops' | 'throughputMiBps' | 'region'>;

/** A month of one kind of volume in one region. What is left out is not known. */
export interface VolumeRates {
  readonly perGiB?: Money;
  /** Per IOPS above what is included; for io2 by tier. */
  readonly perIops: readonly (Money | undefined)[];
  /** Per MiB/s above what is included. */
  readonly perMiBps?: Money;
}

/** The rates of a kind in a region. */
export type VolumeRatesOf = (region: string, kind: string) => VolumeRates | undefined;

/** The embedded table of EBS prices, one line an item: region, kind, item, USD a month. */
export function readVolumePrices(text: string): VolumeRatesOf {
  const table = new Map<string, VolumeRates>();
  for (const line of linesOf(text)) {
    const [region = '', kind = '', item = '', price = ''] = line.split(' ');
    const key = `${region} ${kind}`;
    const rates = table.get(key) ?? { perIops: [] };
    const figure = usd(price);
    table.set(key, {
      ...rates,
      ...(item === 'storage' && { perGiB: figure }),
      ...(item === 'iops' && { perIops: [figure] }),
      ...(item === 'throughput' && { perMiBps: figure }),
    });
  }
  return (region, kind) => table.get(`${region} ${kind}`);
}

/** Kinds whose billing codes are not called as the API calls them. */
const kindNames: ReadonlyMap<string, string> = new Map([
  ['', 'standard'],
  ['piops', 'io1'],
]);

/** One region's rates by kind out of its products (`EBS:VolumeUsage.gp3`, `EBS:VolumeP-IOPS.io2.tier2` …). An item that two products price differently has no price. */
export function listedVolumeRates(products: readonly ListedProduct[]): ReadonlyMap<string, VolumeRates> {
  const kinds = new Map<string, { perGiB?: Money; perIops: (Money | undefined)[]; perMiBps?: Money }>();
  for (const [usage, price] of unambiguous(products)) {
    const [, item, name = '', tier] =
      /^EBS:Volume(Usage|P-IOPS|P-Throughput)(?:\.(\w+))?(?:\.tier(\d))?$/.exec(usage) ?? [];
    if (item === undefined) continue;
    const kind = kindNames.get(name) ?? name;
    const rates = kinds.get(kind) ?? { perIops: [] };
    kinds.set(kind, rates);
    if (item === 'Usage') rates.perGiB = price;
    else if (item === 'P-IOPS') rates.perIops[tier === undefined ? 0 : Number(tier) - 1] = price;
    else rates.perMiBps = price;
  }
  return kinds;
}

/** Prices of one unit by billing code; throughput by the MiB/s. */
function unambiguous(products: readonly ListedProduct[]): ReadonlyMap<string, Money> {
  const prices = new Map<string, Money>();
  const differ = new Set<string>();
  for (const { usageType, price, unit } of products) {
    if (price === undefined || isZero(price)) continue;
    const usage = withoutPrefix(usageType);
    // The price list has gp3 throughput by the GiB/s.
    const figure = /^GiBps/i.test(unit) ? share(price, mibPerGib, throughputPlaces) : price;
    const before = prices.get(usage);
    if (before !== undefined && !(before.amount.eq(figure.amount) && before.currency === figure.currency))
      differ.add(usage);
    prices.set(usage, figure);
  }
  for (const usage of differ) prices.delete(usage);
  return prices;
}

/** Why the whole is not known, and the sum of what is; {@link zero}: nothing is. */
export interface Unpriced extends Problem {
  readonly known: Money;
}

/** What of a price is known: all of it, or its known parts, which are then "at least". */
export const knownPart = (price: Money | Unpriced): Money => (isProblem(price) ? price.known : price);

/** What the volume costs a month, exactly, or which parts of that are not known. */
function priced(rates: VolumeRates | undefined, volume: VolumeShape): Money | Unpriced {
  const { region, kind, sizeGiB, iops = 0, throughputMiBps = 0 } = volume;
  const paidIops = kind === 'gp3' ? Math.max(0, iops - gp3Included.iops) : kind === 'io1' || kind === 'io2' ? iops : 0;
  const paidThroughput = kind === 'gp3' ? Math.max(0, throughputMiBps - gp3Included.throughputMiBps) : 0;
  const parts = [
    { what: kind, amount: sizeGiB, rate: rates?.perGiB },
    ...inTiers(kind, paidIops).map((amount, tier) => ({ what: `${kind} iops`, amount, rate: rates?.perIops[tier] })),
    { what: `${kind} throughput`, amount: paidThroughput, rate: rates?.perMiBps },
  ];
  let sum = zero;
  const missing = new Set<string>();
  for (const { what, amount, rate } of parts) {
    if (amount === 0) continue;
    if (rate === undefined) missing.add(what);
    else sum = plus(sum, times(rate, amount));
  }
  return missing.size === 0 ? sum : { ...unknown(region, [...missing]), known: sum };
}

/** How many of the IOPS are in each tier; kinds but io2 have one. */
const inTiers = (kind: string, iops: number): readonly number[] =>
  kind === 'io2'
    ? io2TierIops.map((end, tier) => Math.max(0, Math.min(iops, end) - (io2TierIops[tier - 1] ?? 0)))
    : [iops];

/** Gives what volumes cost a month, from rates that stay as they are. */
export function volumePricer(ratesOf: VolumeRatesOf): (volume: VolumeShape) => Money | Unpriced {
  // Nested maps with a number at the end: a long list asks this for every volume, and a text for each would cost more than the answer.
  const known = new Map<string, Map<string, Map<number, Money | Unpriced>>>();
  let kept = 0;
  return (volume) => {
    const { region, kind, sizeGiB, iops = 0, throughputMiBps = 0 } = volume;
    const shape = (sizeGiB * iopsBeyond + iops) * throughputBeyond + throughputMiBps;
    const before = known.get(region)?.get(kind)?.get(shape);
    if (before !== undefined) return before;
    const price = priced(ratesOf(region, kind), volume);
    kept += 1;
    if (kept > shapesKept) {
      known.clear();
      kept = 0;
    }
    const kinds = known.get(region) ?? new Map<string, Map<number, Money | Unpriced>>();
    const shapes = kinds.get(kind) ?? new Map<number, Money | Unpriced>();
    known.set(region, kinds.set(kind, shapes.set(shape, price)));
    return price;
  };
}

/** Beyond what EBS offers (EBS guide, "Amazon EBS volume types": 256,000 IOPS, 2,000 MiB/s), so that the three figures make one number without overlap. */
const iopsBeyond = 2 ** 18;
const throughputBeyond = 2 ** 11;

/** Shapes of volumes whose price is kept in memory; then it starts anew. */
const shapesKept = 20_000;

const unknown = (region: string, what: readonly string[]): Problem => ({
  problem: 'no-price',
  what: say`No price is known for EBS ${list(what.map(code))} in ${region}.`,
  todo: say`See ${link('https://aws.amazon.com/ebs/pricing/', "AWS's EBS pricing page")}.`,
});
