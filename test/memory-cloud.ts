import type { Cloud, Scan } from '../src/core/ports/cloud.ts';
import type {
  Account,
  Address,
  AddressDetails,
  CapacityReservation,
  Home,
  Instance,
  NetworkInterface,
  Volume,
} from '../src/core/ports/instance.ts';
import { dayMs } from '../src/core/time.ts';

const accounts: readonly Account[] = Array.from({ length: 9 }, (_, index) => ({
  name: `account-${index}`,
  id: String(111_122_223_333 + index),
}));
// oxfmt-ignore
const regions = [
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-west-1', 'eu-west-2', 'eu-west-3',
  'eu-central-1', 'eu-north-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2', 'ap-south-1',
] as const;
const homes: readonly Home[] = accounts.flatMap((account) => regions.map((region) => ({ account, region })));
/** When everything here was read. */
const now = Date.parse('2026-11-24T10:00:00Z');

/** What one address of ten is used by. */
const uses = ['running', 'running', 'running', 'running', 'second', 'free', 'free', 'stopped', 'loose', 'nat'] as const;
const types = ['m5.large', 't2.micro', 'c4.large', 'r5.xlarge', 't3.medium', 'm6i.2xlarge'] as const;

/** The lists of an estate. */
export interface Estate {
  readonly addresses: readonly Address[];
  readonly instances: readonly Instance[];
  readonly interfaces: readonly NetworkInterface[];
  readonly volumes: readonly Volume[];
  readonly reservations: readonly CapacityReservation[];
}

