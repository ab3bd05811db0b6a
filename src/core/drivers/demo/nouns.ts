import type { Account, Address, Instance, Volume } from '../../ports/instance.ts';
import { transitionTime } from '../ec2/transition-time.ts';
import type { DemoAddress, DemoInstance, DemoVolume } from './ec2.ts';

/** A demo record as the ports speak of it. */
export function instanceNoun(one: DemoInstance, account: Account): Instance {
  const {
    accountId: _,
    tags,
    spot,
    publicIp,
    stopProtected: __,
    terminationProtected: ___,
    networkInterfaceId: ____,
    assignsPublicIp: _____,
    ...same
  } = one;
  const since = transitionTime(one.transitionReason);
  const name = tags['Name'];
  const [root] = one.disks;
  return {
    ...same,
    account,
    tags,
    ...(name !== undefined && name !== '' && { name }),
    ...(since !== undefined && { stateSince: since }),
    lifecycle: spot === undefined ? 'on-demand' : 'spot',
    ...(spot && { spotRequestId: spot.requestId }),
    ...(root && { rootDeviceName: root.device }),
    ...(publicIp && { publicIp: { ip: publicIp.ip, kind: publicIp.elastic ? 'elastic' : 'auto-assigned' } }),
  };
}

/** A demo volume as the ports speak of it. */
export function volumeNoun({ accountId: _, zone: __, attachedTo, ...same }: DemoVolume, account: Account): Volume {
  return {
    ...same,
    account,
    state: attachedTo === undefined ? 'available' : 'in-use',
    attachedTo: attachedTo === undefined ? [] : [{ instanceId: attachedTo.instanceId, device: attachedTo.device }],
  };
}

/** A demo address as the ports speak of it. */
export const addressNoun = ({ accountId: _, ...same }: DemoAddress, account: Account): Address => ({
  ...same,
  account,
});
