import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config/read.ts';
import { openSqliteStore } from '../src/core/drivers/sqlite/open.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import { ms, spread, type Spread } from './measure.ts';

const person = { id: 'os:bench', name: 'bench', roles: ['operator'] };
const lines = {
  price: 'price m5.large windows eu-west-1',
  list: 'list',
  listFiltered: 'list tag:env=dev stopped',
  show: 'show web-1',
  cost: 'cost by:owner',
} as const;
type Name = keyof typeof lines;
const names: readonly Name[] = ['price', 'list', 'listFiltered', 'show', 'cost'];

/** Copies of the demo estate's 42 instances: about 40, and about 40,000. */
const sizes = { forty: 1, fortyThousand: 952 } as const;

/** Every read command over a small and a large estate, one instance changed before each call; and the first, cold call. */
async function readsOver(copies: number, runs: number) {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
  const config = await readConfig({ cwd: folder, env: {} });
  const quiet = { info() {}, warn() {}, error() {} };
  const house = await compose({ config, clock: systemClock, log: quiet, copies });
  const ask = async (line: string) => {
    const answer = await house.dispatch(
      { id: 'bench', person, place: { id: 'bench' }, line, signal: new AbortController().signal },
      () => {},
    );
    if (answer.problem !== undefined && answer.problem.problem !== 'ambiguous-name')
      throw new Error(`${line}: ${answer.problem.problem}`);
  };
  const cold: Record<string, number> = {};
  for (const name of names) {
    const start = performance.now();
    await ask(lines[name]);
    cold[name] = ms(performance.now() - start);
  }
  // A second process on the same store makes the changes, so that the measured one must read them.
  const store = await openSqliteStore({ path: config.store.path, clock: systemClock, purpose: 'demo' });
  const journal = store.journal(
    'demo',
    z.object({ do: z.literal('change'), kind: z.literal('stop'), ids: z.array(z.string()) }),
  );
  const { items } = await house.core.cloud.instances({}, { signal: new AbortController().signal });
  const running = items.filter(({ state }) => state === 'running').map(({ id }) => id);
  let next = 0;
  const change = async () => {
    await journal.append({ do: 'change', kind: 'stop', ids: running.slice(next, (next += 1)) });
  };
  const warm: Record<string, Spread> = {};
  for (const name of names) warm[name] = await spread(runs, () => ask(lines[name]), change);
  const rssMiB = Math.round(process.memoryUsage().rss / 1_048_576);
  await store.close();
  await house.close();
  await rm(folder, { recursive: true });
  return { instances: copies * 42, coldMs: cold, warmMs: warm, rssMiB };
}

/** Both sizes, and how each command's p50 grows from the one to the other. */
export async function benchReads() {
  const forty = await readsOver(sizes.forty, 400);
  const fortyThousand = await readsOver(sizes.fortyThousand, 300);
  const growth = Object.fromEntries(
    names.map((name) => [
      name,
      ms((fortyThousand.warmMs[name]?.p50 ?? 0) / Math.max(0.01, forty.warmMs[name]?.p50 ?? 0)),
    ]),
  );
  return {
    forty,
    fortyThousand,
    growthOfP50: growth,
    targets: { priceP99Ms: 1, listP99MsAtFortyThousand: 150, costP99MsAtFortyThousand: 150, longestHoldMs: 20 },
  };
}
