import type Database from 'libsql';
import { z } from 'zod';
import type { Keeping } from '../../ports/store.ts';
import { say } from '../../text.ts';

const Row = z.array(z.record(z.string(), z.union([z.string(), z.number()]))).length(1);
/** SQLite, "PRAGMA synchronous": `FULL`, and `EXTRA`, which flushes the folder too. */
const flushing = 2;

/** Which SQLite it is, and whether a commit is on the disk when it is told. */
export function examineSqlite(db: Database.Database): Keeping {
  const one = (sql: string) => Object.values(Row.parse(db.prepare(sql).all())[0] ?? {})[0];
  const version = String(one('select sqlite_version()'));
  const journal = String(one('pragma journal_mode'));
  const isFlushed = Number(one('pragma synchronous')) >= flushing && journal !== 'off' && journal !== 'memory';
  return isFlushed
    ? {
        is: 'fine',
        says: say`SQLite ${version} keeps the store in a file and flushes it at every commit (journal ${journal}): what was acknowledged outlives a crash and a power failure, and goes with the disk.`,
      }
    : {
        is: 'missing',
        says: say`SQLite ${version} does not flush the store at every commit (journal ${journal}): a power failure loses what was written last. Put it on a disk that can be written.`,
      };
}
