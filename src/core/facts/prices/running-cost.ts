import type { Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Rate } from '../../ports/price-list.ts';
import type { Problem } from '../../problem.ts';
import type { Whole } from '../../estate/estate.ts';
import type { Prices } from './prices.ts';

/** What one machine costs while it is as it is now. A part that cannot be priced is in `unknown`, and the sum is then "at least". */
export interface RunningCost {
  /** The machine itself while it runs, whether or not it runs now. */
  readonly rate: Rate | Problem;
  /** True where EC2 bills the machine now: running, or stopping while it hibernates. */
  readonly billedNow: boolean;
  /** All EBS volumes together. */
  readonly volumesPerMonth: Money;
  /** True where a volume has no known price: `volumesPerMonth` is then "at least". */
  readonly volumesUnknown: boolean;
  /** Public IPv4 addresses charged now: of the running machine, and Elastic IPs in any state. */
  readonly addresses: number;
  readonly addressesPerHour: Money;
  /** The part of it that Elastic IPs cost, which goes on when the machine stops. */
  readonly elasticPerHour: Money;
  /** Exact sum for 730 hours of what is charged now. */
  readonly perMonth: Money;
  /** `perMonth` ÷ 730, for showing. */
  readonly perHour: Money;
  readonly unknown: readonly Problem[];
}

export declare function runningCost(whole: Whole, prices: Prices, reading: Reading): Promise<RunningCost>;
