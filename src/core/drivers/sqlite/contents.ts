import type Database from 'libsql';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Contents } from '../../ports/contents.ts';
import { StoreForeign } from '../../ports/store.ts';
import { connectSqlite, openSqliteFile, refuseMissing, type SqliteOptions } from './open.ts';
import { sqliteJournal } from './journal.ts';

const Names = z.array(z.object({ name: z.string() }));
const Values = z.array(
  z.object({ key: z.string(), version: z.int().positive(), expires: z.int().nullable(), json: z.string() }),
);

/**
 * All that a file keeps at one moment: a transaction that reads sees what was committed when it began ("Isolation In SQLite"), whatever
 * is written meanwhile. Until it is closed the log of writes beside the file grows. Rejects as `openSqliteStore` does.
 */
export async function openSqliteContents({ path, clock, purpose }: SqliteOptions): Promise<Contents> {
  refuseMissing(path);
  // Brings an older file up first.
  const { flushed, quick, id } = openSqliteFile(path, purpose);
  for (const one of [flushed, quick]) one.close();
  const db = connectSqlite(path);
  try {
    db.prepare('begin').run();
    // The moment is that of the first read.
    db.prepare('select 1 from about limit 1').all();
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    ...contentsOf(db, path, clock, id),
    isSnapshot: true,
    async close() {
      // Statements that are not collected yet hold the connection, and with it the moment.
      if (db.inTransaction) db.prepare('rollback').run();
      db.close();
    },
  };
}

/** What a connection sees. */
export function contentsOf(
  db: Database.Database,
  path: string,
  clock: Clock,
  id: string,
): Omit<Contents, 'close' | 'isSnapshot'> {
  // One after the other by the index: `distinct` would read all of it.
  const nextFamily = db.prepare('select family as name from kept where family > ? order by family limit 1');
  const nextJournal = db.prepare(
    `select min(name) as name from (
       select min(journal) as name from entries where journal > ?1
       union all select min(journal) from trimmed where journal > ?1)
     having min(name) is not null`,
  );
  const namesOf = (next: Database.Statement): readonly string[] => {
    const names: string[] = [];
    for (;;) {
      const [row] = Names.parse(next.all(names.at(-1) ?? ''));
      if (row === undefined) return names;
      names.push(row.name);
    }
  };
  const select = 'select key, version, expires, value as json from kept where family = ? and';
  const order = '(expires is null or expires > ?) order by key limit ?';
  const first = db.prepare(`${select} ${order}`);
  const further = db.prepare(`${select} key > ? and ${order}`);
  return {
    id,
    families: async () => namesOf(nextFamily),
    async values(family, by, { limit, after }) {
      const rows = after === undefined ? first.all(family, by, limit) : further.all(family, after, by, limit);
      const values = Values.safeParse(rows);
      if (values.success) return values.data;
      const at = after === undefined ? '' : ` after ${JSON.stringify(after)}`;
      throw new StoreForeign(
        `${path}: what somebody wrote into ${family}${at} is no value: ${z.prettifyError(values.error)}`,
      );
    },
    journals: async () => namesOf(nextJournal),
    journal: (name) => sqliteJournal(db, path, clock, name, z.unknown()),
  };
}
