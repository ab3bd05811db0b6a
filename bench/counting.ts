import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { prometheusMeter } from '../src/core/drivers/prometheus/meter.ts';
import type { ScrapedMeter } from '../src/core/ports/meter.ts';
import { openSqliteStore } from '../src/core/drivers/sqlite/open.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import { meteredStore } from '../src/core/metered-store.ts';
import { noMeter, type Meter } from '../src/core/ports/meter.ts';
import type { Store } from '../src/core/ports/store.ts';
import { at, ms, spread } from './measure.ts';

const counts = 200_000;
const rounds = 60;
const operationsARound = 500;
/** What a large installation counts: so many accounts, each asked for so many operations. */
const accounts = 200;
const operations = 12;

/** What counting costs: one count, an operation of the store with and without it, and a scrape of a large installation. */
export async function benchCounting() {
  const meter = prometheusMeter();
  const count = { on: perCount(meter), off: perCount(noMeter) };
  const store = await benchStore(meter);
  fill(meter);
  const text = await meter.scrape();
  const scrape = await spread(50, () => meter.scrape());
  meter.close();
  return {
    nanosecondsACount: count,
    store,
    scrape: { lines: text.split('\n').length, bytes: Buffer.byteLength(text), ...scrape },
    targets: { storeOperationsOfUncounted: 0.7, nanosecondsACountAtMost: 5_000, scrapeHeldMsAtMost: 20 },
  };
}

/** A counter and a histogram, as an operation of the store has them, in nanoseconds for both. */
function perCount(meter: Meter): number {
  const once = (): void => {
    meter.add('quartermaster_store_operations_total', { family: 'bench', operation: 'get', outcome: 'ok' });
    meter.observe('quartermaster_store_operation_seconds', { operation: 'get' }, 0.000_2);
  };
  for (let warm = 0; warm < counts / 10; warm += 1) once();
  const start = performance.now();
  for (let one = 0; one < counts; one += 1) once();
  return Math.round(((performance.now() - start) * 1_000_000) / counts);
}

/** In turns, so that what else the machine does is shared out evenly. */
async function benchStore(meter: Meter) {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
  const store = await openSqliteStore({ path: join(folder, 'store.db'), clock: systemClock, purpose: 'demo' });
  const own = (of: Store) => of.family('bench', z.object({ word: z.string() }), { ttlMs: 'forever' });
  const both = { bare: own(store), counted: own(meteredStore(store, meter)) };
  await both.bare.put('key', { word: 'one' });
  const spent = { bare: [] as number[], counted: [] as number[] };
  for (let round = 0; round < rounds; round += 1)
    for (const which of ['bare', 'counted'] as const) {
      const start = performance.now();
      for (let one = 0; one < operationsARound; one += 1) await both[which].get('key');
      spent[which].push(performance.now() - start);
    }
  await store.close();
  await rm(folder, { recursive: true });
  const perSecond = (times: readonly number[]): number => Math.round((operationsARound * 1_000) / at(times, 0.5));
  const [bare, counted] = [perSecond(spent.bare), perSecond(spent.counted)];
  return { what: 'reads of one record a second, SQLite', bare, counted, share: ms(counted / bare) };
}

function fill(meter: ScrapedMeter): void {
  for (let account = 0; account < accounts; account += 1)
    for (let operation = 0; operation < operations; operation += 1)
      meter.add('quartermaster_aws_calls_total', {
        service: 'ec2',
        operation: `Operation${operation}`,
        account: `account-${account}`,
        outcome: 'ok',
      });
}
