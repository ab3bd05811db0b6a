import type Database from 'libsql';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { StoreForeign, type Bounds, type Family, type FamilyName, type Kept, type Schema } from '../../ports/store.ts';
import { jsonOf } from '../json.ts';
import { isHeld, writing } from './errors.ts';
import { batched, transactionsOf } from './transaction.ts';

const Rows = z.array(z.object({ key: z.string(), value: z.string(), version: z.number() }));
const Changed = z.object({ changes: z.number() });

/** Expired values are swept out at the first write and every tenth from then on, twice as many as were written, so that a family cannot grow by what nobody asks for. */
const writesASweep = 10;
const sweptAtOnce = 20;

/**
 * What is made anew after it was deleted has another version than it had: whoever read it before must not take it for the same.
 * Below 2^52, so that it can be counted up and stays an exact number.
 */
const firstVersion = 'abs(random() % 4503599627370496) + 1';

/** Two connections to one file: what a commit of `flushed` wrote is on the disk when it returns, that of `quick` some time later. */
export interface Connections {
  readonly flushed: Database.Database;
  readonly quick: Database.Database;
}

/** A family on one table; each call is one statement, or several of them in one transaction, so it is atomic across processes. */
export function sqliteFamily<T>(
  { flushed, quick }: Connections,
  path: string,
  clock: Clock,
  name: FamilyName,
  schema: Schema<T>,
  bounds: Bounds,
): Family<T> {
  const db = bounds.unflushed === true ? quick : flushed;
  const live = `family = '${name}' and (expires is null or expires > ?)`;
  const statements = {
    get: db.prepare(`select key, value, version from kept where key = ? and ${live}`),
    list: db.prepare(`select key, value, version from kept where key > ? and ${live} order by key limit ?`),
    first: db.prepare(`select key, value, version from kept where ${live} order by key limit ?`),
    put: db.prepare(
      `insert into kept (family, key, value, version, expires) values ('${name}', ?, ?, ${firstVersion}, ?)
       on conflict (family, key) do update set value = excluded.value, version = version + 1, expires = excluded.expires`,
    ),
    claim: db.prepare(
      `insert into kept (family, key, value, version, expires) values ('${name}', ?, ?, ${firstVersion}, ?)
       on conflict (family, key) do update set value = excluded.value, version = version + 1, expires = excluded.expires
       where kept.expires is not null and kept.expires <= ?`,
    ),
    take: db.prepare(`delete from kept where key = ? and ${live} returning key, value, version`),
    swap: db.prepare(`update kept set value = ?, version = version + 1 where key = ? and version = ? and ${live}`),
    delete: db.prepare(`delete from kept where family = '${name}' and key = ?`),
    // What nobody can read any longer need not be gone from the disk at once.
    sweep: quick.prepare(
      `delete from kept where (family, key) in (select family, key from kept where expires <= ? limit ${sweptAtOnce})`,
    ),
  };
  const write = <R>(statement: () => R): R => writing(path, statement);
  const expires = () => (bounds.ttlMs === 'forever' ? null : clock.now() + bounds.ttlMs);
  let written = 0;
  const sweep = () => {
    if (bounds.ttlMs === 'forever') return;
    written += 1;
    if (written % writesASweep !== 1) return;
    try {
      statements.sweep.run(clock.now());
    } catch {
      // The write itself is done: what is left unswept goes with the next one.
    }
  };
  const read = (row: { key: string; value: string; version: number }): Kept<T> => {
    const value = schema.safeParse(jsonOf(row.value));
    if (!value.success)
      throw new StoreForeign(
        `${path}: the record ${name}/${JSON.stringify(row.key)} does not fit: ${z.prettifyError(value.error)}`,
      );
    return { key: row.key, value: value.data, version: row.version };
  };
  const changed = (result: unknown): boolean => Changed.parse(result).changes === 1;
  const claim = ({ key, value }: Pick<Kept<T>, 'key' | 'value'>): boolean =>
    changed(write(() => statements.claim.run(key, JSON.stringify(value), expires(), clock.now())));
  const claims = bounds.unflushed === true ? claimsOf() : undefined;

  /** Claims of one turn as one write. Where another process holds the file, none of them waits for it again. */
  function claimsOf() {
    const transaction = transactionsOf(db);
    return batched(
      (work) => write(() => transaction(work)),
      claim,
      (error) => !isHeld(error),
    );
  }

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
      const claimed = { key, value };
      const won = claims === undefined ? claim(claimed) : await claims(claimed);
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
