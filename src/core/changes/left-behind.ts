import { z } from 'zod';
import type { Home } from '../ports/instance.ts';
import type { Store } from '../ports/store.ts';
import { dayMs, type Instant } from '../time.ts';
import { KindName, LeftRecord } from './record.ts';

/** A volume or an address that goes on costing, and who left it behind. */
export const LeftBehindRecord = LeftRecord.extend({
  account: z.object({ name: z.string(), id: z.string() }),
  region: z.string(),
  /** The change that left it, who asked for it, when it was done. */
  kind: KindName,
  by: z.object({ id: z.string(), name: z.string() }),
  at: z.number(),
  /** What was changed: the instance it belonged to, or the address itself. */
  of: z.object({ id: z.string(), name: z.string().optional() }),
  /** Kept on purpose: by whom, why, and until when it is not asked about again. */
  kept: z
    .object({
      by: z.object({ id: z.string(), name: z.string() }),
      at: z.number(),
      reason: z.string(),
      until: z.number().optional(),
    })
    .optional(),
});
export type LeftBehindRecord = z.infer<typeof LeftBehindRecord>;

/** A keep is for so long at most, so that nothing kept is forgotten before it is asked about again. */
export const keepAtMostMs = 3 * 365 * dayMs;
/** How long something is remembered that nobody looks at. */
const rememberedMs = 5 * 365 * dayMs;
/** Entries read at once; a listing goes on until there are no more. */
const readAtOnce = 500;

/** What changes left behind that goes on costing. Whether it still does is for a read of AWS to say. */
export interface LeftBehind {
  /** What is there already is told as left by the newer change, and stays kept where it was kept. */
  note(record: LeftBehindRecord): Promise<void>;
  /** Every entry, in the order of account, region and id. */
  list(): Promise<readonly LeftBehindRecord[]>;
  find(thing: Home & { readonly id: string }): Promise<LeftBehindRecord | undefined>;
  /** Keeps it on purpose, or no longer (undefined); false where it is not in the ledger. */
  keep(thing: Home & { readonly id: string }, kept: LeftBehindRecord['kept']): Promise<boolean>;
  forget(thing: Home & { readonly id: string }): Promise<void>;
  /** Forgets what an instance left behind, for it runs again; what is kept on purpose stays, for the next stop. */
  forgetOf(instanceId: string): Promise<void>;
}

const keyOf = ({ account, region, id }: Home & { readonly id: string }): string =>
  `${account.id || account.name}/${region}/${id}`;

/** Kept in the store. */
export function createLeftBehind(store: Store): LeftBehind {
  const family = store.family('left-behind', LeftBehindRecord, { ttlMs: rememberedMs });
  const all = async (): Promise<readonly LeftBehindRecord[]> => {
    const found: LeftBehindRecord[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await family.list({ limit: readAtOnce, ...(after !== undefined && { after }) });
      found.push(...page.map(({ value }) => value));
      after = page.at(-1)?.key;
      if (page.length < readAtOnce || after === undefined) return found;
    }
  };
  return {
    list: all,
    async note(record) {
      const known = await family.get(keyOf(record));
      const { kept } = known?.value ?? {};
      // What somebody keeps on purpose stays kept, whoever leaves it behind again.
      await family.put(keyOf(record), { ...record, ...(kept && { kept }) });
    },
    find: async (thing) => (await family.get(keyOf(thing)))?.value,
    async keep(thing, kept) {
      const known = await family.get(keyOf(thing));
      if (known === undefined) return false;
      const { kept: _, ...rest } = known.value;
      return family.swap(known, { ...rest, ...(kept && { kept }) });
    },
    forget: (thing) => family.delete(keyOf(thing)),
    async forgetOf(instanceId) {
      for (const record of await all())
        if (record.of.id === instanceId && record.kept === undefined) await family.delete(keyOf(record));
    },
  };
}

/** Whether it is to be spoken of: not kept, or kept until a day that has come. */
export const isOpen = ({ kept }: LeftBehindRecord, now: Instant): boolean =>
  kept === undefined || (kept.until !== undefined && kept.until <= now);
