import type { Problem } from '../core/problem.ts';
import type { Instant } from '../core/time.ts';
import type { Alert, Known } from '../core/watch/alert.ts';
import type { Setting } from './setting.ts';

/** What became of an alert that was to be changed. */
export interface Changed {
  readonly is: 'changed' | 'same';
  readonly known: Known;
}

/**
 * What a person may alter of alerts. Each call writes into the audit who did, and gives the alert as it is then; a Problem where
 * there is no such alert, or the person may not: whoever has the right `settings` may, who made it, and everybody where they
 * alone are told. Alerts of the configuration rest and are tested, and are changed there.
 */
export interface AlertSettings {
  /** A Problem too where there are as many as there may be. @param naming Where the name is taken: a Problem, or a number after it. */
  add(asked: Setting, alert: Alert, naming: 'as-said' | 'numbered'): Promise<Known | Problem>;
  /** @param edit What it is to be; its Problem is given back. What is as it was is not written. */
  change(asked: Setting, name: string, edit: (before: Alert) => Alert | Problem): Promise<Changed | Problem>;
  remove(asked: Setting, name: string): Promise<Known | Problem>;
  /** @param until Left out: until somebody lets it go on. */
  pause(asked: Setting, name: string, until: Instant | undefined): Promise<Known | Problem>;
  /** A Problem too where it does not rest. */
  resume(asked: Setting, name: string): Promise<Known | Problem>;
  /** What could not be posted is posted again: one by its key, or `all` that the person may look at. Gives the places. */
  resend(asked: Setting, what: string): Promise<readonly string[] | Problem>;
  /** The same is forgotten. */
  drop(asked: Setting, what: string): Promise<readonly string[] | Problem>;
  /** A sample is posted in each of its places. */
  test(asked: Setting, name: string): Promise<Known | Problem>;
}
