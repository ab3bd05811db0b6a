import type { Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Instance, Volume } from '../../ports/instance.ts';
import type { OperatingSystem, Product, Rate } from '../../ports/price-list.ts';
import type { Problem } from '../../problem.ts';

/** Figures, each with source and date; what is not known is a Problem, never 0. */
export interface Prices {
  /** The live price list where there is one, else the embedded catalogue. `unknown-type`, `unknown-region` (with the nearest) or `no-price`. */
  onDemand(product: Product, reading: Reading): Promise<Rate | Problem>;
  /** What the volume costs a month (GB-month, IOPS and throughput above what is included), from the embedded catalogue. */
  volumePerMonth(volume: Pick<Volume, 'kind' | 'sizeGiB' | 'iops' | 'throughputMiBps' | 'region'>): Money | Problem;
  /** Any public IPv4 of AWS's pools, in use or idle (Amazon VPC pricing, since 2024-02-01). */
  publicIpv4(): Rate;
  /** The product an instance is billed as (its own billing code), or why its price is not an On-Demand price of shared tenancy (Spot, Dedicated, unknown code). */
  productOf(instance: Instance): Product | Problem;
  /** Regions with prices in the catalogue, sorted. */
  regions(): readonly string[];
  /** Operating systems sold for a type in a region. */
  systems(type: string, region: string): readonly OperatingSystem[];
}
