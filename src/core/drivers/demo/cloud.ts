import { indexed } from '../../by-id.ts';
import { homeSet } from '../../homes.ts';
import { didYouMean } from '../../near.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AddressUse, Cloud, Homes, Reading, Scan, Scope, Source } from '../../ports/cloud.ts';
import { ownInterfacesOf, type Account, type Home } from '../../ports/instance.ts';
import type { Problem } from '../../problem.ts';
import { filtered, inSlices } from '../../slices.ts';
import { code, say } from '../../text.ts';
import type { DemoAddress, DemoEc2, DemoInstance, DemoVolume } from './ec2.ts';
import { addressNoun, instanceNoun, interfaceNoun, placesTaken, reservationNoun, volumeNoun } from './nouns.ts';

const source: Source = { name: 'demo account' };

/** The reads of the demo account. A record that has not changed is told by the same object as before, so long lists cost little. */
export function createDemoCloud({ ec2, clock }: { readonly ec2: DemoEc2; readonly clock: Clock }): Cloud {
  const accounts = new Map<string, Account>(ec2.accounts.map((account) => [account.id, account]));
  const homes = ec2.accounts.flatMap((account) => ec2.regions.map((region) => ({ account, region })));
  const unknown: Account = { name: 'unknown', id: '' };
  const accountOf = (id: string): Account => accounts.get(id) ?? unknown;
  const instanceOf = (one: DemoInstance) => instanceNoun(one, accountOf(one.accountId));
  const volumeOf = (one: DemoVolume) => volumeNoun(one, accountOf(one.accountId));
  const allInstances = remembered(instanceOf);
  const allVolumes = remembered(volumeOf);
  const allAddresses = remembered((one: DemoAddress) => addressNoun(one, accountOf(one.accountId)));

  /** What of a whole list is in the scope, and which of its names there are not. */
  const within = async <T extends Home>(
    scope: Scope,
    reading: Reading,
    all: Promise<readonly T[]>,
  ): Promise<Scan<T>> => {
    const items = await all;
    const { accounts: named, regions } = scope;
    const fits = ({ account, region }: Home): boolean =>
      (named === undefined || named.includes(account.name) || named.includes(account.id)) &&
      (regions === undefined || regions.includes(region));
    const narrow = named !== undefined || regions !== undefined;
    const names = ec2.accounts.flatMap(({ name, id }) => [name, id]);
    reading.seen?.(1, 1);
    return {
      items: narrow ? await filtered(items, fits, reading.signal) : items,
      gaps: [
        ...(named ?? []).filter((name) => !names.includes(name)).map((name) => notLookedAt('account', name, names)),
        ...(regions ?? [])
          .filter((name) => !ec2.regions.includes(name))
          .map((name) => notLookedAt('region', name, ec2.regions)),
      ],
      asOf: clock.now(),
      source,
      homes: allWhole(homes.filter(fits)),
    };
  };

  const cloud: Cloud = {
    demo: true,
    homes: async () => ec2.accounts.map((account) => ({ account, regions: ec2.regions })),
    async instances(scope, reading) {
      reading.signal.throwIfAborted();
      const { instances } = await ec2.world();
      return within(scope, reading, allInstances(instances.values(), reading.signal));
    },
    async instancesById(ids, reading) {
      reading.signal.throwIfAborted();
      const { instances, at } = await ec2.world();
      const items = ids.flatMap(({ id, account, region }) => {
        const one = instances.get(id);
        return one !== undefined && one.accountId === account.id && one.region === region ? [instanceOf(one)] : [];
      });
      return { items, gaps: [], asOf: at, source, homes: allWhole(ids) };
    },
    async volumes(scope, reading, of) {
      reading.signal.throwIfAborted();
      const { volumes, at } = await ec2.world();
      if (of === undefined) return within(scope, reading, allVolumes(volumes.values(), reading.signal));
      const items = of
        .flatMap(({ disks }) => disks.flatMap(({ volumeId }) => volumes.get(volumeId) ?? []))
        .map(volumeOf);
      return { items, gaps: [], asOf: at, source, homes: allWhole(of) };
    },
    async addresses(scope, reading) {
      reading.signal.throwIfAborted();
      const { addresses } = await ec2.world();
      return within(scope, reading, allAddresses(addresses.values(), reading.signal));
    },
    async reservations(scope, reading) {
      reading.signal.throwIfAborted();
      const { reservations, instances } = await ec2.world();
      const taken = placesTaken(instances);
      const all = reservations.map((one) => reservationNoun(one, accountOf(one.accountId), taken));
      return within(scope, reading, Promise.resolve(all));
    },
    async addressUses(scope, reading, wantsDetails) {
      const listing = await cloud.addresses(scope, reading);
      const { instances, interfaces } = await ec2.world();
      const { signal } = reading;
      const details = await cloud.addressDetails(await filtered(listing.items, wantsDetails, signal), reading);
      const detailsOf = await indexed(details.items, ({ allocationId }) => allocationId, signal);
      const items: AddressUse[] = [];
      await inSlices(
        listing.items,
        (address) => {
          const holder = instances.get(address.instanceId ?? '');
          const [own] = ownInterfacesOf([address]);
          const on = own && interfaces.get(own.id);
          items.push({
            address,
            instance: holder && instanceOf(holder),
            interface: on && interfaceNoun(on, address.account),
            details: detailsOf.get(address.allocationId ?? ''),
          });
        },
        signal,
      );
      return { ...listing, items };
    },
    async interfaces(ids, reading) {
      reading.signal.throwIfAborted();
      const { interfaces, at } = await ec2.world();
      const items = ids.flatMap(({ id, account }) => {
        const one = interfaces.get(id);
        return one !== undefined && one.accountId === account.id ? [interfaceNoun(one, account)] : [];
      });
      return { items, gaps: [], asOf: at, source, homes: allWhole(ids) };
    },
    async addressDetails(addresses, reading) {
      reading.signal.throwIfAborted();
      const { addresses: now, at } = await ec2.world();
      const items = addresses.flatMap(({ allocationId }) => {
        const one = now.get(allocationId ?? '');
        if (one === undefined) return [];
        return [
          {
            allocationId: one.allocationId,
            transfer: one.transferTo === undefined ? ('none' as const) : { toAccount: one.transferTo },
            reverseDns: one.reverseDns ?? '',
          },
        ];
      });
      return { items, gaps: [], asOf: at, source, homes: allWhole(addresses) };
    },
    async dnsRecords(addresses, reading) {
      reading.signal.throwIfAborted();
      const { records, at } = await ec2.world();
      const items = records.filter(({ ip, accountId }) =>
        addresses.some(({ publicIp, account }) => publicIp === ip && account.id === accountId),
      );
      return { items: items.map(({ ip, name, zone }) => ({ ip, name, zone })), gaps: [], asOf: at, source };
    },
    async details(instances, reading) {
      reading.signal.throwIfAborted();
      const { instances: now, at } = await ec2.world();
      const items = instances.flatMap(({ id }) => {
        const one = now.get(id);
        if (one === undefined) return [];
        const { stopProtected, terminationProtected, spot } = one;
        return [
          {
            id,
            stopProtected,
            terminationProtected,
            ...(spot && { spotRequest: { type: spot.type, state: spot.state } }),
          },
        ];
      });
      return { items, gaps: [], asOf: at, source };
    },
  };
  return cloud;
}

