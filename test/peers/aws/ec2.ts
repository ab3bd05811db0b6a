import type { ControlKind, Target } from '../../../src/core/ports/control.ts';
import type {
  DemoAddress,
  DemoEc2,
  DemoInstance,
  DemoInterface,
  DemoReservation,
  DemoVolume,
  World,
} from '../../../src/core/drivers/demo/ec2.ts';
import { placesTaken } from '../../../src/core/drivers/demo/nouns.ts';
import { Ec2Error } from '../../../src/core/drivers/ec2/error.ts';
import { answerFacts, type PeerFacts } from './facts.ts';
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
export async function answerEc2(ec2: DemoEc2, call: Call, facts: PeerFacts): Promise<Xml> {
  const world = await ec2.world();
  const own = <T extends { accountId: string; region: string }>(all: Iterable<T>): readonly T[] =>
    [...all].filter((one) => one.accountId === call.accountId && one.region === call.region);
  const filters = filtersOf(call.params);
  const within = (name: string, value: string): boolean => filters.get(name)?.includes(value) ?? true;
  // EC2 refuses to do what it would let through; DescribeInstanceAttribute and the changes have their own place below.
  if (call.params.get('DryRun') === 'true' && call.action.startsWith('Describe'))
    throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
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
    case 'DescribeRegions':
      return {
        regionInfo: [
          ...ec2.regions.map((regionName) => ({ regionName, optInStatus: 'opt-in-not-required' })),
          ...(call.params.get('AllRegions') === 'true'
            ? [{ regionName: 'ap-east-1', optInStatus: 'not-opted-in' }]
            : []),
        ],
      };
    case 'DescribeAddresses':
      return { addressesSet: own(world.addresses.values()).map(addressXml) };
    case 'DescribeInstanceAttribute':
      return attributeXml(world, call);
    case 'DescribeSpotPriceHistory':
      return {};
    case 'DescribeSpotInstanceRequests':
      return {
        spotInstanceRequestSet: own(world.instances.values()).flatMap(({ spot }) =>
          spot !== undefined && within('spot-instance-request-id', spot.requestId)
            ? [{ spotInstanceRequestId: spot.requestId, type: spot.type, state: spot.state }]
            : [],
        ),
      };
    case 'DescribeNetworkInterfaces': {
      const page = paged(
        own(world.interfaces.values()).filter(({ id }) => within('network-interface-id', id)),
        call,
      );
      return { networkInterfaceSet: page.items.map(interfaceXml), nextToken: page.next };
    }
    case 'DescribeCapacityReservations': {
      const taken = placesTaken(world.instances);
      // The accounts share them with each other (AWS RAM): who does not ask for their own is told of all.
      const found = world.reservations.filter(
        ({ accountId, region }) => region === call.region && within('owner-id', accountId),
      );
      const page = paged(found, call);
      return {
        capacityReservationSet: page.items.map((one) => reservationXml(one, taken.get(one.id) ?? 0)),
        nextToken: page.next,
      };
    }
    case 'DescribeAddressTransfers':
      return {
        addressTransferSet: asked(world, call).flatMap(({ publicIp, allocationId, transferTo }) =>
          transferTo === undefined
            ? []
            : [{ publicIp, allocationId, transferAccountId: transferTo, addressTransferStatus: 'pending' }],
        ),
      };
    case 'DescribeAddressesAttribute':
      return {
        addressSet: asked(world, call).map(({ publicIp, allocationId, reverseDns }) => ({
          publicIp,
          allocationId,
          ptrRecord: reverseDns,
        })),
      };
    case 'StartInstances':
    case 'StopInstances':
    case 'RebootInstances':
    case 'TerminateInstances':
    case 'ResetAddressAttribute':
    case 'DisassociateAddress':
    case 'ReleaseAddress':
    case 'AllocateAddress':
      return changed(ec2, call);
    default: {
      const told = answerFacts(facts, call, filters, paged, (code, message) => {
        throw new Ec2Error(code, message);
      });
      if (told !== undefined) return told;
      throw new Ec2Error('InvalidAction', `The action ${call.action} is not valid for this web service.`);
    }
  }
}

