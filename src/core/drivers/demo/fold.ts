import { hourMs, minuteMs, secondMs, type Instant } from '../../time.ts';
import type { DemoAddress, DemoInstance, DemoInterface, DemoVolume, World } from './ec2.ts';
import type { AddressKind, InstanceKind } from './refusals.ts';
import { autoIp, buildSeed, seedDelays, type Seed } from './seed/build.ts';
import {
  fallenBack,
  hibernating,
  running,
  starting,
  stopped,
  stopping,
  terminated,
  terminating,
  type Moved,
  type Pending,
} from './transitions.ts';

/** A terminated instance stays visible about so long (EC2 guide, "Terminate Amazon EC2 instances"). */
const terminatedVisibleMs = hourMs;
/** How long a reverse DNS name takes to go. */
const dnsResetMs = 5 * secondMs;

/** Where room is short there is some at times: for the last minutes of each half hour since the beginning. */
const roomEveryMs = 30 * minuteMs;
const roomForMs = 10 * minuteMs;

/** One entry of the demo's journal that changes the world. */
export type Entered =
  | { readonly do: 'change'; readonly kind: InstanceKind; readonly ids: readonly string[] }
  | {
      readonly do: 'address';
      readonly kind: AddressKind;
      readonly id: string;
      readonly accountId: string;
      readonly region: string;
    };

/** The world as the entries so far have made it. */
export interface Fold {
  /** Ids that have no room in their zone at this moment. */
  noCapacity(at: Instant): ReadonlySet<string>;
  /** @param position Of the entry: ids and durations are made from it, so that every process sees the same. */
  change(entry: Entered, at: Instant, position: number): void;
  advance(to: Instant): void;
  world(at: Instant): World;
}

const movers = {
  start: { from: 'stopped', move: starting },
  stop: { from: 'running', move: stopping },
  hibernate: { from: 'running', move: hibernating },
  terminate: { from: undefined, move: terminating },
} as const;

