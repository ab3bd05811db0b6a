import type { Prices } from '../facts/prices/prices.ts';
import { hoursPerMonth, plus, share, times, total, zero, type Money } from '../money.ts';
import type { Reading } from '../ports/cloud.ts';
import type { Instance } from '../ports/instance.ts';
import type { Rate } from '../ports/price-list.ts';
import { isProblem, type Problem } from '../problem.ts';
import type { Whole } from './estate.ts';
import { holdingsOf } from './holdings.ts';
import { knownPart } from '../facts/prices/volumes.ts';

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
  /** Public IPv4 addresses charged now: the one that is lent from start to stop, and Elastic IPs in any state. */
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

/** What is charged for this machine now. */
export async function runningCost(whole: Whole, prices: Prices, reading: Reading): Promise<RunningCost> {
  const { instance } = whole;
  const [rate] = await Promise.all([prices.ofInstance(instance, reading), prices.prepare([instance.region], reading)]);
  const billed = billedNow(instance);
  const held = holdingsOf(whole);
  const volumePrices = held.volumes.map((volume) => prices.volumePerMonth(volume));
  const volumesPerMonth = total(volumePrices.map(knownPart));
  const volumesUnknown = [...volumePrices.flatMap((price) => (isProblem(price) ? [price] : [])), ...held.unreadVolumes];
  const { elastic, autoAssigned, unreadAddresses } = held;
  const ipv4 = prices.publicIpv4(instance.region);
  const ipv4PerHour = isProblem(ipv4) ? zero : ipv4.perHour;
  const elasticPerHour = times(ipv4PerHour, elastic);
  const addressesPerHour = plus(elasticPerHour, times(ipv4PerHour, autoAssigned));
  const ipv4Unknown = isProblem(ipv4) && elastic + autoAssigned > 0 ? [ipv4] : [];
  const compute = billed && !isProblem(rate) ? rate.perHour : zero;
  const perMonth = plus(times(plus(compute, addressesPerHour), hoursPerMonth), volumesPerMonth);
  return {
    rate,
    billedNow: billed,
    volumesPerMonth,
    volumesUnknown: volumesUnknown.length > 0,
    addresses: elastic + autoAssigned,
    addressesPerHour,
    addressesUnknown: unreadAddresses.length + ipv4Unknown.length > 0,
    elasticPerHour,
    perMonth,
    perHour: anHourOf(perMonth),
    unknown: [...(billed && isProblem(rate) ? [rate] : []), ...volumesUnknown, ...unreadAddresses, ...ipv4Unknown],
  };
}

/** Digits of an hour's share of a month: a sixth digit is a thousandth of a cent a day. */
const shownDigits = 6;

/** The share of one hour in a monthly sum. */
export const anHourOf = (perMonth: Money): Money => share(perMonth, hoursPerMonth, shownDigits);
