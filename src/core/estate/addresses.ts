import type { AddressUse, Cloud, Listing, Reading, Scope } from '../ports/cloud.ts';
import type { Clock } from '../ports/clock.ts';
import {
  ownInterfacesOf,
  type Address,
  type AddressDetails,
  type Home,
  type Instance,
  type NetworkInterface,
} from '../ports/instance.ts';
import { distinct, type Problem } from '../problem.ts';
import { inSlices } from '../slices.ts';
import { code, say } from '../text.ts';
import { ambiguousAddress, noSuchAddress } from './which-address.ts';
import { sideBySide } from './side-by-side.ts';
import { compileFilter, scopeOf, type Filter, type Filtered } from './filter.ts';
import { verdict, type AddressFacts, type Verdict } from './verdict.ts';

/** A public IPv4 of ours: an Elastic IP, or one that an instance has for as long as it runs. */
export interface PublicAddress extends Home {
  readonly ip: string;
  readonly kind: 'elastic' | 'auto-assigned';
  /** The tag `Name`, where it is set and not empty. */
  readonly name?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly verdict: Verdict;
  /** Of an Elastic IP. */
  readonly address?: Address;
  /** What uses it, where that is an instance that was found. */
  readonly instance?: Instance;
  /** Transfer and reverse DNS; read for those that may be released. */
  readonly details?: AddressDetails;
}

/** The public IPv4 addresses of the accounts. */
export interface Addresses {
  /** Elastic IPs and auto-assigned ones of instances that fit, in no order. Those that load balancers and other services bring along are not among them. */
  list(filter: Filter, reading: Reading): Promise<Listing<PublicAddress>>;
  /** Elastic IPs that fit and idle, in no order, and how many were looked at. Of instances only those are read that hold an address. */
  idle(filter: Filter, reading: Reading): Promise<Listing<PublicAddress> & { readonly lookedAt: number }>;
  /** One Elastic IP: by address, allocation id or Name. `address-not-found` names the nearest, `ambiguous-name` the candidates. @param within Where to look. */
  one(word: string, within: Scope, reading: Reading): Promise<Listing<PublicAddress> | Problem>;
  /** Elastic IPs by allocation id or address, read now. One that is not ours is left out. */
  byId(ids: readonly (Home & { readonly id: string })[], reading: Reading): Promise<Listing<PublicAddress>>;
}

/** What is known of who uses some addresses. */
interface Users {
  readonly instances: Listing<Instance>;
  readonly interfaces: Listing<NetworkInterface>;
  readonly details: Listing<AddressDetails>;
}

