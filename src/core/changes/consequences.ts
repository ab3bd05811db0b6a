import { managersOf } from '../estate/managers.ts';
import type { Catalogue } from '../facts/instance-types/catalogue.ts';
import { exact, hoursPerMonth, isZero, plus, rounded, times, total, zero, type Money } from '../money.ts';
import type { Rate } from '../ports/price-list.ts';
import { isProblem, type Problem } from '../problem.ts';
import { code, list, say, type Spans } from '../text.ts';
import type { Consequence, Costed } from './changes.ts';
import { nameOf } from './judge.ts';
import type { Kind } from './kinds.ts';

/** What changes per hour when this one is started or stopped: the machine, and an auto-assigned public IPv4. A Problem where the machine has no known price; zero where stopping saves nothing. */
export function hourlyDifference({ whole, cost }: Costed, publicIpv4: Rate): Money | Problem {
  if (isProblem(cost.rate)) return cost.rate;
  if (whole.instance.capacityReservationId !== undefined) return zero;
  return whole.instance.publicIp?.kind === 'auto-assigned'
    ? plus(cost.rate.perHour, publicIpv4.perHour)
    : cost.rate.perHour;
}

/** What follows for one target. A pure function of what was read. */
export function consequencesOf(kind: Kind, { whole }: Costed, types: Catalogue): readonly Consequence[] {
  const { instance, details, addresses } = whole;
  const found: Consequence[] = [];
  const add = (name: string, level: Consequence['level'], says: Spans) => found.push({ code: name, level, says });

  if (kind === 'stop') {
    if (instance.publicIp?.kind === 'auto-assigned') {
      add(
        'public-ip-changes',
        'warning',
        say`Its public IPv4 ${code(instance.publicIp.ip)} is given back; a later start brings another.`,
      );
    }
    const storeGB = types.find(instance.type)?.instanceStoreGB;
    if (storeGB !== undefined)
      add(
        'instance-store-lost',
        'warning',
        say`Everything on its local disks (${storeGB} GB of instance store) is erased.`,
      );
    if (instance.type.startsWith('t2.')) add('credits-lost', 'warning', say`Its T2 CPU credits are lost.`);
    if (instance.capacityReservationId !== undefined) {
      add(
        'reservation-goes-on',
        'warning',
        say`Its Capacity Reservation ${code(instance.capacityReservationId)} goes on costing the On-Demand price: stopping saves nothing while it exists.`,
      );
    }
    if (details?.spotRequest?.type === 'persistent') {
      add(
        'spot-request-stays',
        'info',
        say`Its persistent Spot request stays open; cancelling that request while it is stopped would terminate it.`,
      );
    }
    if (instance.lifecycle === 'spot' && details?.spotRequest === undefined) {
      add(
        'spot-unknown',
        'warning',
        say`It is a Spot Instance whose request could not be read; if the request is one-time, EC2 refuses.`,
      );
    }
    if (details?.stopProtected === undefined)
      add('protection-unknown', 'warning', say`Its stop protection could not be read; EC2 refuses if it is on.`);
  }
  if (kind === 'start') {
    if (addresses.length === 0) add('public-ip-new', 'info', say`It gets a new public IPv4 if its subnet assigns one.`);
  }
  for (const address of addresses) {
    add('elastic-ip-stays', 'info', say`Its Elastic IP ${code(address.publicIp)} stays, and its charge goes on.`);
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
export function consequencesTogether(kind: Kind, moves: readonly Costed[], publicIpv4: Rate): readonly Consequence[] {
  const found: Consequence[] = [];
  const differences = moves.map((move) => ({ move, hourly: hourlyDifference(move, publicIpv4) }));
  const known = differences.flatMap(({ hourly }) => (isProblem(hourly) ? [] : [hourly]));
  const hourly = total(known);
  const unpriced = differences.flatMap(({ move, hourly: one }) => (isProblem(one) ? [{ move, why: one }] : []));
  const atLeast = unpriced.length > 0 ? 'at least ' : '';
  if (known.length > 0 && !isZero(hourly)) {
    const figure = say`${atLeast}${exact(hourly)} an hour, ${rounded(times(hourly, hoursPerMonth))} a month of 730 hours`;
    found.push(
      kind === 'stop'
        ? { code: 'saves', level: 'good', says: say`Saves ${figure}.` }
        : { code: 'begins-to-cost', level: 'info', says: say`Begins to cost ${figure}.` },
    );
  }
  for (const { move, why } of unpriced) {
    found.push({
      code: 'price-unknown',
      level: 'warning',
      says: say`The price of ${nameOf(move.whole.instance)} is not known: ${why.what}`,
    });
  }
  found.push(...(kind === 'stop' ? leftBehindBy(moves) : []));
  return found;
}

/** What goes on costing when these are stopped: volumes and Elastic IPs. */
export function leftBehindBy(moves: readonly Costed[]): readonly Consequence[] {
  const found: Consequence[] = [];
  const volumes = moves.flatMap(({ whole }) => whole.volumes);
  const monthly = total(moves.map(({ cost }) => cost.volumesPerMonth));
  const unknown = moves.flatMap(({ whole, cost }) => (cost.volumesUnknown ? [nameOf(whole.instance)] : []));
  if (volumes.length > 0) {
    const count = `${volumes.length} volume${volumes.length === 1 ? '' : 's'}`;
    const figure =
      unknown.length === 0 ? rounded(monthly) : isZero(monthly) ? 'an unknown sum' : `at least ${rounded(monthly)}`;
    found.push({
      code: 'volumes-go-on',
      level: 'info',
      says: say`${count} still cost${volumes.length === 1 ? 's' : ''} ${figure} a month.`,
    });
    if (unknown.length > 0) {
      found.push({
        code: 'volume-price-unknown',
        level: 'info',
        says: say`No price is known for volumes of ${list(unknown)}.`,
      });
    }
  }
  const addresses = moves.flatMap(({ whole }) => whole.addresses);
  if (addresses.length > 0) {
    found.push({
      code: 'addresses-go-on',
      level: 'info',
      says: say`${list(addresses.map(({ publicIp }) => code(publicIp)))} (Elastic IP) still cost${addresses.length === 1 ? 's' : ''} ${exact(moves.reduce((sum, { cost }) => plus(sum, cost.elasticPerHour), zero))} an hour.`,
    });
  }
  return found;
}
