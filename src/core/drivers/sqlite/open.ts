import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { Clock } from '../../ports/clock.ts';
import { StoreForeign, StoreUnwritable, type Store } from '../../ports/store.ts';
import { codeOf, writing } from './errors.ts';
import { withSoundKeys } from '../sound-keys.ts';
import { sqliteFamily, type Connections } from './family.ts';
import { sqliteJournal } from './journal.ts';
import { examineSqlite } from './examine.ts';
import { prepareSchema } from './schema.ts';

/** How long a write waits for another process's. */
const busyTimeoutMs = 5_000;
/** The same of what may be lost: it is written at every request, and a chat waits three seconds for its acknowledgement. */
const quickTimeoutMs = 1_000;
/** SQLite's unless set otherwise. */
const pageBytes = 4_096;

/** Which file, and what it is for. */
export interface SqliteOptions {
  readonly path: string;
  readonly clock: Clock;
  /** What the store is for; a file stamped otherwise is refused. */
  readonly purpose: 'demo' | 'aws';
  /** The file grows no further than this; writes beyond reject with StoreUnwritable. No bound if left out. */
  readonly maxBytes?: number;
}

/**
 * The store on one SQLite file: WAL, and every commit flushed to disk before it is told. Rejects with StoreForeign where the
 * file is not ours, and with StoreUnwritable where it cannot be made; a file that can only be read opens, and refuses writes.
 */
export async function openSqliteStore({ path, clock, purpose, maxBytes }: SqliteOptions): Promise<Store> {
  const { flushed, quick, id } = openSqliteFile(path, purpose);
  const connections = [flushed, quick];
  if (maxBytes !== undefined) for (const db of connections) limitSize(db, maxBytes);
  return {
    id,
    family: (name, schema, bounds) =>
      withSoundKeys(sqliteFamily({ flushed, quick }, path, clock, name, schema, bounds)),
    journal: (name, schema) => sqliteJournal(flushed, path, clock, name, schema),
    async examine() {
      return examineSqlite(flushed);
    },
    async close() {
      for (const db of connections) db.close();
    },
  };
}

/** Whoever looks into a store must not make one. @throws StoreUnwritable where there is none. */
export function refuseMissing(path: string): void {
  if (!existsSync(path)) throw new StoreUnwritable(`There is no store ${path}. Name its configuration with --config.`);
}

/** Its file grows no further; writes beyond fail. */
export function limitSize(db: Database.Database, maxBytes: number): void {
  db.prepare(`pragma max_page_count = ${Math.ceil(maxBytes / pageBytes)}`).all();
}

/** A further connection to a store that is open. */
export function connectSqlite(path: string): Database.Database {
  const db = new Database(path);
  db.prepare(`pragma busy_timeout = ${busyTimeoutMs}`).all();
  return db;
}

/** Both connections, and the store's id. Rejects as {@link openSqliteStore} does. */
export function openSqliteFile(path: string, purpose: string): Connections & { readonly id: string } {
  const isNew = !existsSync(path);
  try {
    if (isNew) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const db = new Database(path);
    try {
      db.prepare(`pragma busy_timeout = ${busyTimeoutMs}`).all();
      // Reads the header first: a file that is no database is refused before anything is written.
      db.prepare('pragma schema_version').all();
      const id = writing(path, () => prepareSchema(db, path, purpose));
      if (isNew) chmodSync(path, 0o600);
      settle(db);
      return { flushed: db, quick: connectedQuickly(path), id };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof StoreForeign || error instanceof StoreUnwritable) throw error;
    if (codeOf(error) === 'SQLITE_NOTADB' || codeOf(error) === 'SQLITE_CORRUPT') {
      throw new StoreForeign(
        `${path} is not a store of Quartermaster (it is no SQLite file, or a damaged one). Set store.path to another file.`,
        { cause: error },
      );
    }
    throw new StoreUnwritable(
      `The store ${path} cannot be opened (${cause(error)}). Set store.path to a file that can be written.`,
      { cause: error },
    );
  }
}

/** A file on a read-only disk keeps the mode it has. */
function settle(db: Database.Database): void {
  try {
    db.prepare('pragma journal_mode = wal').all();
  } catch (error) {
    if (!codeOf(error).startsWith('SQLITE_READONLY')) throw error;
  }
  db.prepare('pragma synchronous = full').all();
}

/** With WAL and `normal` a commit is not waited for until it is on the disk (SQLite, "PRAGMA synchronous"). */
function connectedQuickly(path: string): Database.Database {
  const db = new Database(path);
  try {
    db.prepare(`pragma busy_timeout = ${quickTimeoutMs}`).all();
    db.prepare('pragma synchronous = normal').all();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Words for why there is no file: the operating system's, or SQLite's own. */
function cause(error: unknown): string {
  const code = codeOf(error);
  const words = error instanceof Error ? error.message : String(error);
  return /unable to open/i.test(words)
    ? 'it is a folder, or its folder or file may not be used'
    : code === ''
      ? words
      : code;
}
