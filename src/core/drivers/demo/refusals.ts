import type { Target } from '../../ports/control.ts';
import type { StateChange } from '../ec2/calls.ts';
import { Ec2Error } from '../ec2/error.ts';
import type { DemoAddress, DemoInstance, World } from './ec2.ts';

/** Kinds whose call is about instances. */
export type InstanceKind = 'start' | 'stop' | 'hibernate' | 'reboot' | 'terminate';
/** Kinds whose call is about an address. */
export type AddressKind = 'reset-dns' | 'disassociate' | 'release' | 'recover';

interface Row {
  /** `started`, as EC2's refusals say it. */
  readonly done: string;
  /** The state that lets it through; undefined: any but gone. */
  readonly from?: string;
  /** States in which a repeat is no error and changes nothing. */
  readonly repeats: readonly string[];
  readonly to: string;
}

const rows = {
  start: { done: 'started', from: 'stopped', repeats: ['pending', 'running'], to: 'pending' },
  stop: { done: 'stopped', from: 'running', repeats: ['stopping', 'stopped'], to: 'stopping' },
  hibernate: { done: 'stopped', from: 'running', repeats: ['stopping', 'stopped'], to: 'stopping' },
  reboot: { done: 'rebooted', from: 'running', repeats: ['terminated'], to: 'running' },
  terminate: { done: 'terminated', repeats: ['shutting-down', 'terminated'], to: 'shutting-down' },
} as const satisfies Record<InstanceKind, Row>;

/** Who asks, and where. */
interface Asked {
  readonly accountId: string;
  readonly region: string;
}

/** Every id of a call is known here, else nothing is done (EC2 API, "InvalidInstanceID"). */
export function found(world: World, home: Asked, ids: readonly string[]): readonly DemoInstance[] {
  const malformed = ids.find((id) => !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
  if (malformed !== undefined) throw new Ec2Error('InvalidInstanceID.Malformed', `Invalid id: "${malformed}"`);
  const instances = ids.map((id) => world.instances.get(id));
  const unknown = ids.filter((_, index) => {
    const one = instances[index];
    return one === undefined || one.accountId !== home.accountId || one.region !== home.region;
  });
  if (unknown.length > 0) {
    throw new Ec2Error(
      'InvalidInstanceID.NotFound',
      `The instance ID${unknown.length === 1 ? '' : 's'} '${unknown.join(', ')}' do${unknown.length === 1 ? 'es' : ''} not exist`,
    );
  }
  return instances.filter((one) => one !== undefined);
}

/** Refuses as EC2 does, by the first of the instances that cannot be changed; else what would be answered for each. */
export function judged(
  kind: InstanceKind,
  instances: readonly DemoInstance[],
  noCapacity: ReadonlySet<string>,
): readonly StateChange[] {
  const row: Row = rows[kind];
  return instances.map((one) => {
    const refusal =
      operated(one) ?? (row.repeats.includes(one.state) ? undefined : refused(kind, row, one, noCapacity));
    if (refusal !== undefined) throw refusal;
    return { id: one.id, previous: one.state, current: row.repeats.includes(one.state) ? one.state : row.to };
  });
}

const operated = ({ id, operator }: DemoInstance): Ec2Error | undefined =>
  operator === undefined
    ? undefined
    : new Ec2Error(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation on ${id}: it is managed by ${operator}.`,
      );

function refused(
  kind: InstanceKind,
  { done, from }: Row,
  one: DemoInstance,
  noCapacity: ReadonlySet<string>,
): Ec2Error | undefined {
  const gone = one.state === 'terminated' || one.state === 'shutting-down';
  if (gone || (from !== undefined && one.rootDevice !== 'instance-store' && one.state !== from)) {
    return new Ec2Error(
      'IncorrectInstanceState',
      `The instance '${one.id}' is not in a state from which it can be ${done}.`,
    );
  }
  const stops = kind === 'stop' || kind === 'hibernate';
  if (one.rootDevice === 'instance-store' && (stops || kind === 'start')) {
    return new Ec2Error(
      'UnsupportedOperation',
      `The instance '${one.id}' does not have an 'ebs' root device type and cannot be ${done}.`,
    );
  }
  if (stops && one.spot?.type === 'one-time') {
    return new Ec2Error(
      'UnsupportedOperation',
      `You can't stop the Spot Instance '${one.id}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`,
    );
  }
  if (one.stopProtected && (stops || kind === 'terminate')) {
    return new Ec2Error(
      'OperationNotPermitted',
      `The instance '${one.id}' may not be ${done}. Modify its 'disableApiStop' instance attribute and try again.`,
    );
  }
  if (one.terminationProtected && kind === 'terminate') {
    return new Ec2Error(
      'OperationNotPermitted',
      `The instance '${one.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
  }
  if (kind === 'hibernate' && !one.hibernation) {
    return new Ec2Error(
      'UnsupportedHibernationConfiguration',
      `Stop with hibernation is not supported for instance '${one.id}'.`,
    );
  }
  if (kind === 'start' && one.spot?.state === 'disabled') {
    return new Ec2Error(
      'IncorrectSpotRequestState',
      `The Spot Instance '${one.id}' was stopped by an interruption; only Amazon EC2 can start it again.`,
    );
  }
  if (kind === 'start' && noCapacity.has(one.id)) {
    return new Ec2Error(
      'InsufficientInstanceCapacity',
      `We currently do not have sufficient ${one.type} capacity in the Availability Zone you requested (${one.zone}). Our system will be working on provisioning additional capacity.`,
    );
  }
  return undefined;
}

