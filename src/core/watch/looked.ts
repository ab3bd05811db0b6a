import { byId, type ById } from '../by-id.ts';
import { homeKey, homeSet, type HomeSet } from '../homes.ts';
import type { PublicAddress } from '../estate/judge.ts';
import type { Scan } from '../ports/cloud.ts';
import type { CapacityReservation, Home, Instance, Volume } from '../ports/instance.ts';
import { inSlices } from '../slices.ts';
import { allRegions } from './finding.ts';
import { namings } from './found.ts';
import { listsOf, type ListName, type Lists } from './lists.ts';
import type { Rule } from './rules/rule.ts';

/** What was looked at, and what of it was read whole. */
export interface Looked {
  /** Of which anything was read. */
  readonly accounts: number;
  readonly regions: number;
  /** Accounts' regions of which some list was not read, or in part alone. */
  readonly unread: number;
  /** How many of each list were read: Elastic IPs, and instances that are not gone. */
  readonly things: Readonly<Record<string, number>>;
  /** Whether everything was read there that the rule looks at. */
  covers(rule: string, home: Home): boolean;
  /** Whether this was read there, whatever it is. */
  isThere(home: Home, id: string): boolean;
  /** What was read of this there; undefined: nothing. */
  thingOf(home: Home, id: string): ThingRead | undefined;
}

/** A thing as it was read. */
export type ThingRead =
  | { readonly is: 'address'; readonly thing: PublicAddress }
  | { readonly is: 'instance'; readonly thing: Instance }
  | { readonly is: 'volume'; readonly thing: Volume }
  | { readonly is: 'reservation'; readonly thing: CapacityReservation };

/** Where a list was read: accounts as wholes are among it, by the name of {@link allRegions}. */
interface Where {
  readonly whole: HomeSet;
  readonly partly: HomeSet;
}

/** Counts what was read and puts it by its id, walking each list in slices. @param isSure Whether besides the lists all was known that successors are found by. */
export async function lookedAt(
  lists: Lists,
  rules: readonly Rule[],
  isSure: (home: Home) => boolean,
  signal: AbortSignal,
): Promise<Looked> {
  const there = {
    addresses: byId<PublicAddress>(),
    instances: byId<Instance>(),
    volumes: byId<Volume>(),
    reservations: byId<CapacityReservation>(),
  };
  const homes = homeSet();
  const things: Record<string, number> = {};
  const places = new Map<ListName, Where>();
  const unread = homeSet();

  const noted = async (all: readonly Home[]): Promise<HomeSet> => {
    const set = homeSet();
    await inSlices(
      all,
      ({ account, region }) => {
        set.add({ account, region });
        set.add({ account, region: allRegions });
      },
      signal,
    );
    return set;
  };
  /** @param idOf Undefined: it is not counted. */
  const note = async <T extends Home>(
    name: ListName,
    list: Scan<T> | undefined,
    own: ById<T>,
    idOf: (thing: T) => string | undefined,
  ): Promise<void> => {
    if (list === undefined) return;
    let count = 0;
    await inSlices(
      list.items,
      (thing) => {
        const id = idOf(thing);
        if (id === undefined) return;
        own.set(id, thing);
        homes.add(thing);
        count += 1;
      },
      signal,
    );
    things[name] = count;
    await inSlices(list.homes.whole, (home) => homes.add(home), signal);
    await inSlices(list.homes.partly, (home) => unread.add(home), signal);
    places.set(name, { whole: await noted(list.homes.whole), partly: await noted(list.homes.partly) });
  };
  await note('addresses', lists.addresses, there.addresses, namings.addresses.idOf);
  await note('instances', lists.instances, there.instances, ({ id, state }) =>
    state === 'terminated' || state === 'shutting-down' ? undefined : id,
  );
  await note('volumes', lists.volumes, there.volumes, ({ id }) => id);
  await note('reservations', lists.reservations, there.reservations, ({ id }) => id);

  const thingOf = (home: Home, id: string): ThingRead | undefined => {
    const at = homeKey(home);
    const own = <T extends Home>(of: ById<T>): T | undefined => {
      const thing = of.get(id);
      return thing !== undefined && homeKey(thing) === at ? thing : undefined;
    };
    const address = own(there.addresses);
    if (address !== undefined) return { is: 'address', thing: address };
    const instance = own(there.instances);
    if (instance !== undefined) return { is: 'instance', thing: instance };
    const volume = own(there.volumes);
    if (volume !== undefined) return { is: 'volume', thing: volume };
    const reservation = own(there.reservations);
    return reservation && { is: 'reservation', thing: reservation };
  };
  const isWhole = (name: ListName, home: Home): boolean => {
    const where = places.get(name);
    return where !== undefined && where.whole.has(home) && !where.partly.has(home);
  };
  const all = homes.values();
  const accounts = homeSet(all.map(({ account }) => ({ account, region: allRegions })));
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    accounts: accounts.values().length,
    regions: new Set(all.map(({ region }) => region)).size,
    things,
    unread: unread.values().length,
    covers(id, home) {
      const rule = ruleOf.get(id);
      if (rule === undefined || (rule.needs === 'successors' && !isSure(home))) return false;
      return listsOf(rule).every((name) => isWhole(name, home));
    },
    isThere(home, id) {
      if (home.region === allRegions) return accounts.has(home);
      return thingOf(home, id) !== undefined;
    },
    thingOf,
  };
}
