import type { Spans } from '../text.ts';

/** Where the store and whatever else belongs to no account is looked at. */
export const thisMachine = 'this machine';

/** What is looked at first in an account: without it nothing else can be. */
export const identity = 'identity';

/** One thing that was looked at: an account's identity, a right in a region, the clock. */
export interface Check {
  /** An account's name, or {@link thisMachine}. */
  readonly account: string;
  /** Absent: it concerns the whole account. */
  readonly region?: string;
  /** {@link identity}, `clock`, `store`, or the IAM action. */
  readonly what: string;
  readonly is: 'fine' | 'missing' | 'unknown';
  /** Whether answers, or what the configuration asks for, need it; changes are wanted, not needed: an account may be looked at only. */
  readonly needed: boolean;
  /** Why it is not fine, and what to do; of what is fine a hint at most, empty mostly. */
  readonly says: Spans;
}

/** Looks whether the reads that answers need work: identity, clock, rights, prices. Changes nothing, and never rejects for what AWS says; rejects when the signal is aborted. */
export interface Examiner {
  examine(signal: AbortSignal): Promise<readonly Check[]>;
}
