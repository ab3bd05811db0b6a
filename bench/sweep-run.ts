/**
 * The sweep benchmark in a process of its own, so that its garbage is its own. Lists are in memory: what AWS and the network take is
 * not measured, nor what is written. Prints JSON.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config/read.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import { createAddresses } from '../src/core/estate/addresses.ts';
import { ruleGroups } from '../src/core/watch/rules/index.ts';
import { toOwner } from '../src/core/watch/alert.ts';
import type { Told } from '../src/core/watch/memory.ts';
import type { Rule } from '../src/core/watch/rules/rule.ts';
import { createSweeper, type Sweep } from '../src/core/watch/sweep.ts';
import { wasteRun, type WasteParts } from '../src/core/watch/waste-run.ts';
import { estateOf, memoryCloud } from '../test/memory-cloud.ts';
import { ms, spread } from './measure.ts';

const addressCount = 40_000;
const runs = { idleAddresses: 100, all: 30, digests: 30 } as const;
/** V8 compiles its best code during these, see `WarmUp` of `measure.ts`. */
const warm = { runs: 20, ms: 10_000 };

const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
const quiet = { info() {}, warn() {}, error() {} };
const config = await readConfig({ cwd: folder, env: {} });
const house = await compose({ config, clock: systemClock, log: quiet });
const { prices, types } = house.core;
const { signal } = new AbortController();

const estate = estateOf(addressCount);
const cloud = memoryCloud(estate);
const addresses = createAddresses(cloud, systemClock);
const sweep = createSweeper({
  cloud,
  addresses,
  prices,
  types,
  clock: systemClock,
  idleTags: [{ key: 'env', value: 'old' }],
});

/** What so many rules take, and how many findings they make; the first sweep is told apart. */
async function measured(rules: readonly Rule[], count: number) {
  const start = performance.now();
  const { findings } = await sweep({}, rules, { signal });
  const coldMs = ms(performance.now() - start);
  const work = async (): Promise<void> => {
    const found = await sweep({}, rules, { signal });
    if (found.findings.length !== findings.length) throw new Error('a sweep found something else');
  };
  return { findings: findings.length, coldMs, warmMs: await spread(count, work, undefined, warm) };
}

const ofAddresses = await measured(ruleGroups['idle-addresses'], runs.idleAddresses);
const all = await measured(ruleGroups.all, runs.all);

/** What a run makes of a sweep that was made before: all of it told anew, and all of it over. */
async function digested() {
  const rules = ruleGroups['idle-addresses'].map(({ id }) => id);
  const swept = await sweep({}, ruleGroups['idle-addresses'], { signal });
  const alert = {
    name: 'idle',
    watches: { is: 'waste' as const, rules },
    when: { said: 'hourly UTC', cron: '0 * * * *', timeZone: 'UTC' },
    to: ['slack:C1', toOwner],
    atLeast: {},
    form: 'digest' as const,
    allClear: false,
  };
  const parts: WasteParts = {
    firstSeen: async ({ findings, asOf }) => new Map(findings.map(({ key }) => [key, asOf])),
    rests: { all: async () => new Map() },
    leftBehind: { list: async () => [] },
    savings: { list: async () => [] },
  };
  const run = (told: ReadonlyMap<string, Told>, found: Sweep) =>
    wasteRun(
      { alert, slot: found.asOf, now: found.asOf, told, state: { points: [] } },
      { cloud: { ...cloud, homes: async () => [] }, sweep: async () => found },
      parts,
      { signal },
    );
  const { next } = await run(new Map(), swept);
  const over = { ...swept, findings: [], isThere: () => false };
  const measuredAs = (told: ReadonlyMap<string, Told>, found: Sweep) =>
    spread(runs.digests, () => run(told, found), undefined, warm);
  return { findings: next.size, allNew: await measuredAs(new Map(), swept), allOver: await measuredAs(next, over) };
}
const digests = await digested();

/** The least that finds anything: the addresses without an association, and nothing about them. */
const baseline = await spread(
  runs.idleAddresses,
  async () => {
    const free = estate.addresses.filter(({ associationId }) => associationId === undefined);
    if (free.length === 0) throw new Error('none is free');
  },
  undefined,
  warm,
);
await house.close();
await rm(folder, { recursive: true });
process.stdout.write(
  JSON.stringify({
    addresses: estate.addresses.length,
    idleAddresses: ofAddresses,
    all: { instances: estate.instances.length, volumes: estate.volumes.length, ...all },
    digests,
    baseline: { what: 'addresses filtered by their association, in a plain loop', ms: baseline },
    ratioToBaseline: ms(ofAddresses.warmMs.p50 / Math.max(0.01, baseline.p50)),
    rssMiB: Math.round(process.memoryUsage().rss / 1_048_576),
    targets: { idleAddressesMs: 300, longestHoldMs: 20 },
  }),
);
