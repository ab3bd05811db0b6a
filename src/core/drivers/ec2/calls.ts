import type { Account } from '../../ports/instance.ts';

/** What StartInstances and StopInstances answer for each id. */
export interface StateChange {
  readonly id: string;
  readonly previous: string;
  readonly current: string;
}

/**
 * The changing calls of one EC2, one request each. Rejects with Ec2Error where EC2 refuses (then nothing is changed:
 * one unknown id refuses the whole call), with AnswerLost where it cannot be known. A DryRun that EC2 would let
 * through resolves with no changes.
 */
export interface Ec2Calls {
  change(
    action: 'StartInstances' | 'StopInstances',
    home: { readonly account: Account; readonly region: string },
    ids: readonly string[],
    dryRun: boolean,
    signal: AbortSignal,
  ): Promise<{ readonly changes: readonly StateChange[]; readonly requestId: string }>;
}
