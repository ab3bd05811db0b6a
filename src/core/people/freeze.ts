import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Problem } from '../problem.ts';
import { command, say, time } from '../text.ts';

/** All changes rest: who said so, why, and until when; without an end until somebody says that they go on. */
export const Frozen = z.object({
  by: z.object({ id: z.string(), name: z.string() }),
  at: z.number(),
  reason: z.string(),
  until: z.number().optional(),
});
export type Frozen = z.infer<typeof Frozen>;

/** Whether changes rest: one word for all processes on a store. Read before every call to AWS, so nothing of it is kept in memory. */
export interface Freeze {
  /** Undefined: changes go on. */
  now(): Promise<Frozen | undefined>;
  /** Rejects with StoreUnwritable. */
  on(frozen: Frozen): Promise<void>;
  /** False where nothing was frozen. Rejects with StoreUnwritable. */
  off(): Promise<boolean>;
}

const only = 'all';

/** Kept in the store, as long as it is not taken back. */
export function createFreeze(store: Store, clock: Clock): Freeze {
  const family = store.family('freeze', Frozen, { ttlMs: 'forever' });
  return {
    async now() {
      const frozen = (await family.get(only))?.value;
      return frozen?.until !== undefined && clock.now() >= frozen.until ? undefined : frozen;
    },
    on: (frozen) => family.put(only, frozen),
    off: async () => (await family.take(only)) !== undefined,
  };
}

/** Why nothing is changed. */
export const frozenProblem = ({ by, at, reason, until }: Frozen): Problem => ({
  problem: 'frozen',
  what: say`Changes are frozen since ${time(at)} by ${by.name}: ${reason}.`,
  todo:
    until === undefined
      ? say`An admin lets them go on with ${command('freeze off')}.`
      : say`They go on at ${time(until)}, or when an admin says ${command('freeze off')}.`,
});
