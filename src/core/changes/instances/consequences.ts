import { chargeOf } from '../../estate/charge.ts';
import { managersOf } from '../../estate/managers.ts';
import type { Whole } from '../../estate/estate.ts';
import type { Types } from '../../facts/instance-types/types.ts';
import type { Prices } from '../../facts/prices/prices.ts';
import type { RunningCost } from '../../estate/running-cost.ts';
import { exact, hoursPerMonth, isZero, plus, rounded, times, total, zero, type Money } from '../../money.ts';
import type { Disk, Volume } from '../../ports/instance.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, say, type Spans } from '../../text.ts';
import type { Consequence, Goes, Left } from '../target.ts';
import { rowOf, type Kind } from '../kinds.ts';
import { leftInWords } from '../left.ts';
import type { Candidate } from '../resource.ts';
import { nameOf } from './judge.ts';

/** A target with what it costs. */
export interface Costed {
  readonly whole: Whole;
  readonly cost: RunningCost;
}

/** What changes per hour: the machine, and an auto-assigned public IPv4; of volumes nothing. A Problem where the machine has no known price; zero where nothing is saved. */
export function hourlyDifference(kind: Kind, { whole, cost }: Costed, prices: Prices): Money | Problem {
  if (rowOf(kind).money === 'none') return zero;
  if (kind === 'terminate' && !cost.billedNow) return zero;
  if (isProblem(cost.rate)) return cost.rate;
  if (whole.instance.capacityReservationId !== undefined) return zero;
  if (whole.instance.publicIp?.kind !== 'auto-assigned') return cost.rate.perHour;
  const ipv4 = prices.ipv4PerHour(whole.instance.region);
  return isProblem(ipv4) ? ipv4 : plus(cost.rate.perHour, ipv4);
}

const diskOf = ({ instance: { disks } }: Whole, { id }: Volume): Disk | undefined =>
  disks.find(({ volumeId }) => volumeId === id);

/** What goes on costing when it is done: after a termination only what the flags of its volumes keep, and its Elastic IPs. */
export function leftOf(kind: Kind, whole: Whole, prices: Prices): readonly Left[] {
  if (rowOf(kind).money !== 'saved') return [];
  const volumes = whole.volumes.filter(
    (volume) => kind !== 'terminate' || diskOf(whole, volume)?.deleteOnTermination !== true,
  );
  const read = new Set(whole.volumes.map(({ id }) => id));
  const unread = whole.instance.disks.filter(
    ({ volumeId, deleteOnTermination }) => !read.has(volumeId) && (kind !== 'terminate' || !deleteOnTermination),
  );
  const own = whole.instance.publicIp;
  const unreadIp =
    own?.kind === 'elastic' && !whole.addresses.some(({ publicIp }) => publicIp === own.ip) ? own.ip : undefined;
  const ipv4 = prices.ipv4PerHour(whole.instance.region);
  return [
    ...unread.map(({ volumeId, device }): Left => ({ what: 'volume', id: volumeId, label: `volume at ${device}` })),
    ...(unreadIp === undefined ? [] : [{ what: 'address', id: unreadIp, label: unreadIp } as const]),
    ...volumes.map((volume): Left => {
      const price = prices.volumePerMonth(volume);
      return {
        what: 'volume',
        id: volume.id,
        label: `${volume.kind} ${volume.sizeGiB} GiB`,
        ...(!isProblem(price) && { perMonth: price }),
      };
    }),
    ...whole.addresses
      .filter((address) => chargeOf(address) !== 'no')
      .map((address): Left => ({
        what: 'address',
        id: address.allocationId ?? address.publicIp,
        label: address.publicIp,
        ...(chargeOf(address) === 'yes' && !isProblem(ipv4) && { perMonth: times(ipv4, hoursPerMonth) }),
      })),
  ];
}

/** What the volumes cost that go with a termination; undefined: none goes. */
export function goesWith(kind: Kind, { instance, volumes }: Whole, prices: Prices): Goes | undefined {
  const going = instance.disks.filter(({ deleteOnTermination }) => kind === 'terminate' && deleteOnTermination);
  if (going.length === 0) return undefined;
  const known = going.flatMap(({ volumeId }) => {
    const volume = volumes.find(({ id }) => id === volumeId);
    const price = volume && prices.volumePerMonth(volume);
    return price === undefined || isProblem(price) ? [] : [price];
  });
  return { perMonth: total(known), ...(known.length < going.length && { atLeast: true }) };
}

