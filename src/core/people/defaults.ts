import { z } from 'zod';
import type { Store } from '../ports/store.ts';

/** Where a place looks when a line names no account, or no region. */
export const PlaceDefault = z.object({ account: z.string().optional(), region: z.string().optional() });
export type PlaceDefault = z.infer<typeof PlaceDefault>;

/** What `use` has set, by place. */
export interface PlaceDefaults {
  of(placeId: string): Promise<PlaceDefault>;
  set(placeId: string, to: PlaceDefault): Promise<void>;
}

/** Kept in the store until somebody sets another. */
export function createPlaceDefaults(store: Store): PlaceDefaults {
  const family = store.family('place-defaults', PlaceDefault, { ttlMs: 'forever', whileAway: 'or-nothing' });
  return {
    of: async (placeId) => (await family.get(placeId))?.value ?? {},
    set: (placeId, to) => family.put(placeId, to),
  };
}
