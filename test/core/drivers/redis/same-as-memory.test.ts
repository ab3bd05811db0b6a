import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Family, Journal, Kept, Store } from '../../../../src/core/ports/store.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { memoryStore } from '../../../memory-store.ts';
import { startRedis, type RedisServer } from '../../../peers/redis/server.ts';
import { openedStores } from './opened.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.close());

const ttlMs = 1_000;
const key = fc.constantFrom('', 'a', 'b', 'B', 'ä', 'a b', '\uff21', '🚀');
const value = fc.string({ unit: 'binary', maxLength: 8 });

/** What is done with a store, in any order. A swap is of what a `get` of the same key gave last. */
const step = fc.oneof(
  fc.record({ does: fc.constantFrom('put', 'claim', 'swap'), key, value }),
  fc.record({ does: fc.constantFrom('get', 'take', 'delete'), key }),
  fc.record({ does: fc.constant('list'), limit: fc.integer({ min: 1, max: 4 }), after: fc.option(key) }),
  fc.record({ does: fc.constant('pass'), ms: fc.constantFrom(1, ttlMs - 1, ttlMs) }),
  fc.record({ does: fc.constant('append'), value }),
  fc.record({ does: fc.constantFrom('trim', 'raw'), at: fc.integer({ min: 0, max: 12 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What can be seen of a value; versions are each store's own. */
const seen = (kept: Kept<string> | undefined) => kept && { key: kept.key, value: kept.value };

/** Does one step after another on a store and tells what came out. */
async function played(store: Store, steps: readonly Step[], pass: (ms: number) => Promise<void>): Promise<unknown> {
  const families: readonly Family<string>[] = [
    store.family('brief', z.string(), { ttlMs }),
    store.family('lasting', z.string(), { ttlMs: 'forever' }),
  ];
  const journal: Journal<string> = store.journal('words', z.string());
  const out: unknown[] = [];
  for (const [at, family] of families.entries()) {
    const read = new Map<string, Kept<string>>();
    for (const one of steps) {
      if ('ms' in one) await pass(one.ms);
      else if ('limit' in one)
        out.push((await family.list({ limit: one.limit, ...(one.after !== null && { after: one.after }) })).map(seen));
      else if ('at' in one) {
        if (at === 0)
          out.push(
            one.does === 'trim' ? await journal.trim(one.at) : await journal.raw(one.at, 5),
            await journal.base(),
          );
      } else if (!('key' in one)) {
        if (at === 0) out.push(await journal.append(one.value), await journal.head());
      } else if ('value' in one) {
        // A version is believed by one swap alone, and by none after the key was written.
        const kept = read.get(one.key);
        read.delete(one.key);
        if (one.does === 'put') out.push(await family.put(one.key, one.value));
        else if (one.does === 'claim') out.push(await family.claim(one.key, one.value));
        else if (kept !== undefined) out.push(await family.swap(kept, one.value));
      } else if (one.does === 'get') {
        const kept = await family.get(one.key);
        out.push(seen(kept));
        if (kept !== undefined) read.set(one.key, kept);
      } else {
        read.delete(one.key);
        out.push(one.does === 'take' ? await family.take(one.key) : await family.delete(one.key));
      }
    }
  }
  return out;
}

describe('the store on Redis', () => {
  it('gives what a store in memory gives, whatever is done with it', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        run += 1;
        const clocks = [fakeClock(), fakeClock()] as const;
        const stores = openedStores(clocks[0]);
        const redis = await stores.open({ url: server.url, prefix: `same-${run}` });
        const memory = memoryStore(clocks[1], 'memory').open();
        expect(await played(redis, steps, (ms) => clocks[0].pass(ms))).toEqual(
          await played(memory, steps, (ms) => clocks[1].pass(ms)),
        );
        await stores.close();
      }),
      { numRuns: 60 },
    );
  });
});
