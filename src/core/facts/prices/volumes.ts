import Big from 'big.js';
import { usd, type Money } from '../../money.ts';
import type { Volume } from '../../ports/instance.ts';
import type { Problem } from '../../problem.ts';
import { code, link, say } from '../../text.ts';

/** What a gp3 volume has without paying more (EBS guide, "General Purpose SSD volumes"). */
const gp3Included = { iops: 3_000, throughputMiBps: 125 } as const;
/** Up to here io2 IOPS have one price; above, tiers that we have no figures of. */
const io2FirstTierIops = 32_000;

/** What the price of a volume depends on. */
export type VolumeShape = Pick<Volume, 'kind' | 'sizeGiB' | 'iops' | 'throughputMiBps' | 'region'>;

/** The embedded table of EBS prices, one line an item: region, kind, item, USD a month. Gives what a volume costs a month, exactly, or why that is not known. */
export function readVolumePrices(text: string): (volume: VolumeShape) => Money | Problem {
  const rates = new Map<string, Big>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [region = '', kind = '', item = '', price = ''] = line.split(' ');
    rates.set(`${region} ${kind} ${item}`, new Big(price));
  }
  const priced = (volume: VolumeShape): Money | Problem => {
    const { region, kind, sizeGiB, iops = 0, throughputMiBps = 0 } = volume;
    const storage = rates.get(`${region} ${kind} storage`);
    if (storage === undefined) return unknown(region, kind);
    let sum = storage.times(sizeGiB);
    const paidIops =
      kind === 'gp3' ? Math.max(0, iops - gp3Included.iops) : kind === 'io1' || kind === 'io2' ? iops : 0;
    const paidThroughput = kind === 'gp3' ? Math.max(0, throughputMiBps - gp3Included.throughputMiBps) : 0;
    for (const [item, amount] of [
      ['iops', paidIops],
      ['throughput', paidThroughput],
    ] as const) {
      if (amount === 0) continue;
      const rate = rates.get(`${region} ${kind} ${item}`);
      if (rate === undefined || (kind === 'io2' && amount > io2FirstTierIops))
        return unknown(region, `${kind} ${item}`);
      sum = sum.plus(rate.times(amount));
    }
    return usd(sum);
  };
  // Nested maps with a number at the end: a long list asks this for every volume, and a text for each would cost more than the answer.
  const known = new Map<string, Map<string, Map<number, Money | Problem>>>();
  let kept = 0;
  return (volume) => {
    const { region, kind, sizeGiB, iops = 0, throughputMiBps = 0 } = volume;
    const shape = (sizeGiB * iopsBeyond + iops) * throughputBeyond + throughputMiBps;
    const before = known.get(region)?.get(kind)?.get(shape);
    if (before !== undefined) return before;
    const price = priced(volume);
    kept += 1;
    if (kept > shapesKept) {
      known.clear();
      kept = 0;
    }
    const kinds = known.get(region) ?? new Map<string, Map<number, Money | Problem>>();
    const shapes = kinds.get(kind) ?? new Map<number, Money | Problem>();
    known.set(region, kinds.set(kind, shapes.set(shape, price)));
    return price;
  };
}

/** Beyond what EBS offers (EBS guide, "Amazon EBS volume types": 256,000 IOPS, 2,000 MiB/s), so that the three figures make one number without overlap. */
const iopsBeyond = 2 ** 18;
const throughputBeyond = 2 ** 11;

/** Shapes of volumes whose price is kept in memory; then it starts anew. */
const shapesKept = 20_000;

const unknown = (region: string, what: string): Problem => ({
  problem: 'no-price',
  what: say`No price is known for EBS ${code(what)} in ${region}.`,
  todo: say`See ${link('https://aws.amazon.com/ebs/pricing/', "AWS's EBS pricing page")}.`,
});