/** Addresses by allocation id; one that is not there refuses the call. */
function asked(world: World, { params, accountId, region }: Call): readonly DemoAddress[] {
  return listOf(params, 'AllocationId').map((id) => {
    const one = world.addresses.get(id);
    if (one === undefined || one.accountId !== accountId || one.region !== region)
      throw new Ec2Error('InvalidAllocationID.NotFound', `The allocation ID '${id}' does not exist`);
    return one;
  });
}

/** What a changing call is about, in the driver's words. */
function kindOf({
  action,
  params,
}: Call): readonly [kind: ControlKind, ids: readonly Pick<Target, 'id' | 'associationId'>[]] {
  const instances = listOf(params, 'InstanceId').map((id) => ({ id }));
  const allocation = [{ id: params.get('AllocationId') ?? '' }];
  switch (action) {
    case 'StartInstances':
      return ['start', instances];
    case 'StopInstances':
      return [params.get('Hibernate') === 'true' ? 'hibernate' : 'stop', instances];
    case 'RebootInstances':
      return ['reboot', instances];
    case 'TerminateInstances':
      return ['terminate', instances];
    case 'ResetAddressAttribute':
      if (params.get('Attribute') !== 'domain-name')
        throw new Ec2Error('InvalidParameterValue', 'Value for parameter Attribute is invalid.');
      return ['reset-dns', allocation];
    case 'DisassociateAddress':
      return ['disassociate', [{ id: '', associationId: params.get('AssociationId') ?? '' }]];
    case 'ReleaseAddress':
      return ['release', allocation];
    default:
      return ['recover', [{ id: params.get('Address') ?? '' }]];
  }
}

async function changed(ec2: DemoEc2, call: Call): Promise<Xml> {
  const dryRun = call.params.get('DryRun') === 'true';
  const account = ec2.accounts.find(({ id }) => id === call.accountId) ?? { name: '', id: call.accountId };
  const home = { account, region: call.region };
  const [kind, ids] = kindOf(call);
  const before = await ec2.world();
  const targets = ids.map((one) => ({
    ...one,
    ...home,
    // EC2 knows whose association it is.
    ...(kind === 'disassociate' && {
      id:
        [...before.addresses.values()].find(({ associationId }) => associationId === one.associationId)?.allocationId ??
        '',
    }),
  }));
  const { changes } = await ec2.change(kind, home, targets, dryRun, new AbortController().signal);
  if (dryRun) throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
  if (kind === 'recover') {
    const { addresses } = await ec2.world();
    const got = [...addresses.values()].find(({ publicIp }) => publicIp === ids[0]?.id);
    return { publicIp: got?.publicIp, allocationId: got?.allocationId, domain: 'vpc' };
  }
  if (!call.action.endsWith('Instances') || kind === 'reboot') return { return: true };
  return {
    instancesSet: changes.map(({ id, previous, current }) => ({
      instanceId: id,
      currentState: stateXml(current),
      previousState: stateXml(previous),
    })),
  };
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

const reservationXml = (one: DemoReservation, taken: number): Xml => ({
  capacityReservationId: one.id,
  ownerId: one.accountId,
  instanceType: one.type,
  instancePlatform: one.platform,
  availabilityZone: one.zone,
  tenancy: 'default',
  totalInstanceCount: one.total,
  availableInstanceCount: one.total - taken,
  state: 'active',
  endDateType: 'unlimited',
  instanceMatchCriteria: 'open',
  createDate: isoTime(one.createdAt),
  reservationType: 'default',
  tagSet: tagsXml(one.tags),
});

const interfaceXml = (one: DemoInterface): Xml => ({
  networkInterfaceId: one.id,
  ownerId: one.accountId,
  status: one.status,
  interfaceType: one.type,
  requesterId: one.requesterId,
  requesterManaged: one.requesterManaged,
  description: one.description,
  attachment:
    one.instanceOwnerId === undefined ? undefined : { instanceOwnerId: one.instanceOwnerId, status: 'attached' },
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
