import type { Clock } from '../../ports/clock.ts';
import { entryHash, noHash } from '../../ports/entry-hash.ts';
import { StoreUnwritable, type Base } from '../../ports/store.ts';
import { secondMs, type Instant } from '../../time.ts';
import { appendEntries } from './journal-scripts.ts';
import type { Once } from './once.ts';

/** Entries of one script: some milliseconds of the server. */
const togetherAtMost = 100;
/** Where other processes are faster again and again, an append is given up after so long. */
const behindMs = 4 * secondMs;

/** Where an entry came to stand. */
export interface Stood {
  readonly position: number;
  readonly at: Instant;
  readonly hash: string;
}

/** Appends a record's JSON. Rejects with StoreUnwritable. */
export type Appending = (json: string) => Promise<Stood>;

/** An entry that waits. */
interface Waiting {
  readonly json: string;
  resolve(stood: Stood): void;
  reject(error: unknown): void;
}

/**
 * Appends what is asked for one after another, and what waits meanwhile together: a hash is made over the one before, which
 * only we can do, so that two appends of one process would but push each other back.
 */
export function createAppending(once: Once, keys: readonly string[], clock: Clock): Appending {
  const waiting: Waiting[] = [];
  let isBusy = false;
  /** The last entry that we know of. Others may have gone on since; then the server tells. */
  let end: Base = { position: 0, hash: noHash };

  const appended = async (all: readonly Waiting[]): Promise<readonly Stood[]> => {
    const began = performance.now();
    for (;;) {
      const entries = chained(end, all, clock);
      const args = entries.flatMap(({ at, hash }, index) => [at, all[index]?.json ?? '', hash]);
      const answer = await once.write(appendEntries, keys, [end.position, end.hash, ...args]);
      const last = entries.at(-1);
      if (answer === '1' && last !== undefined) {
        end = last;
        return entries;
      }
      const [, position, hash = ''] = /^0 (\d+) (.*)$/s.exec(answer) ?? [];
      end = { position: Number(position), hash };
      if (performance.now() - began > behindMs)
        throw new StoreUnwritable('The journal cannot be written: other processes were faster again and again.', {
          todo: 'Ask again',
        });
    }
  };
  const round = async (): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) {
      const all = waiting.splice(0, togetherAtMost);
      try {
        const entries = await appended(all);
        entries.forEach((stood, at) => all[at]?.resolve(stood));
      } catch (error) {
        for (const { reject } of all) reject(error);
      }
    }
    isBusy = false;
  };
  return (json) =>
    new Promise<Stood>((resolve, reject) => {
      waiting.push({ json, resolve, reject });
      if (!isBusy) void round();
    });
}

/** The entries as they follow one another. */
function chained(end: Base, all: readonly Waiting[], clock: Clock): readonly Stood[] {
  const entries: Stood[] = [];
  let before: Base = end;
  for (const { json } of all) {
    const position = before.position + 1;
    const at = clock.now();
    const entry = { position, at, hash: entryHash(before.hash, position, at, json) };
    entries.push(entry);
    before = entry;
  }
  return entries;
}
