import type { Addresses } from '../estate/addresses.ts';
import type { PublicAddress } from '../estate/judge.ts';
import { sideBySide } from '../estate/side-by-side.ts';
import type { Cloud, Reading, Scan, Scope } from '../ports/cloud.ts';
import type { CapacityReservation, Instance, Volume } from '../ports/instance.ts';
import type { Rule } from './rules/rule.ts';

/** What was read for some rules; undefined: none of them looks at it. */
export interface Lists {
  /** Elastic IPs. */
  readonly addresses: Scan<PublicAddress> | undefined;
  readonly instances: Scan<Instance> | undefined;
  readonly volumes: Scan<Volume> | undefined;
  readonly reservations: Scan<CapacityReservation> | undefined;
}
/** One of them. */
export type ListName = keyof Lists;

/** The lists that a rule looks at. */
export function listsOf({ over, needs }: Rule): readonly ListName[] {
  switch (over) {
    case 'counts':
      // To instances AWS lends addresses.
      return ['addresses', 'instances'];
    case 'addresses':
    case 'instances':
    case 'volumes':
    case 'reservations':
      return needs === 'volumes' ? [over, 'volumes'] : [over];
  }
}

/** Reads what these rules look at and nothing else, all at once. Addresses need no list of all instances by themselves; where one is read for another rule, it serves them too. */
export async function readLists(
  rules: readonly Rule[],
  scope: Scope,
  { cloud, addresses }: { readonly cloud: Cloud; readonly addresses: Pick<Addresses, 'elastic' | 'over'> },
  reading: Reading,
): Promise<Lists> {
  const wanted = new Set(rules.flatMap(listsOf));
  // A sweep changes nothing and follows no change: what somebody else is reading at the moment will do.
  const side = sideBySide({ ...reading, joins: true });
  const instances = wanted.has('instances') ? cloud.instances(scope, side()) : undefined;
  const volumes = wanted.has('volumes') ? cloud.volumes(scope, side()) : undefined;
  const reservations = wanted.has('reservations') ? cloud.reservations(scope, side()) : undefined;
  const elastic = wanted.has('addresses') && instances === undefined ? addresses.elastic(scope, side()) : undefined;
  const bare = wanted.has('addresses') && instances !== undefined ? cloud.addresses(scope, side()) : undefined;
  const over = async (): Promise<Scan<PublicAddress> | undefined> => {
    const [own, holders] = await Promise.all([bare, instances]);
    return own && holders && addresses.over(own, holders, reading);
  };
  const [judged, ...others] = await Promise.all([elastic ?? over(), instances, volumes, reservations]);
  return { addresses: judged, instances: others[0], volumes: others[1], reservations: others[2] };
}
