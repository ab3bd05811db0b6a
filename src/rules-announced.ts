import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ourselves, type AuditRecord } from './core/people/audit.ts';
import type { Log } from './core/ports/log.ts';
import { StoreUnwritable, type Journal, type Store } from './core/ports/store.ts';

const only = 'in force';
/** Of a hash of 64 digits so many are told: enough to know a file by. */
const digitsTold = 16;

/**
 * Writes into the audit which rules have come into force, once for all processes on a store: what a decision was made by must be
 * known later, when the file says something else. A store that had a file of its own and now has the starter is told of loudly.
 */
export function rulesAnnounced(store: Store, journal: Journal<AuditRecord>, log: Log) {
  const family = store.family('rules-in-force', z.object({ sha256: z.string(), file: z.string().optional() }), {
    ttlMs: 'forever',
  });
  return async (text: string, file: string | undefined): Promise<void> => {
    const sha256 = createHash('sha256').update(text).digest('hex');
    try {
      const before = (await family.get(only))?.value;
      // The starter from the beginning is nothing new.
      if (before?.sha256 === sha256 || (before === undefined && file === undefined)) return;
      if (before?.file !== undefined && file === undefined)
        log.warn(
          { before: before.file },
          'the file of access rules is gone: the rules that came with Quartermaster are in force',
        );
      await journal.append({
        event: 'settings',
        request: `rules-${sha256.slice(0, digitsTold)}`,
        person: ourselves,
        place: ourselves.id,
        does: 'access rules',
        targets: [],
        says: `the rules ${file === undefined ? 'that came with Quartermaster' : `of ${file}`} are in force, SHA-256 ${sha256.slice(0, digitsTold)}…`,
      });
      await family.put(only, { sha256, ...(file !== undefined && { file }) });
    } catch (error) {
      // What can only be read is read by the rules all the same.
      if (!(error instanceof StoreUnwritable)) throw error;
      log.warn({ error: error.message }, 'which access rules are in force could not be written down');
    }
  };
}
