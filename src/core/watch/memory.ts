import { z } from 'zod';
import { entriesUnder } from '../entries.ts';
import type { Kept, Store } from '../ports/store.ts';
import { turn } from '../slices.ts';
import { dayMs } from '../time.ts';
import { FoundRecord } from './finding.ts';
import type { Try } from './states.ts';

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

/** Written by a try at a run: what is known from then on, and what was known before, which holds where that run never counted. Absent: nothing. */
const Remembered = z.object({ by: z.number(), now: Told.optional(), before: Told.optional() });
type Remembered = z.infer<typeof Remembered>;

const rememberedMs = 3 * 365 * dayMs;
/** Writes between two turns of the event loop. */
const writtenAtOnce = 16;

/** What an alert knows of what it told, as one run found it. */
export interface Recalled {
  readonly told: ReadonlyMap<string, Told>;
  /** Writes what is known after the run. It counts when the run does, and not before. False where another process has taken it over. Rejects with StoreUnwritable. */
  write(next: ReadonlyMap<string, Told>): Promise<boolean>;
}

/** What alerts have told, by finding. */
export interface Memory {
  /** @param own The try that is made now. */
  recall(alert: string, own: Try): Promise<Recalled>;
  forget(alert: string): Promise<void>;
}

/** Kept in the store, an entry for each finding of each alert. Cost grows with the findings; only what changed is written. */
export function createMemory(store: Store): Memory {
  const family = store.family('watch-told', Remembered, { ttlMs: rememberedMs });
  return {
    async recall(alert, own) {
      const kept = new Map<string, Kept<Remembered>>();
      const told = new Map<string, Told>();
      for await (const entry of entriesUnder(family, `${alert}/`)) {
        const key = entry.key.slice(alert.length + 1);
        kept.set(key, entry);
        const { by, now, before } = entry.value;
        const known = own.counts(by) ? now : before;
        if (known !== undefined) told.set(key, known);
      }
      return {
        told,
        async write(next) {
          const over: string[] = [];
          let written = 0;
          for (const key of new Set([...kept.keys(), ...next.keys()])) {
            const before = told.get(key);
            const now = next.get(key);
            const known = kept.get(key);
            const name = `${alert}/${key}`;
            // Told of as over, and that counts: nothing is to be known of it any longer.
            if (before === undefined && now === undefined) over.push(name);
            else if (before !== now || (known && !(own.counts(known.value.by) && known.value.now === now))) {
              const to = { by: own.number, ...(now && { now }), ...(before && { before }) };
              // Whoever stood still meanwhile writes nothing over what the next one wrote.
              if (!(await (known === undefined ? family.claim(name, to) : family.swap(known, to)))) return false;
              written += 1;
              if (written % writtenAtOnce === 0) await turn();
            }
          }
          if (over.length > 0 && !(await own.holds())) return false;
          for (const name of over) await family.delete(name);
          return true;
        },
      };
    },
    async forget(alert) {
      for await (const { key } of entriesUnder(family, `${alert}/`)) await family.delete(key);
    },
  };
}
