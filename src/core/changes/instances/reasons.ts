import type { Instance } from '../../ports/instance.ts';
import { code, say, type Spans } from '../../text.ts';

/** What one of EC2's reasons for a state means, and what to do. */
interface Reason {
  readonly says: string;
  readonly todo: string;
}

const seeSpot = 'Only EC2 starts it again, when there is Spot capacity.';

/** EC2's codes of `StateReason` in plain words (EC2 API, "StateReason"; EC2 guide, "Instance terminates immediately"). */
const reasons: Readonly<Record<string, Reason>> = {
  'Client.InternalError': {
    says: 'EC2 could not use something of ours at the launch, most often the KMS key of an encrypted volume',
    todo: 'Check that the keys of its volumes are enabled in KMS, and that the role may create grants on them (kms:CreateGrant); then start it again.',
  },
  'Client.InvalidSnapshot.NotFound': {
    says: 'a snapshot that a volume is made from is gone',
    todo: 'Look at its block devices and its image.',
  },
  'Client.VolumeLimitExceeded': {
    says: 'the quota of EBS volumes, or of their size, is used up',
    todo: 'Delete volumes that nothing needs, or ask for more in Service Quotas.',
  },
  'Client.InstanceInitiatedShutdown': {
    says: 'it was shut down from inside its operating system',
    todo: 'Look at its system log.',
  },
  'Client.InstanceTerminated': {
    says: 'it was rebooted or terminated while an image was made of it',
    todo: 'Start it again when the image is made.',
  },
  'Client.UserInitiatedShutdown': { says: 'somebody stopped it meanwhile', todo: 'Ask who, before starting it again.' },
  'Client.UserInitiatedHibernate': {
    says: 'somebody hibernated it meanwhile',
    todo: 'Ask who, before starting it again.',
  },
  'Server.InsufficientInstanceCapacity': {
    says: 'AWS has no room for this type in its zone now',
    todo: 'Try again later, or change its type.',
  },
  'Server.InternalError': { says: 'AWS had a fault of its own at the launch', todo: 'Start it again.' },
  'Server.ScheduledStop': {
    says: 'AWS stopped it for the scheduled retirement of its hardware',
    todo: 'Start it again: it then comes to other hardware.',
  },
  'Server.SpotInstanceShutdown': { says: 'EC2 interrupted the Spot Instance', todo: seeSpot },
  'Server.SpotInstanceTermination': {
    says: 'EC2 interrupted the Spot Instance and terminated it',
    todo: 'Request a new one.',
  },
};

/** Every code with words of its own. */
export const explainedReasons: readonly string[] = Object.keys(reasons);

/** The code of a state's reason. EC2's message may begin with a closer one than its code: `Server.InternalError`, “Client.VolumeLimitExceeded: …”. */
export function reasonCode({ stateReason, transitionReason }: Pick<Instance, 'stateReason' | 'transitionReason'>) {
  const coded = /^((?:Client|Server)\.[A-Za-z]+(?:\.[A-Za-z]+)?)/;
  return (
    coded.exec(stateReason?.message ?? '')?.[1] ??
    (stateReason?.code === undefined || stateReason.code === '' ? undefined : stateReason.code) ??
    coded.exec(transitionReason)?.[1]
  );
}

/** Both texts of EC2 as they are; empty where it gives none. */
export const rawReason = ({ stateReason, transitionReason }: Pick<Instance, 'stateReason' | 'transitionReason'>) =>
  [...new Set([stateReason?.message ?? '', transitionReason])].filter((text) => text !== '').join('; ');

/** Why EC2 left an instance in its state: in words where its code has some, with EC2's own text. */
export function reasonInWords(errorCode: string | undefined, raw: string): Spans {
  if (errorCode === undefined && raw === '') return say`AWS gives no reason`;
  const known = errorCode !== undefined && Object.hasOwn(reasons, errorCode) ? reasons[errorCode] : undefined;
  if (known === undefined) return say`AWS says ${code(raw === '' ? (errorCode ?? '') : raw)}`;
  return say`${known.says} (${code(raw === '' ? (errorCode ?? '') : raw)}). ${known.todo}`;
}
