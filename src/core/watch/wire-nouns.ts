import { z } from 'zod';
import {
  instanceStates,
  type Address,
  type CapacityReservation,
  type Home,
  type Instance,
  type NetworkInterface,
  type Volume,
} from '../ports/instance.ts';

/**
 * Nouns of an account's region as they go between processes: as they are, without the account and region, which whoever reads them
 * knows. They come back with every field as its own, also those that AWS did not tell, in the order in which the AWS driver writes
 * them: see `Instance`.
 */

/** Every field of a noun, none left out. */
type Whole<T> = { readonly [K in keyof T]-?: T[K] | Exclude<undefined, T[K]> };

const text = z.string();
const told = z.string().optional();
const figure = z.number();
const toldFigure = z.number().optional();

const isTags = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((one) => typeof one === 'string');
/** Kept as it was read: a tag may be called `__proto__`, and a record that is made anew would lose it. */
const tags = z.custom<Readonly<Record<string, string>>>(isTags, 'no tags');

const InstanceWire = z.object({
  id: text,
  zone: text,
  type: text,
  state: z.enum(instanceStates),
  transitionReason: text,
  launchedAt: figure,
  platformDetails: text,
  usageOperation: text,
  architecture: text,
  tenancy: z.enum(['default', 'dedicated', 'host']),
  lifecycle: text,
  imageId: text,
  rootDevice: z.enum(['ebs', 'instance-store']),
  disks: z.array(z.object({ volumeId: text, device: text, deleteOnTermination: z.boolean() })),
  hibernation: z.boolean(),
  tags,
  name: told,
  stateSince: toldFigure,
  stateReason: z.object({ code: text, message: text }).optional(),
  createdAt: toldFigure,
  spotRequestId: told,
  rootDeviceName: told,
  privateIp: told,
  publicIp: z.object({ ip: text, kind: z.enum(['auto-assigned', 'elastic']) }).optional(),
  vpcId: told,
  subnetId: told,
  keyName: told,
  profile: told,
  capacityReservationId: told,
  operator: told,
});

/** An instance that came from another process. Throws where it is none. */
export function instanceFrom(written: unknown, { account, region }: Home): Instance {
  const one = InstanceWire.parse(written);
  return {
    id: one.id,
    account,
    region,
    zone: one.zone,
    type: one.type,
    state: one.state,
    transitionReason: one.transitionReason,
    launchedAt: one.launchedAt,
    platformDetails: one.platformDetails,
    usageOperation: one.usageOperation,
    architecture: one.architecture,
    tenancy: one.tenancy,
    lifecycle: one.lifecycle,
    imageId: one.imageId,
    rootDevice: one.rootDevice,
    disks: one.disks,
    hibernation: one.hibernation,
    tags: one.tags,
    name: one.name,
    stateSince: one.stateSince,
    stateReason: one.stateReason,
    createdAt: one.createdAt,
    spotRequestId: one.spotRequestId,
    rootDeviceName: one.rootDeviceName,
    privateIp: one.privateIp,
    publicIp: one.publicIp,
    vpcId: one.vpcId,
    subnetId: one.subnetId,
    keyName: one.keyName,
    profile: one.profile,
    capacityReservationId: one.capacityReservationId,
    operator: one.operator,
  } satisfies Whole<Instance>;
}

const VolumeWire = z.object({
  id: text,
  kind: text,
  sizeGiB: figure,
  encrypted: z.boolean(),
  state: text,
  attachedTo: z.array(z.object({ instanceId: text, device: text })),
  tags,
  iops: toldFigure,
  throughputMiBps: toldFigure,
  createdAt: toldFigure,
});

/** A volume that came from another process. Throws where it is none. */
export function volumeFrom(written: unknown, { account, region }: Home): Volume {
  const one = VolumeWire.parse(written);
  return {
    id: one.id,
    account,
    region,
    kind: one.kind,
    sizeGiB: one.sizeGiB,
    encrypted: one.encrypted,
    state: one.state,
    attachedTo: one.attachedTo,
    tags: one.tags,
    iops: one.iops,
    throughputMiBps: one.throughputMiBps,
    createdAt: one.createdAt,
  } satisfies Whole<Volume>;
}

const AddressWire = z.object({
  publicIp: text,
  tags,
  allocationId: told,
  associationId: told,
  instanceId: told,
  networkInterfaceId: told,
  networkInterfaceOwnerId: told,
  privateIp: told,
  pool: told,
  networkBorderGroup: told,
  customerOwnedIp: told,
  carrierIp: told,
  serviceManaged: told,
});

/** An Elastic IP that came from another process. Throws where it is none. */
export function addressFrom(written: unknown, { account, region }: Home): Address {
  const one = AddressWire.parse(written);
  return {
    account,
    region,
    publicIp: one.publicIp,
    tags: one.tags,
    allocationId: one.allocationId,
    associationId: one.associationId,
    instanceId: one.instanceId,
    networkInterfaceId: one.networkInterfaceId,
    networkInterfaceOwnerId: one.networkInterfaceOwnerId,
    privateIp: one.privateIp,
    pool: one.pool,
    networkBorderGroup: one.networkBorderGroup,
    customerOwnedIp: one.customerOwnedIp,
    carrierIp: one.carrierIp,
    serviceManaged: one.serviceManaged,
  } satisfies Whole<Address>;
}

const ReservationWire = z.object({
  id: text,
  zone: text,
  type: text,
  platform: text,
  tenancy: z.enum(['default', 'dedicated']),
  total: figure,
  available: figure,
  state: text,
  kind: text,
  onOutpost: z.boolean(),
  unusedPaidBy: told,
  tags,
  createdAt: toldFigure,
  endsAt: toldFigure,
});

/** A Capacity Reservation that came from another process. Throws where it is none. */
export function reservationFrom(written: unknown, { account, region }: Home): CapacityReservation {
  const one = ReservationWire.parse(written);
  return {
    id: one.id,
    account,
    region,
    zone: one.zone,
    type: one.type,
    platform: one.platform,
    tenancy: one.tenancy,
    total: one.total,
    available: one.available,
    state: one.state,
    kind: one.kind,
    onOutpost: one.onOutpost,
    unusedPaidBy: one.unusedPaidBy,
    tags: one.tags,
    createdAt: one.createdAt,
    endsAt: one.endsAt,
  } satisfies Whole<CapacityReservation>;
}

const InterfaceWire = z.object({
  id: text,
  status: text,
  type: text,
  requesterManaged: z.boolean(),
  description: text,
  requesterId: told,
  ownerId: told,
  operator: told,
  attachment: z.object({ instanceId: told, instanceOwnerId: told }).optional(),
});

/** A network interface that came from another process. Throws where it is none. */
export function interfaceFrom(written: unknown, { account, region }: Home): NetworkInterface {
  const one = InterfaceWire.parse(written);
  return {
    id: one.id,
    account,
    region,
    status: one.status,
    type: one.type,
    requesterManaged: one.requesterManaged,
    description: one.description,
    requesterId: one.requesterId,
    ownerId: one.ownerId,
    operator: one.operator,
    attachment: one.attachment && {
      instanceId: one.attachment.instanceId,
      instanceOwnerId: one.attachment.instanceOwnerId,
    },
  } satisfies Whole<NetworkInterface>;
}
