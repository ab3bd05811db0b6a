import { z } from 'zod';
import type { Store } from '../ports/store.ts';
import { dayMs } from '../time.ts';

/** An Elastic IP that was released here. */
export const ReleasedRecord = z.object({
  ip: z.string(),
  allocationId: z.string(),
  account: z.object({ name: z.string(), id: z.string() }),
  region: z.string(),
  /** What it cost an hour, a decimal in USD, where that was known: an address of one's own range costs nothing. */
  perHour: z.string().optional(),
  /** Of an address of a Local or Wavelength Zone: where it can be had again. */
  networkBorderGroup: z.string().optional(),
  /** What it was tagged with: AWS forgets that. */
  tags: z.record(z.string(), z.string()),
  by: z.object({ id: z.string(), name: z.string() }),
  at: z.number(),
});
export type ReleasedRecord = z.infer<typeof ReleasedRecord>;

/** How long a released address is remembered; by then somebody else has it. */
const rememberedMs = 365 * dayMs;

/** Addresses that were released here, so that `recover` can try to get them back. */
export interface Released {
  find(ip: string): Promise<ReleasedRecord | undefined>;
  note(record: ReleasedRecord): Promise<void>;
  forget(ip: string): Promise<void>;
}

/** Kept in the store. */
export function createReleased(store: Store): Released {
  const family = store.family('released', ReleasedRecord, { ttlMs: rememberedMs, whileAway: 'or-nothing' });
  return {
    find: async (ip) => (await family.get(ip))?.value,
    note: (record) => family.put(record.ip, record),
    forget: (ip) => family.delete(ip),
  };
}
