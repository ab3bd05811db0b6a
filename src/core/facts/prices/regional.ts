import { usd, type Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { ListedProduct, Provenance, Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { say } from '../../text.ts';
import type { Fetched } from '../cache.ts';
import { noPrice } from './billing.ts';
import type { KnownPrices } from './known.ts';
import { agreed, provenanceOf } from './listed.ts';
import { pricePartition } from './question.ts';
import {
  listedVolumeRates,
  volumePricer,
  type Unpriced,
  type VolumeRates,
  type VolumeRatesOf,
  type VolumeShape,
} from './volumes.ts';

/** Prices of a region that long lists ask for without waiting. */
export interface Regional {
  /**
   * Asks for what volumes and addresses cost in these regions, once for each; from then on the other three answer for them.
   * What could not be read is answered from the catalogue. Rejects when the signal is aborted.
   */
  prepare(regions: Iterable<string>, reading: Reading): Promise<void>;
  /** What the volume costs a month: GB-month, IOPS and throughput above what is included. Equal volumes give the same object. */
  volumePerMonth(volume: VolumeShape): Money | Unpriced;
  /** Where a region's volume prices are from; undefined: the embedded catalogue, whose figures are of several days. */
  volumesFrom(region: string): Provenance | undefined;
  /** Any public IPv4 of AWS's pools, in use or idle. */
  publicIpv4(region: string): Rate | Problem;
  /** The hour of it alone. */
  ipv4PerHour(region: string): Money | Problem;
}

/** What was read of one region. */
interface Sheet {
  volumes?: { readonly read: Fetched<readonly ListedProduct[]>; readonly rates: ReadonlyMap<string, VolumeRates> };
  ipv4?: { readonly read: Fetched<readonly ListedProduct[]>; readonly rate: Rate | Problem | undefined };
}

/** See {@link Regional}. Without known prices everything is from the catalogue. */
export function createRegional(embedded: VolumeRatesOf, known?: KnownPrices): Regional {
  const sheets = new Map<string, Sheet>();
  const ratesOf: VolumeRatesOf = (region, kind) =>
    sheets.get(region)?.volumes?.rates.get(kind) ?? embedded(region, kind);
  let pricer = volumePricer(ratesOf);

  const readVolumes = async (region: string, sheet: Sheet, prices: KnownPrices, reading: Reading) => {
    const read = await prices.products.get({ of: 'volumes', region }, reading);
    if (isProblem(read) || sheet.volumes?.read === read) return;
    sheet.volumes = { read, rates: listedVolumeRates(read.value) };
    pricer = volumePricer(ratesOf);
  };
  const readIpv4 = async (region: string, sheet: Sheet, prices: KnownPrices, reading: Reading) => {
    const read = await prices.products.get({ of: 'ipv4', region }, reading);
    if (isProblem(read) || sheet.ipv4?.read === read) return;
    sheet.ipv4 = { read, rate: agreed(read, say`Public IPv4 in ${region}`) };
  };

  const publicIpv4 = (region: string): Rate | Problem => sheets.get(region)?.ipv4?.rate ?? embeddedIpv4(region);
  return {
    async prepare(regions, reading) {
      if (known === undefined) return;
      await Promise.all(
        [...new Set(regions)].flatMap((region) => {
          const sheet = sheets.get(region) ?? {};
          sheets.set(region, sheet);
          return [readVolumes(region, sheet, known, reading), readIpv4(region, sheet, known, reading)];
        }),
      );
    },
    volumePerMonth: (volume) => pricer(volume),
    volumesFrom(region) {
      const { read, rates } = sheets.get(region)?.volumes ?? {};
      const [first] = read?.value ?? [];
      return read === undefined || first === undefined || rates?.size === 0 ? undefined : provenanceOf(first, read);
    },
    publicIpv4,
    ipv4PerHour(region) {
      const rate = publicIpv4(region);
      return isProblem(rate) ? rate : rate.perHour;
    },
  };
}

/** One price for all regions of the public partition and GovCloud (Amazon VPC pricing, since 2024-02-01). */
const ipv4Rate: Rate = {
  perHour: usd('0.005'),
  source: { name: 'embedded catalogue', detail: 'Amazon VPC pricing, public IPv4 addresses' },
  asOf: '2024-02-01',
};

const embeddedIpv4 = (region: string): Rate | Problem =>
  pricePartition(region) === 'aws'
    ? ipv4Rate
    : noPrice(
        say`What a public IPv4 costs in ${region} is not in the figures here.`,
        say`See AWS's VPC pricing page of that partition.`,
      );
