import { z } from 'zod';
import type { Store } from '../../core/ports/store.ts';
import { dayMs } from '../../core/time.ts';

/** Who said what, so that a message that is edited goes on telling it. */
const Said = z.object({ id: z.string(), name: z.string(), line: z.string() });

/** Where a change is told of, and who took part in it. */
const ChangeMessage = z.object({
  channel: z.string(),
  ts: z.string(),
  /** The place that it was asked for in, by its id; of a direct conversation that is the person. */
  place: z.string().optional(),
  said: z.array(Said),
});
export type ChangeMessage = z.infer<typeof ChangeMessage>;

/** As long as a change can be asked about. */
const rememberedMs = 40 * dayMs;
/** Of one change so many lines are told; the first, which asked for it, stays. */
export const linesTold = 6;

/** The message of each change, by its key: what is said of it later is said there, or below it. */
export interface ChangeMessages {
  of(change: string): Promise<ChangeMessage | undefined>;
  /** Rejects with StoreUnwritable. */
  put(change: string, message: ChangeMessage): Promise<void>;
}

/** Kept in the store: another process, or this one after a restart, goes on in the same message. */
export function createChangeMessages(store: Store): ChangeMessages {
  const family = store.family('slack-messages', ChangeMessage, { ttlMs: rememberedMs });
  return {
    of: async (change) => (await family.get(change))?.value,
    put: (change, message) => family.put(change, message),
  };
}

/** The lines said of a change with one more. */
export const withLine = (said: ChangeMessage['said'], one: ChangeMessage['said'][number]): ChangeMessage['said'] => {
  if (said.some(({ id, line }) => id === one.id && line === one.line)) return [...said];
  const [first, ...rest] = said;
  return first === undefined ? [one] : [first, ...rest.slice(-(linesTold - 2)), one];
};
