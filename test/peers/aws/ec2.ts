import type { DemoAddress, DemoEc2, DemoInstance, DemoVolume, World } from '../../../src/core/drivers/demo/ec2.ts';
import { Ec2Error } from '../../../src/core/drivers/ec2/error.ts';
import type { Xml } from './xml.ts';

/** One call as it came: who, where, and the query parameters. */
export interface Call {
  readonly action: string;
  readonly accountId: string;
  readonly region: string;
  readonly params: ReadonlyMap<string, string>;
}

const stateCodes: Readonly<Record<string, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};
/** EC2 sets flags above the low byte at times; a client must mask them. */
const stateXml = (name: string): Xml => ({ code: (stateCodes[name] ?? 0) + 256, name });
const isoTime = (at: number): string => new Date(at).toISOString();
const tagsXml = (tags: Readonly<Record<string, string>>): Xml =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

/** Values `Name.1`, `Name.2` … */
export const listOf = (params: ReadonlyMap<string, string>, name: string): readonly string[] =>
  [...params].filter(([key]) => new RegExp(`^${name}\\.\\d+$`).test(key)).map(([, value]) => value);

/** Filters as `Filter.1.Name`, `Filter.1.Value.1`. */
function filtersOf(params: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const filters = new Map<string, readonly string[]>();
  for (let index = 1; params.has(`Filter.${index}.Name`); index += 1) {
    const values = listOf(params, `Filter\\.${index}\\.Value`);
    if (values.length > 200)
      throw new Ec2Error(
        'FilterLimitExceeded',
        'The maximum number of filter values specified on a single call is 200.',
      );
    filters.set(params.get(`Filter.${index}.Name`) ?? '', values);
  }
  return filters;
}

/** EC2's part over the demo account's own state: EC2 is written once. */
export async function answerEc2(ec2: DemoEc2, call: Call): Promise<Xml> {
  const world = await ec2.world();
  const own = <T extends { accountId: string; region: string }>(all: Iterable<T>): readonly T[] =>
    [...all].filter((one) => one.accountId === call.accountId && one.region === call.region);
  const filters = filtersOf(call.params);
  const within = (name: string, value: string): boolean => filters.get(name)?.includes(value) ?? true;
  switch (call.action) {
    case 'DescribeInstances': {
      if (call.params.has('MaxResults') && listOf(call.params, 'InstanceId').length > 0) {
        throw new Ec2Error(
          'InvalidParameterCombination',
          'The parameter instancesSet cannot be used with the parameter maxResults',
        );
      }
      const found = own(world.instances.values()).filter(({ id }) => within('instance-id', id));
      const page = paged(found, call);
      return {
        reservationSet: page.items.map((one) => ({ ownerId: one.accountId, instancesSet: [instanceXml(one)] })),
        nextToken: page.next,
      };
    }
    case 'DescribeVolumes': {
      const found = own(world.volumes.values()).filter(
        ({ attachedTo }) =>
          !filters.has('attachment.instance-id') || within('attachment.instance-id', attachedTo?.instanceId ?? ''),
      );
      const page = paged(found, call);
      return { volumeSet: page.items.map(volumeXml), nextToken: page.next };
    }
    case 'DescribeAddresses':
      return { addressesSet: own(world.addresses.values()).map(addressXml) };
    case 'DescribeInstanceAttribute':
      return attributeXml(world, call);
    case 'DescribeSpotInstanceRequests':
      return {
        spotInstanceRequestSet: own(world.instances.values()).flatMap(({ spot }) =>
          spot !== undefined && within('spot-instance-request-id', spot.requestId)
            ? [{ spotInstanceRequestId: spot.requestId, type: spot.type, state: spot.state }]
            : [],
        ),
      };
    case 'StartInstances':
    case 'StopInstances': {
      const dryRun = call.params.get('DryRun') === 'true';
      const account = ec2.accounts.find(({ id }) => id === call.accountId) ?? { name: '', id: call.accountId };
      const { changes } = await ec2.change(
        call.action,
        { account, region: call.region },
        listOf(call.params, 'InstanceId'),
        dryRun,
        new AbortController().signal,
      );
      if (dryRun) throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
      return {
        instancesSet: changes.map(({ id, previous, current }) => ({
          instanceId: id,
          currentState: stateXml(current),
          previousState: stateXml(previous),
        })),
      };
    }
    default:
      throw new Ec2Error('InvalidAction', `The action ${call.action} is not valid for this web service.`);
  }
}

