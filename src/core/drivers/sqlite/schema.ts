import { randomUUID } from 'node:crypto';
import type Database from 'libsql';
import { z } from 'zod';
import { StoreForeign } from '../../ports/store.ts';

/** Marks a file as a store of ours (`PRAGMA application_id`): the letters QMST. */
const applicationId = 0x514d5354;

/** Each brings a file from its index to the next version; a version is never altered once released. */
const migrations: readonly string[] = [
  `create table about (key text primary key, value text not null) without rowid;
   create table kept (
     family text not null, key text not null, value text not null, version integer not null, expires integer,
     primary key (family, key)) without rowid;
   create index kept_expires on kept (expires) where expires is not null;
   create table entries (
     journal text not null, position integer not null, at integer not null, record text not null, hash text not null,
     primary key (journal, position)) without rowid;
   create table trimmed (journal text primary key, position integer not null, hash text not null) without rowid;`,
];

const Number1 = z.array(z.record(z.string(), z.number())).length(1);
const number = (db: Database.Database, pragma: string): number =>
  Object.values(Number1.parse(db.prepare(`pragma ${pragma}`).all())[0] ?? {})[0] ?? 0;
const About = z.array(z.object({ value: z.string() }));
const about = (db: Database.Database, key: string): string | undefined =>
  About.parse(db.prepare('select value from about where key = ?').all(key))[0]?.value;

/** Makes a new file a store, brings an older one up, and refuses every other, which is left as it is. Gives the store's id. @param newId Of a new one. */
export function prepareSchema(
  db: Database.Database,
  path: string,
  purpose: string,
  newId: string = randomUUID(),
): string {
  const version = number(db, 'user_version');
  const empty =
    version === 0 &&
    number(db, 'application_id') === 0 &&
    db.prepare('select 1 from sqlite_master limit 1').all().length === 0;
  if (!empty && number(db, 'application_id') !== applicationId) {
    throw new StoreForeign(`${path} is a database, but not a store of Quartermaster. Set store.path to another file.`);
  }
  if (version > migrations.length) {
    throw new StoreForeign(
      `${path} was written by a newer Quartermaster (store version ${version}, this one knows ${migrations.length}). Use that version, or another store.path.`,
    );
  }
  if (version < migrations.length) {
    // Two processes may start on a new file at once: the second finds the work done.
    db.exec('begin immediate');
    try {
      for (let from = number(db, 'user_version'); from < migrations.length; from += 1) db.exec(migrations[from] ?? '');
      const fill = db.prepare('insert into about (key, value) values (?, ?) on conflict do nothing');
      fill.run('id', newId);
      fill.run('purpose', purpose);
      db.exec(`pragma application_id = ${applicationId}; pragma user_version = ${migrations.length}; commit`);
    } catch (error) {
      db.exec('rollback');
      throw error;
    }
  }
  const stamped = about(db, 'purpose');
  if (stamped !== purpose) {
    throw new StoreForeign(
      `${path} holds ${stamped === 'demo' ? 'the demo account' : 'real accounts'}; demo and real accounts never share a store. Set store.path to another file.`,
    );
  }
  return about(db, 'id') ?? '';
}
