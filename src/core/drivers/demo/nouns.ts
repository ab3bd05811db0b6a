import type { Account, Address, Instance, NetworkInterface, Volume } from '../../ports/instance.ts';
import { transitionTime } from '../ec2/transition-time.ts';
import type { DemoAddress, DemoInstance, DemoInterface, DemoVolume } from './ec2.ts';

/** A demo record as the ports speak of it. */
export function instanceNoun(one: DemoInstance, account: Account): Instance {
  const { tags, spot, publicIp, stateReason } = one;
  const since = one.transitionReason === '' ? undefined : transitionTime(one.transitionReason);
  const name = tags['Name'];
  const [root] = one.disks;
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
    ...(name !== undefined && name !== '' && { name }),
    ...(since !== undefined && { stateSince: since }),
    ...(stateReason && { stateReason }),
    ...(spot && { spotRequestId: spot.requestId }),
    ...(root && { rootDeviceName: root.device }),
    ...(publicIp && { publicIp: { ip: publicIp.ip, kind: publicIp.elastic ? 'elastic' : 'auto-assigned' } }),
    ...(one.keyName !== undefined && { keyName: one.keyName }),
    ...(one.profile !== undefined && { profile: one.profile }),
    ...(one.capacityReservationId !== undefined && { capacityReservationId: one.capacityReservationId }),
    ...(one.operator !== undefined && { operator: one.operator }),
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
    ...(one.iops !== undefined && { iops: one.iops }),
    ...(one.throughputMiBps !== undefined && { throughputMiBps: one.throughputMiBps }),
  };
}

/** A demo address as the ports speak of it. */
export const addressNoun = (
  { accountId: _, reverseDns: __, transferTo: ___, ...same }: DemoAddress,
  account: Account,
): Address => ({ ...same, account });

/** A demo interface as the ports speak of it. */
export const interfaceNoun = (
  { accountId: _, instanceOwnerId, ...same }: DemoInterface,
  account: Account,
): NetworkInterface => ({
  ...same,
  account,
  ownerId: account.id,
  ...(instanceOwnerId !== undefined && { attachment: { instanceOwnerId } }),
});
