import type Database from 'libsql';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { StoreForeign, type Bounds, type Family, type FamilyName, type Kept, type Schema } from '../../ports/store.ts';
import { writing } from './errors.ts';

const Rows = z.array(z.object({ key: z.string(), value: z.string(), version: z.number() }));
const Changed = z.object({ changes: z.number() });

/** Expired values that one write sweeps out, so that a family cannot grow by what nobody asks for. */
const sweptAWrite = 20;

/** A family on one table; each call is one statement, so it is atomic across processes. */
export function sqliteFamily<T>(
  db: Database.Database,
  path: string,
  clock: Clock,
  name: FamilyName,
  schema: Schema<T>,
  bounds: Bounds,
): Family<T> {
  const live = `family = '${name}' and (expires is null or expires > ?)`;
  const statements = {
    get: db.prepare(`select key, value, version from kept where key = ? and ${live}`),
    list: db.prepare(`select key, value, version from kept where key > ? and ${live} order by key limit ?`),
    first: db.prepare(`select key, value, version from kept where ${live} order by key limit ?`),
    put: db.prepare(
      `insert into kept (family, key, value, version, expires) values ('${name}', ?, ?, 1, ?)
       on conflict (family, key) do update set value = excluded.value, version = version + 1, expires = excluded.expires`,
    ),
    claim: db.prepare(
      `insert into kept (family, key, value, version, expires) values ('${name}', ?, ?, 1, ?)
       on conflict (family, key) do update set value = excluded.value, version = version + 1, expires = excluded.expires
       where kept.expires is not null and kept.expires <= ?`,
    ),
    take: db.prepare(`delete from kept where key = ? and ${live} returning key, value, version`),
    swap: db.prepare(`update kept set value = ?, version = version + 1 where key = ? and version = ? and ${live}`),
    delete: db.prepare(`delete from kept where family = '${name}' and key = ?`),
    sweep: db.prepare(
      `delete from kept where (family, key) in (select family, key from kept where expires <= ? limit ${sweptAWrite})`,
    ),
  };
  const flushing = { full: db.prepare('pragma synchronous = full'), none: db.prepare('pragma synchronous = normal') };
  /** With WAL and `normal` a commit is not waited for until it is on the disk (SQLite, "PRAGMA synchronous"). */
  const write = <R>(statement: () => R): R => {
    if (bounds.unflushed !== true) return writing(path, statement);
    flushing.none.all();
    try {
      return writing(path, statement);
    } finally {
      flushing.full.all();
    }
  };
  const expires = () => (bounds.ttlMs === 'forever' ? null : clock.now() + bounds.ttlMs);
  const sweep = () => {
    if (bounds.ttlMs === 'forever') return;
    try {
      statements.sweep.run(clock.now());
    } catch {
      // The write itself is done: what is left unswept goes with the next one.
    }
  };
  const read = (row: { key: string; value: string; version: number }): Kept<T> => {
    const value = schema.safeParse(JSON.parse(row.value));
    if (!value.success)
      throw new StoreForeign(
        `${path}: the record ${name}/${JSON.stringify(row.key)} does not fit: ${z.prettifyError(value.error)}`,
      );
    return { key: row.key, value: value.data, version: row.version };
  };
  const changed = (result: unknown): boolean => Changed.parse(result).changes === 1;

  return {
    async get(key) {
      const [row] = Rows.parse(statements.get.all(key, clock.now()));
      return row && read(row);
    },
    async put(key, value) {
      const json = JSON.stringify(value);
      write(() => statements.put.run(key, json, expires()));
      sweep();
    },
    async claim(key, value) {
      const won = changed(write(() => statements.claim.run(key, JSON.stringify(value), expires(), clock.now())));
      if (won) sweep();
      return won;
    },
    async take(key) {
      const [row] = Rows.parse(write(() => statements.take.all(key, clock.now())));
      return row && read(row).value;
    },
    async swap(kept, to) {
      return changed(write(() => statements.swap.run(JSON.stringify(to), kept.key, kept.version, clock.now())));
    },
    async delete(key) {
      write(() => statements.delete.run(key));
    },
    async list({ limit, after }) {
      const rows =
        after === undefined ? statements.first.all(clock.now(), limit) : statements.list.all(after, clock.now(), limit);
      return Rows.parse(rows).map(read);
    },
  };
}
