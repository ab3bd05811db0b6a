import { hoursPerMonth, plus, times, total, usd, zero, type Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Address, Instance } from '../../ports/instance.ts';
import type { Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { say, type Spans } from '../../text.ts';
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
  /** True where a volume has no known price or was not read: `volumesPerMonth` is then "at least". */
  readonly volumesUnknown: boolean;
  /** Public IPv4 addresses charged now: of the running machine, and Elastic IPs in any state. */
  readonly addresses: number;
  readonly addressesPerHour: Money;
  /** True where the record of its Elastic IP was not read: both figures are then "at least". */
  readonly addressesUnknown: boolean;
  /** The part of it that Elastic IPs cost, which goes on when the machine stops. */
  readonly elasticPerHour: Money;
  /** Exact sum for 730 hours of what is charged now. */
  readonly perMonth: Money;
  /** `perMonth` ÷ 730, rounded to six digits, for showing. */
  readonly perHour: Money;
  readonly unknown: readonly Problem[];
}

/** Compute is billed in running, and in stopping only while it hibernates (EC2 guide, "Instance lifecycle"). */
export const billedNow = ({ state, stateReason }: Pick<Instance, 'state' | 'stateReason'>): boolean =>
  state === 'running' || (state === 'stopping' && stateReason?.code === 'Client.UserInitiatedHibernate');

/** Addresses of one's own range, of an Outpost or of a carrier are not AWS's public IPv4, and not charged as such. */
export const isCharged = ({
  pool,
  customerOwnedIp,
  carrierIp,
}: Pick<Address, 'pool' | 'customerOwnedIp' | 'carrierIp'>): boolean =>
  (pool === undefined || pool === 'amazon') && customerOwnedIp === undefined && carrierIp === undefined;

/** What is charged for this machine now. */
export async function runningCost(
  { instance, volumes, addresses }: Whole,
  prices: Prices,
  reading: Reading,
): Promise<RunningCost> {
  const product = prices.productOf(instance);
  const rate = isProblem(product) ? product : await prices.onDemand(product, reading);
  const billed = billedNow(instance);
  const read = new Set(volumes.map(({ id }) => id));
  const unread = instance.disks.filter(({ volumeId }) => !read.has(volumeId)).length;
  const volumePrices = [
    ...volumes.map((volume) => prices.volumePerMonth(volume)),
    ...(unread > 0 ? [notRead(say`${unread} of its volumes`)] : []),
  ];
  const volumesPerMonth = total(volumePrices.flatMap((price) => (isProblem(price) ? [] : [price])));
  const ipv4 = prices.publicIpv4().perHour;
  const elastic = addresses.filter(isCharged).length;
  const own = instance.publicIp;
  // Whether it is charged is for its own record to say: an address of one's own range is not.
  const addressUnread = own?.kind === 'elastic' && !addresses.some(({ publicIp }) => publicIp === own.ip);
  const auto = billed && instance.publicIp?.kind === 'auto-assigned' ? 1 : 0;
  const elasticPerHour = times(ipv4, elastic);
  const addressesPerHour = plus(elasticPerHour, times(ipv4, auto));
  const compute = billed && !isProblem(rate) ? rate.perHour : zero;
  const perMonth = plus(times(plus(compute, addressesPerHour), hoursPerMonth), volumesPerMonth);
  return {
    rate,
    billedNow: billed,
    volumesPerMonth,
    volumesUnknown: volumePrices.some(isProblem),
    addresses: elastic + auto,
    addressesPerHour,
    addressesUnknown: addressUnread,
    elasticPerHour,
    perMonth,
    perHour: anHourOf(perMonth),
    unknown: [
      ...(billed && isProblem(rate) ? [rate] : []),
      ...volumePrices.filter(isProblem),
      ...(addressUnread ? [notRead(say`Its Elastic IP`)] : []),
    ],
  };
}

/** A part that the instance says it has, and whose own record was not among those read. */
const notRead = (part: Spans): Problem => ({
  problem: 'no-price',
  what: say`${part} could not be read.`,
  todo: say`Ask again; the permission to read it may be missing.`,
});

/** Digits of an hour's share of a month: a sixth digit is a thousandth of a cent a day. */
const shownDigits = 6;

/** The share of one hour in a monthly sum. */
export const anHourOf = (perMonth: Money): Money => usd(perMonth.amount.div(hoursPerMonth).round(shownDigits));
