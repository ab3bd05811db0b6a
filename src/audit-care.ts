import type { AuditParts } from './core/people/audit.ts';
import { createRetention, type RetentionParts } from './core/people/retention.ts';
import type { Log } from './core/ports/log.ts';
import { StoreUnwritable } from './core/ports/store.ts';
import { copyKey } from './core/watch/notice.ts';
import type { Outbox } from './core/watch/outbox.ts';

/**
 * Puts every entry of the audit into the outbox for the place that gets a copy; nothing where none is configured. A copy
 * that cannot be put is logged: the entry itself stands.
 */
export const auditCopies = (place: string | undefined, outbox: Pick<Outbox, 'put'>, log: Log): AuditParts['appended'] =>
  place === undefined
    ? undefined
    : async ({ position }) => {
        try {
          await outbox.put(copyKey(position), place, { says: 'audit', position });
        } catch (error) {
          if (!(error instanceof StoreUnwritable)) throw error;
          log.error({ position, error: error.message }, 'a copy of an audit entry could not be put into the outbox');
        }
      };

/** Forgets what is too old, where it is not kept forever. Never rejects for a store that refuses: it is tried again later. */
export function createForgetting({
  keepDays,
  log,
  ...parts
}: Omit<RetentionParts, 'keepDays'> & {
  readonly keepDays: number | undefined;
  readonly log: Log;
}): () => Promise<void> {
  if (keepDays === undefined) return async () => {};
  const forget = createRetention({ ...parts, keepDays });
  return async () => {
    try {
      const entries = await forget();
      if (entries > 0) log.info({ entries, keepDays }, 'audit entries were forgotten');
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      log.error({ error: error.message }, 'audit entries that are too old could not be forgotten');
    }
  };
}
