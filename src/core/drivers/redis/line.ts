import type { Log } from '../../ports/log.ts';
import { secondMs } from '../../time.ts';
import { faultOfConnection, type Fault } from './errors.ts';

/** Of a Cluster one part may fail while others answer: it is back when no call has failed for so long. */
const steadyMs = secondMs;

/** What is known of the way to the server. That it is lost is logged once, and that it is back. */
export interface Line {
  /** Something is wrong with the connection; it will be tried anew. */
  broken(error: Error): void;
  /** The connection is gone. */
  closed(): void;
  /** It stands, and the server is ready. */
  ready(): void;
  /** A call had no answer. */
  failed(fault: Pick<Fault, 'why' | 'todo'>): void;
  /** A call had one. */
  answered(): void;
  /** Since when it is away, in milliseconds of `performance.now()`; undefined: it is there. */
  awaySince(): number | undefined;
  /** What went wrong with the connection last. */
  last(): Error | undefined;
}

/** @param where It leads, for people. */
export function createLine(where: string, log: Log): Line {
  let last: Error | undefined;
  let away: { readonly since: number; readonly failedAt: number } | undefined;
  const failed = ({ why, todo }: Pick<Fault, 'why' | 'todo'>): void => {
    const now = performance.now();
    if (away === undefined) log.error({ store: where, why, todo }, 'the store does not answer');
    away = { since: away?.since ?? now, failedAt: now };
  };
  const back = (): void => {
    if (away === undefined) return;
    const forSeconds = Math.ceil((performance.now() - away.since) / secondMs);
    log.warn({ store: where, forSeconds }, 'the store answers again');
    away = undefined;
    last = undefined;
  };
  return {
    broken(error) {
      last = error;
    },
    closed: () => failed(faultOfConnection(last)),
    ready() {
      back();
      last = undefined;
    },
    failed,
    answered() {
      if (away !== undefined && performance.now() - away.failedAt >= steadyMs) back();
    },
    awaySince: () => away?.since,
    last: () => last,
  };
}
