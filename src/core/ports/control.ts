import type { Problem } from '../problem.ts';
import type { Home } from './instance.ts';

/** Changes that this port can make, one call of EC2's API each. */
export type ControlKind =
  | 'start'
  | 'stop'
  | 'hibernate'
  | 'reboot'
  | 'terminate'
  | 'reset-dns'
  | 'disassociate'
  | 'release'
  | 'recover';

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

/** One thing to change, and where it is. */
export interface Target extends Home {
  /** Of an instance `i-…`; of an Elastic IP `eipalloc-…`; of an address that is to be recovered, the address itself. */
  readonly id: string;
  /** What DisassociateAddress takes. */
  readonly associationId?: string | undefined;
  /** Where a release or a recovery must name it: the address belongs to a Local or Wavelength Zone. */
  readonly networkBorderGroup?: string | undefined;
}

/** Whom CloudTrail is to name, by the ids that the platforms give them. */
export interface Caller {
  readonly id: string;
  /** Another person, who approved it. */
  readonly approvedBy?: string;
}

/** What a DryRun says of one target: permission and syntax, never state or protection (EC2 API, "DryRun"). */
export interface Verdict {
  readonly id: string;
  /** Absent: AWS would let the call through. */
  readonly refusal?: Problem;
}

/** What became of one target in a call. */
export interface Applied {
  readonly id: string;
  readonly result:
    /** AWS took the call: the state it was in, the state it is going to (EC2's names; of addresses `associated`, `free`, `released`). */
    | { readonly kind: 'accepted'; readonly previous: string; readonly current: string; readonly requestId: string }
    /** AWS refused; nothing changed. `code` is EC2's. */
    | { readonly kind: 'refused'; readonly code: string; readonly because: Problem; readonly requestId?: string }
    /** `may` did not let the call be made; nothing was sent. */
    | { readonly kind: 'withheld'; readonly because: Problem }
    /** The call was sent and its answer was lost: read the instance to know. */
    | { readonly kind: 'unknown'; readonly because: Problem };
}

/**
 * The hands. One answer for each target whatever EC2 does with batches: calls hold targets of one account and region,
 * are paced to EC2's rates, and a batch that is refused is halved until the bad id stands alone. A termination, and
 * whatever concerns an address, is a call for each target.
 * No call is ever repeated after its answer was lost.
 */
export interface Control {
  /** @param by Who asks: AWS is told where the account is configured so. */
  dryRun(kind: ControlKind, targets: readonly Target[], signal: AbortSignal, by?: Caller): Promise<readonly Verdict[]>;
  /**
   * @param may Asked before every call to AWS, also of a halved batch: writes the intent, reads whether changes may go on. A Problem withholds the call.
   * @param told After every call, with the answers of its batch, so that they can be written down at once.
   * @param signal Aborts between calls; targets not yet called are answered `withheld`.
   */
  apply(
    kind: ControlKind,
    targets: readonly Target[],
    may: (batch: readonly Target[]) => Promise<Problem | undefined>,
    told: (batch: readonly Applied[]) => Promise<void>,
    signal: AbortSignal,
    by?: Caller,
  ): Promise<readonly Applied[]>;
}
