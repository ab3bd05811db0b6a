import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { prometheusMeter } from '../../src/core/drivers/prometheus/meter.ts';
import type { ScrapedMeter } from '../../src/core/ports/meter.ts';
import { openSqliteStore } from '../../src/core/drivers/sqlite/open.ts';
import { meteredStore } from '../../src/core/metered-store.ts';
import { StoreAway, StoreForeign, StoreUnwritable, type Store } from '../../src/core/ports/store.ts';
import { storeContract } from '../contracts/store.ts';
import { fakeClock } from '../fake-clock.ts';
import { figuresIn } from '../figures.ts';
import { temporaryStore } from '../temporary.ts';

let meter: ScrapedMeter;
beforeEach(() => {
  meter = prometheusMeter();
});
afterEach(() => meter.close());

storeContract('counted', async () => {
  const clock = fakeClock();
  const { store, path, remove } = await temporaryStore(clock);
  const others: Store[] = [];
  return {
    store: meteredStore(store, meter),
    pass: (ms) => clock.pass(ms),
    async another() {
      const other = await openSqliteStore({ path, clock, purpose: 'demo' });
      others.push(other);
      return meteredStore(other, meter);
    },
    async close() {
      for (const one of others) await one.close();
      await remove();
    },
  };
});

it('counts each operation by what became of it, and hands its error on', async () => {
  const { store, remove } = await temporaryStore(fakeClock());
  let error: Error | undefined;
  const failing: Store = {
    ...store,
    family(name, schema, bounds) {
      const own = store.family(name, schema, bounds);
      return { ...own, get: (key) => (error === undefined ? own.get(key) : Promise.reject(error)) };
    },
  };
  const family = meteredStore(failing, meter).family('places', z.string(), { ttlMs: 'forever' });
  expect(await family.get('one')).toBeUndefined();
  const outcomes = [
    ['away', new StoreAway('there is no answer')],
    ['unwritable', new StoreUnwritable('full')],
    ['foreign', new StoreForeign('not ours')],
    ['failed', new Error('a fault')],
  ] as const;
  for (const [, thrown] of outcomes) {
    error = thrown;
    await expect(family.get('one')).rejects.toBe(thrown);
  }
  const figures = figuresIn(await meter.scrape());
  for (const outcome of ['ok', ...outcomes.map(([name]) => name)])
    expect(
      figures('quartermaster_store_operations_total', { family: 'places', operation: 'get', outcome }),
      outcome,
    ).toBe(1);
  expect(figures('quartermaster_store_operation_seconds_count', { operation: 'get' })).toBe(5);
  await remove();
});
