import type { Money } from '../money.ts';
import type { Problem } from '../problem.ts';
import type { Spans } from '../text.ts';
import type { Instant } from '../time.ts';
import type { Source } from './cloud.ts';

/** Operating systems and licences with a price of their own. The key is what people type; words and price attributes in `core/facts/prices/platforms.ts`. */
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
  'rhel-sql-web',
  'rhel-sql-std',
  'rhel-sql-ent',
  'rhel-ha-sql-std',
  'rhel-ha-sql-ent',
  'windows-byol',
] as const;
export type OperatingSystem = (typeof operatingSystems)[number];

/** A machine as it is sold by the hour. */
export interface Product {
  readonly type: string;
  /** The region, Local Zone or Wavelength Zone as the price list writes it (`us-east-1`, `us-west-2-lax-1`). */
  readonly region: string;
  readonly os: OperatingSystem;
  /** A Dedicated Instance; left out: shared tenancy. */
  readonly tenancy?: 'dedicated' | undefined;
}

/** Where a figure is from and how old it is. */
export interface Provenance {
  readonly source: Source;
  /** Day of the figure, `2026-07` or `2026-09-10`, as its source tells it. */
  readonly asOf: string;
  /** When we read it, where it was read from AWS. */
  readonly readAt?: Instant | undefined;
}

/** A rate with where it is from. A rate is never 0: what is not sold has no rate. */
export interface Rate extends Provenance {
  readonly perHour: Money;
  readonly sku?: string | undefined;
  /** What AWS may bill besides and no sum holds. */
  readonly besides?: Spans | undefined;
}

/** One question to the price list. */
export type PriceQuestion =
  | ({ readonly of: 'machine' } & Product)
  /** Dedicated Hosts of a family (`m5`), by the host-hour. */
  | { readonly of: 'host'; readonly region: string; readonly family: string }
  /** Everything that EBS volumes are billed by in a region. */
  | { readonly of: 'volumes'; readonly region: string }
  /** Public IPv4 addresses, in use and idle. */
  | { readonly of: 'ipv4'; readonly region: string }
  /** Surplus CPU credits of a burstable family (`t3`), whose price knows Windows and everything else. */
  | {
      readonly of: 'cpu-credits';
      readonly region: string;
      readonly family: string;
      readonly system: 'Linux' | 'Windows';
    };

/** How a Reserved Instance is paid (Price List, term attributes). */
export interface ReservedTerm {
  readonly years: 1 | 3;
  readonly class: 'standard' | 'convertible';
  readonly payment: Payment;
  /** Paid once, at the beginning. */
  readonly upfront: Money;
  /** Paid for every hour of the term, used or not. */
  readonly perHour: Money;
}

/** How much of a commitment is paid at its beginning: nothing, a part, everything. */
export type Payment = 'none' | 'partial' | 'all';

/** One product as the price list has it. */
export interface ListedProduct {
  readonly sku: string;
  /** The billing code with AWS's own prefix of the region, `EUC1-BoxUsage:m5.large`: it cannot be made from the region's name. */
  readonly usageType: string;
  readonly operation: string;
  /** On-Demand price of one unit, as written; absent: none, or several for one unit, or none that a currency stands at. May be 0, which means: not sold this way. */
  readonly price?: Money | undefined;
  /** `Hrs`, `GB-Mo`, `IOPS-Mo`, `GiBps-mo`, `vCPU-Hours`; empty where there is no price. */
  readonly unit: string;
  /** Up to 12: two lengths, two classes, three payments. */
  readonly reserved: readonly ReservedTerm[];
  /** Day on which the price list was published. */
  readonly publishedOn: string;
}

/** What a Savings Plan charges for one kind of usage. */
export interface SavingsRate {
  readonly offeringId: string;
  readonly plan: 'compute' | 'ec2-instance';
  readonly years: 1 | 3;
  readonly payment: Payment;
  /** The whole cost of an hour under this payment: what is paid upfront is in it (Savings Plans guide). */
  readonly perHour: Money;
}

/** A machine on the Spot market. Zone names are of the account that is asked: letters differ between accounts. */
export interface SpotQuestion {
  readonly type: string;
  readonly region: string;
  readonly os: OperatingSystem;
  /** Our name of the account that is asked; left out: the first that is configured. */
  readonly account?: string | undefined;
}

/** A Spot price, valid in its zone from a moment on until the next point of that zone. */
export interface SpotPoint {
  readonly zone: string;
  readonly at: Instant;
  readonly perHour: Money;
}

/**
 * Prices from a live price list. Every answer is read anew: keeping them is for who asks. A failure is a Problem
 * (`cloud-away`, `cloud-refused`), never thrown. Nothing is picked here: that one product and not two answer a question is
 * not promised, and a product that is not sold is an empty answer. Equal questions are not shared.
 */
export interface PriceList {
  /** Every product with the attributes asked for. */
  products(question: PriceQuestion): Promise<readonly ListedProduct[] | Problem>;
  /** Rates of Compute and EC2 Instance Savings Plans for exactly this usage type and operation, as a {@link ListedProduct} of the region tells them. */
  savingsRates(usage: {
    readonly region: string;
    readonly usageType: string;
    readonly operation: string;
  }): Promise<readonly SavingsRate[] | Problem>;
  /** Spot prices since a moment (EC2 keeps 90 days), newest first in each zone, and the one valid at that moment. Empty: this is not sold as Spot. */
  spotPrices(question: SpotQuestion, since: Instant): Promise<readonly SpotPoint[] | Problem>;
}
