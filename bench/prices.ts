import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type Big from 'big.js';
import { openSqliteStore } from '../src/core/drivers/sqlite/open.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import { readData } from '../src/core/facts/data/locate.ts';
import { readOnDemand } from '../src/core/facts/prices/on-demand.ts';
import { openPrices } from '../src/core/facts/prices/prices.ts';
import { usd } from '../src/core/money.ts';
import type { ListedProduct, PriceList, Product } from '../src/core/ports/price-list.ts';
import { isProblem } from '../src/core/problem.ts';
import { ms, spread } from './measure.ts';

/** The embedded table so many times over: more than 500,000 prices. */
const copies = 3;
const lookups = 100_000;
/** Products in the store, each with 13 prices (On-Demand and 12 terms). */
const storedProducts = 5_000;
const loadRuns = 40;
/** Each takes another product, so that none is in memory yet. */
const outOfStoreRuns = 2_000;

/** The catalogue's text with every type in several copies. */
function multiplied(text: string): string {
  const isType = (line: string) => /^[a-z0-9-]+\.[a-z0-9-]+ /.test(line);
  return text
    .split('\n')
    .flatMap((line) =>
      isType(line)
        ? Array.from({ length: copies }, (_, copy) => (copy === 0 ? line : line.replace(' ', `~${copy} `)))
        : [line],
    )
    .join('\n');
}

setFlagsFromString('--expose-gc');
const heapMiB = (): number => {
  // A flag of V8 that is set late holds in contexts made after it.
  runInNewContext('gc()');
  return process.memoryUsage().heapUsed / 1_048_576;
};

/** p50 and p99 of single calls, in ms. */
async function each(products: readonly Product[], look: (product: Product) => unknown) {
  const times: number[] = [];
  for (let index = 0; index < lookups; index += 1) {
    const product = products[(index * 7_919) % products.length];
    if (product === undefined) throw new Error('there are no products');
    const start = performance.now();
    const found = look(product);
    if (found instanceof Promise) await found;
    times.push(performance.now() - start);
  }
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 1e5) / 1e5;
  return { lookups, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** The price index: the embedded table three times over beside a plain Map of the same prices, and live figures out of memory and out of the store. */
export async function benchPrices() {
  const text = multiplied(await readData('on-demand.txt'));
  const before = heapMiB();
  const coldStart = performance.now();
  const table = await readOnDemand(text);
  const coldLoadMs = ms(performance.now() - coldStart);
  const heldMiB = heapMiB() - before;
  const products = table.types.flatMap((type) =>
    [...table.soldIn(type)].flatMap(([region, systems]) => systems.map((os): Product => ({ type, region, os }))),
  );
  const load = await spread(loadRuns, () => readOnDemand(text));
  const found = await each(products, (product) => table.find(product));

  // The baseline: every price in one Map by a text key, as the first idea would be.
  const baseBefore = heapMiB();
  const start = performance.now();
  const map = new Map<string, Big>();
  for (const product of products) {
    const rate = table.find(product);
    if (rate === undefined) throw new Error('a price is gone');
    map.set(`${product.type} ${product.region} ${product.os}`, rate.perHour.amount);
  }
  const mapLoadMs = ms(performance.now() - start);
  const mapMiB = heapMiB() - baseBefore;
  const mapped = await each(products, ({ type, region, os }) => map.get(`${type} ${region} ${os}`));
  return {
    prices: products.length,
    index: { coldLoadMs, loadMs: load, lookup: found, heapMiB: Math.round(heldMiB + text.length / 1_048_576) },
    plainMap: { loadMs: mapLoadMs, lookup: mapped, heapMiB: Math.round(mapMiB) },
    live: await benchLive(),
    rssMiB: Math.round(process.memoryUsage().rss / 1_048_576),
    targets: { prices: 500_000, loadMs: 1_500, longestHoldMs: 20, lookupP99Ms: 0.1, heapMiB: 150 },
  };
}

/** Live figures: after a restart out of the store, then out of memory. AWS is a function here: its time is not ours. */
async function benchLive() {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
  const store = await openSqliteStore({ path: join(folder, 'store.db'), clock: systemClock, purpose: 'aws' });
  const log = { info() {}, warn() {}, error() {} };
  const reserved = ([1, 3] as const).flatMap((years) =>
    (['standard', 'convertible'] as const).flatMap((offered) =>
      (['none', 'partial', 'all'] as const).map((payment) => ({
        years,
        class: offered,
        payment,
        upfront: usd('252'),
        perHour: usd('0.029'),
      })),
    ),
  );
  const priceList: PriceList = {
    products: async (question): Promise<readonly ListedProduct[]> => [
      {
        sku: `SKU${question.of === 'machine' ? question.type : ''}`,
        usageType: 'BoxUsage:m5.large',
        operation: 'RunInstances',
        price: usd('0.096'),
        unit: 'Hrs',
        reserved,
        publishedOn: '2026-11-20',
      },
    ],
    savingsRates: async () => [],
    spotPrices: async () => [],
  };
  const live = { priceList, store, clock: systemClock, log };
  const all = Array.from({ length: storedProducts }, (_, index): Product => ({
    type: `m5.${index}`,
    region: 'us-east-1',
    os: 'linux',
  }));
  const signal = new AbortController().signal;
  const first = await openPrices(live);
  for (const product of all) await first.onDemand(product, { signal });
  const openStart = performance.now();
  const again = await openPrices(live);
  const openMs = ms(performance.now() - openStart);
  let next = 0;
  const restarted = await spread(outOfStoreRuns, async () => {
    const product = all[(next += 1) % all.length];
    if (product === undefined || isProblem(await again.onDemand(product, { signal })))
      throw new Error('a stored price is gone');
  });
  const warm = await each(all, (product) => again.onDemand(product, { signal }));
  await store.close();
  await rm(folder, { recursive: true });
  return { products: storedProducts, prices: storedProducts * 13, openMs, firstOutOfStoreMs: restarted, warm };
}
