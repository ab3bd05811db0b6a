import { dayMs, minuteMs, secondMs, type Instant } from '../../../time.ts';
import type { DemoAddress, DemoInstance, DemoInterface, DemoRecord, DemoReservation, DemoVolume } from '../ec2.ts';
import { awsTime } from '../transitions.ts';
import { demoAccounts } from './accounts.ts';
import { seedAddresses, seedLooseVolumes, type SeedAddress } from './addresses.ts';
import { hex } from './hex.ts';
import { imageIdOf, operations, usualImage } from './images.ts';
import { seedRows, type SeedRow } from './instances.ts';
import { seedReservations } from './reservations.ts';

/** The account that owns the shared subnet in the demo. */
const otherAccount = '777788889999';

/** What the first moments of the account bring: those under way at the beginning go on. */
export const seedDelays = { pending: 40 * secondMs, stopping: 60 * secondMs, 'shutting-down': 2 * minuteMs } as const;

/** The estate as it is at its beginning. */
export interface Seed {
  readonly instances: readonly DemoInstance[];
  readonly volumes: readonly DemoVolume[];
  readonly addresses: readonly DemoAddress[];
  readonly interfaces: readonly DemoInterface[];
  readonly reservations: readonly DemoReservation[];
  readonly records: readonly DemoRecord[];
  /** Ids that have no room in their zone. */
  readonly noCapacity: ReadonlySet<string>;
  /** Ids whose start falls back to stopped. */
  readonly keyDisabled: ReadonlySet<string>;
}

/** The estate at its beginning. @param copies How often; more than once for benchmarks, with names and ids of their own. */
export function buildSeed(at: Instant, copies: number): Seed {
  const instances: DemoInstance[] = [];
  const volumes: DemoVolume[] = [];
  const addresses: DemoAddress[] = [];
  const interfaces: DemoInterface[] = [];
  const reservations: DemoReservation[] = [];
  const records: DemoRecord[] = [];
  const noCapacity = new Set<string>();
  const keyDisabled = new Set<string>();
  for (let copy = 0; copy < copies; copy += 1) {
    const suffix = copy === 0 ? '' : `-${copy + 1}`;
    const elastic = new Map(
      seedAddresses.flatMap((row, index) =>
        row.instance === undefined ? [] : [[row.instance, elasticIp(copy, index)] as const],
      ),
    );
    seedRows.forEach((row, index) => {
      const disks = disksOf(row, suffix, at);
      const one = instanceOf(row, index, copy, suffix, at, disks, elastic.get(row.key));
      instances.push(one);
      volumes.push(
        ...disks.map((disk, slot) => ({
          ...disk,
          attachedTo: {
            instanceId: one.id,
            device: deviceOf(slot),
            deleteOnTermination: !(row.disks?.[slot] ?? '').includes('+'),
          },
        })),
      );
      if (row.noCapacity === true) noCapacity.add(one.id);
      if (row.keyDisabled === true) keyDisabled.add(one.id);
    });
    const ofThisCopy = instances.slice(-seedRows.length);
    seedAddresses.forEach((row, index) => {
      const address = addressOf(row, index, copy, suffix, ofThisCopy);
      addresses.push(address);
      interfaces.push(...interfaceOf(row, address));
      if (row.record !== undefined)
        records.push({
          accountId: address.accountId,
          name: row.record,
          zone: row.record.split('.').slice(-2).join('.'),
          ip: address.publicIp,
        });
    });
    for (const { key, account, daysAgo, ...rest } of seedReservations) {
      reservations.push({
        ...rest,
        id: reservationId(key + suffix),
        accountId: demoAccounts[account].id,
        zone: `${rest.region}a`,
        platform: 'Linux/UNIX',
        createdAt: at - daysAgo * dayMs,
      });
    }
    for (const { key, account, daysAgo, ...rest } of seedLooseVolumes) {
      volumes.push({
        ...rest,
        id: `vol-${hex(key + suffix)}`,
        accountId: demoAccounts[account].id,
        zone: `${rest.region}a`,
        encrypted: false,
        createdAt: at - daysAgo * dayMs,
      });
    }
  }
  return { instances, volumes, addresses, interfaces, reservations, records, noCapacity, keyDisabled };
}

