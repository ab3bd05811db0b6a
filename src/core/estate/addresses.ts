import { nearest } from '../near.ts';
import type { Cloud, Listing, Reading } from '../ports/cloud.ts';
import type { Clock } from '../ports/clock.ts';
import type { Address, AddressDetails, Home, Instance, NetworkInterface } from '../ports/instance.ts';
import { distinct, type Problem } from '../problem.ts';
import { inSlices } from '../slices.ts';
import { code, command, list, say } from '../text.ts';
import { sideBySide } from './side-by-side.ts';
import { compileFilter, scopeOf, type Filter } from './filter.ts';
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
  /** Elastic IPs that fit and idle, in no order. Of instances only those are read that hold an address. */
  idle(filter: Filter, reading: Reading): Promise<Listing<PublicAddress>>;
  /** One Elastic IP: by address, allocation id or Name. `address-not-found` names the nearest, `ambiguous-name` the candidates. */
  one(word: string, reading: Reading): Promise<Listing<PublicAddress> | Problem>;
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
            { signal: reading.signal },
          );
    const interfaceOf = new Map((interfaces?.items ?? []).map((one) => [one.id, one]));
    const firsts = firstOfEach(addresses.items, byId);
    const factsOf = (address: Address): AddressFacts => {
      const instance = byId.get(address.instanceId ?? '');
      const on: NetworkInterface | undefined = interfaceOf.get(address.networkInterfaceId ?? '');
      return {
        address,
        extra: instance !== undefined && firsts.get(instance.id) !== address,
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
    const details =
      candidates.length === 0 ? undefined : await cloud.addressDetails(candidates, { signal: reading.signal });
    const detailsOf = new Map((details?.items ?? []).map((one) => [one.allocationId, one]));
    for (const address of candidates) {
      const known = facts.get(address);
      const own = detailsOf.get(address.allocationId ?? '');
      if (known === undefined) continue;
      const all = { ...known, ...(own?.transfer !== undefined && { transfer: own.transfer }) };
      items.push({ ...publicAddress(address, all, verdict(all, now), byId), ...(own && { details: own }) });
    }
    return {
      ...addresses,
      items,
      gaps: distinct([...addresses.gaps, ...instances.gaps, ...(interfaces?.gaps ?? []), ...(details?.gaps ?? [])]),
    };
  };

  /** Verdicts of Elastic IPs over the instances that hold one of them, and no others. */
  const judgedAlone = async (addresses: Listing<Address>, reading: Reading): Promise<Listing<PublicAddress>> => {
    const held = new Map(
      addresses.items.flatMap(({ instanceId, account, region }) =>
        instanceId === undefined ? [] : [[instanceId, { id: instanceId, account, region }] as const],
      ),
    );
    const instances =
      held.size === 0
        ? { ...addresses, items: [], gaps: [] }
        : await cloud.instancesById([...held.values()], { signal: reading.signal });
    return judged(addresses, instances, reading);
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
      const all = await judged(addresses, instances, reading);
      const fits = compileFilter(filter);
      const items = all.items.filter((one) => fits(asFiltered(one)));
      await inSlices(
        instances.items,
        (instance) => {
          if (instance.publicIp?.kind !== 'auto-assigned') return;
          const lent = autoAssigned(instance, instance.publicIp.ip);
          if (fits(asFiltered(lent))) items.push(lent);
        },
        reading.signal,
      );
      return { ...all, items };
    },

    async idle(filter, reading) {
      const addresses = await cloud.addresses(scopeOf(filter), reading);
      const all = await judgedAlone(addresses, reading);
      const fits = compileFilter(filter);
      return { ...all, items: all.items.filter((one) => one.verdict.is === 'idle' && fits(asFiltered(one))) };
    },

    async one(word, reading) {
      const wanted = word.toLowerCase();
      const addresses = await cloud.addresses({}, reading);
      const isMeant = ({ publicIp, allocationId, tags }: Address): boolean =>
        publicIp === wanted || allocationId === wanted || tags['Name']?.toLowerCase() === wanted;
      const meant = new Set(addresses.items.filter(isMeant));
      if (meant.size === 0) return notFound(word, addresses);
      const all = await judgedAlone({ ...addresses, items: withSharers(addresses.items, isMeant) }, reading);
      const found = all.items.filter(({ address }) => address !== undefined && meant.has(address));
      const [first, second] = found;
      if (first === undefined) return notFound(word, addresses);
      return second === undefined ? { ...all, items: [first] } : ambiguous(word, found);
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

const asFiltered = ({ ip, name, account, region, tags, address, instance }: PublicAddress) => ({
  id: address?.allocationId ?? instance?.id ?? '',
  account,
  region,
  tags,
  publicIp: { ip },
  ...(name !== undefined && { name }),
  ...(address?.privateIp !== undefined && { privateIp: address.privateIp }),
});

function notFound(word: string, { items, gaps }: Listing<Address>): Problem {
  const near = nearest(
    word,
    items.flatMap(({ publicIp, tags: { Name: name } }) => [
      publicIp,
      ...(name === undefined || name === '' ? [] : [name]),
    ]),
  );
  return {
    problem: 'address-not-found',
    what: say`No Elastic IP of ours is ${code(word)}.`,
    ...(gaps.length > 0 && { where: say`Not everything could be read: ${list(gaps.map(({ what }) => what))}` }),
    todo:
      near.length > 0
        ? say`Did you mean ${list(near.map(code), 'or')}?`
        : say`${command('addresses')} shows all there are.`,
  };
}

const ambiguous = (word: string, found: readonly PublicAddress[]): Problem => ({
  problem: 'ambiguous-name',
  what: say`${found.length} Elastic IPs answer to ${code(word)}: ${list(found.slice(0, candidatesTold).map(({ ip, account, region }) => say`${code(ip)} (${account.name}, ${region})`))}.`,
  todo: say`Say which by its address.`,
});
