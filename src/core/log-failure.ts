import type { Log } from './ports/log.ts';
import { StoreAway } from './ports/store.ts';

/** Logs that something unasked failed. Of a store that is away nothing is said: it has said so itself, once. */
export const logFailure =
  (log: Pick<Log, 'error'>, says: string, signal: AbortSignal, facts: object = {}) =>
  (error: unknown): void => {
    if (!signal.aborted && !(error instanceof StoreAway))
      log.error({ ...facts, error: error instanceof Error ? error.message : String(error) }, says);
  };
