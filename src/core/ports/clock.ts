import type { Instant } from '../time.ts';

/** Time. Nothing in core reads any other clock, so a test can let hours pass at once. */
export interface Clock {
  now(): Instant;
  /** Resolves after `ms`; rejects with the signal's reason when that is aborted first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
