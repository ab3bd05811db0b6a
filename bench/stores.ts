import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openRedisStore } from '../src/core/drivers/redis/open.ts';
import { openSqliteStore } from '../src/core/drivers/sqlite/open.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import type { Kept, Store } from '../src/core/ports/store.ts';
import { startRedis } from '../test/peers/redis/server.ts';
import { Value, type Side } from './stores-side.ts';
import { handWrittenRedis } from './stores-redis-by-hand.ts';
import { handWrittenSqlite } from './stores-sqlite-by-hand.ts';

/** Operations of one round of one side. */
const operations = { sqlite: 200, redis: 1_000 } as const;
/** Rounds that count; both sides have their turn in each, so that what else the machine does is shared out. */
const rounds = 9;
/** So many are under way together where several are. */
const together = 50;
/** As long as an open confirmation is kept. */
const ttlMs = 10 * 60_000;

const value: Value = {
  kind: 'stop',
  by: 'os:maria',
  place: 'terminal:1f0c3a52-0000-4000-8000-000000000001:os:maria',
  targets: ['i-0123456789abcde01', 'i-0123456789abcde02', 'i-0123456789abcde03'],
};

const verbs = ['get', 'claim', 'take', 'swap', 'append'] as const;
type Verb = (typeof verbs)[number];

/** Operations of one verb of one round, ready to be begun; their keys are new ones. */
async function work(
  verb: Verb,
  side: Side,
  round: string,
  count: number,
): Promise<readonly (() => Promise<unknown>)[]> {
  const keys = Array.from({ length: count }, (_, at) => `${round}-${at}`);
  if (verb === 'get' || verb === 'take' || verb === 'swap') for (const key of keys) await side.put(key, value);
  if (verb === 'swap') {
    const kept: Kept<Value>[] = [];
    for (const key of keys) kept.push(must(await side.get(key)));
    return kept.map((one) => async () => must(await side.swap(one, value)));
  }
  return keys.map((key) => async () => {
    if (verb === 'append') return side.append(value);
    return must(verb === 'claim' ? await side.claim(key, value) : await side[verb](key));
  });
}

function must<T>(result: T | undefined | false): T {
  if (result === undefined || result === false) throw new Error('an operation did not do what it must');
  return result;
}

/** Operations a second. */
async function rate(calls: readonly (() => Promise<unknown>)[], atOnce: number): Promise<number> {
  let next = 0;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    for (let call = calls[next++]; call !== undefined; call = calls[next++]) await call();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (calls.length * 1_000) / (performance.now() - start);
}

const median = (rates: readonly number[]): number => {
  const sorted = rates.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/** All verbs of some sides, in turns. Each figure is the median of the rounds, in operations a second; `ratio` is ours against each other side, the median of that of each round. */
async function compare(sides: Readonly<Record<string, Side>>, count: number, atOnce: number) {
  const figures: Record<string, unknown> = {};
  for (const verb of verbs) {
    const rates: Record<string, number[]> = {};
    for (let round = -1; round < rounds; round += 1)
      for (const [name, side] of Object.entries(sides)) {
        const calls = await work(verb, side, `${verb}-${atOnce}-${round}`, count);
        const found = await rate(calls, atOnce);
        // The first is for what is compiled and cached once.
        if (round >= 0) (rates[name] ??= []).push(found);
      }
    const { ours = [], ...others } = rates;
    figures[verb] = {
      ...Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, Math.round(median(all))])),
      ratio: Object.fromEntries(
        Object.entries(others).map(([name, all]) => [
          name,
          Math.round(median(ours.map((one, at) => one / (all[at] ?? Infinity))) * 100) / 100,
        ]),
      ),
    };
  }
  return figures;
}

/** Ours, as rooms of the house use it. */
function sideOf(store: Store): Side {
  const family = store.family('bench', Value, { ttlMs });
  return { ...family, append: store.journal('bench', Value).append };
}

/** Operations a second of both stores beside code by hand that gives the same guarantee, one after the other and several at once. */
export async function benchStores() {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
  const server = await startRedis();
  const file = await openSqliteStore({ path: join(folder, 'store.db'), clock: systemClock, purpose: 'demo' });
  const redis = await openRedisStore({
    redis: { url: server.url, prefix: 'bench', replicas: 0 },
    clock: systemClock,
    purpose: 'demo',
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const byHand = {
    sqlite: handWrittenSqlite(join(folder, 'by-hand.db'), ttlMs),
    bare: await handWrittenRedis(server.url, ttlMs, 'bare'),
    once: await handWrittenRedis(server.url, ttlMs, 'once'),
    whole: await handWrittenRedis(server.url, ttlMs, 'whole'),
  };
  const onFile = { ours: sideOf(file), byHand: byHand.sqlite };
  const onRedis = { ours: sideOf(redis), byHand: byHand.bare, byHandOnce: byHand.once, byHandWhole: byHand.whole };
  const report = {
    sqlite: {
      oneByOne: await compare(onFile, operations.sqlite, 1),
      together: await compare(onFile, operations.sqlite, together),
    },
    redis: {
      oneByOne: await compare(onRedis, operations.redis, 1),
      together: await compare(onRedis, operations.redis, together),
    },
    targets: { ratio: 0.7 },
  };
  for (const one of Object.values(byHand)) one.close();
  for (const one of [file, redis]) await one.close();
  await server.close();
  await rm(folder, { recursive: true });
  return report;
}
