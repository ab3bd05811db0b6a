import { clocksDiffer } from '../../../../src/core/drivers/redis/clocks.ts';
import { openRedisContents } from '../../../../src/core/drivers/redis/contents.ts';
import { fillRedisStore } from '../../../../src/core/drivers/redis/fill.ts';
import { openRedisStore } from '../../../../src/core/drivers/redis/open.ts';
import type { Patience } from '../../../../src/core/drivers/redis/calls.ts';
import type { Reach } from '../../../../src/core/drivers/redis/connect.ts';
import type { Clock } from '../../../../src/core/ports/clock.ts';
import type { Contents, Filling } from '../../../../src/core/ports/contents.ts';
import type { Store } from '../../../../src/core/ports/store.ts';
import { fakeClock } from '../../../fake-clock.ts';

/** Where a store of a test is. */
export type TestReach = Reach & { readonly prefix?: string; readonly replicas?: number };

/** Stores of one test, and what they logged. */
export interface OpenedStores {
  open(reach: TestReach, more?: { readonly purpose?: 'demo' | 'aws'; readonly existing?: boolean }): Promise<Store>;
  contents(reach: TestReach): Promise<Contents>;
  fill(reach: TestReach, id: string): Promise<Filling>;
  readonly logged: readonly string[];
  /** What of it is about clocks: one that is made up differs from the server's. */
  readonly ofClocks: readonly string[];
  close(): Promise<void>;
}

/** A busy machine may take many times as long as a server that is there ever should. */
const longPatience: Patience = { openMs: 40_000, answerMs: 20_000, awayMs: 20_000, unknownMs: 40_000 };

/** @param clock One that stands still if left out. @param patience With a server; a test in which it is away has less. */
export function openedStores(clock: Clock = fakeClock(), patience = longPatience): OpenedStores {
  const stores: Store[] = [];
  const logged: string[] = [];
  const ofClocks: string[] = [];
  const note = (_: unknown, message: string) => void (message === clocksDiffer ? ofClocks : logged).push(message);
  const log = { info: note, warn: note, error: note };
  const of = ({ prefix = 'quartermaster', replicas = 0, ...reach }: TestReach) =>
    ({ redis: { ...reach, prefix, replicas }, clock, purpose: 'demo', log, patience }) as const;
  return {
    logged,
    ofClocks,
    async open(reach, { purpose = 'demo', existing = false } = {}) {
      const store = await openRedisStore({ ...of(reach), purpose, existing });
      stores.push(store);
      return store;
    },
    contents: (reach) => openRedisContents(of(reach)),
    fill: (reach, id) => fillRedisStore({ ...of(reach), id }),
    async close() {
      await Promise.all(stores.splice(0).map((store) => store.close()));
    },
  };
}