/** Small pages whatever is asked, so that every list has several. */
const pageSize = 7;

function paged<T>(all: readonly T[], call: Call): { readonly items: readonly T[]; readonly next: string | undefined } {
  const from = Number(call.params.get('NextToken') ?? '0');
  const size = Math.min(pageSize, Number(call.params.get('MaxResults') ?? '1000'));
  return { items: all.slice(from, from + size), next: from + size < all.length ? String(from + size) : undefined };
}

const instanceXml = (one: DemoInstance): Xml => ({
  instanceId: one.id,
  imageId: one.imageId,
  instanceState: stateXml(one.state),
  reason: one.transitionReason,
  stateReason: one.stateReason,
  keyName: one.keyName,
  instanceType: one.type,
  launchTime: isoTime(one.launchedAt),
  placement: { availabilityZone: one.zone, tenancy: one.tenancy },
  platformDetails: one.platformDetails,
  usageOperation: one.usageOperation,
  architecture: one.architecture,
  rootDeviceType: one.rootDevice,
  rootDeviceName: one.disks[0]?.device,
  instanceLifecycle: one.spot === undefined ? undefined : 'spot',
  spotInstanceRequestId: one.spot?.requestId,
  privateIpAddress: one.privateIp,
  ipAddress: one.publicIp?.ip,
  vpcId: one.vpcId,
  subnetId: one.subnetId,
  iamInstanceProfile:
    one.profile === undefined
      ? undefined
      : { arn: `arn:aws:iam::${one.accountId}:instance-profile/${one.profile}`, id: 'AIPA' },
  hypervisor: 'xen',
  hibernationOptions: { configured: one.hibernation },
  capacityReservationId: one.capacityReservationId,
  operator: { managed: one.operator !== undefined, principal: one.operator },
  blockDeviceMapping: one.disks.map(({ volumeId, device, deleteOnTermination }) => ({
    deviceName: device,
    ebs: { volumeId, status: 'attached', deleteOnTermination },
  })),
  networkInterfaceSet: [
    {
      networkInterfaceId: one.networkInterfaceId,
      attachment: { deviceIndex: 0, attachTime: isoTime(one.createdAt), status: 'attached' },
      association:
        one.publicIp === undefined
          ? undefined
          : { publicIp: one.publicIp.ip, ipOwnerId: one.publicIp.elastic ? one.accountId : 'amazon' },
    },
  ],
  tagSet: tagsXml(one.tags),
});

const volumeXml = (one: DemoVolume): Xml => ({
  volumeId: one.id,
  size: one.sizeGiB,
  volumeType: one.kind,
  iops: one.iops,
  throughput: one.throughputMiBps,
  encrypted: one.encrypted,
  availabilityZone: one.zone,
  status: one.attachedTo === undefined ? 'available' : 'in-use',
  createTime: isoTime(one.createdAt),
  attachmentSet:
    one.attachedTo === undefined
      ? []
      : [
          {
            volumeId: one.id,
            instanceId: one.attachedTo.instanceId,
            device: one.attachedTo.device,
            status: 'attached',
            deleteOnTermination: one.attachedTo.deleteOnTermination,
          },
        ],
  tagSet: tagsXml(one.tags),
});

const addressXml = (one: DemoAddress): Xml => ({
  publicIp: one.publicIp,
  allocationId: one.allocationId,
  associationId: one.associationId,
  instanceId: one.instanceId,
  networkInterfaceId: one.networkInterfaceId,
  networkInterfaceOwnerId: one.networkInterfaceOwnerId,
  privateIpAddress: one.privateIp,
  publicIpv4Pool: one.pool,
  networkBorderGroup: one.networkBorderGroup,
  serviceManaged: one.serviceManaged,
  domain: 'vpc',
  tagSet: tagsXml(one.tags),
});

function attributeXml(world: World, { params, accountId, region }: Call): Xml {
  const id = params.get('InstanceId') ?? '';
  const one = world.instances.get(id);
  if (one === undefined || one.accountId !== accountId || one.region !== region)
    throw new Ec2Error('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
  const attribute = params.get('Attribute') ?? '';
  const value = attribute === 'disableApiStop' ? one.stopProtected : one.terminationProtected;
  return { instanceId: id, [attribute]: { value } };
}
