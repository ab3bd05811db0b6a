import type Database from 'libsql';

/** Runs what is one or not at all, and keeps other writers out meanwhile. What it rejects with has changed nothing. */
export type Transaction = <R>(work: () => R) => R;

/** Transactions of one connection. */
export function transactionsOf(db: Database.Database): Transaction {
  const begin = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const rollback = db.prepare('rollback');
  return (work) => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      throw error;
    }
  };
}

/** Writes of one transaction: some milliseconds of the event loop. */
const togetherAtMost = 100;

/** A write that waits. */
interface Waiting<A, R> {
  readonly given: A;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/** The same write, where those that are asked for in one turn of the event loop are one transaction: a commit costs more than all that is in it. */
export function together<A, R>(alone: Transaction, write: (given: A) => R): (given: A) => Promise<R> {
  const waiting: Waiting<A, R>[] = [];
  const round = () => {
    const all = waiting.splice(0, togetherAtMost);
    if (waiting.length > 0) setImmediate(round);
    try {
      const written = () => all.map(({ given }) => write(given));
      const results = all.length === 1 ? written() : alone(written);
      results.forEach((result, at) => all[at]?.resolve(result));
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  };
  return (given) =>
    new Promise((resolve, reject) => {
      waiting.push({ given, resolve, reject });
      if (waiting.length === 1) setImmediate(round);
    });
}
