import { autoScalingGroupOf } from '../../estate/managers.ts';
import type { Whole } from '../../estate/estate.ts';
import type { TypeFacts } from '../../ports/instance-type.ts';
import type { Instance } from '../../ports/instance.ts';
import type { Problem } from '../../problem.ts';
import { code, command, list, say, strong, type Spans } from '../../text.ts';
import { rowOf, type Kind } from '../kinds.ts';
import type { Judgement } from '../resource.ts';

/** Reasons of a stop by EC2 itself: such a Spot Instance is started again by EC2 alone (EC2 guide, "Spot Instance interruptions"). */
const interruptions: readonly string[] = ['Server.SpotInstanceShutdown', 'Server.SpotInstanceTermination'];
/** EC2 guide, "Prerequisites for EC2 instance hibernation". */
const hibernatesBelowMiB = 150 * 1_024;
const windowsHibernatesUpToMiB = 16 * 1_024;

/** A name, else the id: how sentences call an instance. */
export const nameOf = (instance: Pick<Instance, 'id' | 'name'>): Spans =>
  instance.name === undefined ? [code(instance.id)] : [strong(instance.name)];

/** Why it cannot, and what to do instead; undefined: nothing speaks against it. */
type Refusal = readonly [what: Spans, todo: Spans] | undefined;

/** What a refusal is found from. */
interface Case {
  readonly kind: Kind;
  readonly whole: Whole;
  readonly facts: TypeFacts | undefined;
  readonly evenInGroup: boolean;
}

const stops = (kind: Kind): boolean => rowOf(kind).to === 'stopped';
const onlyRebootOrTerminate = say`EC2 can only reboot or terminate it.`;

/** The fleet that launched a Spot Instance; AWS alone can write such a tag. */
const spotFleetOf = (tags: Readonly<Record<string, string>>): string | undefined =>
  tags['aws:ec2spot:fleet-request-id'] ?? tags['aws:ec2:fleet-id'];

const isOfEcs = (tags: Readonly<Record<string, string>>): boolean => Object.hasOwn(tags, 'AmazonECSManaged');

/** Rules of EC2 ("Instance lifecycle", "Stop protection", "Termination protection") and one of ours, in the order in which they are told. */
const refusals: readonly ((one: Case) => Refusal)[] = [
  ({ kind, whole: { instance } }) => {
    const row = rowOf(kind);
    if (row.from.includes(instance.state)) return undefined;
    return [
      say`${nameOf(instance)} is ${instance.state}: it cannot be ${row.done} from there.`,
      instance.state === 'terminated' || instance.state === 'shutting-down'
        ? say`A terminated instance does not come back.`
        : instance.state === 'stopped'
          ? say`${command(`start ${instance.id}`)} starts it.`
          : say`Wait until it is ${list(row.from, 'or')}, then ask again.`,
    ];
  },
  ({ kind, whole: { instance } }) =>
    instance.rootDevice === 'instance-store' && (stops(kind) || kind === 'start')
      ? [
          say`${nameOf(instance)} has an instance-store root: it can neither be stopped nor started.`,
          onlyRebootOrTerminate,
        ]
      : undefined,
  ({ whole: { instance } }) =>
    instance.operator === undefined
      ? undefined
      : [
          say`${nameOf(instance)} is run by a service of AWS (${code(instance.operator)}).`,
          say`Change it through that service.`,
        ],
  ({ kind, whole: { instance, details } }) => {
    const spot = details?.spotRequest;
    if (stops(kind) && instance.lifecycle === 'spot' && spotFleetOf(instance.tags) !== undefined)
      return [
        say`${nameOf(instance)} belongs to the fleet ${code(spotFleetOf(instance.tags) ?? '')}: EC2 stops no Spot Instance of a fleet.`,
        say`Change the target capacity of the fleet instead; it would replace this one.`,
      ];
    if (!stops(kind) || instance.lifecycle !== 'spot' || spot === undefined) return undefined;
    if (spot.type === 'one-time')
      return [
        say`${nameOf(instance)} belongs to a one-time Spot request: it cannot be stopped.`,
        onlyRebootOrTerminate,
      ];
    return spot.state === 'cancelled'
      ? [say`The Spot request of ${nameOf(instance)} is cancelled: it cannot be stopped.`, onlyRebootOrTerminate]
      : undefined;
  },
  ({ kind, whole: { instance } }) =>
    kind === 'start' && instance.lifecycle === 'spot' && interruptions.includes(instance.stateReason?.code ?? '')
      ? [
          say`EC2 interrupted the Spot Instance ${nameOf(instance)}: only EC2 starts it again.`,
          say`It comes back by itself when there is Spot capacity.`,
        ]
      : undefined,
  ({ kind, whole: { instance, details } }) =>
    details?.stopProtected === true && (stops(kind) || kind === 'terminate')
      ? [
          say`${nameOf(instance)} is stop-protected${kind === 'terminate' ? ', which also forbids to terminate it' : ''}.`,
          say`Quartermaster never switches protection off. Whoever may can do so in the EC2 console (Actions, Instance settings, Change stop protection).`,
        ]
      : undefined,
  ({ kind, whole: { instance, details } }) =>
    details?.terminationProtected === true && kind === 'terminate'
      ? [
          say`${nameOf(instance)} is termination-protected.`,
          say`Quartermaster never switches protection off. Whoever may can do so in the EC2 console (Actions, Instance settings, Change termination protection).`,
        ]
      : undefined,
  (one) => (one.kind === 'hibernate' ? cannotHibernate(one) : undefined),
  ({ kind, whole: { instance }, evenInGroup }) => {
    const group = autoScalingGroupOf(instance.tags);
    return group === undefined || evenInGroup || kind === 'reboot'
      ? undefined
      : [
          say`${nameOf(instance)} belongs to the Auto Scaling group ${code(group)}, which would replace it.`,
          say`Change the group's desired capacity instead, or repeat the line with ${code('even-in-group:yes')}.`,
        ];
  },
];

