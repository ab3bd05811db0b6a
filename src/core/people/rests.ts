import { z } from 'zod';
import { entriesOf } from '../entries.ts';
import type { Store } from '../ports/store.ts';
import { dayMs, type Instant } from '../time.ts';

/** One matter of one thing, with what names it to people when the thing is gone. */
const Matter = z.object({
  /** See `keyOf` in core/watch/finding.ts: what is left alone, whatever rule names it today. */
  key: z.string(),
  id: z.string(),
  /** The address, the Name, else the id. */
  label: z.string(),
  account: z.object({ name: z.string(), id: z.string() }),
  region: z.string(),
  /** The rule that found it, where one did: it names the matter of a thing that has several. */
  rule: z.string().optional(),
});
export type Matter = z.infer<typeof Matter>;

/** What people want to be left alone about: with a reason it is kept on purpose, without one it is put off. */
export const Rest = z.object({
  of: Matter,
  by: z.object({ id: z.string(), name: z.string() }),
  at: z.number(),
  reason: z.string().optional(),
  /** It is asked about again from then on; left out: never. What is put off has one. */
  until: z.number().optional(),
});
export type Rest = z.infer<typeof Rest>;

/** What is kept is kept for so long at most where a day is said, so that it is not forgotten before it is asked about again. */
export const keepAtMostMs = 3 * 365 * dayMs;
/** What is put off is put off for so long at most: beyond that there is a reason to say. */
export const snoozeAtMostMs = 90 * dayMs;

/** What is left alone, by the key of its matter. */
export interface Rests {
  /** Also one that is over: see {@link isResting}. */
  of(key: string): Promise<Rest | undefined>;
  /** All of them, those that are over too, in the order of their keys. */
  all(): Promise<ReadonlyMap<string, Rest>>;
  /** Takes the place of what was said of the matter before. Rejects with StoreUnwritable. */
  set(rest: Rest): Promise<void>;
  /** Takes it back; undefined where there was none. Rejects with StoreUnwritable. */
  lift(key: string): Promise<Rest | undefined>;
}

/** Kept in the store until somebody takes it back: what is kept for good must not come up again by itself. */
export function createRests(store: Store): Rests {
  const family = store.family('rests', Rest, { ttlMs: 'forever', whileAway: 'or-nothing' });
  return {
    of: async (key) => (await family.get(key))?.value,
    async all() {
      const found = new Map<string, Rest>();
      for await (const { key, value } of entriesOf(family)) found.set(key, value);
      return found;
    },
    set: (rest) => family.put(rest.of.key, rest),
    lift: (key) => family.take(key),
  };
}

/** Whether the matter is left alone now: for good, or until a moment that has not come. */
export const isResting = (rest: Pick<Rest, 'until'> | undefined, now: Instant): boolean =>
  rest !== undefined && (rest.until === undefined || now < rest.until);
