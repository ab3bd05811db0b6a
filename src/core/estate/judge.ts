import { byId, indexed, indexedAtHome } from '../by-id.ts';
import { homeSet, narrowed, type HomeSet } from '../homes.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cloud, Homes, Reading, Scan } from '../ports/cloud.ts';
import {
  isOnOwnInterface,
  ownInterfacesOf,
  type Address,
  type AddressDetails,
  type Home,
  type Instance,
  type NetworkInterface,
} from '../ports/instance.ts';
import { distinct, unread } from '../problem.ts';
import { filtered, inSlices } from '../slices.ts';
import { verdict, type AddressFacts, type Verdict } from './verdict.ts';

/** A public IPv4 of ours: an Elastic IP, or one that an instance has for as long as it runs. */
export interface PublicAddress extends Home {
  readonly ip: string;
  readonly kind: 'elastic' | 'auto-assigned';
  /** The tag `Name`, where it is set and not empty. */
  readonly name?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly verdict: Verdict;
  /** Of an Elastic IP. */
  readonly address?: Address | undefined;
  /** What uses it, where that is an instance that was found. */
  readonly instance?: Instance | undefined;
  /** Transfer and reverse DNS; read for those that may be released. */
  readonly details?: AddressDetails | undefined;
}

/** What is known of who uses some addresses. */
export interface Users {
  readonly instances: Scan<Instance>;
  readonly interfaces: Scan<NetworkInterface>;
  readonly details: Scan<AddressDetails>;
}

/** Gives verdicts of long lists of Elastic IPs, over what uses them; all of it in slices. */
export interface Judge {
  /** Whether an address would be called idle by what it tells of itself. */
  idlesByItself(address: Address): boolean;
  /** What uses these: instances that are being read, interfaces and transfers where the table asks for them, all at once. */
  usersOf(
    addresses: Scan<Address>,
    instances: Promise<Scan<Instance>> | Scan<Instance>,
    reading: Reading,
  ): Promise<Users>;
  /** Verdicts of these, over what uses them. Of those that turn out to idle, transfers are read as well. Whole is a region where all was read that one of its verdicts is made from. */
  judged(addresses: Scan<Address>, users: Users, reading: Reading): Promise<Scan<PublicAddress>>;
}

/** What was not asked for, since nothing is needed of it. */
export const nothing = {
  items: [],
  gaps: [],
  asOf: 0,
  source: { name: 'AWS' },
  homes: { whole: [], partly: [] },
} as const satisfies Scan<never>;

/** An instance with addresses. */
interface Holder extends Home {
  readonly id: string;
  readonly instance: Instance;
  /** Of its addresses the one that comes first. */
  first: Address | undefined;
}

