import type { Store } from '../ports/store.ts';
import { dayMs } from '../time.ts';
import { Run } from './run.ts';

/** Longer than anything waits in the outbox, and among what could not be delivered. */
const rememberedMs = 150 * dayMs;

/** What runs found, as it was then: posts are worded from it, however late. */
export interface Runs {
  of(key: string): Promise<Run | undefined>;
  /** Writes one that tells something; gives its key, by which it is told from others of the same time, which never counted. Rejects with StoreUnwritable. */
  keep(run: Run): Promise<string>;
}

/** Kept in the store. */
export function createRuns(store: Store): Runs {
  const family = store.family('watch-runs', Run, { ttlMs: rememberedMs });
  return {
    of: async (key) => (await family.get(key))?.value,
    async keep(run) {
      const key = `${run.alert}/${String(run.slot).padStart(slotDigits, '0')}/${run.at}`;
      await family.put(key, run);
      return key;
    },
  };
}

/** Runs of one alert stand in their order. */
const slotDigits = 15;