/** The homes of these, each once. Nothing fails here. */
const allWhole = (things: readonly Home[]): Homes => ({ whole: homeSet(things).values(), partly: [] });

const notLookedAt = (kind: 'account' | 'region', name: string, known: readonly string[]): Problem => ({
  problem: kind === 'region' ? 'unknown-region' : 'bad-value',
  what: say`The demo account has no ${kind} ${code(name)}.`,
  todo: didYouMean(name, known),
});

/**
 * Makes a list of records into what the ports speak of. The list before is kept, and what stands at its place unchanged is
 * not made again: then a list of tens of thousands costs a comparison for each, and none of them is looked into.
 */
function remembered<From, To>(
  make: (from: From) => To,
): (records: Iterable<From>, signal: AbortSignal) => Promise<readonly To[]> {
  let before: { readonly from: readonly From[]; readonly to: readonly To[] } = { from: [], to: [] };
  return async (records, signal) => {
    // The account may change while this walk gives the event loop its turns: each record is whole, as with AWS's pages.
    const from = [...records];
    const to = before.to.slice(0, from.length);
    await inSlices(
      placesOfOthers(before.from, from),
      (place) => {
        const one = from[place];
        if (one !== undefined) to[place] = make(one);
      },
      signal,
    );
    before = { from, to };
    return to;
  };
}

/** Where two lists differ. A loop of its own and no slices: tens of thousands of comparisons are a fraction of a millisecond. */
function placesOfOthers(before: readonly unknown[], now: readonly unknown[]): readonly number[] {
  const places: number[] = [];
  for (let place = 0; place < now.length; place += 1) if (before[place] !== now[place]) places.push(place);
  return places;
}
