import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import type { Filling } from '../../ports/contents.ts';
import { StoreUnwritable } from '../../ports/store.ts';
import { contentsOf } from './contents.ts';
import { codeOf, writing } from './errors.ts';
import { limitSize, type SqliteOptions } from './open.ts';
import { prepareSchema } from './schema.ts';

const Names = z.array(z.object({ name: z.string() }));

/** A store that is to be made. */
export interface SqliteFilling extends SqliteOptions {
  /** What its id will be: that of the store whose contents it gets. */
  readonly id: string;
}

/**
 * Fills a file beside the place of the store, in one transaction, and links it into its place when it is whole. What a process
 * that died has left there is cleared by the next one. Rejects with StoreUnwritable where there is a store already, or
 * another process fills one.
 */
export async function fillSqliteStore({ path, clock, purpose, id, maxBytes }: SqliteFilling): Promise<Filling> {
  refuseWhatIsThere(path);
  const beside = `${path}.importing`;
  const db = opened(beside, path);
  let isOver = false;
  const leave = (): void => {
    if (isOver) return;
    isOver = true;
    // In this order nobody takes it for what a dead process has left, and begins with it.
    rmSync(beside, { force: true });
    letGo(db);
  };
  try {
    if (maxBytes !== undefined) limitSize(db, maxBytes);
    writing(path, () => {
      clear(db);
      prepareSchema(db, path, purpose, id);
      db.prepare('begin').run();
    });
  } catch (error) {
    leave();
    throw error;
  }
  const keep = db.prepare('insert into kept (family, key, value, version, expires) values (?, ?, ?, ?, ?)');
  const trimmed = db.prepare('insert into trimmed (journal, position, hash) values (?, ?, ?)');
  const enter = db.prepare('insert into entries (journal, position, at, record, hash) values (?, ?, ?, ?, ?)');
  const write = <R>(work: () => R): R => writing(path, work);

  return {
    contents: { ...contentsOf(db, path, clock, id), isSnapshot: true, close: async () => leave() },
    async values(family, values) {
      write(() => {
        for (const { key, json, version, expires } of values) keep.run(family, key, json, version, expires);
      });
    },
    async begin(journal, { position, hash }) {
      if (position > 0) write(() => trimmed.run(journal, position, hash));
    },
    async entries(journal, entries) {
      write(() => {
        for (const { position, at, json, hash } of entries) enter.run(journal, position, at, json, hash);
      });
    },
    async done() {
      write(() => db.prepare('commit').run());
      refuseWhatIsThere(path);
      try {
        // Unlike a rename it never takes the place of a store that was made meanwhile.
        linkSync(beside, path);
      } catch (error) {
        throw new StoreUnwritable(
          codeOf(error) === 'EEXIST'
            ? isThere(path)
            : `The store ${path} cannot be put in its place (${codeOf(error)}).`,
          { cause: error },
        );
      }
      leave();
      const folder = openSync(dirname(path), 'r');
      fsyncSync(folder);
      closeSync(folder);
    },
    close: async () => leave(),
  };
}

const isThere = (path: string): string =>
  `There is a store ${path} already, and an import makes a new one. Stop whatever uses it and move it away, with ${path}-wal and ${path}-shm, or set store.path to another file.`;

/** SQLite would take the log of writes of an older store for the new one's. */
function refuseWhatIsThere(path: string): void {
  if (existsSync(path)) throw new StoreUnwritable(isThere(path), { todo: 'Move it away' });
  const left = [`${path}-wal`, `${path}-journal`].find((file) => existsSync(file));
  if (left !== undefined)
    throw new StoreUnwritable(`${left} is left of a store that was there before. Move it to where that is now.`);
}

/** The file that is filled, which nobody else opens as long as it is. Whole once: no log beside it that would have to be moved too. */
function opened(beside: string, path: string): Database.Database {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(beside, 'a', 0o600));
    const db = new Database(beside);
    try {
      db.prepare('pragma locking_mode = exclusive').all();
      db.prepare('pragma journal_mode = delete').all();
      db.prepare('pragma synchronous = full').all();
      db.prepare('begin exclusive').run();
      db.prepare('commit').run();
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    const code = codeOf(error);
    throw new StoreUnwritable(
      code.startsWith('SQLITE_BUSY')
        ? `Another process imports into ${path}. Wait for it.`
        : `The store ${path} cannot be made: ${beside} cannot be written (${code === '' ? String(error) : code}).`,
      { cause: error },
    );
  }
}

/** Statements that are not collected yet hold a connection that is closed, and with it the lock. */
function letGo(db: Database.Database): void {
  if (db.inTransaction) db.prepare('rollback').run();
  db.prepare('pragma locking_mode = normal').all();
  // It is given up at the next read ("PRAGMA locking_mode").
  db.prepare('select 1 from sqlite_master limit 1').all();
  db.close();
}

/** As if it had just been made. */
function clear(db: Database.Database): void {
  const tables = Names.parse(db.prepare(`select name from sqlite_master where type = 'table'`).all());
  for (const { name } of tables) db.exec(`drop table "${name.replaceAll('"', '""')}"`);
  db.exec('pragma application_id = 0; pragma user_version = 0');
}
