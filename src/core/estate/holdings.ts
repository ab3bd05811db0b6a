import type { Prices } from '../facts/prices/prices.ts';
import { monthOf, type Running } from '../facts/prices/terms.ts';
import { knownPart, type VolumeShape } from '../facts/prices/volumes.ts';
import { hoursPerMonth, isZero, plus, times, total, zero, type Money } from '../money.ts';
import type { Address } from '../ports/instance.ts';
import { isProblem, type Problem } from '../problem.ts';
import { code, say, type Spans } from '../text.ts';
import { chargeOf } from './charge.ts';
import type { Whole } from './estate.ts';

/** What is charged besides a machine itself, as far as it was read. */
export interface Holdings {
  readonly volumes: readonly VolumeShape[];
  readonly unreadVolumes: readonly Problem[];
  /** Elastic IPs that are charged, in any state of the machine. */
  readonly elastic: number;
  /** The public IPv4 that is lent from start to stop: 1 or 0. */
  readonly autoAssigned: number;
  readonly unreadAddresses: readonly Problem[];
}

/** Volumes and addresses of a machine. */
export function holdingsOf({ instance, volumes, addresses }: Whole): Holdings {
  const read = new Set(volumes.map(({ id }) => id));
  const unread = instance.disks.filter(({ volumeId }) => !read.has(volumeId)).length;
  const own = instance.publicIp;
  // Whether it is charged is for its own record to say: an address of one's own range is not.
  const addressUnread = own?.kind === 'elastic' && !addresses.some(({ publicIp }) => publicIp === own.ip);
  return {
    volumes,
    unreadVolumes: unread > 0 ? [notRead(say`${unread} of its volumes`)] : [],
    elastic: addresses.filter((address) => chargeOf(address) === 'yes').length,
    autoAssigned: own?.kind === 'auto-assigned' ? 1 : 0,
    unreadAddresses: [
      ...(addressUnread ? [notRead(say`Its Elastic IP`)] : []),
      ...addresses.filter((address) => chargeOf(address) === 'unknown').map(chargeUnknown),
    ],
  };
}

/** A month of what a machine holds. What has no price is in `unknown`, and the sum is then "at least". */
export interface HeldMonth {
  /** Undefined: there are some, and nothing of what they cost is known. */
  readonly volumes: Money | undefined;
  readonly addresses: Money | undefined;
  readonly sum: Money;
  readonly unknown: readonly Problem[];
}

/** A month of volumes, and of addresses, of which the lent one is given back while the machine is off. */
export function heldMonth(held: Holdings, region: string, running: Running, prices: Prices): HeldMonth {
  const each = held.volumes.map((volume) => prices.volumePerMonth(volume));
  const volumesUnknown = [...each.flatMap((price) => (isProblem(price) ? [price] : [])), ...held.unreadVolumes];
  const volumes = total(each.map(knownPart));
  const ipv4 = prices.publicIpv4(region);
  const perHour = isProblem(ipv4) ? zero : ipv4.perHour;
  const addresses = plus(
    times(perHour, hoursPerMonth * held.elastic),
    monthOf(times(perHour, held.autoAssigned), running),
  );
  const addressesUnknown = [
    ...held.unreadAddresses,
    ...(isProblem(ipv4) && held.elastic + held.autoAssigned > 0 ? [ipv4] : []),
  ];
  return {
    volumes: isZero(volumes) && volumesUnknown.length > 0 ? undefined : volumes,
    addresses: isZero(addresses) && addressesUnknown.length > 0 ? undefined : addresses,
    sum: plus(volumes, addresses),
    unknown: [...volumesUnknown, ...addressesUnknown],
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
