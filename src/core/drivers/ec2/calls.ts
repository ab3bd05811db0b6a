import type { Caller, ControlKind, Target } from '../../ports/control.ts';
import type { Home } from '../../ports/instance.ts';

/** What EC2 answers for each target: of instances their states, of addresses `associated`, `free`, `released`. */
export interface StateChange {
  readonly id: string;
  readonly previous: string;
  readonly current: string;
}

/**
 * The changing calls of one EC2, one request each. Rejects with Ec2Error where EC2 refuses (then nothing is changed:
 * one unknown id refuses the whole call), with AnswerLost where it cannot be known. A DryRun that EC2 would let
 * through resolves with no changes. `by` is who asked. Of kinds whose call takes one target alone, `targets` holds one.
 */
export interface Ec2Calls {
  change(
    kind: ControlKind,
    home: Home,
    targets: readonly Target[],
    dryRun: boolean,
    signal: AbortSignal,
    by?: Caller,
  ): Promise<{ readonly changes: readonly StateChange[]; readonly requestId: string }>;
}

/**
 * Targets of one call. EC2 takes 1,000 instances; smaller batches let the first answers come sooner and a refusal reach
 * fewer. Instances are terminated one a call: a protected one spares those of its own zone and no others, and the call
 * reports failure for all (EC2 API, "TerminateInstances"). Calls about addresses take one.
 */
export const atOnce = {
  start: 50,
  stop: 50,
  hibernate: 50,
  reboot: 50,
  terminate: 1,
  'reset-dns': 1,
  disassociate: 1,
  release: 1,
  recover: 1,
} as const satisfies Record<ControlKind, number>;