/** EC2 guide, "Prerequisites for EC2 instance hibernation": what can be read of them. */
function cannotHibernate({ whole: { instance, volumes }, facts }: Case): Refusal {
  const stopInstead = say`Stop it instead with ${command(`stop ${instance.id}`)}: its memory is then lost.`;
  const because = (why: Spans): Refusal => [say`${nameOf(instance)} cannot hibernate: ${why}.`, stopInstead];
  if (!instance.hibernation) return because(say`hibernation was not enabled at its launch, and cannot be later`);
  if (autoScalingGroupOf(instance.tags) !== undefined) return because(say`members of Auto Scaling groups cannot`);
  if (isOfEcs(instance.tags)) return because(say`machines of an ECS capacity provider cannot`);
  if (facts?.bareMetal === true) return because(say`bare-metal types cannot`);
  if (facts !== undefined && !facts.hibernation)
    return because(say`its type ${code(instance.type)} does not support it`);
  const memory = facts?.memoryMiB;
  if (memory !== undefined && memory >= hibernatesBelowMiB)
    return because(say`it has ${memory / 1_024} GiB of memory, and less than 150 are supported`);
  if (memory !== undefined && instance.platformDetails.startsWith('Windows') && memory > windowsHibernatesUpToMiB)
    return because(say`with Windows at most 16 GiB of memory are supported, and it has ${memory / 1_024}`);
  const disk = instance.disks.find(({ device }) => device === instance.rootDeviceName);
  const root = volumes.find(({ id }) => id === disk?.volumeId);
  if (root !== undefined && !root.encrypted) return because(say`its root volume is not encrypted`);
  if (root !== undefined && memory !== undefined && root.sizeGiB * 1_024 < memory)
    return because(say`its root volume of ${root.sizeGiB} GiB cannot hold ${memory / 1_024} GiB of memory`);
  return undefined;
}

/**
 * Whether EC2, and we, would let this target be changed. A protection that could not be read does not refuse: the plan
 * says so, and EC2 has the last word.
 */
export function judge(kind: Kind, whole: Whole, facts: TypeFacts | undefined, evenInGroup: boolean): Judgement {
  const { state } = whole.instance;
  if (rowOf(kind).already.includes(state)) return { is: 'already', state };
  for (const refusal of refusals) {
    const found = refusal({ kind, whole, facts, evenInGroup });
    if (found === undefined) continue;
    const [what, todo] = found;
    const because: Problem = { problem: 'target-refused', what, todo };
    return { is: 'refused', because };
  }
  return { is: 'move' };
}
