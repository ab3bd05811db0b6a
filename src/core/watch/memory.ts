import { z } from 'zod';
import { entriesUnder } from '../entries.ts';
import type { Kept, Store } from '../ports/store.ts';
import { turn } from '../slices.ts';
import { dayMs, type Instant } from '../time.ts';
import { FoundRecord } from './finding.ts';

/** What an alert has told of a finding. */
const Told = z.object({
  finding: FoundRecord,
  /** When it was told first, and last. */
  first: z.number(),
  last: z.number(),
  /** It was kept or put off since it was told last. */
  rested: z.literal(true).optional(),
  escalated: z.literal(true).optional(),
});
export type Told = z.infer<typeof Told>;

/** Written for a run: what is known from then on, and what was known before, which holds where the run was never committed. Absent: nothing. */
const Remembered = z.object({ slot: z.number(), now: Told.optional(), before: Told.optional() });
type Remembered = z.infer<typeof Remembered>;

const rememberedMs = 3 * 365 * dayMs;
/** Writes between two turns of the event loop. */
const writtenAtOnce = 16;

/** What an alert knows of what it told, as one run found it. */
export interface Recalled {
  readonly told: ReadonlyMap<string, Told>;
  /** Writes what is known after the run. It counts when the run is committed, and not before. Rejects with StoreUnwritable. */
  write(next: ReadonlyMap<string, Told>, slot: Instant): Promise<void>;
}

/** What alerts have told, by finding. */
export interface Memory {
  /** @param committed The last run of the alert that counts: what later ones wrote does not. */
  recall(alert: string, committed: Instant): Promise<Recalled>;
  forget(alert: string): Promise<void>;
}

/** Kept in the store, an entry for each finding of each alert. Cost grows with the findings; only what changed is written. */
export function createMemory(store: Store): Memory {
  const family = store.family('watch-told', Remembered, { ttlMs: rememberedMs });
  return {
    async recall(alert, committed) {
      const kept = new Map<string, Kept<Remembered>>();
      const told = new Map<string, Told>();
      for await (const entry of entriesUnder(family, `${alert}/`)) {
        const key = entry.key.slice(alert.length + 1);
        kept.set(key, entry);
        const { slot, now, before } = entry.value;
        const counts = slot <= committed ? now : before;
        if (counts !== undefined) told.set(key, counts);
      }
      return {
        told,
        async write(next, slot) {
          let written = 0;
          for (const key of new Set([...kept.keys(), ...next.keys()])) {
            const before = told.get(key);
            const now = next.get(key);
            const known = kept.get(key)?.value;
            const stands = before === now && (known === undefined || (known.slot <= committed && known.now === now));
            if (stands) continue;
            const name = `${alert}/${key}`;
            // Told of as over, and that counts: nothing is to be known of it any longer.
            if (before === undefined && now === undefined) await family.delete(name);
            else await family.put(name, { slot, ...(now && { now }), ...(before && { before }) });
            written += 1;
            if (written % writtenAtOnce === 0) await turn();
          }
        },
      };
    },
    async forget(alert) {
      for await (const { key } of entriesUnder(family, `${alert}/`)) await family.delete(key);
    },
  };
}