/** The addresses on a cloud. It keeps nothing. */
export function createAddresses(cloud: Cloud, clock: Pick<Clock, 'now'>): Addresses {
  const detailsOf = (addresses: readonly Address[], signal: AbortSignal): Promise<Listing<AddressDetails>> =>
    addresses.length === 0 ? Promise.resolve(nothing) : cloud.addressDetails(addresses, { signal });

  // A transfer is asked only of what would be called idle: an address in use cannot be offered (EC2 API, "InvalidTransfer.AddressAssociated").
  const idlesByItself = (address: Address): boolean => verdict({ address, extra: false }, clock.now()).is === 'idle';

  /** What uses these: instances that are being read, interfaces and transfers where the table asks for them, all at once. */
  const usersOf = async (
    addresses: Listing<Address>,
    instances: Promise<Listing<Instance>> | Listing<Instance>,
    { signal }: Reading,
  ): Promise<Users> => {
    const on = ownInterfacesOf(addresses.items);
    const [held, interfaces, details] = await Promise.all([
      instances,
      on.length === 0 ? nothing : cloud.interfaces(on, { signal }),
      detailsOf(addresses.items.filter(idlesByItself), signal),
    ]);
    return { instances: held, interfaces, details };
  };

  /** Verdicts of these, over what uses them. Of those that turn out to idle, transfers are read as well. */
  const judged = async (
    addresses: Listing<Address>,
    { instances, interfaces, details: ofIdle }: Users,
    { signal }: Reading,
  ): Promise<Listing<PublicAddress>> => {
    const now = clock.now();
    const holders = new Set(addresses.items.flatMap(({ instanceId }) => instanceId ?? []));
    const byKey = new Map<string, Instance>();
    await inSlices(
      instances.items,
      (one) => {
        if (holders.has(one.id)) byKey.set(keyOf(one, one.id), one);
      },
      signal,
    );
    const holderOf = (address: Address): Instance | undefined => byKey.get(holderKey(address) ?? '');
    const interfaceOf = new Map(interfaces.items.map((one) => [keyOf(one, one.id), one]));
    const firsts = firstOfEach(addresses.items, holderOf);
    const factsOf = (address: Address): AddressFacts => {
      const instance = holderOf(address);
      const on = interfaceOf.get(keyOf(address, address.networkInterfaceId ?? ''));
      return {
        address,
        extra: instance !== undefined && firsts.get(instance) !== address,
        instanceUnread: instances.gaps.length > 0,
        ...(instance && { instance }),
        ...(on && { interface: on }),
      };
    };
    const items: PublicAddress[] = [];
    const candidates = new Map<Address, AddressFacts>();
    await inSlices(
      addresses.items,
      (address) => {
        const known = factsOf(address);
        const first = verdict(known, now);
        if (first.is === 'idle') candidates.set(address, known);
        else items.push(publicAddress(address, holderOf(address), first));
      },
      signal,
    );
    const ofOthers = await detailsOf(
      [...candidates.keys()].filter((one) => !idlesByItself(one)),
      signal,
    );
    const detailsById = new Map([...ofIdle.items, ...ofOthers.items].map((one) => [one.allocationId, one]));
    for (const [address, known] of candidates) {
      const own = detailsById.get(address.allocationId ?? '');
      const all: AddressFacts = { ...known, transfer: own?.transfer ?? 'unread' };
      items.push({ ...publicAddress(address, holderOf(address), verdict(all, now)), ...(own && { details: own }) });
    }
    return {
      ...addresses,
      items,
      gaps: distinct([addresses, instances, interfaces, ofIdle, ofOthers].flatMap(({ gaps }) => gaps)),
    };
  };

  /** Verdicts of Elastic IPs over the instances that hold one of them, and no others. */
  const judgedAlone = async (addresses: Listing<Address>, reading: Reading): Promise<Listing<PublicAddress>> => {
    const held = new Map<string, Home & { readonly id: string }>();
    for (const { instanceId: id, account, region } of addresses.items)
      if (id !== undefined) held.set(keyOf({ account, region }, id), { id, account, region });
    const instances =
      held.size === 0 ? Promise.resolve(nothing) : cloud.instancesById([...held.values()], { signal: reading.signal });
    return judged(addresses, await usersOf(addresses, instances, reading), reading);
  };
  /** These, and those that share an instance with one of them: which of several is a further one, all of them tell. */
  const withSharers = (addresses: readonly Address[], wanted: (one: Address) => boolean): readonly Address[] => {
    const holders = new Set(addresses.filter(wanted).flatMap(({ instanceId }) => instanceId ?? []));
    return addresses.filter((one) => wanted(one) || holders.has(one.instanceId ?? ''));
  };

  return {
    async list(filter, reading) {
      const scope = scopeOf(filter);
      const side = sideBySide(reading);
      const [addresses, instances] = await Promise.all([
        cloud.addresses(scope, side()),
        cloud.instances(scope, side()),
      ]);
      const all = await judged(addresses, await usersOf(addresses, instances, reading), reading);
      const fits = compileFilter(filter);
      const items = all.items.filter((one) => asFiltered(one).some(fits));
      await inSlices(
        instances.items,
        (instance) => {
          if (instance.publicIp?.kind !== 'auto-assigned') return;
          const lent = autoAssigned(instance, instance.publicIp.ip);
          if (asFiltered(lent).some(fits)) items.push(lent);
        },
        reading.signal,
      );
      return { ...all, items };
    },

    async idle(filter, reading) {
      const uses = await cloud.addressUses(scopeOf(filter), reading, idlesByItself);
      const of = <T>(part: (use: AddressUse) => T | undefined): Listing<T> => ({
        ...uses,
        items: uses.items.flatMap((use) => part(use) ?? []),
      });
      const users = {
        instances: of(({ instance }) => instance),
        interfaces: of((use) => use.interface),
        details: of(({ details }) => details),
      };
      const all = await judged(
        of(({ address }) => address),
        users,
        reading,
      );
      const fits = compileFilter(filter);
      return {
        ...all,
        items: all.items.filter((one) => one.verdict.is === 'idle' && asFiltered(one).some(fits)),
        lookedAt: all.items.length,
      };
    },

    async one(word, within, reading) {
      const wanted = word.toLowerCase();
      const addresses = await cloud.addresses(within, reading);
      const isMeant = ({ publicIp, allocationId, tags }: Address): boolean =>
        publicIp === wanted || allocationId === wanted || tags['Name']?.toLowerCase() === wanted;
      const meant = new Set(addresses.items.filter(isMeant));
      if (meant.size === 0) return noSuchAddress(word, addresses);
      const all = await judgedAlone({ ...addresses, items: withSharers(addresses.items, isMeant) }, reading);
      const found = all.items.filter(({ address }) => address !== undefined && meant.has(address));
      const [first, second] = found;
      if (first === undefined) return noSuchAddress(word, addresses);
      return second === undefined ? { ...all, items: [first] } : ambiguousAddress(word, found);
    },

    async byId(ids, reading) {
      const scope = {
        accounts: [...new Set(ids.map(({ account }) => account.name))],
        regions: [...new Set(ids.map(({ region }) => region))],
      };
      const wanted = new Set(ids.map(({ id }) => id));
      const addresses = await cloud.addresses(scope, reading);
      const isMeant = ({ allocationId, publicIp }: Address): boolean =>
        wanted.has(allocationId ?? '') || wanted.has(publicIp);
      const all = await judgedAlone({ ...addresses, items: withSharers(addresses.items, isMeant) }, reading);
      return { ...all, items: all.items.filter(({ address }) => address !== undefined && isMeant(address)) };
    },
  };
}

