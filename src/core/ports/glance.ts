import type { Problem } from '../problem.ts';

/** Whether an account can be read now. */
export interface Glimpse {
  /** Its name. */
  readonly account: string;
  /** Absent: it can. */
  readonly problem?: Problem;
}

/** Looks by one small read an account whether it can be read at all. One that is not looked at before the signal is aborted has a problem; never rejects for what AWS says. */
export type Glance = (signal: AbortSignal) => Promise<readonly Glimpse[]>;
