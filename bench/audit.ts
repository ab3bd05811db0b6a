import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Database from 'libsql';
import { anchorFile } from '../src/core/drivers/anchor-file.ts';
import { openSqliteStore } from '../src/core/drivers/sqlite/open.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import { auditJournal, type AuditRecord } from '../src/core/people/audit.ts';
import { verifyAudit } from '../src/core/people/audit-verify.ts';
import { entryHash, noHash } from '../src/core/ports/entry-hash.ts';
import { spread } from './measure.ts';

const verified = 100_000;
const appended = 1_000;

/** As a change of three instances writes them. */
const record: AuditRecord = {
  event: 'intent',
  request: '3f1b8f0e-5d0c-4c35-8d62-0d8a6a7c7a10',
  person: { id: 'os:maria', name: 'maria' },
  place: 'terminal:1f0c3a52-0000-4000-8000-000000000001:os:maria',
  does: 'stop',
  change: '7QK2M8TD',
  targets: ['web-1', 'web-2', 'api-1'].map((name, index) => ({
    id: `i-0123456789abcde${index}`,
    name,
    account: 'prod',
    region: 'eu-west-1',
  })),
  says: 'about to call ec2:StopInstances',
};

const perSecond = (count: number, ms: number): number => Math.round((count * 1_000) / ms);

/** Entries verified a second, how long the event loop is held meanwhile, and appends a second beside the same rows written by SQLite alone. */
export async function benchAudit() {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
  const append = await benchAppends(folder);
  const verify = await benchVerify(folder);
  await rm(folder, { recursive: true });
  return {
    append,
    verify,
    targets: { verifyEntriesPerSecond: 100_000, heldMsAtMost: 20 },
  };
}

/** In turns, so that what else the disk does is shared out evenly. */
async function benchAppends(folder: string) {
  const store = await openSqliteStore({ path: join(folder, 'store.db'), clock: systemClock, purpose: 'demo' });
  const withAnchor = auditJournal(store, { witness: anchorFile(join(folder, 'store.audit.anchor')) });
  const without = auditJournal(store);
  const bare = bareWrites(join(folder, 'bare.db'));
  const spent = { raw: 0, chained: 0, anchored: 0 };
  const timed = async (what: keyof typeof spent, work: () => unknown): Promise<void> => {
    const start = performance.now();
    await work();
    spent[what] += performance.now() - start;
  };
  for (let index = 0; index < appended; index += 1) {
    await timed('raw', bare.write);
    await timed('chained', () => without.append(record));
    await timed('anchored', () => withAnchor.append(record));
  }
  bare.close();
  await store.close();
  return {
    entries: appended,
    rawWritesPerSecond: perSecond(appended, spent.raw),
    appendsPerSecond: perSecond(appended, spent.anchored),
    appendsPerSecondWithoutAnchor: perSecond(appended, spent.chained),
    shareOfRaw: Math.round((100 * spent.raw) / spent.anchored) / 100,
  };
}

/** The same rows in a table of the same form with the same pragmas, a transaction each, without a hash and without reading. */
function bareWrites(path: string) {
  const db = new Database(path);
  db.prepare('pragma journal_mode = wal').all();
  db.prepare('pragma synchronous = full').all();
  db.exec(
    `create table entries (journal text not null, position integer not null, at integer not null, record text not null,
     hash text not null, primary key (journal, position)) without rowid`,
  );
  const insert = db.prepare(`insert into entries (journal, position, at, record, hash) values ('audit', ?, ?, ?, ?)`);
  const json = JSON.stringify(record);
  let position = 0;
  return {
    write: () => {
      position += 1;
      insert.run(position, Date.now(), json, noHash);
    },
    close: () => db.close(),
  };
}

async function benchVerify(folder: string) {
  const path = join(folder, 'long.db');
  const store = await openSqliteStore({ path, clock: systemClock, purpose: 'demo' });
  fill(path);
  const witness = anchorFile(join(folder, 'long.audit.anchor'));
  const journal = auditJournal(store, { witness });
  // The first entry that the anchor knows, and another that tells so.
  await journal.append(record);
  const { position } = await journal.head();
  const figures = await spread(
    10,
    async () => {
      const { entries, faultCount } = await verifyAudit(
        { storeId: store.id, journal, witness },
        new AbortController().signal,
      );
      if (entries !== position || faultCount > 0) throw new Error('the chain does not verify');
    },
    async () => {},
    { runs: 2, ms: Infinity },
  );
  await store.close();
  return { entries: verified, entriesPerSecond: perSecond(verified, figures.p50), runMs: figures };
}

/** A long chain in one transaction: an append each would take minutes. */
function fill(path: string): void {
  const db = new Database(path);
  const insert = db.prepare(`insert into entries (journal, position, at, record, hash) values ('audit', ?, ?, ?, ?)`);
  const json = JSON.stringify(record);
  let hash = noHash;
  db.exec('begin');
  for (let position = 1; position <= verified; position += 1) {
    hash = entryHash(hash, position, position, json);
    insert.run(position, position, json, hash);
  }
  db.exec('commit');
  db.close();
}