/** `vol-… (/dev/xvda, gp3 20 GiB, $1.60 a month)`. */
function volumeInWords(whole: Whole, volume: Volume, prices: Prices): Spans {
  const price = prices.volumePerMonth(volume);
  const device = diskOf(whole, volume)?.device;
  return say`${code(volume.id)} (${device === undefined ? '' : `${device}, `}${volume.kind} ${volume.sizeGiB} GiB, ${isProblem(price) ? 'price unknown' : `${rounded(price)} a month`})`;
}

/** What follows for one target. A pure function of what was read. */
export function consequencesOf(
  kind: Kind,
  whole: Whole,
  types: Pick<Types, 'find'>,
  prices: Prices,
): readonly Consequence[] {
  const { instance, details, addresses } = whole;
  const found: Consequence[] = [];
  const add = (name: string, level: Consequence['level'], says: Spans) => found.push({ code: name, level, says });
  const { to, money, going } = rowOf(kind);
  const rests = to === 'stopped';
  const ends = money === 'saved';
  const ipv4 = prices.ipv4PerHour(instance.region);
  const storeGB = types.find(instance.type, instance.region)?.instanceStoreGB;

  if (kind === 'terminate') add('for-good', 'warning', say`It does not come back.`);
  if (kind === 'reboot') {
    add(
      'downtime',
      'warning',
      say`It is away for some minutes; its addresses and volumes stay, and it goes on costing.`,
    );
    add('no-answer', 'info', say`EC2 queues the reboot and never tells how it went.`);
  }
  if (kind === 'hibernate') {
    add('memory-kept', 'good', say`Its memory is saved to its root volume, and restored at the next start.`);
    add('may-stop', 'warning', say`Where it cannot, EC2 stops it normally, and what was in memory is lost.`);
    add(
      'sixty-days',
      'info',
      say`It may stay hibernated for 60 days at most, and its type cannot be changed meanwhile.`,
    );
  }
  if (ends && instance.publicIp?.kind === 'auto-assigned') {
    add(
      'public-ip-changes',
      'warning',
      kind === 'terminate'
        ? say`Its public IPv4 ${code(instance.publicIp.ip)} is given back.`
        : say`Its public IPv4 ${code(instance.publicIp.ip)} is given back; a later start brings another.`,
    );
  }
  if (ends && storeGB !== undefined)
    add(
      'instance-store-lost',
      'warning',
      say`Everything on its local disks (${storeGB} GB of instance store) is erased.`,
    );
  if (kind === 'terminate') {
    for (const volume of whole.volumes) {
      if (diskOf(whole, volume)?.deleteOnTermination === true)
        add('volume-deleted', 'warning', say`Volume ${volumeInWords(whole, volume, prices)} is deleted with it.`);
      else add('volume-kept', 'info', say`Volume ${volumeInWords(whole, volume, prices)} stays, and goes on costing.`);
    }
    const read = new Set(whole.volumes.map(({ id }) => id));
    for (const { volumeId, device, deleteOnTermination } of instance.disks.filter((disk) => !read.has(disk.volumeId)))
      add(
        'volume-unread',
        'warning',
        say`Volume ${code(volumeId)} (${device}) ${deleteOnTermination ? 'is deleted with it' : 'stays'}; its size and price could not be read.`,
      );
  }
  if (rests && instance.type.startsWith('t2.')) add('credits-lost', 'warning', say`Its T2 CPU credits are lost.`);
  if (kind === 'terminate' && /^t(3|3a|4g)\./.test(instance.type))
    add('credits-charged', 'info', say`Surplus CPU credits that it has spent are charged now.`);
  if (ends && instance.capacityReservationId !== undefined) {
    add(
      'reservation-goes-on',
      'warning',
      say`Its Capacity Reservation ${code(instance.capacityReservationId)} goes on costing the On-Demand price: ${going.toLowerCase()} saves nothing while it exists.`,
    );
  }
  const spot = details?.spotRequest;
  if (spot?.type === 'persistent' && ends) {
    if (kind === 'terminate')
      add(
        'spot-request-opens',
        'warning',
        say`Its persistent Spot request opens again and launches another instance in its place; cancel the request first.`,
      );
    else
      add(
        'spot-request-stays',
        'info',
        say`Its persistent Spot request stays open; cancelling that request while it is stopped would terminate it.`,
      );
  }
  if (ends && instance.lifecycle === 'spot' && spot === undefined) {
    add(
      'spot-unknown',
      'warning',
      kind === 'terminate'
        ? say`It is a Spot Instance whose request could not be read; a persistent one launches another in its place.`
        : say`It is a Spot Instance whose request could not be read; if the request is one-time, EC2 refuses.`,
    );
  }
  if (ends && details?.stopProtected === undefined)
    add('protection-unknown', 'warning', say`Its stop protection could not be read; EC2 refuses if it is on.`);
  if (kind === 'terminate' && details?.terminationProtected === undefined)
    add('protection-unknown', 'warning', say`Its termination protection could not be read; EC2 refuses if it is on.`);
  if (kind === 'start' && addresses.length === 0)
    add(
      'public-ip-new',
      'info',
      say`It gets a new public IPv4 if its subnet assigns one, which costs ${isProblem(ipv4) ? 'more' : `${exact(ipv4)} an hour more`}.`,
    );
  const own = instance.publicIp;
  if (ends && own?.kind === 'elastic' && !addresses.some(({ publicIp }) => publicIp === own.ip))
    add(
      'elastic-ip-unread',
      'warning',
      say`Its Elastic IP ${code(own.ip)} stays; its record could not be read, nor what it costs.`,
    );
  if (kind !== 'reboot') {
    for (const address of addresses) {
      if (kind === 'terminate')
        add(
          'elastic-ip-idles',
          'warning',
          say`Its Elastic IP ${code(address.publicIp)} stays with nothing to use it${chargeOf(address) === 'yes' ? `, and goes on costing ${isProblem(ipv4) ? 'an unknown sum' : exact(ipv4)} an hour` : ''}.`,
        );
      else
        add('elastic-ip-stays', 'info', say`Its Elastic IP ${code(address.publicIp)} stays, and its charge goes on.`);
    }
  }
  for (const manager of managersOf(instance.tags, instance.operator)) {
    add(
      `managed-by-${manager.kind}`,
      'warning',
      say`${manager.name}${manager.id === undefined ? '' : [{ kind: 'text', text: ' ' }, code(manager.id)]} manages it: ${manager.advice}`,
    );
  }
  return found;
}

