import { mkdtemp, open, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../src/core/drivers/sqlite/open.ts';
import type { Clock } from '../src/core/ports/clock.ts';
import type { Store } from '../src/core/ports/store.ts';

/** A store in a folder of its own, and the way to be rid of both. */
export async function temporaryStore(
  clock: Clock,
): Promise<{ readonly store: Store; readonly path: string; readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  const path = join(folder, 'store.db');
  const store = await openSqliteStore({ path, clock, purpose: 'demo' });
  return {
    store,
    path,
    folder,
    async remove() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Writes a file now, by this clock: what looks at its time finds it written then. */
export async function writeNow(path: string, text: string | Uint8Array, clock: Pick<Clock, 'now'>): Promise<void> {
  await writeFile(path, text);
  await utimes(path, clock.now() / 1_000, clock.now() / 1_000);
}

/**
 * The version that a writer must know (SQLite, "File Format Version Numbers"): a file whose number is higher than SQLite's
 * own is opened for reading alone, whoever asks.
 */
export async function onlyToBeRead(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.from([9]), 0, 1, 18);
  await file.close();
}