/** See {@link Judge}. It keeps nothing. */
export function createJudge(cloud: Cloud, clock: Pick<Clock, 'now'>): Judge {
  const detailsOf = (addresses: readonly Address[], signal: AbortSignal): Promise<Scan<AddressDetails>> =>
    addresses.length === 0 ? Promise.resolve(nothing) : cloud.addressDetails(addresses, { signal });

  // A transfer is asked only of what would be called idle: an address in use cannot be offered (EC2 API, "InvalidTransfer.AddressAssociated").
  const idlesByItself = (address: Address): boolean => verdict({ address, extra: false }, clock.now()).is === 'idle';

  return {
    idlesByItself,

    async usersOf(addresses, instances, { signal }) {
      const on = ownInterfacesOf(
        await filtered(
          addresses.items,
          ({ instanceId, networkInterfaceId }) => instanceId === undefined && networkInterfaceId !== undefined,
          signal,
        ),
      );
      const [held, interfaces, details] = await Promise.all([
        instances,
        on.length === 0 ? nothing : cloud.interfaces(on, { signal }),
        filtered(addresses.items, idlesByItself, signal).then((some) => detailsOf(some, signal)),
      ]);
      return { instances: held, interfaces, details };
    },

    async judged(addresses, { instances, interfaces, details: ofIdle }, { signal }) {
      const now = clock.now();
      const holderOf = await holdersOf(addresses.items, instances.items, signal);
      const instanceUnread = unread(instances.gaps).length > 0;
      const interfaceOf = await indexedAtHome(interfaces.items, signal);
      const needs = { instances: homeSet(), interfaces: homeSet(), details: homeSet() };
      const items: PublicAddress[] = [];
      const candidates: { readonly known: AddressFacts; readonly instance: Instance | undefined }[] = [];
      await inSlices(
        addresses.items,
        (address) => {
          const holder = holderOf(address, address.instanceId);
          const on = interfaceOf(address, address.networkInterfaceId);
          const known: AddressFacts = {
            address,
            extra: holder !== undefined && holder.first !== address,
            instanceUnread,
            instance: holder?.instance,
            interface: on,
          };
          if (address.instanceId !== undefined) needs.instances.add(address);
          else if (isOnOwnInterface(address)) needs.interfaces.add(address);
          const first = verdict(known, now);
          if (first.is === 'idle') candidates.push({ known, instance: holder?.instance });
          else items.push(publicAddress(address, holder?.instance, first, undefined));
        },
        signal,
      );
      const ofOthers = await detailsOf(
        (await filtered(candidates, ({ known }) => !idlesByItself(known.address), signal)).map(
          ({ known }) => known.address,
        ),
        signal,
      );
      const details = await indexed([...ofIdle.items, ...ofOthers.items], ({ allocationId }) => allocationId, signal);
      await inSlices(
        candidates,
        ({ known, instance }) => {
          if (known.address.allocationId !== undefined) needs.details.add(known.address);
          const own = details.get(known.address.allocationId ?? '');
          const found = verdict({ ...known, transfer: own?.transfer ?? 'unread' }, now);
          items.push(publicAddress(known.address, instance, found, own));
        },
        signal,
      );
      return {
        ...addresses,
        items,
        gaps: distinct([addresses, instances, interfaces, ofIdle, ofOthers].flatMap(({ gaps }) => gaps)),
        homes: homesWith(addresses, [
          [needs.instances, instances],
          [needs.interfaces, interfaces],
          [needs.details, ofIdle, ofOthers],
        ]),
      };
    },
  };
}

/** The homes of a list that was made of others: whole where it is, and where each of the others that it needs there is. @param needs Where what is needed, and by which reads it was read: each told of other things. */
function homesWith(
  list: Scan<unknown>,
  needs: readonly (readonly [where: HomeSet, ...reads: Scan<unknown>[]])[],
): Homes {
  const known = needs.map(([where, ...reads]) => ({
    where,
    whole: homeSet(reads.flatMap(({ homes }) => homes.whole)),
    partly: homeSet(reads.flatMap(({ homes }) => homes.partly)),
  }));
  return narrowed(list.homes, (home) =>
    known.every(({ where, whole, partly }) => !where.has(home) || (whole.has(home) && !partly.has(home))),
  );
}

/**
 * The instances that hold these addresses. Of several addresses of one the first is that of its primary private address as
 * EC2 tells it, else the lowest.
 */
async function holdersOf(addresses: readonly Address[], instances: readonly Instance[], signal: AbortSignal) {
  const held = byId<true>();
  await inSlices(
    addresses,
    ({ instanceId }) => {
      if (instanceId !== undefined) held.set(instanceId, true);
    },
    signal,
  );
  const holders: Holder[] = [];
  await inSlices(
    instances,
    (instance) => {
      const { id, account, region } = instance;
      if (held.get(id) === true) holders.push({ id, account, region, instance, first: undefined });
    },
    signal,
  );
  const holderOf = await indexedAtHome(holders, signal);
  await inSlices(
    addresses,
    (address) => {
      const holder = holderOf(address, address.instanceId);
      if (holder !== undefined && comesBefore(address, holder)) holder.first = address;
    },
    signal,
  );
  return holderOf;
}

function comesBefore(address: Address, { first, instance }: Holder): boolean {
  if (first === undefined || instance.publicIp?.ip === address.publicIp) return true;
  return instance.publicIp?.ip !== first.publicIp && address.publicIp < first.publicIp;
}

/** Field by field: tens of thousands are made at once, and spreads take several times as long and leave more garbage. */
function publicAddress(
  address: Address,
  instance: Instance | undefined,
  found: Verdict,
  details: AddressDetails | undefined,
): PublicAddress {
  const name = address.tags['Name'];
  return {
    ip: address.publicIp,
    kind: 'elastic',
    account: address.account,
    region: address.region,
    tags: address.tags,
    verdict: found,
    name: name === '' ? undefined : name,
    address,
    instance,
    details,
  };
}
