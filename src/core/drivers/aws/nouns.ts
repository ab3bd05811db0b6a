import type {
  Address as WireAddress,
  CapacityReservation as WireReservation,
  NetworkInterface as WireInterface,
  Tag,
  Volume as WireVolume,
} from '@aws-sdk/client-ec2';
import {
  instanceStates,
  type Account,
  type Address,
  type CapacityReservation,
  type Instance,
  type InstanceState,
  type NetworkInterface,
  type PublicIp,
  type Volume,
} from '../../ports/instance.ts';
import { transitionTime } from '../ec2/transition-time.ts';
import type { ReadInstance } from './fields-read.ts';

/** State codes carry flags above the low byte (EC2 API, `InstanceState`). */
const statesByCode: Readonly<Record<number, InstanceState>> = {
  0: 'pending',
  16: 'running',
  32: 'shutting-down',
  48: 'terminated',
  64: 'stopping',
  80: 'stopped',
};

/** Tags as a map; those without a key are no tags. */
export const tagsOf = (tags: readonly Tag[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']])));

/** What DescribeInstances tells of one instance. Undefined: a record without an id, or without a state that is known. */
export function instanceNoun(wire: ReadInstance, account: Account, region: string): Instance | undefined {
  const state = statesByCode[(wire.State?.Code ?? -1) & 0xff] ?? instanceStates.find((one) => one === wire.State?.Name);
  if (wire.InstanceId === undefined || state === undefined) return undefined;
  const tags = tagsOf(wire.Tags);
  const reason = wire.StateTransitionReason ?? '';
  const primary =
    wire.NetworkInterfaces?.find(({ Attachment }) => Attachment?.DeviceIndex === 0) ?? wire.NetworkInterfaces?.[0];
  const tenancy = wire.Placement?.Tenancy;
  return {
    id: wire.InstanceId,
    account,
    region,
    zone: wire.Placement?.AvailabilityZone ?? '',
    type: wire.InstanceType ?? 'unknown',
    state,
    transitionReason: reason,
    launchedAt: wire.LaunchTime?.getTime() ?? 0,
    platformDetails: wire.PlatformDetails ?? (wire.Platform === undefined ? 'Linux/UNIX' : 'Windows'),
    usageOperation: wire.UsageOperation ?? 'unknown',
    architecture: wire.Architecture ?? 'unknown',
    tenancy: tenancy === 'dedicated' || tenancy === 'host' ? tenancy : 'default',
    lifecycle: wire.InstanceLifecycle ?? 'on-demand',
    imageId: wire.ImageId ?? '',
    rootDevice: wire.RootDeviceType === 'instance-store' ? 'instance-store' : 'ebs',
    disks: (wire.BlockDeviceMappings ?? []).flatMap(({ DeviceName, Ebs }) =>
      Ebs?.VolumeId === undefined
        ? []
        : [{ volumeId: Ebs.VolumeId, device: DeviceName ?? '', deleteOnTermination: Ebs.DeleteOnTermination ?? false }],
    ),
    hibernation: wire.HibernationOptions?.Configured ?? false,
    tags,
    name: filled(tags['Name']),
    stateSince: transitionTime(reason),
    stateReason:
      wire.StateReason?.Code === undefined
        ? undefined
        : { code: wire.StateReason.Code, message: wire.StateReason.Message ?? '' },
    createdAt: primary?.Attachment?.AttachTime?.getTime(),
    spotRequestId: filled(wire.SpotInstanceRequestId),
    rootDeviceName: filled(wire.RootDeviceName),
    privateIp: filled(wire.PrivateIpAddress),
    publicIp: publicIpOf(wire, primary?.Association),
    vpcId: filled(wire.VpcId),
    subnetId: filled(wire.SubnetId),
    keyName: filled(wire.KeyName),
    profile: filled(wire.IamInstanceProfile?.Arn?.split('/').at(-1)),
    capacityReservationId: filled(wire.CapacityReservationId),
    operator: operatorOf(wire),
  };
}

/** An auto-assigned address belongs to `amazon` while it is lent; any other owner's is an Elastic IP (EC2 API, `InstanceNetworkInterfaceAssociation.IpOwnerId`). */
function publicIpOf(
  wire: ReadInstance,
  association: { readonly IpOwnerId?: string | undefined; readonly PublicIp?: string | undefined } | undefined,
): PublicIp | undefined {
  const ip = association?.PublicIp ?? wire.PublicIpAddress;
  if (ip === undefined || ip === '') return undefined;
  return {
    ip,
    kind: association?.IpOwnerId === undefined || association.IpOwnerId === 'amazon' ? 'auto-assigned' : 'elastic',
  };
}

/** What DescribeVolumes tells of one volume. Undefined: a record without an id, or of figures that no volume has. */
export function volumeNoun(wire: WireVolume, account: Account, region: string): Volume | undefined {
  const { Size, Iops, Throughput } = wire;
  // Every volume has a size, and these kinds have IOPS; their price is of both (EC2 API, `Volume`).
  const leastIops = wire.VolumeType === 'io1' || wire.VolumeType === 'io2' ? Iops : (Iops ?? 0);
  if (wire.VolumeId === undefined || !isAbove(0, Size) || !isAbove(-1, leastIops) || !isAbove(-1, Throughput ?? 0))
    return undefined;
  return {
    id: wire.VolumeId,
    account,
    region,
    kind: wire.VolumeType ?? 'unknown',
    sizeGiB: Size,
    encrypted: wire.Encrypted ?? false,
    state: wire.State ?? 'unknown',
    attachedTo: (wire.Attachments ?? []).flatMap(({ InstanceId, Device }) =>
      InstanceId === undefined ? [] : [{ instanceId: InstanceId, device: Device ?? '' }],
    ),
    tags: tagsOf(wire.Tags),
    iops: Iops,
    throughputMiBps: Throughput,
    createdAt: wire.CreateTime?.getTime(),
  };
}

/** What DescribeAddresses tells of one address. Undefined: a record without an address. */
export function addressNoun(wire: WireAddress, account: Account, region: string): Address | undefined {
  // An address of a carrier or of an Outpost may come without a public one.
  const publicIp = wire.PublicIp ?? wire.CarrierIp ?? wire.CustomerOwnedIp;
  if (publicIp === undefined) return undefined;
  return {
    account,
    region,
    publicIp,
    tags: tagsOf(wire.Tags),
    allocationId: filled(wire.AllocationId),
    associationId: filled(wire.AssociationId),
    instanceId: filled(wire.InstanceId),
    networkInterfaceId: filled(wire.NetworkInterfaceId),
    networkInterfaceOwnerId: filled(wire.NetworkInterfaceOwnerId),
    privateIp: filled(wire.PrivateIpAddress),
    pool: filled(wire.PublicIpv4Pool),
    networkBorderGroup: filled(wire.NetworkBorderGroup),
    customerOwnedIp: filled(wire.CustomerOwnedIp),
    carrierIp: filled(wire.CarrierIp),
    serviceManaged: filled(wire.ServiceManaged),
  };
}

/** What DescribeCapacityReservations tells of one reservation. Undefined: a record without an id, or without the figures that every reservation has. */
export function reservationNoun(
  wire: WireReservation,
  account: Account,
  region: string,
): CapacityReservation | undefined {
  const { TotalInstanceCount: total, AvailableInstanceCount: available } = wire;
  if (wire.CapacityReservationId === undefined || !isAbove(-1, total) || !isAbove(-1, available)) return undefined;
  return {
    id: wire.CapacityReservationId,
    account,
    region,
    zone: wire.AvailabilityZone ?? '',
    type: wire.InstanceType ?? 'unknown',
    platform: wire.InstancePlatform ?? 'unknown',
    tenancy: wire.Tenancy === 'dedicated' ? 'dedicated' : 'default',
    total,
    available,
    state: wire.State ?? 'unknown',
    kind: wire.ReservationType ?? 'default',
    onOutpost: filled(wire.OutpostArn) !== undefined,
    unusedPaidBy:
      wire.UnusedReservationBillingOwnerId === account.id ? undefined : filled(wire.UnusedReservationBillingOwnerId),
    tags: tagsOf(wire.Tags),
    createdAt: wire.CreateDate?.getTime(),
    endsAt: wire.EndDate?.getTime(),
  };
}

/** What DescribeNetworkInterfaces tells of one interface. Undefined: a record without an id. */
export function interfaceNoun(wire: WireInterface, account: Account, region: string): NetworkInterface | undefined {
  if (wire.NetworkInterfaceId === undefined) return undefined;
  return {
    id: wire.NetworkInterfaceId,
    account,
    region,
    status: wire.Status ?? 'unknown',
    type: wire.InterfaceType ?? 'interface',
    requesterManaged: wire.RequesterManaged ?? false,
    description: wire.Description ?? '',
    requesterId: filled(wire.RequesterId),
    ownerId: filled(wire.OwnerId),
    operator: operatorOf(wire),
    attachment: wire.Attachment && {
      instanceId: filled(wire.Attachment.InstanceId),
      instanceOwnerId: filled(wire.Attachment.InstanceOwnerId),
    },
  };
}

const isAbove = (least: number, figure: number | undefined): figure is number => figure !== undefined && figure > least;

/** Old records hold empty texts where new ones leave a field out. */
const filled = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/** The service of AWS that runs it, where one does. */
const operatorOf = ({ Operator }: Pick<ReadInstance, 'Operator'>): string | undefined =>
  Operator?.Managed === true ? (Operator.Principal ?? 'a service of AWS') : undefined;
