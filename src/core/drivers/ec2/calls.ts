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
  /** Gets what a call needs to be made at once (credentials, a session); what fails is for the call to tell. Rejects with the signal's reason alone. */
  ready?(home: Home, by: Caller | undefined, signal: AbortSignal): Promise<void>;
  change(
    kind: ControlKind,
    home: Home,
    targets: readonly Target[],
    dryRun: boolean,
    signal: AbortSignal,
    by?: Caller,
  ): Promise<{ readonly changes: readonly StateChange[]; readonly requestId: string }>;
}
