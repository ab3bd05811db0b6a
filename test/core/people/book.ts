import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { anchorFile } from '../../../src/core/drivers/anchor-file.ts';
import { openSqliteStore } from '../../../src/core/drivers/sqlite/open.ts';
import { auditJournal, type AuditParts, type AuditRecord } from '../../../src/core/people/audit.ts';
import { verifyAudit } from '../../../src/core/people/audit-verify.ts';
import type { Verified } from '../../../src/core/people/chain.ts';
import { fakeClock } from '../../fake-clock.ts';

export const never = new AbortController().signal;

/** A record of the audit; what a test does not say does not matter. */
export const record = (more: Partial<AuditRecord> = {}): AuditRecord => ({
  event: 'asked',
  request: 'request-1',
  person: { id: 'os:maria', name: 'maria' },
  place: 'chat:ops',
  does: 'stop',
  targets: [{ id: 'i-1', name: 'web-1', account: 'prod', region: 'eu-west-1' }],
  says: 'stop of 1 asked',
  ...more,
});

/** A store with its audit and anchor in a folder of its own, and ways to alter both behind its back. */
export async function openBook() {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  const path = join(folder, 'store.db');
  const anchorPath = join(folder, 'store.audit.anchor');
  const clock = fakeClock();
  const witness = anchorFile(anchorPath);
  let store = await openSqliteStore({ path, clock, purpose: 'demo' });
  return {
    folder,
    path,
    anchorPath,
    clock,
    witness,
    store: () => store,
    journal: (appended?: AuditParts['appended']) => auditJournal(store, { witness, ...(appended && { appended }) }),
    /** So many entries, a second apart. */
    async fill(count: number) {
      const journal = auditJournal(store, { witness });
      for (let index = 0; index < count; index += 1) {
        await clock.pass(1_000);
        await journal.append(record({ request: `request-${index + 1}` }));
      }
    },
    /** Whoever may write the file, without Quartermaster. */
    tamper(sql: string) {
      const db = new Database(path);
      db.exec(sql);
      db.close();
    },
    /** Closes the store, does something to its files, and opens what is there then. */
    async whileClosed(work: () => Promise<void>) {
      await store.close();
      await work();
      store = await openSqliteStore({ path, clock, purpose: 'demo' });
    },
    verify: (): Promise<Verified> =>
      verifyAudit({ storeId: store.id, journal: auditJournal(store), witness: anchorFile(anchorPath) }, never),
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

export type Book = Awaited<ReturnType<typeof openBook>>;

/** What a walk found, in short: `changed 3`. */
export const faultsOf = ({ faults }: Verified): readonly string[] =>
  faults.map((fault) => ('position' in fault ? `${fault.is} ${fault.position}` : fault.is));