/** Elastic IPs of one region (Service Quotas, L-0263D0A3); those of one's own range do not count. */
export const addressQuota = 10;

/** Refuses as EC2 does; else what would be answered. */
export function judgedAddress(world: World, kind: AddressKind, home: Asked, target: Target): StateChange {
  const here = [...world.addresses.values()].filter(
    ({ accountId, region }) => accountId === home.accountId && region === home.region,
  );
  if (kind === 'recover') return judgedRecovery(world, here, target.id);
  if (kind === 'disassociate') {
    const one = here.find(({ associationId }) => associationId === target.associationId);
    // A repeat is no error (EC2 API, "DisassociateAddress"): only an id that never was is one.
    if (one === undefined && !/^eipassoc-[0-9a-f]{8,17}$/.test(target.associationId ?? '')) {
      throw new Ec2Error(
        'InvalidAssociationID.NotFound',
        `The association ID '${target.associationId ?? ''}' does not exist`,
      );
    }
    return { id: target.id, previous: one === undefined ? 'free' : 'associated', current: 'free' };
  }
  const one = here.find(({ allocationId }) => allocationId === target.id);
  if (one === undefined)
    throw new Ec2Error('InvalidAllocationID.NotFound', `The allocation ID '${target.id}' does not exist`);
  const previous = stateOf(one);
  if (kind === 'reset-dns') return { id: target.id, previous, current: previous };
  if (one.serviceManaged !== undefined) {
    throw new Ec2Error(
      'OperationNotPermitted',
      `The address '${one.publicIp}' is managed by ${one.serviceManaged} and may not be released.`,
    );
  }
  if (one.associationId !== undefined)
    throw new Ec2Error('InvalidIPAddress.InUse', `The address '${one.publicIp}' is in use.`);
  if (one.reverseDns !== undefined) {
    throw new Ec2Error(
      'InvalidAddress.Locked',
      `The address with allocation id ${target.id} cannot be released because it is locked to your account.`,
    );
  }
  return { id: target.id, previous, current: 'released' };
}

function judgedRecovery(world: World, here: readonly DemoAddress[], ip: string): StateChange {
  const taken = [...world.addresses.values()].some(({ publicIp }) => publicIp === ip);
  if (taken || !/^198\.51\.100\.\d{1,3}$/.test(ip))
    throw new Ec2Error('InvalidAddress.NotFound', `Address '${ip}' is not available for allocation.`);
  if (here.filter(({ pool }) => pool === 'amazon').length >= addressQuota)
    throw new Ec2Error('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
  return { id: ip, previous: 'released', current: 'free' };
}

/** Whether something uses it. */
export const stateOf = ({ associationId }: DemoAddress): string =>
  associationId === undefined ? 'free' : 'associated';
