import type Database from 'libsql';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { entryHash, noHash } from '../../ports/entry-hash.ts';
import { StoreForeign, type Base, type Head, type Journal, type JournalName, type Schema } from '../../ports/store.ts';
import { jsonOf } from '../json.ts';
import { writing } from './errors.ts';
import { transactionsOf } from './transaction.ts';

const Entries = z.array(z.object({ position: z.number(), at: z.number(), record: z.string(), hash: z.string() }));
/** Whatever somebody wrote into the file: what is not of its kind must not fit its hash, so nothing is converted. */
const Raw = z.array(
  z.object({
    position: z.int().catch(Number.NaN),
    at: z.number().catch(Number.NaN),
    json: z.string().catch(''),
    hash: z.string().catch(''),
  }),
);
/** What a base or an end that somebody altered is read as: nothing fits its hash, so that it is found out. */
const noEnd = { position: 0, hash: '' };
const Ends = z.array(z.object({ position: z.int().nonnegative(), hash: z.string().catch('') }).catch(noEnd));
const Oldest = z.array(z.object({ position: z.int() }));
/** The furthest position that can be counted to; whatever is no number comes after all numbers (SQLite, "Datatypes", Sort Order). */
const furthest = Number.MAX_SAFE_INTEGER;

/** A journal on one table. An append reads the last hash and writes the next entry in one transaction that excludes other writers. */
export function sqliteJournal<T>(
  db: Database.Database,
  path: string,
  clock: Clock,
  name: JournalName,
  schema: Schema<T>,
): Journal<T> {
  const statements = {
    last: db.prepare(
      `select position, hash from entries where journal = '${name}' and position between 1 and ${furthest}
       and typeof(position) = 'integer' order by position desc limit 1`,
    ),
    first: db.prepare(
      `select cast(max(position, -${furthest}) as integer) as position from entries
       where journal = '${name}' and position <= ${furthest} order by entries.position limit 1`,
    ),
    trimmed: db.prepare(`select position, hash from trimmed where journal = '${name}'`),
    append: db.prepare(`insert into entries (journal, position, at, record, hash) values ('${name}', ?, ?, ?, ?)`),
    read: db.prepare(
      `select position, at, record, hash from entries where journal = '${name}' and position >= ? order by position limit ?`,
    ),
    raw: db.prepare(
      `select position, at, record as json, hash from entries where journal = '${name}' and position >= ? order by position limit ?`,
    ),
    before: db.prepare(
      `select position, hash from entries where journal = '${name}' and position between 1 and ? - 1
       and typeof(position) = 'integer' order by position desc limit 1`,
    ),
    anchor: db.prepare(
      `insert into trimmed (journal, position, hash) values ('${name}', ?, ?)
       on conflict (journal) do update set position = excluded.position, hash = excluded.hash`,
    ),
    trim: db.prepare(`delete from entries where journal = '${name}' and position < ?`),
  };
  const transaction = transactionsOf(db);
  const alone = <R>(work: () => R): R => writing(path, () => transaction(work));
  const base = (): Base => Ends.parse(statements.trimmed.all())[0] ?? { position: 0, hash: noHash };
  /** Where the next entry goes on: the last entry, else what was trimmed, else the beginning. */
  const end = (): Base => Ends.parse(statements.last.all())[0] ?? base();
  const head = (): Head => {
    const last = end();
    const first = Oldest.parse(statements.first.all())[0];
    return { position: last.position, hash: last.hash, first: first?.position ?? last.position + 1 };
  };

  return {
    async append(record) {
      const json = JSON.stringify(record);
      return alone(() => {
        const previous = end();
        const position = previous.position + 1;
        const at = clock.now();
        const hash = entryHash(previous.hash, position, at, json);
        statements.append.run(position, at, json, hash);
        return { position, record, at, hash };
      });
    },
    async read(from, limit) {
      return Entries.parse(statements.read.all(from, limit)).map((entry) => {
        const record = schema.safeParse(jsonOf(entry.record));
        if (!record.success)
          throw new StoreForeign(
            `${path}: entry ${entry.position} of ${name} does not fit: ${z.prettifyError(record.error)}`,
          );
        return { position: entry.position, record: record.data, at: entry.at, hash: entry.hash };
      });
    },
    async raw(from, limit) {
      return Raw.parse(statements.raw.all(from, limit));
    },
    async head() {
      return head();
    },
    async base() {
      return base();
    },
    async trim(before) {
      return alone(() => {
        const last = Ends.parse(statements.before.all(before))[0];
        if (last !== undefined) {
          statements.anchor.run(last.position, last.hash);
          statements.trim.run(before);
        }
        return head();
      });
    },
  };
}
