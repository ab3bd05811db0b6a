import type {
  Account,
  Address,
  CapacityReservation,
  Instance,
  NetworkInterface,
  Volume,
} from '../../ports/instance.ts';
import { transitionTime } from '../ec2/transition-time.ts';
import type { DemoAddress, DemoInstance, DemoInterface, DemoReservation, DemoVolume, World } from './ec2.ts';

/** A demo record as the ports speak of it. */
export function instanceNoun(one: DemoInstance, account: Account): Instance {
  const { tags, spot, publicIp } = one;
  const name = tags['Name'];
  // Field by field: an estate of tens of thousands is mapped at once, and a spread of the rest takes ten times as long.
  return {
    id: one.id,
    account,
    region: one.region,
    zone: one.zone,
    type: one.type,
    state: one.state,
    transitionReason: one.transitionReason,
    launchedAt: one.launchedAt,
    createdAt: one.createdAt,
    platformDetails: one.platformDetails,
    usageOperation: one.usageOperation,
    architecture: one.architecture,
    tenancy: one.tenancy,
    lifecycle: spot === undefined ? 'on-demand' : 'spot',
    imageId: one.imageId,
    rootDevice: one.rootDevice,
    disks: one.disks,
    privateIp: one.privateIp,
    vpcId: one.vpcId,
    subnetId: one.subnetId,
    hibernation: one.hibernation,
    tags,
    name: name === '' ? undefined : name,
    stateSince: one.transitionReason === '' ? undefined : transitionTime(one.transitionReason),
    stateReason: one.stateReason,
    spotRequestId: spot?.requestId,
    rootDeviceName: one.disks[0]?.device,
    publicIp: publicIp && { ip: publicIp.ip, kind: publicIp.elastic ? 'elastic' : 'auto-assigned' },
    keyName: one.keyName,
    profile: one.profile,
    capacityReservationId: one.capacityReservationId,
    operator: one.operator,
  };
}

/** A demo volume as the ports speak of it. */
export function volumeNoun(one: DemoVolume, account: Account): Volume {
  const { attachedTo } = one;
  return {
    id: one.id,
    account,
    region: one.region,
    kind: one.kind,
    sizeGiB: one.sizeGiB,
    encrypted: one.encrypted,
    state: attachedTo === undefined ? 'available' : 'in-use',
    attachedTo: attachedTo === undefined ? [] : [attachedTo],
    createdAt: one.createdAt,
    tags: one.tags,
    iops: one.iops,
    throughputMiBps: one.throughputMiBps,
  };
}

/** A demo address as the ports speak of it. */
export const addressNoun = (one: DemoAddress, account: Account): Address => ({
  account,
  region: one.region,
  publicIp: one.publicIp,
  allocationId: one.allocationId,
  associationId: one.associationId,
  instanceId: one.instanceId,
  networkInterfaceId: one.networkInterfaceId,
  networkInterfaceOwnerId: one.networkInterfaceOwnerId,
  privateIp: one.privateIp,
  pool: one.pool,
  networkBorderGroup: one.networkBorderGroup,
  customerOwnedIp: undefined,
  carrierIp: undefined,
  serviceManaged: one.serviceManaged,
  tags: one.tags,
});

/** A demo interface as the ports speak of it. */
export const interfaceNoun = (one: DemoInterface, account: Account): NetworkInterface => ({
  account,
  region: one.region,
  id: one.id,
  status: one.status,
  type: one.type,
  requesterId: one.requesterId,
  requesterManaged: one.requesterManaged,
  operator: undefined,
  description: one.description,
  ownerId: account.id,
  attachment: one.instanceOwnerId === undefined ? undefined : { instanceOwnerId: one.instanceOwnerId },
});

/** How many places of each Capacity Reservation are taken. A stopped instance gives its place back (EC2 guide, "Capacity Reservations"). */
export function placesTaken(instances: World['instances']): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const { capacityReservationId: id, state } of instances.values())
    if (id !== undefined && ['pending', 'running', 'stopping'].includes(state)) taken.set(id, (taken.get(id) ?? 0) + 1);
  return taken;
}

/** A demo reservation as the ports speak of it. */
export const reservationNoun = (
  one: DemoReservation,
  account: Account,
  taken: ReadonlyMap<string, number>,
): CapacityReservation => ({
  id: one.id,
  account,
  region: one.region,
  zone: one.zone,
  type: one.type,
  platform: one.platform,
  tenancy: 'default',
  total: one.total,
  available: one.total - (taken.get(one.id) ?? 0),
  state: 'active',
  createdAt: one.createdAt,
  endsAt: undefined,
  kind: 'default',
  onOutpost: false,
  unusedPaidBy: undefined,
  tags: one.tags,
});
