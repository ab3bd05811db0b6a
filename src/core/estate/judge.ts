import { byId, indexed, indexedAtHome } from '../by-id.ts';
import { homeSet, narrowed, type HomeSet } from '../homes.ts';
import type { Clock } from '../ports/clock.ts';
import type { AddressUse, Cloud, Homes, Reading, Scan } from '../ports/cloud.ts';
import {
  isOnOwnInterface,
  ownInterfacesOf,
  type Address,
  type AddressDetails,
  type Home,
  type Instance,
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

/** Addresses with what uses them, and the reads that told that: of those the gaps and the homes. */
export interface Uses {
  readonly addresses: Scan<AddressUse>;
  readonly instances: Scan<unknown>;
  readonly interfaces: Scan<unknown>;
  readonly details: Scan<unknown>;
}

/** Gives verdicts of long lists of Elastic IPs, over what uses them; all of it in slices. */
export interface Judge {
  /** Whether an address would be called idle by what it tells of itself. */
  idlesByItself(address: Address): boolean;
  /** What uses these: instances that are being read, interfaces and transfers where the table asks for them, all at once. */
  usesOf(
    addresses: Scan<Address>,
    instances: Promise<Scan<Instance>> | Scan<Instance>,
    reading: Reading,
  ): Promise<Uses>;
  /** Verdicts over uses that were read. Of those that turn out to idle, transfers are read as well. Whole is a region where all was read that one of its verdicts is made from. */
  judged(uses: Uses, reading: Reading): Promise<Scan<PublicAddress>>;
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
interface Holder {
  readonly home: Home;
  readonly publicIp: string | undefined;
  /** Of its addresses the one that comes first. */
  first: Address;
}

/** One that would idle unless it is offered to another account. */
interface Candidate {
  readonly use: AddressUse;
  readonly known: AddressFacts;
  readonly found: Verdict;
}

/** See {@link Judge}. It keeps nothing. */
export function createJudge(cloud: Cloud, clock: Pick<Clock, 'now'>): Judge {
  const detailsOf = (addresses: readonly Address[], signal: AbortSignal): Promise<Scan<AddressDetails>> =>
    addresses.length === 0 ? Promise.resolve(nothing) : cloud.addressDetails(addresses, { signal });

  // A transfer is asked only of what would be called idle: an address in use cannot be offered (EC2 API, "InvalidTransfer.AddressAssociated").
  const idlesByItself = (address: Address): boolean => verdict({ address, extra: false }, clock.now()).is === 'idle';

  return {
    idlesByItself,

    async usesOf(addresses, instances, { signal }) {
      const on = ownInterfacesOf(await filtered(addresses.items, isOnOwnInterface, signal));
      const [held, interfaces, details] = await Promise.all([
        instances,
        on.length === 0 ? nothing : cloud.interfaces(on, { signal }),
        filtered(addresses.items, idlesByItself, signal).then((some) => detailsOf(some, signal)),
      ]);
      const instanceOf = await indexedAtHome(await holdersAmong(held.items, addresses.items, signal), signal);
      const interfaceOf = await indexedAtHome(interfaces.items, signal);
      const detailsById = await indexed(details.items, ({ allocationId }) => allocationId, signal);
      const items: AddressUse[] = [];
      await inSlices(
        addresses.items,
        (address) =>
          items.push({
            address,
            instance: instanceOf(address, address.instanceId),
            interface: address.instanceId === undefined ? interfaceOf(address, address.networkInterfaceId) : undefined,
            details: address.allocationId === undefined ? undefined : detailsById.get(address.allocationId),
          }),
        signal,
      );
      return { addresses: { ...addresses, items }, instances: held, interfaces, details };
    },

    async judged({ addresses, instances, interfaces, details: ofIdle }, { signal }) {
      const now = clock.now();
      const holders = await holdersOf(addresses.items, signal);
      const instanceUnread = unread(instances.gaps).length > 0;
      const needs = { instances: homeSet(), interfaces: homeSet(), details: homeSet() };
      const items: PublicAddress[] = [];
      const candidates: Candidate[] = [];
      /** The last word on one that would idle. */
      const settle = ({ use, known, found }: Candidate, details: AddressDetails | undefined): void => {
        const transfer = details?.transfer ?? 'unread';
        const last = transfer === 'none' ? found : verdict({ ...known, transfer }, now);
        items.push(publicAddress(use, last, details));
      };
      let at = 0;
      await inSlices(
        addresses.items,
        (use) => {
          const { address, instance, interface: on } = use;
          const holder = holders[at++];
          if (address.instanceId !== undefined) needs.instances.add(address);
          else if (isOnOwnInterface(address)) needs.interfaces.add(address);
          const extra = holder !== undefined && holder.first !== address;
          const known: AddressFacts = { address, extra, instanceUnread, instance, interface: on };
          const found = verdict(known, now);
          if (found.is !== 'idle') return void items.push(publicAddress(use, found, undefined));
          if (address.allocationId !== undefined) needs.details.add(address);
          if (use.details === undefined) candidates.push({ use, known, found });
          else settle({ use, known, found }, use.details);
        },
        signal,
      );
      const others = await filtered(candidates, ({ known }) => !idlesByItself(known.address), signal);
      const ofOthers = await detailsOf(
        others.map(({ known }) => known.address),
        signal,
      );
      const detailsById = await indexed(ofOthers.items, ({ allocationId }) => allocationId, signal);
      await inSlices(candidates, (one) => settle(one, detailsById.get(one.known.address.allocationId ?? '')), signal);
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

/** Those instances that an address names, of a list that may be much longer. */
async function holdersAmong(instances: readonly Instance[], addresses: readonly Address[], signal: AbortSignal) {
  const held = byId<true>();
  await inSlices(
    addresses,
    ({ instanceId }) => {
      if (instanceId !== undefined) held.set(instanceId, true);
    },
    signal,
  );
  return filtered(instances, ({ id }) => held.get(id) === true, signal);
}

/**
 * The holder of each address, in their order; undefined: no instance that was found. Of several addresses of one the first is that
 * of its primary private address as EC2 tells it, else the lowest.
 */
async function holdersOf(uses: readonly AddressUse[], signal: AbortSignal): Promise<readonly (Holder | undefined)[]> {
  /** One account under two names tells the same ids twice. */
  const known = byId<Holder[]>();
  const holders: (Holder | undefined)[] = [];
  await inSlices(
    uses,
    ({ address, instance }) => {
      if (instance === undefined) return void holders.push(undefined);
      const alike = known.get(instance.id);
      const { account, region } = address;
      const holder = alike?.find(({ home }) => home.account.name === account.name && home.region === region);
      if (holder !== undefined) {
        if (comesBefore(address, holder)) holder.first = address;
        holders.push(holder);
        return;
      }
      const made = { home: address, publicIp: instance.publicIp?.ip, first: address };
      if (alike === undefined) known.set(instance.id, [made]);
      else alike.push(made);
      holders.push(made);
    },
    signal,
  );
  return holders;
}

const comesBefore = (address: Address, { first, publicIp }: Holder): boolean =>
  publicIp === address.publicIp || (publicIp !== first.publicIp && address.publicIp < first.publicIp);

/** Field by field: tens of thousands are made at once, and spreads take several times as long and leave more garbage. */
function publicAddress(
  { address, instance }: AddressUse,
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
