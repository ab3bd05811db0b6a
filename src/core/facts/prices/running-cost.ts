import { hoursPerMonth, plus, share, times, total, zero, type Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Address, Instance } from '../../ports/instance.ts';
import type { Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { chargeOf } from '../../estate/charge.ts';
import { code, say, type Spans } from '../../text.ts';
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
export async function runningCost(
  { instance, volumes, addresses }: Whole,
  prices: Prices,
  reading: Reading,
): Promise<RunningCost> {
  const [rate] = await Promise.all([prices.ofInstance(instance, reading), prices.prepare([instance.region], reading)]);
  const billed = billedNow(instance);
  const read = new Set(volumes.map(({ id }) => id));
  const unread = instance.disks.filter(({ volumeId }) => !read.has(volumeId)).length;
  const volumePrices = [
    ...volumes.map((volume) => prices.volumePerMonth(volume)),
    ...(unread > 0 ? [notRead(say`${unread} of its volumes`)] : []),
  ];
  const volumesPerMonth = total(volumePrices.flatMap((price) => (isProblem(price) ? [] : [price])));
  const elastic = addresses.filter((address) => chargeOf(address) === 'yes').length;
  const uncertain = addresses.filter((address) => chargeOf(address) === 'unknown');
  const own = instance.publicIp;
  // Whether it is charged is for its own record to say: an address of one's own range is not.
  const addressUnread = own?.kind === 'elastic' && !addresses.some(({ publicIp }) => publicIp === own.ip);
  const auto = instance.publicIp?.kind === 'auto-assigned' ? 1 : 0;
  const ipv4 = prices.publicIpv4(instance.region);
  const ipv4PerHour = isProblem(ipv4) ? zero : ipv4.perHour;
  const elasticPerHour = times(ipv4PerHour, elastic);
  const addressesPerHour = plus(elasticPerHour, times(ipv4PerHour, auto));
  const ipv4Unknown = isProblem(ipv4) && elastic + auto > 0 ? [ipv4] : [];
  const compute = billed && !isProblem(rate) ? rate.perHour : zero;
  const perMonth = plus(times(plus(compute, addressesPerHour), hoursPerMonth), volumesPerMonth);
  return {
    rate,
    billedNow: billed,
    volumesPerMonth,
    volumesUnknown: volumePrices.some(isProblem),
    addresses: elastic + auto,
    addressesPerHour,
    addressesUnknown: addressUnread || uncertain.length + ipv4Unknown.length > 0,
    elasticPerHour,
    perMonth,
    perHour: anHourOf(perMonth),
    unknown: [
      ...(billed && isProblem(rate) ? [rate] : []),
      ...volumePrices.filter(isProblem),
      ...(addressUnread ? [notRead(say`Its Elastic IP`)] : []),
      ...uncertain.map(chargeUnknown),
      ...ipv4Unknown,
    ],
  };
}

/** A part that the instance says it has, and whose own record was not among those read. */
const notRead = (part: Spans): Problem => ({
  problem: 'no-price',
  what: say`${part} could not be read.`,
  todo: say`Ask again; the permission to read it may be missing.`,
});

/** Whether AWS charges for it is not told by its record. */
export const chargeUnknown = ({ publicIp }: Pick<Address, 'publicIp'>): Problem => ({
  problem: 'no-price',
  what: say`Whether AWS charges for ${code(publicIp)} is not known: its IPAM pool tells whose range it is.`,
  todo: say`See the pool in the IPAM console.`,
});

/** Digits of an hour's share of a month: a sixth digit is a thousandth of a cent a day. */
const shownDigits = 6;

/** The share of one hour in a monthly sum. */
export const anHourOf = (perMonth: Money): Money => share(perMonth, hoursPerMonth, shownDigits);
