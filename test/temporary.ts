import { mkdtemp, rm } from 'node:fs/promises';
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
