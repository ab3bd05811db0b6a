import { autoScalingGroupOf } from '../estate/managers.ts';
import type { Whole } from '../estate/estate.ts';
import type { Instance } from '../ports/instance.ts';
import type { Problem } from '../problem.ts';
import { code, command, say, strong, type Spans } from '../text.ts';
import { kinds, type ChangeKind, type Kind } from './kinds.ts';

/** What one target is for a change: it will be changed, is there already, or cannot be changed. */
export type Judgement =
  | { readonly is: 'move' }
  | { readonly is: 'already' }
  | { readonly is: 'refused'; readonly because: Problem };

/** Reasons of a stop by EC2 itself: such a Spot Instance is started again by EC2 alone (EC2 guide, "Spot Instance interruptions"). */
const interruptions: readonly string[] = ['Server.SpotInstanceShutdown', 'Server.SpotInstanceTermination'];

/** A name, else the id: how sentences call an instance. */
export const nameOf = (instance: Pick<Instance, 'id' | 'name'>): Spans =>
  instance.name === undefined ? [code(instance.id)] : [strong(instance.name)];

/**
 * Whether EC2, and we, would let this target be changed: EC2's rules of states, root devices, Spot and protection
 * ("Instance lifecycle", "Stop protection"), and our own that a member of an Auto Scaling group is changed only on purpose.
 * A protection that could not be read does not refuse: the plan says so, and EC2 has the last word.
 */
export function judge(kind: Kind, { instance, details }: Whole, evenInGroup: boolean): Judgement {
  const row: ChangeKind = kinds[kind];
  if (row.already.includes(instance.state)) return { is: 'already' };
  if (!row.from.includes(instance.state)) {
    return refuse(
      say`${nameOf(instance)} is ${instance.state}: it cannot be ${row.done} from there.`,
      instance.state === 'terminated' || instance.state === 'shutting-down'
        ? say`A terminated instance does not come back.`
        : say`Wait until it is ${row.from.join(' or ')}, then ask again.`,
    );
  }
  if (instance.rootDevice === 'instance-store') {
    return refuse(
      say`${nameOf(instance)} has an instance-store root: it can neither be stopped nor started.`,
      say`EC2 can only reboot or terminate it.`,
    );
  }
  if (instance.operator !== undefined) {
    return refuse(
      say`${nameOf(instance)} is run by a service of AWS (${code(instance.operator)}).`,
      say`Change it through that service.`,
    );
  }
  const spot = details?.spotRequest;
  if (kind === 'stop' && instance.lifecycle === 'spot' && spot !== undefined) {
    if (spot.type === 'one-time') {
      return refuse(
        say`${nameOf(instance)} belongs to a one-time Spot request: it cannot be stopped.`,
        say`EC2 can only reboot or terminate it.`,
      );
    }
    if (spot.state === 'cancelled') {
      return refuse(
        say`The Spot request of ${nameOf(instance)} is cancelled: it cannot be stopped.`,
        say`EC2 can only reboot or terminate it.`,
      );
    }
  }
  if (kind === 'start' && instance.lifecycle === 'spot' && interruptions.includes(instance.stateReason?.code ?? '')) {
    return refuse(
      say`EC2 interrupted the Spot Instance ${nameOf(instance)}: only EC2 starts it again.`,
      say`It comes back by itself when there is Spot capacity.`,
    );
  }
  if (kind === 'stop' && details?.stopProtected === true) {
    return refuse(
      say`${nameOf(instance)} is stop-protected.`,
      say`Quartermaster never switches protection off. Whoever may can do so in the EC2 console (Actions, Instance settings, Change stop protection).`,
    );
  }
  const group = autoScalingGroupOf(instance.tags);
  if (group !== undefined && !evenInGroup) {
    return refuse(
      say`${nameOf(instance)} belongs to the Auto Scaling group ${code(group)}, which would replace it.`,
      say`Change the group's desired capacity instead, or repeat the line with ${command('even-in-group:yes')}.`,
    );
  }
  return { is: 'move' };
}

const refuse = (what: Spans, todo: Spans): Judgement => ({
  is: 'refused',
  because: { problem: 'target-refused', what, todo },
});

/** What a plan remembers of a target to know it again at the press. */
export interface Seen {
  readonly state: string;
  readonly type: string;
  readonly launchedAt: number;
  readonly name?: string | undefined;
  readonly volumes: readonly string[];
}

/** What is remembered of a target as it is now. */
export const seen = ({ instance }: Whole): Seen => ({
  state: instance.state,
  type: instance.type,
  launchedAt: instance.launchedAt,
  name: instance.name,
  volumes: instance.disks.map(({ volumeId }) => volumeId).toSorted(),
});

/** What differs in a way that matters between the plan and now, in words; undefined: nothing. */
export function difference(then: Seen, now: Seen): Spans | undefined {
  if (then.state !== now.state) return say`it was ${then.state} and is now ${now.state}`;
  if (then.type !== now.type) return say`its type was ${code(then.type)} and is now ${code(now.type)}`;
  if (then.launchedAt !== now.launchedAt) return say`it was restarted meanwhile`;
  if (then.name !== now.name)
    return say`its name was ${code(then.name ?? '(none)')} and is now ${code(now.name ?? '(none)')}`;
  if (then.volumes.join() !== now.volumes.join()) return say`other volumes are attached to it now`;
  return undefined;
}
