import { autoScalingGroupOf, ownerOf } from '../../core/estate/managers.ts';
import { dayMs } from '../../core/time.ts';
import { chargedAddresses, idleAddresses } from './applied-addresses.ts';
import { encryptedVolumes, stoppedCosts, volumesOfNothing } from './applied-volumes.ts';
import { instances, running, spread, types, type Apply } from './counted.ts';

/** What has run so long without a stop is worth a commitment; what is stopped so long is worth a question. */
const longDays = 30;

const isLong = (since: number | undefined, now: number): boolean =>
  since !== undefined && now - since > longDays * dayMs;

const committable = running(
  ({ lifecycle, launchedAt }, now) => lifecycle === 'on-demand' && isLong(launchedAt, now),
  [
    `is On-Demand and has run for more than ${longDays} days without a stop`,
    `are On-Demand and have run for more than ${longDays} days without a stop`,
  ],
  ' What was committed to already is not read here.',
);
const withoutProfile = instances(
  ({ profile }) => profile === undefined,
  ['has no instance profile: programs on it get no role', 'have no instance profile: programs on them get no role'],
);
const reachedPublicly = instances(
  ({ publicIp }) => publicIp !== undefined,
  ['has a public IPv4 address', 'have a public IPv4 address'],
);

/** What each topic looks at, by its id. A topic that is not here is about nothing that is read. */
export const applied: Readonly<Record<string, Apply>> = {
  'on-demand': running(({ lifecycle }) => lifecycle === 'on-demand', ['is On-Demand', 'are On-Demand']),
  spot: instances(({ lifecycle }) => lifecycle === 'spot', ['is a Spot Instance', 'are Spot Instances']),
  'savings-plans': committable,
  'reserved-instances': committable,
  'capacity-reservations': instances(
    ({ capacityReservationId }) => capacityReservationId !== undefined,
    ['is in a Capacity Reservation', 'are in a Capacity Reservation'],
  ),
  'capacity-blocks': instances(
    ({ lifecycle }) => lifecycle === 'capacity-block',
    ['is in a Capacity Block', 'are in a Capacity Block'],
  ),
  'free-tier': types(({ freeTier }) => freeTier, ['has a type of the Free Plan', 'have types of the Free Plan']),
  'cost-of-stopped': stoppedCosts,
  tenancy: instances(
    ({ tenancy }) => tenancy !== 'default',
    ['has a tenancy other than shared', 'have a tenancy other than shared'],
  ),
  'dedicated-instance': instances(
    ({ tenancy }) => tenancy === 'dedicated',
    ['is a Dedicated Instance', 'are Dedicated Instances'],
  ),
  'dedicated-host': instances(
    ({ tenancy }) => tenancy === 'host',
    ['is on a Dedicated Host', 'are on Dedicated Hosts'],
  ),
  'instance-types': types(
    ({ currentGeneration }) => !currentGeneration,
    ['has a type that AWS marks as previous generation', 'have types that AWS marks as previous generation'],
  ),
  burstable: types(({ burstable }) => burstable, ['is burstable', 'are burstable']),
  nitro: types(
    ({ hypervisor }) => hypervisor === 'xen',
    ['has a type that still runs on Xen', 'have types that still run on Xen'],
  ),
  'elastic-ip': idleAddresses,
  'public-ip': instances(
    ({ publicIp }) => publicIp?.kind === 'auto-assigned',
    ['has an auto-assigned address, which changes at a stop', 'have an auto-assigned address, which changes at a stop'],
  ),
  'private-ip': instances(
    ({ publicIp }) => publicIp === undefined,
    ['has a private address alone', 'have a private address alone'],
  ),
  'ipv4-charges': chargedAddresses,
  ami: spread(({ imageId }) => imageId, 'are made from', 'image'),
  ebs: volumesOfNothing,
  'instance-store': types(
    ({ instanceStoreGB }) => instanceStoreGB !== undefined,
    ['has local disks, which a stop erases', 'have local disks, which a stop erases'],
  ),
  'stop-vs-terminate': instances(
    ({ state, stateSince }, now) => state === 'stopped' && isLong(stateSince, now),
    [`has been stopped for more than ${longDays} days`, `have been stopped for more than ${longDays} days`],
  ),
  hibernation: instances(
    ({ hibernation }) => hibernation,
    ['was launched so that it can hibernate', 'were launched so that they can hibernate'],
  ),
  'auto-scaling': instances(
    ({ tags }) => autoScalingGroupOf(tags) !== undefined,
    ['belongs to an Auto Scaling group', 'belong to an Auto Scaling group'],
  ),
  tags: instances(
    ({ tags }) => ownerOf(tags) === undefined,
    ['has no tag that names an owner', 'have no tag that names an owner'],
  ),
  'regions-and-zones': spread(({ region }) => region, 'are in', 'region'),
  ssh: reachedPublicly,
  'security-group': reachedPublicly,
  'session-manager': withoutProfile,
  'iam-role': withoutProfile,
  'access-keys': withoutProfile,
  'key-pair': instances(
    ({ keyName }) => keyName !== undefined,
    ['was launched with a key pair', 'were launched with a key pair'],
  ),
  kms: encryptedVolumes,
};
