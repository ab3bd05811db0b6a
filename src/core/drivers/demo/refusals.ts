import { Ec2Error } from '../ec2/error.ts';
import type { StateChange } from '../ec2/calls.ts';
import type { DemoInstance, World } from './ec2.ts';

/** The changing calls that the demo account knows. */
export type Action = 'StartInstances' | 'StopInstances';

/** Instance states by their codes in EC2's answers to a repeat: asked for twice is no error. */
const repeats: Readonly<Record<Action, readonly string[]>> = {
  StartInstances: ['pending', 'running'],
  StopInstances: ['stopping', 'stopped'],
};
const allowed: Readonly<Record<Action, string>> = { StartInstances: 'stopped', StopInstances: 'running' };

/** Every id of a call is known here, else nothing is done (EC2 API, "InvalidInstanceID"). */
export function found(
  world: World,
  home: { readonly accountId: string; readonly region: string },
  ids: readonly string[],
): readonly DemoInstance[] {
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
  action: Action,
  instances: readonly DemoInstance[],
  noCapacity: ReadonlySet<string>,
): readonly StateChange[] {
  return instances.map((one) => {
    if (one.operator !== undefined) {
      throw new Ec2Error(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation on ${one.id}: it is managed by ${one.operator}.`,
      );
    }
    if (one.state === 'terminated' || one.state === 'shutting-down') {
      throw new Ec2Error(
        'IncorrectInstanceState',
        `The instance '${one.id}' is not in a state from which it can be ${action === 'StartInstances' ? 'started' : 'stopped'}.`,
      );
    }
    if (one.rootDevice === 'instance-store') {
      throw new Ec2Error(
        'UnsupportedOperation',
        `The instance '${one.id}' does not have an 'ebs' root device type and cannot be ${action === 'StartInstances' ? 'started' : 'stopped'}.`,
      );
    }
    if (repeats[action].includes(one.state)) return { id: one.id, previous: one.state, current: one.state };
    if (one.state !== allowed[action]) {
      throw new Ec2Error(
        'IncorrectInstanceState',
        `The instance '${one.id}' is not in a state from which it can be ${action === 'StartInstances' ? 'started' : 'stopped'}.`,
      );
    }
    if (action === 'StopInstances' && one.spot?.type === 'one-time') {
      throw new Ec2Error(
        'UnsupportedOperation',
        `You can't stop the Spot Instance '${one.id}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`,
      );
    }
    if (action === 'StopInstances' && one.stopProtected) {
      throw new Ec2Error(
        'OperationNotPermitted',
        `The instance '${one.id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
      );
    }
    if (action === 'StartInstances' && one.spot?.state === 'disabled') {
      throw new Ec2Error(
        'IncorrectSpotRequestState',
        `The Spot Instance '${one.id}' was stopped by an interruption; only Amazon EC2 can start it again.`,
      );
    }
    if (action === 'StartInstances' && noCapacity.has(one.id)) {
      throw new Ec2Error(
        'InsufficientInstanceCapacity',
        `We currently do not have sufficient ${one.type} capacity in the Availability Zone you requested (${one.zone}). Our system will be working on provisioning additional capacity.`,
      );
    }
    return { id: one.id, previous: one.state, current: action === 'StartInstances' ? 'pending' : 'stopping' };
  });
}
