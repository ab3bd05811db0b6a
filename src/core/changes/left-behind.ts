import { z } from 'zod';
import { allIn } from '../entries.ts';
import { isResting, type Rest, type Rests } from '../people/rests.ts';
import type { Home } from '../ports/instance.ts';
import type { Store } from '../ports/store.ts';
import { dayMs, type Instant } from '../time.ts';
import { keyOf } from '../watch/finding.ts';
import { KindName, LeftRecord } from './record.ts';

const Entry = LeftRecord.extend({
  account: z.object({ name: z.string(), id: z.string() }),
  region: z.string(),
  /** The change that left it, who asked for it, when it was done. */
  kind: KindName,
  by: z.object({ id: z.string(), name: z.string() }),
  at: z.number(),
  /** What was changed: the instance it belonged to, or the address itself. */
  of: z.object({ id: z.string(), name: z.string().optional() }),
});
type Entry = z.infer<typeof Entry>;

/** A volume or an address that goes on costing, and who left it behind. */
export interface LeftBehindRecord extends Entry {
  /** Kept on purpose, now or until a day that has come. */
  readonly kept?: Rest | undefined;
}

/** How long something is remembered that nobody looks at. */
const rememberedMs = 5 * 365 * dayMs;

/** What changes left behind that goes on costing. Whether it still does is for a read of AWS to say. */
export interface LeftBehind {
  /** What is there already is told as left by the newer change. */
  note(record: Entry): Promise<void>;
  /** Every entry, in the order of account, region and id. */
  list(): Promise<readonly LeftBehindRecord[]>;
  find(thing: Home & { readonly id: string }): Promise<LeftBehindRecord | undefined>;
  /** It is gone, and nobody is asked about it again. */
  forget(thing: Home & { readonly id: string }): Promise<void>;
  /** Forgets what an instance left behind, for it runs again. What is kept on purpose stays so, when it is left behind the next time. */
  forgetOf(instanceId: string): Promise<void>;
}

/** Kept in the store. @param rests What is kept on purpose. */
export function createLeftBehind(store: Store, rests: Rests): LeftBehind {
  const family = store.family('left-behind', Entry, { ttlMs: rememberedMs, whileAway: 'or-nothing' });
  const all = async (): Promise<readonly Entry[]> => (await allIn(family)).map(({ value }) => value);
  const nameOf = (thing: Home & { readonly id: string }): string => keyOf(thing, thing.id);
  const withKept = (entry: Entry, rest: Rest | undefined): LeftBehindRecord =>
    // What is only put off is asked about by no alert, and stands in every list.
    rest?.reason === undefined ? entry : { ...entry, kept: rest };
  return {
    async list() {
      const [entries, resting] = await Promise.all([all(), rests.all()]);
      return entries.map((entry) => withKept(entry, resting.get(nameOf(entry))));
    },
    note: (record) => family.put(nameOf(record), record),
    async find(thing) {
      const entry = (await family.get(nameOf(thing)))?.value;
      return entry && withKept(entry, await rests.of(nameOf(thing)));
    },
    async forget(thing) {
      await family.delete(nameOf(thing));
      await rests.lift(nameOf(thing));
    },
    async forgetOf(instanceId) {
      for (const entry of await all()) if (entry.of.id === instanceId) await family.delete(nameOf(entry));
    },
  };
}

/** Whether it is to be spoken of: not kept, or kept until a day that has come. */
export const isOpen = ({ kept }: LeftBehindRecord, now: Instant): boolean => !isResting(kept, now);
