import type { Clock } from '../ports/clock.ts';
import type { Cloud, Listing, Reading, Scan, Scope } from '../ports/cloud.ts';
import type { Home } from '../ports/instance.ts';
import type { Sight } from '../ports/sight.ts';
import { distinct, type Problem } from '../problem.ts';
import { filtered } from '../slices.ts';

/** What of a scope is shown, as scopes that hold nothing else, and what is not. */
interface Shown {
  readonly scopes: readonly Scope[];
  readonly hidden: readonly Problem[];
}

/** A listing that is read once for each scope. */
type Read<T> = (scope: Scope, reading: Reading) => Promise<Scan<T>>;

/**
 * A cloud as somebody sees it who may not look everywhere: AWS is not even asked about the rest, and each answer says what of
 * what was asked for is not shown. Equal sights ask in equal scopes, so that they share reads under way. It keeps nothing.
 */
export function sightedCloud(cloud: Cloud, sight: Sight, clock: Pick<Clock, 'now'>): Cloud {
  const nothing: Scan<never> = {
    items: [],
    gaps: [],
    asOf: 0,
    source: { name: cloud.demo ? 'demo account' : 'AWS' },
    homes: { whole: [], partly: [] },
  };

  const over = async <T>(
    scope: Scope,
    reading: Reading,
    homeOf: (item: T) => Home,
    read: Read<T>,
  ): Promise<Scan<T>> => {
    const { scopes, hidden } = shownOf(scope, await cloud.homes(), sight);
    const side = oneAfterAnother(reading, scopes.length);
    const [first, ...others] = await Promise.all(scopes.map((one) => read(one, side())));
    if (first === undefined) return { ...nothing, asOf: clock.now(), gaps: hidden };
    const all = others.length === 0 ? first.items : [first, ...others].flatMap((one) => one.items);
    // Who an account is, and which regions it has, may be known only now.
    const items = await filtered(all, (item) => sight.sees(homeOf(item)), reading.signal);
    const late = items.length === all.length ? [] : sight.hidden(all.map(homeOf));
    const seenOf = (which: keyof Scan<T>['homes']): readonly Home[] =>
      [first, ...others].flatMap(({ homes }) => homes[which].filter((home) => sight.sees(home)));
    return {
      ...first,
      items,
      gaps: distinct([...[first, ...others].flatMap(({ gaps }) => gaps), ...hidden, ...late]),
      asOf: Math.min(first.asOf, ...others.map(({ asOf }) => asOf)),
      homes: { whole: seenOf('whole'), partly: seenOf('partly') },
    };
  };

  /** Of things that are named, those that are seen are asked about. */
  const those = async <N extends Home, L extends Listing<unknown>>(
    named: readonly N[],
    read: (seen: readonly N[]) => Promise<L>,
  ): Promise<L | Scan<never>> => {
    const seen = named.filter((one) => sight.sees(one));
    if (seen.length === named.length) return read(seen);
    const hidden = sight.hidden(named);
    if (seen.length === 0) return { ...nothing, asOf: clock.now(), gaps: hidden };
    const found = await read(seen);
    return { ...found, gaps: [...found.gaps, ...hidden] };
  };

  const itself = <T extends Home>(item: T): Home => item;

  return {
    demo: cloud.demo,
    async homes() {
      const homes = await cloud.homes();
      return homes.flatMap(({ account, regions }) => {
        const seen = regions.filter((region) => sight.sees({ account, region }));
        // Regions that could not be read hide nothing: what fails is told by whoever reads them.
        return seen.length > 0 || regions.length === 0 ? [{ account, regions: seen }] : [];
      });
    },
    instances: (scope, reading) => over(scope, reading, itself, (one, its) => cloud.instances(one, its)),
    instancesById: (ids, reading) => those(ids, (seen) => cloud.instancesById(seen, reading)),
    volumes: (scope, reading, of) =>
      of === undefined
        ? over(scope, reading, itself, (one, its) => cloud.volumes(one, its))
        : those(of, (seen) => cloud.volumes(scope, reading, seen)),
    addresses: (scope, reading) => over(scope, reading, itself, (one, its) => cloud.addresses(one, its)),
    reservations: (scope, reading) => over(scope, reading, itself, (one, its) => cloud.reservations(one, its)),
    addressUses: (scope, reading, wantsDetails) =>
      over(
        scope,
        reading,
        ({ address }) => address,
        (one, its) => cloud.addressUses(one, its, wantsDetails),
      ),
    interfaces: (ids, reading) => those(ids, (seen) => cloud.interfaces(seen, reading)),
    addressDetails: (addresses, reading) => those(addresses, (seen) => cloud.addressDetails(seen, reading)),
    dnsRecords: (addresses, reading) => those(addresses, (seen) => cloud.dnsRecords(seen, reading)),
    details: (instances, reading) => those(instances, (seen) => cloud.details(seen, reading)),
  };
}

/** Accounts of which the same regions are shown are read together. */
function shownOf({ accounts, regions }: Scope, homes: Awaited<ReturnType<Cloud['homes']>>, sight: Sight): Shown {
  const looked = homes.filter(
    ({ account: { name, id } }) => accounts === undefined || accounts.includes(name) || accounts.includes(id),
  );
  const known = new Set(homes.flatMap((home) => home.regions));
  // What there is not is for the driver to say.
  const noRegions = regions?.filter((region) => !known.has(region)) ?? [];
  const noAccounts = accounts?.filter((one) => !homes.some(({ account: { name, id } }) => one === name || one === id));
  const hidden: Home[] = [];
  const groups = new Map<string, { readonly accounts: string[]; readonly regions: readonly string[] | undefined }>();
  for (const { account, regions: all } of looked) {
    const wanted = all.filter((region) => regions?.includes(region) ?? true);
    const seen = wanted.filter((region) => sight.sees({ account, region }));
    hidden.push(...wanted.filter((region) => !seen.includes(region)).map((region) => ({ account, region })));
    // Where its regions are not known, what keeps them from being known is told.
    const read = all.length === 0 ? regions : [...seen, ...noRegions];
    if (read?.length === 0) continue;
    const key = JSON.stringify(read ?? null);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { accounts: [account.name], regions: read });
    else group.accounts.push(account.name);
  }
  const scopes: readonly Scope[] = [...groups.values()].map((group) => ({
    accounts: group.accounts,
    ...(group.regions && { regions: group.regions }),
  }));
  const unknown =
    noAccounts === undefined || noAccounts.length === 0 ? [] : [{ accounts: noAccounts, ...(regions && { regions }) }];
  return { scopes: [...scopes, ...unknown], hidden: sight.hidden(hidden) };
}

/** Several reads of different places, told as one: each adds its places to the others'. Each call gives the reading of one of them. */
function oneAfterAnother(reading: Reading, count: number): () => Reading {
  const seen = reading.seen?.bind(reading);
  if (seen === undefined || count < 2) return () => reading;
  const parts: { done: number; of: number }[] = [];
  const sum = (what: 'done' | 'of'): number => parts.reduce((all, part) => all + part[what], 0);
  return () => {
    const which = parts.push({ done: 0, of: 0 }) - 1;
    return {
      ...reading,
      seen(done, of) {
        parts[which] = { done, of };
        seen(sum('done'), sum('of'));
      },
    };
  };
}