const reservationId = (key: string): string => `cr-${hex(key)}`;

const deviceOf = (slot: number): string => (slot === 0 ? '/dev/xvda' : `/dev/sd${String.fromCharCode(101 + slot)}`);

/** Elastic IPs of the demo are of a range kept for documents (RFC 5737); of copies, of one kept for benchmarks (RFC 2544). */
const elasticIp = (copy: number, index: number): string =>
  copy === 0
    ? `198.51.100.${10 + index * 7}`
    : `198.19.${Math.floor((copy * 16 + index) / 256) % 256}.${(copy * 16 + index) % 256}`;

/** Auto-assigned addresses, kept for documents (RFC 5737) or benchmarks (RFC 2544). */
export const autoIp = (copy: number, index: number): string =>
  copy === 0
    ? `203.0.113.${10 + index}`
    : `198.18.${Math.floor((copy * 48 + index) / 256) % 256}.${(copy * 48 + index) % 256}`;

function disksOf(row: SeedRow, suffix: string, at: Instant): readonly Omit<DemoVolume, 'attachedTo'>[] {
  return (row.disks ?? ['gp3 8']).map((text, slot) => {
    const [, kind = 'gp3', size = '8', iops] = /^(\w+) (\d+)(?:\/(\d+))?/.exec(text) ?? [];
    return {
      id: `vol-${hex(`${row.key}${suffix}/${slot}`)}`,
      accountId: demoAccounts[row.account].id,
      region: row.region,
      zone: row.zone ?? `${row.region}a`,
      kind,
      sizeGiB: Number(size),
      ...(iops !== undefined && { iops: Number(iops) }),
      ...(kind === 'gp3' && { iops: 3_000, throughputMiBps: 125 }),
      encrypted: text.endsWith('e'),
      createdAt: at - row.madeDaysAgo * dayMs,
      tags: {},
    };
  });
}

function instanceOf(
  row: SeedRow,
  index: number,
  copy: number,
  suffix: string,
  at: Instant,
  disks: readonly Omit<DemoVolume, 'attachedTo'>[],
  elastic: string | undefined,
): DemoInstance {
  const state = row.state ?? 'running';
  const madeAt = at - row.madeDaysAgo * dayMs - (row.madeDaysAgo === 0 ? 20 * secondMs : 0);
  const since = at - (row.sinceDaysAgo ?? row.madeDaysAgo) * dayMs - 20 * secondMs;
  const stopped = state !== 'running' && state !== 'pending';
  const platform = row.platform ?? 'Linux/UNIX';
  const architecture = row.arm === true ? 'arm64' : 'x86_64';
  const name = row.name === null ? undefined : (row.name ?? row.key) + suffix;
  const tags = { ...row.tags, ...(name !== undefined && { Name: name }) };
  const ip =
    elastic !== undefined
      ? { ip: elastic, elastic: true }
      : row.publicIp === 'auto' && (state === 'running' || state === 'pending' || state === 'stopping')
        ? { ip: autoIp(copy, index), elastic: false }
        : undefined;
  const spot = row.spot && {
    requestId: `sir-${hex(`${row.key}${suffix}`, 8)}`,
    type: row.spot === 'one-time' ? ('one-time' as const) : ('persistent' as const),
    state: row.spot === 'interrupted' ? 'disabled' : 'active',
  };
  return {
    id: `i-${hex(row.key + suffix)}`,
    accountId: demoAccounts[row.account].id,
    region: row.region,
    zone: row.zone ?? `${row.region}a`,
    type: row.type,
    state,
    transitionReason:
      stopped && row.spot !== 'interrupted'
        ? `User initiated (${awsTime(since)})`
        : stopped
          ? `Server.SpotInstanceShutdown: Spot Instance interruption (${awsTime(since)})`
          : '',
    ...(stopped && {
      stateReason:
        row.spot === 'interrupted'
          ? { code: 'Server.SpotInstanceShutdown', message: 'Server.SpotInstanceShutdown: Spot Instance interruption' }
          : { code: 'Client.UserInitiatedShutdown', message: 'Client.UserInitiatedShutdown: User initiated shutdown' },
    }),
    launchedAt: stopped ? madeAt : row.sinceDaysAgo === undefined ? madeAt : since,
    createdAt: madeAt,
    platformDetails: platform,
    usageOperation: operations[platform],
    architecture,
    tenancy: row.tenancy ?? 'default',
    ...(spot && { spot }),
    imageId: imageIdOf(row.image ?? usualImage(platform, architecture, row.rootDevice), row.region),
    rootDevice: row.rootDevice ?? 'ebs',
    disks: disks.map(({ id }, slot) => ({
      volumeId: id,
      device: deviceOf(slot),
      deleteOnTermination: !(row.disks?.[slot] ?? '').includes('+'),
    })),
    privateIp: `10.${row.account === 'prod' ? 1 : 2}.${copy % 256}.${10 + index}`,
    networkInterfaceId: `eni-${hex(`eni ${row.key}${suffix}`)}`,
    ...(ip && { publicIp: ip }),
    assignsPublicIp: row.publicIp === 'auto',
    vpcId: `vpc-${hex(row.account + row.region)}`,
    subnetId: `subnet-${hex(`${row.account}${row.region}a`)}`,
    keyName: `${row.account}-key`,
    ...(row.profile !== undefined && { profile: row.profile }),
    hibernation: row.hibernation ?? false,
    stopProtected: row.stopProtected ?? false,
    terminationProtected: row.terminationProtected ?? false,
    ...(row.capacityReservation === true && { capacityReservationId: reservationId(row.key + suffix) }),
    ...(row.operator !== undefined && { operator: row.operator }),
    tags,
  };
}

