import { homeSet, narrowed } from '../homes.ts';
import type { Cloud, Listing, Reading, Scan, Scope } from '../ports/cloud.ts';
import type { Clock } from '../ports/clock.ts';
import type { Address, Home, Instance } from '../ports/instance.ts';
import type { Problem } from '../problem.ts';
import { filtered, inSlices } from '../slices.ts';
import { code, say } from '../text.ts';
import { ambiguousAddress, noSuchAddress } from './which-address.ts';
import { sideBySide } from './side-by-side.ts';
import { compileFilter, scopeOf, type Filter, type Filtered } from './filter.ts';
import { createJudge, nothing, type PublicAddress } from './judge.ts';

/** The public IPv4 addresses of the accounts. */
export interface Addresses {
  /** Elastic IPs and auto-assigned ones of instances that fit, in no order. Those that load balancers and other services bring along are not among them. */
  list(filter: Filter, reading: Reading): Promise<Scan<PublicAddress>>;
  /** Elastic IPs, in no order. Of instances only those are read that hold one. */
  elastic(scope: Scope, reading: Reading): Promise<Scan<PublicAddress>>;
  /** The same of lists that were read already. */
  over(addresses: Scan<Address>, instances: Scan<Instance>, reading: Reading): Promise<Scan<PublicAddress>>;
  /** Those of {@link Addresses.elastic} that fit and idle, and how many were looked at. */
  idle(filter: Filter, reading: Reading): Promise<Listing<PublicAddress> & { readonly lookedAt: number }>;
  /** One Elastic IP: by address, allocation id or Name. `address-not-found` names the nearest, `ambiguous-name` the candidates. @param within Where to look. */
  one(word: string, within: Scope, reading: Reading): Promise<Listing<PublicAddress> | Problem>;
  /** Elastic IPs by allocation id or address, read now. One that is not ours is left out. */
  byId(ids: readonly (Home & { readonly id: string })[], reading: Reading): Promise<Listing<PublicAddress>>;
}

/** The addresses on a cloud. It keeps nothing. */
export function createAddresses(cloud: Cloud, clock: Pick<Clock, 'now'>): Addresses {
  const { idlesByItself, usesOf, judged } = createJudge(cloud, clock);

  /** Verdicts of Elastic IPs over the instances that hold one of them, and no others. */
  const judgedAlone = async (addresses: Scan<Address>, reading: Reading): Promise<Scan<PublicAddress>> => {
    const held = new Map<string, Home & { readonly id: string }>();
    for (const { instanceId: id, account, region } of addresses.items)
      if (id !== undefined) held.set(`${account.name}/${region}/${id}`, { id, account, region });
    const instances = held.size === 0 ? nothing : cloud.instancesById([...held.values()], { signal: reading.signal });
    return judged(await usesOf(addresses, instances, reading), reading);
  };
  /** These, and those that share an instance with one of them: which of several is a further one, all of them tell. */
  const withSharers = async (
    addresses: Scan<Address>,
    wanted: (one: Address) => boolean,
    signal: AbortSignal,
  ): Promise<Scan<Address>> => {
    const meant = await filtered(addresses.items, wanted, signal);
    const holders = new Set(meant.flatMap(({ instanceId }) => instanceId ?? []));
    const sharing = ({ instanceId = '' }: Address): boolean => holders.has(instanceId);
    return { ...addresses, items: await filtered(addresses.items, (one) => wanted(one) || sharing(one), signal) };
  };

  const over: Addresses['over'] = async (addresses, instances, reading) =>
    judged(await usesOf(addresses, instances, reading), reading);

  const elastic: Addresses['elastic'] = async (scope, reading) => {
    const uses = await cloud.addressUses(scope, reading, idlesByItself);
    return judged({ addresses: uses, instances: uses, interfaces: uses, details: uses }, reading);
  };

  return {
    async list(filter, reading) {
      const scope = scopeOf(filter);
      const side = sideBySide(reading);
      const [addresses, instances] = await Promise.all([
        cloud.addresses(scope, side()),
        cloud.instances(scope, side()),
      ]);
      const all = await over(addresses, instances, reading);
      const fits = fitting(filter);
      const items = [...(await filtered(all.items, fits, reading.signal))];
      await inSlices(
        instances.items,
        (instance) => {
          if (instance.publicIp?.kind !== 'auto-assigned') return;
          const lent = autoAssigned(instance, instance.publicIp.ip);
          if (fits(lent)) items.push(lent);
        },
        reading.signal,
      );
      const read = homeSet(instances.homes.whole);
      return { ...all, items, homes: narrowed(all.homes, (home) => read.has(home)) };
    },
    over,
    elastic,

    async idle(filter, reading) {
      const all = await elastic(scopeOf(filter), reading);
      const fits = fitting(filter);
      return {
        ...all,
        items: await filtered(all.items, (one) => one.verdict.is === 'idle' && fits(one), reading.signal),
        lookedAt: all.items.length,
      };
    },

    async one(word, within, reading) {
      const wanted = word.toLowerCase();
      const addresses = await cloud.addresses(within, reading);
      const isMeant = ({ publicIp, allocationId, tags }: Address): boolean =>
        publicIp === wanted || allocationId === wanted || tags['Name']?.toLowerCase() === wanted;
      const meant = new Set(await filtered(addresses.items, isMeant, reading.signal));
      if (meant.size === 0) return noSuchAddress(word, addresses);
      const all = await judgedAlone(await withSharers(addresses, isMeant, reading.signal), reading);
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
      const all = await judgedAlone(await withSharers(addresses, isMeant, reading.signal), reading);
      return { ...all, items: all.items.filter(({ address }) => address !== undefined && isMeant(address)) };
    },
  };
}

/** An instance has one as long as it runs, and AWS charges for it. */
const autoAssigned = (instance: Instance, ip: string): PublicAddress => ({
  ip,
  kind: 'auto-assigned',
  account: instance.account,
  region: instance.region,
  tags: instance.tags,
  verdict: {
    is: 'in-use',
    row: 0,
    charged: 'yes',
    says: () => say`${instance.name === undefined ? code(instance.id) : instance.name} has it while it runs`,
  },
  name: instance.name,
  address: undefined,
  instance,
  details: undefined,
});

/** Whether an address, or what has it, fits a filter. */
function fitting(filter: Filter): (one: PublicAddress) => boolean {
  if (filter.length === 0) return () => true;
  const fits = compileFilter(filter);
  return (one) => asFiltered(one).some(fits);
}

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
