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

/**
 * The same write, where those that are asked for in one turn of the event loop are one transaction: a commit costs more than all
 * that is in it. @param apart Whether each is made by itself where they could not be made together, for this error.
 */
export function batched<A, R>(
  transaction: Transaction,
  write: (given: A) => R,
  apart: (error: unknown) => boolean,
): (given: A) => Promise<R> {
  const waiting: Waiting<A, R>[] = [];
  const round = () => {
    const all = waiting.splice(0, togetherAtMost);
    if (waiting.length > 0) setImmediate(round);
    if (all.length === 1) return eachAlone(all);
    try {
      const results = transaction(() => all.map(({ given }) => write(given)));
      results.forEach((result, at) => all[at]?.resolve(result));
    } catch (error) {
      if (apart(error)) eachAlone(all);
      else for (const { reject } of all) reject(error);
    }
  };
  const eachAlone = (all: readonly Waiting<A, R>[]) => {
    for (const { given, resolve, reject } of all)
      try {
        resolve(write(given));
      } catch (error) {
        reject(error);
      }
  };
  return (given) =>
    new Promise((resolve, reject) => {
      waiting.push({ given, resolve, reject });
      if (waiting.length === 1) setImmediate(round);
    });
}
