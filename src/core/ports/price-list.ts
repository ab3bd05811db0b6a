import type { Money } from '../money.ts';
import type { Problem } from '../problem.ts';
import type { Instant } from '../time.ts';
import type { Reading, Source } from './cloud.ts';

/** Operating systems and licences with an On-Demand price of their own. The key is what people type; words and price attributes in `core/facts/prices/platforms.ts`. */
export const operatingSystems = [
  'linux',
  'rhel',
  'rhel-ha',
  'suse',
  'ubuntu-pro',
  'windows',
  'windows-sql-web',
  'windows-sql-std',
  'windows-sql-ent',
  'linux-sql-web',
  'linux-sql-std',
  'linux-sql-ent',
] as const;
export type OperatingSystem = (typeof operatingSystems)[number];

/** What is sold: shared tenancy, licence included. */
export interface Product {
  readonly type: string;
  readonly region: string;
  readonly os: OperatingSystem;
}

/** A rate with where it is from. A rate is never 0: what is not sold has no rate. */
export interface Rate {
  readonly perHour: Money;
  readonly source: Source;
  /** Day of the figure, `2026-07` or `2026-09-10`, as its source tells it. */
  readonly asOf: string;
  /** When we read it, where it was read from AWS. */
  readonly readAt?: Instant;
  readonly sku?: string;
}

/** Prices from a live price list. Two products that match one question are a Problem that names both, never a pick. */
export interface PriceList {
  onDemand(product: Product, reading: Reading): Promise<Rate | Problem>;
}
