import { z } from 'zod';
import { openSqliteStore } from '../../../../src/core/drivers/sqlite/open.ts';
import { systemClock } from '../../../../src/core/drivers/system-clock.ts';

/** A process of its own that writes without end and tells what was acknowledged; it is killed from outside. */
const [path = ''] = process.argv.slice(2);
const store = await openSqliteStore({ path, clock: systemClock, purpose: 'demo' });
const journal = store.journal('words', z.object({ word: z.string() }));
for (let index = 0; ; index += 1) {
  await journal.append({ word: String(index) });
  process.send?.(index);
  await new Promise((resolve) => setImmediate(resolve));
}
