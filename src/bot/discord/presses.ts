import { StoreAway, type Store } from '../../core/ports/store.ts';
import { quietlyFromMemory } from '../../core/from-memory.ts';
import { dayMs } from '../../core/time.ts';
import { Carried, readId, type Kept } from './press.ts';

/** As long as a change can be asked about. */
const rememberedMs = 40 * dayMs;

/** What controls carry that their ids do not hold. */
export interface Presses {
  /** Before the message is posted that they are in. Rejects with StoreUnwritable. */
  keep(kept: readonly Kept[]): Promise<void>;
  /** What a control carries, by its id; `lost`: it is ours, and not kept any longer; `away`: it is ours, and kept in a store that is away; undefined: it is none of ours. */
  of(customId: string): Promise<Carried | 'lost' | 'away' | undefined>;
}

/** Kept in the store: equal contents once. After a power cut a press may be lost, and its line is typed. */
export function createPresses(store: Store): Presses {
  const family = store.family('discord-presses', Carried, { ttlMs: rememberedMs, unflushed: true });
  return {
    async keep(kept) {
      for (const { id, carries } of kept) await family.put(id, carries);
    },
    async of(customId) {
      const read = readId(customId);
      if (read?.kind !== 'kept') return read;
      try {
        // An id is made of what it stands for, so what was known of it once is true.
        return (await quietlyFromMemory(() => family.get(read.id)))?.value ?? 'lost';
      } catch (error) {
        if (error instanceof StoreAway) return 'away';
        throw error;
      }
    },
  };
}