/** What was not asked for, since nothing is needed of it. */
const nothing = { items: [], gaps: [], asOf: 0, source: { name: 'AWS' } } as const satisfies Listing<never>;

/** Ids are compared within an account and region. */
const keyOf = ({ account, region }: Home, id: string): string => `${account.name}/${region}/${id}`;
const holderKey = (address: Address): string | undefined =>
  address.instanceId === undefined ? undefined : keyOf(address, address.instanceId);

/** Of each instance with addresses the one that comes first: that of its primary private address as EC2 tells it, else the lowest. */
function firstOfEach(
  addresses: readonly Address[],
  holderOf: (address: Address) => Instance | undefined,
): ReadonlyMap<Instance, Address> {
  const firsts = new Map<Instance, Address>();
  for (const address of addresses) {
    const instance = holderOf(address);
    if (instance === undefined) continue;
    const known = firsts.get(instance);
    const isOwn = instance.publicIp?.ip === address.publicIp;
    const knownIsOwn = known !== undefined && instance.publicIp?.ip === known.publicIp;
    if (known === undefined || isOwn || (!knownIsOwn && address.publicIp < known.publicIp))
      firsts.set(instance, address);
  }
  return firsts;
}

function publicAddress(address: Address, instance: Instance | undefined, found: Verdict): PublicAddress {
  const name = address.tags['Name'];
  return {
    ip: address.publicIp,
    kind: 'elastic',
    account: address.account,
    region: address.region,
    tags: address.tags,
    verdict: found,
    address,
    ...(name !== undefined && name !== '' && { name }),
    ...(instance && { instance }),
  };
}

/** An instance has one as long as it runs, and AWS charges for it. */
const autoAssigned = (instance: Instance, ip: string): PublicAddress => ({
  ip,
  kind: 'auto-assigned',
  account: instance.account,
  region: instance.region,
  tags: instance.tags,
  instance,
  verdict: {
    is: 'in-use',
    row: 0,
    charged: 'yes',
    says: () => say`${instance.name === undefined ? code(instance.id) : instance.name} has it while it runs`,
  },
  ...(instance.name !== undefined && { name: instance.name }),
});

/** A filter may speak of the address itself, or of the instance that has it. */
const asFiltered = ({ ip, name, account, region, tags, address, instance }: PublicAddress): readonly Filtered[] => [
  {
    id: address?.allocationId ?? instance?.id ?? '',
    name,
    account,
    region,
    tags,
    publicIp: { ip },
    privateIp: address?.privateIp,
    type: instance?.type,
    zone: instance?.zone,
    state: instance?.state,
  },
  ...(instance === undefined ? [] : [{ ...instance, publicIp: { ip } }]),
];
