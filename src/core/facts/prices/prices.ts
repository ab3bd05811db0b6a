import { usd, type Money } from '../../money.ts';
import { didYouMean } from '../../near.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Instance } from '../../ports/instance.ts';
import type { OperatingSystem, PriceList, Product, Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem, type ProblemCode } from '../../problem.ts';
import { code, list, say, type Spans } from '../../text.ts';
import { readData } from '../data/locate.ts';
import { readOnDemand, type OnDemandTable } from './on-demand.ts';
import { platformOf, platformRow } from './platforms.ts';
import { readVolumePrices, type VolumeShape } from './volumes.ts';

/** Figures, each with source and date; what is not known is a Problem, never 0. */
export interface Prices {
  /** The live price list where there is one, else the embedded catalogue. `unknown-type`, `unknown-region` (with the nearest) or `no-price`. */
  onDemand(product: Product, reading: Reading): Promise<Rate | Problem>;
  /** What the volume costs a month (GB-month, IOPS and throughput above what is included), from the embedded catalogue. */
  volumePerMonth(volume: VolumeShape): Money | Problem;
  /** Any public IPv4 of AWS's pools, in use or idle (Amazon VPC pricing, since 2024-02-01). */
  publicIpv4(): Rate;
  /** The product an instance is billed as (its own billing code), or why its price is not an On-Demand price of shared tenancy (Spot, Dedicated, unknown code). */
  productOf(instance: Instance): Product | Problem;
  /** Regions with prices in the catalogue, sorted; Local and Wavelength Zones among them. */
  regions(): readonly string[];
  /** Types with prices in the catalogue. */
  types(): readonly string[];
  /** Operating systems sold for a type in a region. */
  systems(type: string, region: string): readonly OperatingSystem[];
}

/** The embedded tables, and a live price list before them where there is one. */
export async function openPrices({ live }: { readonly live?: PriceList } = {}): Promise<Prices> {
  const [onDemand, volumes] = await Promise.all([readData('on-demand.txt'), readData('volumes.txt')]);
  return createPrices(readOnDemand(onDemand), readVolumePrices(volumes), live);
}

/** See {@link openPrices}; with tables of one's own. */
export function createPrices(
  table: OnDemandTable,
  volumePerMonth: (volume: VolumeShape) => Money | Problem,
  live?: PriceList,
): Prices {
  const types = new Set(table.types);
  const regions = new Set(table.regions);
  const embedded = (product: Product): Rate | Problem => {
    const { type, region } = product;
    return (
      table.find(product) ??
      (types.has(type)
        ? regions.has(region)
          ? notSold(table, product)
          : unknownRegion(region, table.regions)
        : unknownType(type, table.types))
    );
  };
  return {
    async onDemand(product, reading) {
      if (live === undefined) return embedded(product);
      const rate = await live.onDemand(product, reading);
      if (!isProblem(rate) || !unanswered.includes(rate.problem)) return rate;
      const known = embedded(product);
      // AWS away, or a role without the right to read prices: the embedded figure with its own date, else why there is none.
      return isProblem(known) ? rate : known;
    },
    volumePerMonth,
    publicIpv4: () => ipv4Rate,
    productOf,
    regions: () => table.regions,
    types: () => table.types,
    systems: (type, region) => table.soldIn(type).get(region) ?? [],
  };
}

/** The price list said nothing of the product; what it says is not sold stays unsold. */
const unanswered: readonly ProblemCode[] = ['cloud-away', 'cloud-refused'];

const ipv4Rate: Rate = {
  perHour: usd('0.005'),
  source: { name: 'embedded catalogue', detail: 'Amazon VPC pricing, public IPv4 addresses' },
  asOf: '2024-02-01',
};

function productOf({ type, region, usageOperation, platformDetails, tenancy, lifecycle }: Instance): Product | Problem {
  if (lifecycle !== 'on-demand') {
    return noPrice(
      say`it is a ${lifecycle} instance, and what it pays now is not known here.`,
      say`The EC2 console shows current ${lifecycle === 'spot' ? 'Spot' : ''} prices.`,
    );
  }
  if (tenancy === 'host')
    return noPrice(
      say`it runs on a Dedicated Host: the host is billed, not the instance.`,
      say`See the price of the host.`,
    );
  if (tenancy === 'dedicated')
    return noPrice(
      say`it has dedicated tenancy, whose price is not in the figures here.`,
      say`See AWS's page on Dedicated Instances.`,
    );
  const os = platformOf(usageOperation);
  if (os === undefined)
    return noPrice(
      say`its billing code ${code(usageOperation)} (${platformDetails}) has no price in the figures here.`,
      say`See the EC2 pricing page of AWS.`,
    );
  return { type, region, os };
}

const noPrice = (what: Spans, todo: Spans): Problem => ({ problem: 'no-price', what, todo });

const unknownType = (type: string, types: readonly string[]): Problem => ({
  problem: 'unknown-type',
  what: say`There is no price for a type ${code(type)}.`,
  todo: didYouMean(type, types, say`A type is a family and a size, as ${code('m5.large')}.`),
});

const unknownRegion = (region: string, regions: readonly string[]): Problem => ({
  problem: 'unknown-region',
  what: say`There are no prices for a region ${code(region)}.`,
  todo: didYouMean(region, regions, say`A region is written as ${code('eu-west-1')}.`),
});

/** Regions named where a type is not sold. */
const regionsTold = 5;

function notSold(table: OnDemandTable, { type, region, os }: Product): Problem {
  const sold = table.soldIn(type);
  const here = sold.get(region);
  const what = say`The catalogue has no On-Demand price for ${code(type)} with ${platformRow(os).words} in ${region}.`;
  if (here !== undefined)
    return noPrice(what, say`There it is sold with ${list(here.map((one) => platformRow(one).words))}.`);
  const geography = region.split('-')[0] ?? '';
  const elsewhere = [...sold].flatMap(([name, systems]) => (systems.includes(os) ? [name] : []));
  const near = [
    ...elsewhere.filter((name) => name.startsWith(`${geography}-`)),
    ...elsewhere.filter((name) => !name.startsWith(`${geography}-`)),
  ].slice(0, regionsTold);
  return noPrice(what, near.length > 0 ? say`It is sold in ${list(near)}.` : say`No region sells it so.`);
}
