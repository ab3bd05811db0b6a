import type { Money } from '../money.ts';
import type { Account } from '../ports/instance.ts';
import type { Spans } from '../text.ts';

/** A target as records keep it. */
export interface Named {
  readonly id: string;
  readonly name?: string | undefined;
  readonly account: Account;
  readonly region: string;
}

/** Something that follows from a change, or goes on in spite of it. */
export interface Consequence {
  readonly code: string;
  readonly level: 'good' | 'info' | 'warning';
  readonly says: Spans;
}

/** Something that goes on costing when a change is done. */
export interface Left {
  readonly what: 'volume' | 'address';
  /** `vol-…` or `eipalloc-…`. */
  readonly id: string;
  /** How people know it: `gp3 100 GiB`, the address. */
  readonly label: string;
  /** For 730 hours; undefined: no price is known. */
  readonly perMonth?: Money;
}

/** What ends to cost besides: volumes that go with their instance. */
export interface Goes {
  /** For 730 hours, as far as it is known. */
  readonly perMonth: Money;
  /** Of some of it no price is known. */
  readonly atLeast?: true;
}

/** Where one target stands while a change acts, and how it ended. */
export interface TargetProgress {
  readonly target: Named;
  readonly phase:
    /** Not called yet. */
    | 'waiting'
    /** AWS took the call; the state is not reached. */
    | 'under-way'
    | 'done'
    /** Changed since the plan in a way that matters: nothing was called. */
    | 'left-alone'
    /** AWS refused, or reached another state. */
    | 'failed'
    /** The call was not made. */
    | 'withheld'
    /** Ten minutes passed, or the watching was stopped: it may still come. */
    | 'not-yet'
    /** The answer was lost and reading did not tell. */
    | 'cannot-tell';
  readonly state?: string;
  /** Steps of it that are done and stay done, where not all are: `disassociated`. */
  readonly partly?: string;
  /** EC2's code, where it refused, or let a start fall back. */
  readonly why?: string;
  readonly says: Spans;
}
