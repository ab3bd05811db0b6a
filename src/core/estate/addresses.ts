import { didYouMean } from '../near.ts';
import type { Cloud, Listing, Reading, Scope } from '../ports/cloud.ts';
import type { Clock } from '../ports/clock.ts';
import type { Address, AddressDetails, Home, Instance, NetworkInterface } from '../ports/instance.ts';
import { distinct, type Problem } from '../problem.ts';
import { inSlices } from '../slices.ts';
import { code, command, list, say } from '../text.ts';
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
  /** One Elastic IP: by address, allocation id or Name. `address-not-found` names the nearest, `ambiguous-name` the candidates. @param within Where to look. */
  one(word: string, within: Scope, reading: Reading): Promise<Listing<PublicAddress> | Problem>;
  /** Elastic IPs by allocation id or address, read now. One that is not ours is left out. */
  byId(ids: readonly (Home & { readonly id: string })[], reading: Reading): Promise<Listing<PublicAddress>>;
}

/** Candidates told where a name is not one address's alone. */
const candidatesTold = 8;

/** The addresses on a cloud. It keeps nothing. */
export function createAddresses(cloud: Cloud, clock: Pick<Clock, 'now'>): Addresses {
  /** Verdicts of these, over what was read of instances; interfaces and transfers are read where the table asks for them. */
  const judged = async (
    addresses: Listing<Address>,
    instances: Listing<Instance>,
    reading: Reading,
  ): Promise<Listing<PublicAddress>> => {
    const holders = new Set(addresses.items.flatMap(({ instanceId }) => instanceId ?? []));
    const byId = new Map<string, Instance>();
    await inSlices(
      instances.items,
      (one) => {
        if (holders.has(one.id)) byId.set(one.id, one);
      },
      reading.signal,
    );
    const onInterface = addresses.items.filter(
      ({ instanceId, networkInterfaceId, networkInterfaceOwnerId, account }) =>
        instanceId === undefined &&
        networkInterfaceId !== undefined &&
        (networkInterfaceOwnerId === undefined || networkInterfaceOwnerId === account.id),
    );
    const interfaces =
      onInterface.length === 0
        ? undefined
        : await cloud.interfaces(
            onInterface.map(({ networkInterfaceId = '', account, region }) => ({
              id: networkInterfaceId,
              account,
              region,
            })),
            reading,
          );
    const interfaceOf = new Map((interfaces?.items ?? []).map((one) => [one.id, one]));
    const firsts = firstOfEach(addresses.items, byId);
    const factsOf = (address: Address): AddressFacts => {
      const instance = byId.get(address.instanceId ?? '');
      const on: NetworkInterface | undefined = interfaceOf.get(address.networkInterfaceId ?? '');
      return {
        address,
        extra: instance !== undefined && firsts.get(instance.id) !== address,
        instanceUnread: instances.gaps.length > 0,
        ...(instance && { instance }),
        ...(on && { interface: on }),
      };
    };
    const now = clock.now();
    const items: PublicAddress[] = [];
    const candidates: Address[] = [];
    const facts = new Map<Address, AddressFacts>();
    await inSlices(
      addresses.items,
      (address) => {
        const known = factsOf(address);
        const first = verdict(known, now);
        if (first.is === 'idle') {
          candidates.push(address);
          facts.set(address, known);
        } else items.push(publicAddress(address, known, first, byId));
      },
      reading.signal,
    );
    // A transfer is asked only of what would be called idle: an address in use cannot be offered (EC2 API, "InvalidTransfer.AddressAssociated").
    const details = candidates.length === 0 ? undefined : await cloud.addressDetails(candidates, reading);
    const detailsOf = new Map((details?.items ?? []).map((one) => [one.allocationId, one]));
    for (const address of candidates) {
      const known = facts.get(address);
      const own = detailsOf.get(address.allocationId ?? '');
      if (known === undefined) continue;
      const all: AddressFacts = { ...known, transfer: own?.transfer ?? 'unread' };
      items.push({ ...publicAddress(address, all, verdict(all, now), byId), ...(own && { details: own }) });
    }
    return {
      ...addresses,
      items,
      gaps: distinct([...addresses.gaps, ...instances.gaps, ...(interfaces?.gaps ?? []), ...(details?.gaps ?? [])]),
    };
  };

  const elastic = async (scope: Scope, reading: Reading) => {
    const [addresses, instances] = await Promise.all([
      cloud.addresses(scope, reading),
      cloud.instances(scope, reading),
    ]);
    return { judged: await judged(addresses, instances, reading), instances };
  };

  return {
    async list(filter, reading) {
      const { judged: all, instances } = await elastic(scopeOf(filter), reading);
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

    async one(word, within, reading) {
      const { judged: all } = await elastic(within, reading);
      const wanted = word.toLowerCase();
      const found = all.items.filter(
        ({ ip, name, address }) => ip === wanted || address?.allocationId === wanted || name?.toLowerCase() === wanted,
      );
      const [first, second] = found;
      if (first === undefined) return notFound(word, all);
      return second === undefined ? { ...all, items: [first] } : ambiguous(word, found);
    },

    async byId(ids, reading) {
      const scope = {
        accounts: [...new Set(ids.map(({ account }) => account.name))],
        regions: [...new Set(ids.map(({ region }) => region))],
      };
      const wanted = new Set(ids.map(({ id }) => id));
      const addresses = await cloud.addresses(scope, reading);
      const items = addresses.items.filter(
        ({ allocationId, publicIp }) => wanted.has(allocationId ?? '') || wanted.has(publicIp),
      );
      const held = items.flatMap(({ instanceId, account, region }) =>
        instanceId === undefined ? [] : [{ id: instanceId, account, region }],
      );
      const instances =
        held.length === 0 ? { ...addresses, items: [], gaps: [] } : await cloud.instancesById(held, reading);
      return judged({ ...addresses, items }, instances, reading);
    },
  };
}

/** Of each instance with addresses the one that comes first: that of its primary private address as EC2 tells it, else the lowest. */
function firstOfEach(
  addresses: readonly Address[],
  instances: ReadonlyMap<string, Instance>,
): ReadonlyMap<string, Address> {
  const firsts = new Map<string, Address>();
  for (const address of addresses) {
    const instance = instances.get(address.instanceId ?? '');
    if (instance === undefined) continue;
    const known = firsts.get(instance.id);
    const isOwn = instance.publicIp?.ip === address.publicIp;
    const knownIsOwn = known !== undefined && instance.publicIp?.ip === known.publicIp;
    if (known === undefined || isOwn || (!knownIsOwn && address.publicIp < known.publicIp))
      firsts.set(instance.id, address);
  }
  return firsts;
}

function publicAddress(
  address: Address,
  { instance: _ }: AddressFacts,
  found: Verdict,
  instances: ReadonlyMap<string, Instance>,
): PublicAddress {
  const name = address.tags['Name'];
  const instance = instances.get(address.instanceId ?? '');
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

const notFound = (word: string, { items, gaps }: Listing<PublicAddress>): Problem => ({
  problem: 'address-not-found',
  what: say`No Elastic IP of ours is ${code(word)}.`,
  ...(gaps.length > 0 && { where: say`Not everything could be read: ${list(gaps.map(({ what }) => what))}` }),
  todo: didYouMean(
    word,
    items.flatMap(({ ip, name }) => [ip, ...(name === undefined ? [] : [name])]),
    say`${command('addresses')} shows all there are.`,
  ),
});

const ambiguous = (word: string, found: readonly PublicAddress[]): Problem => ({
  problem: 'ambiguous-name',
  what: say`${found.length} Elastic IPs answer to ${code(word)}: ${list(found.slice(0, candidatesTold).map(({ ip, account, region }) => say`${code(ip)} (${account.name}, ${region})`))}.`,
  todo: say`Say which by its address.`,
});