/** What follows for all targets together: what is saved or begins to cost, and what goes on being paid. */
export function consequencesTogether(kind: Kind, moves: readonly Candidate[]): readonly Consequence[] {
  const { money } = rowOf(kind);
  if (money === 'none') return [];
  const found: Consequence[] = [];
  const known = moves.flatMap(({ hourly }) => (isProblem(hourly) ? [] : [hourly]));
  const hourly = total(known);
  const unpriced = moves.flatMap(({ named, hourly: one }) => (isProblem(one) ? [{ named, why: one }] : []));
  const atLeast = unpriced.length > 0 ? 'at least ' : '';
  if (known.length > 0 && !isZero(hourly)) {
    const figure = say`${atLeast}${exact(hourly)} an hour, ${rounded(times(hourly, hoursPerMonth))} a month of 730 hours`;
    found.push(
      money === 'saved'
        ? { code: 'saves', level: 'good', says: say`Saves ${figure}.` }
        : { code: 'begins-to-cost', level: 'info', says: say`Begins to cost ${figure}.` },
    );
  }
  const goes = moves.flatMap((move) => move.goes ?? []);
  const gone = total(goes.map(({ perMonth }) => perMonth));
  if (!isZero(gone))
    found.push({
      code: 'volumes-go',
      level: 'good',
      says: say`Volumes that go with ${moves.length === 1 ? 'it' : 'them'} save ${goes.some((one) => one.atLeast) ? 'at least ' : ''}${rounded(gone)} a month.`,
    });
  for (const { named, why } of unpriced) {
    found.push({
      code: 'price-unknown',
      level: 'warning',
      says: say`The price of ${nameOf(named)} is not known: ${why.what}`,
    });
  }
  found.push(...leftInWords(moves));
  return found;
}