function addressOf(
  row: SeedAddress,
  index: number,
  copy: number,
  suffix: string,
  instances: readonly DemoInstance[],
): DemoAddress {
  const holder =
    row.instance === undefined
      ? undefined
      : instances.find(({ id }) => id === `i-${hex((row.instance ?? '') + suffix)}`);
  const accountId = demoAccounts[row.account].id;
  const held = holder !== undefined || row.interface !== undefined;
  return {
    accountId,
    region: row.region,
    publicIp: elasticIp(copy, index),
    allocationId: `eipalloc-${hex(row.key + suffix)}`,
    ...(held && {
      associationId: `eipassoc-${hex(row.key + suffix)}`,
      networkInterfaceOwnerId: row.interface === 'shared-vpc' ? otherAccount : accountId,
      privateIp: holder?.privateIp ?? `10.1.250.${10 + index}`,
    }),
    ...(holder && { instanceId: holder.id, networkInterfaceId: holder.networkInterfaceId }),
    ...(row.interface && { networkInterfaceId: `eni-${hex(`${row.key}${suffix}`)}` }),
    pool: row.pool ?? 'amazon',
    networkBorderGroup: row.region,
    ...(row.serviceManaged !== undefined && { serviceManaged: row.serviceManaged }),
    ...(row.reverseDns !== undefined && { reverseDns: row.reverseDns }),
    ...(row.transferTo !== undefined && { transferTo: row.transferTo }),
    tags: row.tags ?? {},
  };
}

/** How the interfaces of services look on the wire (recorded answers, see NOTICE). */
const interfaceLooks = {
  'nat-gateway': {
    status: 'in-use',
    type: 'nat_gateway',
    requesterManaged: true,
    description: 'Interface for NAT Gateway nat-0a1b2c3d4e5f60718',
    instanceOwnerId: 'amazon-aws',
  },
  'load-balancer': {
    status: 'in-use',
    type: 'interface',
    requesterId: 'amazon-elb',
    requesterManaged: true,
    description: 'ELB app/shop/50dc6c495c0c9188',
    instanceOwnerId: 'amazon-elb',
  },
  unattached: { status: 'available', type: 'interface', requesterManaged: false, description: '' },
} as const;

/** The interface an address sits on where that is no instance's; one in another account's subnet is not ours to read. */
function interfaceOf(
  row: SeedAddress,
  { networkInterfaceId, accountId, region }: DemoAddress,
): readonly DemoInterface[] {
  if (row.interface === undefined || row.interface === 'shared-vpc' || networkInterfaceId === undefined) return [];
  return [{ id: networkInterfaceId, accountId, region, ...interfaceLooks[row.interface] }];
}
