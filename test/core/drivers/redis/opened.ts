import { openRedisStore } from '../../../../src/core/drivers/redis/open.ts';
import type { Patience } from '../../../../src/core/drivers/redis/calls.ts';
import type { Reach } from '../../../../src/core/drivers/redis/connect.ts';
import type { Clock } from '../../../../src/core/ports/clock.ts';
import type { Store } from '../../../../src/core/ports/store.ts';
import { fakeClock } from '../../../fake-clock.ts';

/** Stores of one test, and what they logged. */
export interface OpenedStores {
  open(
    reach: Reach & { readonly prefix?: string; readonly replicas?: number },
    more?: { readonly purpose?: 'demo' | 'aws'; readonly existing?: boolean },
  ): Promise<Store>;
  readonly logged: readonly string[];
  close(): Promise<void>;
}

/** A busy machine may take many times as long as a server that is there ever should. */
const longPatience: Patience = { openMs: 40_000, answerMs: 20_000, awayMs: 20_000, unknownMs: 40_000 };

/** @param clock One that stands still if left out. @param patience With a server; a test in which it is away has less. */
export function openedStores(clock: Clock = fakeClock(), patience = longPatience): OpenedStores {
  const stores: Store[] = [];
  const logged: string[] = [];
  const note = (_: unknown, message: string) => void logged.push(message);
  return {
    logged,
    async open({ prefix = 'quartermaster', replicas = 0, ...reach }, { purpose = 'demo', existing = false } = {}) {
      const log = { info: note, warn: note, error: note };
      const store = await openRedisStore({
        redis: { ...reach, prefix, replicas },
        clock,
        purpose,
        log,
        existing,
        patience,
      });
      stores.push(store);
      return store;
    },
    async close() {
      await Promise.all(stores.splice(0).map((store) => store.close()));
    },
  };
}
