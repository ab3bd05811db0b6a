import Database from 'libsql';
import { z } from 'zod';
import { entryHash, noHash } from '../src/core/ports/entry-hash.ts';
import type { Side, Value } from './stores-side.ts';

const Row = z.object({ value: z.string(), version: z.number() });
const Last = z.object({ position: z.number(), hash: z.string() });

/**
 * What somebody writes who wants a value claimed once, taken once, swapped only as it was read, for so long, on the disk before it is
 * told, and entries bound by hashes; and nothing besides: no families, no check of what is read, nothing swept.
 */
export function handWrittenSqlite(path: string, ttlMs: number): Side & { close(): void } {
  const db = new Database(path);
  db.prepare('pragma journal_mode = wal').all();
  db.prepare('pragma synchronous = full').all();
  db.exec(`create table kv (key text primary key, value text not null, version integer not null, expires integer not null) without rowid;
           create table log (position integer primary key, at integer not null, record text not null, hash text not null)`);
  const put = db.prepare(
    `insert into kv values (?, ?, 1, ?) on conflict (key) do update set value = excluded.value, version = version + 1, expires = excluded.expires`,
  );
  const get = db.prepare('select value, version from kv where key = ? and expires > ?');
  const claim = db.prepare(
    `insert into kv values (?, ?, 1, ?) on conflict (key) do update
     set value = excluded.value, version = version + 1, expires = excluded.expires where kv.expires <= ?`,
  );
  const take = db.prepare('delete from kv where key = ? and expires > ? returning value, version');
  const swap = db.prepare(
    'update kv set value = ?, version = version + 1 where key = ? and version = ? and expires > ?',
  );
  const last = db.prepare('select position, hash from log order by position desc limit 1');
  const append = db.prepare('insert into log values (?, ?, ?, ?)');
  const [begin, commit] = [db.prepare('begin immediate'), db.prepare('commit')];
  const rowOf = (rows: readonly unknown[]) => (rows[0] === undefined ? undefined : Row.parse(rows[0]));
  return {
    async put(key, value) {
      put.run(key, JSON.stringify(value), Date.now() + ttlMs);
    },
    async get(key) {
      const row = rowOf(get.all(key, Date.now()));
      return row && { key, value: JSON.parse(row.value) as Value, version: row.version };
    },
    async claim(key, value) {
      return claim.run(key, JSON.stringify(value), Date.now() + ttlMs, Date.now()).changes === 1;
    },
    async take(key) {
      const row = rowOf(take.all(key, Date.now()));
      return row && (JSON.parse(row.value) as Value);
    },
    async swap({ key, version }, to) {
      return swap.run(JSON.stringify(to), key, version, Date.now()).changes === 1;
    },
    async append(record) {
      begin.run();
      const [found] = last.all();
      const before = found === undefined ? { position: 0, hash: noHash } : Last.parse(found);
      const [position, at, json] = [before.position + 1, Date.now(), JSON.stringify(record)];
      append.run(position, at, json, entryHash(before.hash, position, at, json));
      commit.run();
      return { position };
    },
    close: () => db.close(),
  };
}