/** An estate of so many Elastic IPs in every kind of use, as many instances, somewhat more volumes and some reservations, over 9 accounts and 17 regions, each region's together. */
export function estateOf(count: number): Estate {
  // All uses as often in each: a second address is of the same region as the first.
  const perHome = Math.ceil(count / homes.length / uses.length) * uses.length;
  const all = Array.from({ length: count }, (_, index) => {
    const { account, region } = homes[Math.floor(index / perHome)] ?? { account: { name: '', id: '' }, region: '' };
    return {
      account,
      region,
      index,
      key: index.toString(16).padStart(17, '0'),
      use: uses[index % uses.length] ?? 'free',
    };
  });
  type One = (typeof all)[number];
  const tags = ({ index }: One): Readonly<Record<string, string>> =>
    index % 3 === 0 ? { Name: `thing-${index}`, env: 'dev', owner: `team-${index % 40}` } : { env: 'dev' };
  const instanceId = ({ use, index, key }: One): string | undefined =>
    use === 'second'
      ? `i-${(index - 1).toString(16).padStart(17, '0')}`
      : use === 'running' || use === 'stopped'
        ? `i-${key}`
        : undefined;
  const isOnInterface = ({ use }: One): boolean => use === 'loose' || use === 'nat';
  const ip = (index: number): string => `198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
  // Every field, as drivers write them.
  return {
    addresses: all.map((one): Address => {
      const held = one.use !== 'free';
      return {
        account: one.account,
        region: one.region,
        publicIp: ip(one.index),
        allocationId: `eipalloc-${one.key}`,
        associationId: held ? `eipassoc-${one.key}` : undefined,
        instanceId: instanceId(one),
        networkInterfaceId: held ? `eni-${one.key}` : undefined,
        networkInterfaceOwnerId: held ? one.account.id : undefined,
        privateIp: held ? '10.0.0.1' : undefined,
        pool: 'amazon',
        networkBorderGroup: one.region,
        customerOwnedIp: undefined,
        carrierIp: undefined,
        serviceManaged: undefined,
        tags: tags(one),
      };
    }),
    instances: all.map((one): Instance => {
      const stopped = one.use === 'stopped';
      const name = tags(one)['Name'];
      return {
        id: `i-${one.key}`,
        account: one.account,
        region: one.region,
        zone: `${one.region}a`,
        type: types[one.index % types.length] ?? 'm5.large',
        state: stopped ? 'stopped' : 'running',
        transitionReason: '',
        launchedAt: now - 90 * dayMs,
        createdAt: now - 90 * dayMs,
        platformDetails: 'Linux/UNIX',
        usageOperation: 'RunInstances',
        architecture: 'x86_64',
        tenancy: 'default',
        lifecycle: 'on-demand',
        imageId: 'ami-1',
        rootDevice: 'ebs',
        disks: [],
        privateIp: '10.0.0.1',
        vpcId: undefined,
        subnetId: undefined,
        hibernation: false,
        tags: tags(one),
        name,
        stateSince: stopped ? now - 34 * dayMs : undefined,
        stateReason: undefined,
        spotRequestId: undefined,
        rootDeviceName: undefined,
        publicIp: one.use === 'running' || stopped ? { ip: ip(one.index), kind: 'elastic' } : undefined,
        keyName: undefined,
        profile: undefined,
        capacityReservationId: undefined,
        operator: undefined,
      };
    }),
    interfaces: all.filter(isOnInterface).map(({ account, region, key, use }): NetworkInterface => ({
      account,
      region,
      id: `eni-${key}`,
      status: use === 'loose' ? 'available' : 'in-use',
      type: use === 'loose' ? 'interface' : 'nat_gateway',
      requesterId: undefined,
      requesterManaged: use === 'nat',
      operator: undefined,
      description: '',
      ownerId: account.id,
      attachment: use === 'loose' ? undefined : { instanceOwnerId: 'amazon-aws' },
    })),
    volumes: all.flatMap((one): readonly Volume[] => {
      const volume = (id: string, holder: string | undefined): Volume => ({
        account: one.account,
        region: one.region,
        id,
        kind: 'gp3',
        sizeGiB: 8 + (one.index % 50),
        encrypted: false,
        state: holder === undefined ? 'available' : 'in-use',
        attachedTo: holder === undefined ? [] : [{ instanceId: holder, device: '/dev/xvda' }],
        createdAt: now - 90 * dayMs,
        tags: {},
        iops: 3_000,
        throughputMiBps: 125,
      });
      const own = volume(`vol-${one.key}`, `i-${one.key}`);
      return one.use === 'free' ? [own, volume(`vol-f${one.key}`, undefined)] : [own];
    }),
    reservations: all
      .filter(({ index }) => index % 100 === 0)
      .map(({ account, region, key, index }): CapacityReservation => ({
        account,
        region,
        id: `cr-${key}`,
        zone: `${region}a`,
        type: types[index % types.length] ?? 'm5.large',
        platform: 'Linux/UNIX',
        tenancy: 'default',
        total: 2,
        available: index % 200 === 0 ? 2 : 0,
        state: 'active',
        createdAt: undefined,
        endsAt: undefined,
        kind: 'default',
        onOutpost: false,
        unusedPaidBy: undefined,
        tags: {},
      })),
  };
}

/** A cloud that has an estate in memory, whatever the scope, and tells the same lists each time. What a sweep has no use for, it rejects. */
export function memoryCloud({ addresses, instances, interfaces, volumes, reservations }: Estate): Cloud {
  const scan = <T>(items: readonly T[]): Scan<T> => ({
    items,
    gaps: [],
    asOf: now,
    source: { name: 'AWS' },
    homes: { whole: homes, partly: [] },
  });
  const detailsOf = (some: readonly Address[]): readonly AddressDetails[] =>
    some.flatMap(({ allocationId }) =>
      allocationId === undefined ? [] : [{ allocationId, transfer: 'none' as const, reverseDns: '' }],
    );
  const instanceOf = new Map(instances.map((one) => [one.id, one]));
  const interfaceOf = new Map(interfaces.map((one) => [one.id, one]));
  let withUses: Awaited<ReturnType<Cloud['addressUses']>> | undefined;
  const unused = () => Promise.reject(new Error('a sweep has no use for it'));
  return {
    demo: false,
    homes: unused,
    instances: async () => scan(instances),
    volumes: async () => scan(volumes),
    addresses: async () => scan(addresses),
    reservations: async () => scan(reservations),
    addressUses: async (_scope, _reading, wantsDetails) =>
      (withUses ??= scan(
        addresses.map((address) => ({
          address,
          instance: instanceOf.get(address.instanceId ?? ''),
          interface: address.instanceId === undefined ? interfaceOf.get(address.networkInterfaceId ?? '') : undefined,
          details: wantsDetails(address) ? detailsOf([address])[0] : undefined,
        })),
      )),
    interfaces: async () => scan(interfaces),
    addressDetails: async (some) => scan(detailsOf(some)),
    instancesById: unused,
    dnsRecords: unused,
    details: unused,
  };
}