/** A world at its beginning. */
export function foldFrom(beganAt: Instant, copies: number): Fold {
  const seed = buildSeed(beganAt, copies);
  const instances = new Map<string, DemoInstance>(seed.instances.map((one) => [one.id, one]));
  const volumes = new Map<string, DemoVolume>(seed.volumes.map((one) => [one.id, one]));
  const addresses = new Map<string, DemoAddress>(seed.addresses.map((one) => [one.allocationId, one]));
  const interfaces = new Map<string, DemoInterface>(seed.interfaces.map((one) => [one.id, one]));
  let pending: Pending[] = underWay(seed, beganAt);
  let resets: { readonly at: Instant; readonly id: string }[] = [];
  let ipsGiven = 0;
  // A new address is one past those of the seed; what was given back is not given again soon, as with AWS.
  const freeIp = (): string => autoIp(0, 100 + (ipsGiven++ % 140));

  /** What goes with instances: volumes by their flag, Elastic IPs lose their association and stay. */
  const bury = (gone: ReadonlyMap<string, DemoInstance>): void => {
    for (const { disks } of gone.values()) {
      for (const { volumeId, deleteOnTermination } of disks) {
        const { attachedTo: _, ...rest } = volumes.get(volumeId) ?? { id: '' };
        if (deleteOnTermination || !('kind' in rest)) volumes.delete(volumeId);
        else volumes.set(volumeId, rest);
      }
    }
    for (const address of addresses.values()) if (gone.has(address.instanceId ?? '')) free(address);
  };
  const free = (address: DemoAddress): void => {
    const { accountId, region, publicIp, allocationId, pool, networkBorderGroup, reverseDns, tags, instanceId } =
      address;
    addresses.set(allocationId, {
      accountId,
      region,
      publicIp,
      allocationId,
      pool,
      networkBorderGroup,
      ...(reverseDns !== undefined && { reverseDns }),
      tags,
    });
    const holder = instances.get(instanceId ?? '');
    if (holder?.publicIp?.ip !== address.publicIp) return;
    const { publicIp: _, ...without } = holder;
    const runs = holder.state === 'running' || holder.state === 'pending';
    instances.set(holder.id, {
      ...without,
      ...(runs && holder.assignsPublicIp && { publicIp: { ip: freeIp(), elastic: false } }),
    });
  };

  const advance = (to: Instant): void => {
    for (const { id } of resets.filter(({ at }) => at <= to)) {
      const { reverseDns: _, ...rest } = addresses.get(id) ?? { publicIp: '' };
      if ('allocationId' in rest) addresses.set(id, rest);
    }
    resets = resets.filter(({ at }) => at > to);
    const due = pending.filter(({ at }) => at <= to);
    if (due.length === 0) return;
    pending = pending.filter(({ at }) => at > to);
    const gone = new Map<string, DemoInstance>();
    for (const { id, then, at } of due.toSorted((one, other) => one.at - other.at)) {
      const instance = instances.get(id);
      if (instance === undefined) continue;
      const next = then(instance);
      if (next.state === 'terminated' && instance.state === 'terminated') instances.delete(id);
      else instances.set(id, next);
      if (next.state === 'terminated' && instance.state !== 'terminated') {
        gone.set(id, instance);
        pending.push({ id, at: at + terminatedVisibleMs, then: terminated });
      }
    }
    // All at once: each of them would look through all addresses.
    if (gone.size > 0) bury(gone);
  };

  const move = (kind: keyof typeof movers, id: string, at: Instant, position: number): void => {
    const instance = instances.get(id);
    const { from, move: by } = movers[kind];
    const gone = instance?.state === 'terminated' || instance?.state === 'shutting-down';
    // Two processes may both have found it movable: the first entry moves it, the second finds it moved.
    if (instance === undefined || gone || (from !== undefined && instance.state !== from)) return;
    const moved: Moved = by(instance, at, position, freeIp);
    // What it was on its way to is over.
    pending = pending.filter((one) => one.id !== id);
    instances.set(id, moved.instance);
    const fails = kind === 'start' && seed.keyDisabled.has(id);
    pending.push(fails ? { ...moved.pending, then: fallenBack } : moved.pending);
  };

  const changeAddress = (entry: Extract<Entered, { do: 'address' }>, at: Instant, position: number): void => {
    const { kind, id, accountId, region } = entry;
    const address = addresses.get(id);
    switch (kind) {
      case 'reset-dns':
        resets.push({ at: at + dnsResetMs, id });
        return;
      case 'disassociate':
        if (address !== undefined) free(address);
        return;
      case 'release':
        addresses.delete(id);
        return;
      case 'recover': {
        if ([...addresses.values()].some(({ publicIp }) => publicIp === id)) return;
        const allocationId = `eipalloc-${position.toString(16).padStart(17, '0')}`;
        addresses.set(allocationId, {
          accountId,
          region,
          publicIp: id,
          allocationId,
          pool: 'amazon',
          networkBorderGroup: region,
          tags: {},
        });
      }
    }
  };

  return {
    noCapacity: (at) => ((at - beganAt) % roomEveryMs < roomEveryMs - roomForMs ? seed.noCapacity : new Set()),
    advance,
    change(entry, at, position) {
      advance(at);
      if (entry.do === 'address') return changeAddress(entry, at, position);
      const { kind } = entry;
      // A reboot leaves nothing that can be read.
      if (kind !== 'reboot') for (const id of entry.ids) move(kind, id, at, position);
    },
    world: (at) => ({
      at,
      instances,
      volumes,
      addresses,
      interfaces,
      reservations: seed.reservations,
      records: seed.records,
    }),
  };
}

/** What is under way when the account begins goes on. */
function underWay(seed: Seed, beganAt: Instant): Pending[] {
  return seed.instances.flatMap(({ id, state }): Pending[] => {
    switch (state) {
      case 'pending':
        return [{ id, at: beganAt + seedDelays.pending, then: running }];
      case 'stopping':
        return [{ id, at: beganAt + seedDelays.stopping, then: stopped }];
      case 'shutting-down':
        return [{ id, at: beganAt + seedDelays['shutting-down'], then: terminated }];
      case 'terminated':
        return [{ id, at: beganAt + terminatedVisibleMs, then: terminated }];
      case 'running':
      case 'stopped':
        return [];
    }
  });
}
