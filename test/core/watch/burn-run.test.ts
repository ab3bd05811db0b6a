import { describe, expect, it } from 'vitest';
import type { GroupCost } from '../../../src/core/estate/estate-cost.ts';
import { total, usd } from '../../../src/core/money.ts';
import type { Cloud, Scan } from '../../../src/core/ports/cloud.ts';
import type { Alert } from '../../../src/core/watch/alert.ts';
import { costRun } from '../../../src/core/watch/burn-run.ts';
import type { BurnLooks } from '../../../src/core/watch/burn.ts';
import { makeRun } from '../../../src/core/watch/make-run.ts';
import { createStates, type Left, type State } from '../../../src/core/watch/states.ts';
import { dayMs } from '../../../src/core/time.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';
import { account, alertOf, looksAt, world } from './watch-house.ts';

const reading = { signal: new AbortController().signal };

const group = (label: string, perHour: string): GroupCost => ({
  label,
  running: 1,
  stopped: 0,
  perMonth: usd('0'),
  perHour: usd(perHour),
  stoppedPerMonth: usd('0'),
});

/** Where groups cost so much an hour. */
function burning(...perHour: readonly (readonly [label: string, perHour: string])[]): BurnLooks {
  const groups = perHour.map(([label, sum]) => group(label, sum));
  const scan: Scan<never> = {
    items: [],
    gaps: [],
    asOf: 0,
    source: { name: 'AWS' },
    homes: { whole: [{ account, region: 'us-east-1' }], partly: [] },
  };
  return {
    cloud: {
      homes: async () => [{ account, regions: ['us-east-1'] }],
      instances: async () => scan,
      volumes: async () => scan,
      addresses: async () => scan,
    },
    costs: {
      of: async () => ({
        groups,
        all: { ...group('all', '0'), perHour: total(groups.map((one) => one.perHour)) },
        unknown: new Map(),
        sources: [],
        regions: new Set<string>(),
      }),
    },
  };
}

const fresh: State = { committed: 0, points: [] };

/** As the next run finds it. */
async function keptAndRead(left: Left): Promise<State> {
  const clock = fakeClock();
  const made = await temporaryStore(clock);
  try {
    const states = createStates(made.store, clock, 'one');
    await (await states.claim('a', 1))?.commit(left, undefined);
    return (await states.of('a')) ?? fresh;
  } finally {
    await made.remove();
  }
}

describe('a report of costs', () => {
  const costs = (looks: BurnLooks, state: State, by = 'owner') =>
    costRun({ alert: { ...alertOf(), watches: { is: 'cost', by } }, slot: 2, now: 2, state }, looks, reading);

  it('stands beside the one before, whatever its groups are called', async () => {
    const names = ['maria', '__proto__', 'constructor', 'toString'];
    const first = await costs(burning(...names.map((name) => [name, '1'] as const)), fresh);
    const groupsOf = ({ run }: typeof first) => (run.is === 'cost' ? run.groups : []);
    expect(groupsOf(first).map(({ before }) => before)).toEqual(names.map(() => undefined));
    const second = await costs(
      burning(...[...names, 'valueOf'].map((name) => [name, '2'] as const)),
      await keptAndRead(first.left),
    );
    expect(groupsOf(second).map(({ label, before }) => [label, before])).toEqual([
      ...names.map((name) => [name, '1']),
      ['valueOf', undefined],
    ]);
  });
});

describe('an alert that is edited', () => {
  const none = async () => [];
  const run = (alert: Alert, state: State, looks: BurnLooks, now = 1) =>
    makeRun(
      { alert, slot: 1, now, told: new Map(), state },
      { ...looksAt(world(), { now: () => 1 }), ...looks, cloud: looks.cloud as Cloud },
      {
        firstSeen: async () => new Map(),
        rests: { all: async () => new Map() },
        leftBehind: { list: none },
        savings: { list: none },
      },
      reading,
    );
  const budget = (usdPerHour: string, env: string): Alert => ({
    ...alertOf(),
    watches: { is: 'budget', usdPerHour, tag: { key: 'env', value: env } },
  });

  it('to another budget tells nothing of the crossing of the one before, and its own', async () => {
    const dev = await run(budget('30', 'dev'), fresh, burning(['dev', '41']));
    expect([dev.tells, dev.left.crossed?.is]).toEqual([true, 'above']);
    const state = await keptAndRead(dev.left);
    const below = await run(budget('100', 'prod'), state, burning(['prod', '50']));
    expect([below.tells, below.left.points.length]).toEqual([false, 1]);
    const above = await run(budget('100', 'prod'), state, burning(['prod', '250']));
    expect([above.tells, above.run.is === 'budget' && above.run.crossed]).toEqual([true, 'above']);
    const same = await run({ ...budget('30', 'dev'), to: ['slack:C2'] }, state, burning(['dev', '12']), 1 + dayMs);
    expect([same.tells, same.left.points.length]).toEqual([true, 2]);
  });

  it('to other groups stands beside no report', async () => {
    const cost = (by: string): Alert => ({ ...alertOf(), watches: { is: 'cost', by } });
    const first = await run(cost('owner'), fresh, burning(['maria', '1']));
    const state = await keptAndRead(first.left);
    const before = async (alert: Alert) => {
      const made = await run(alert, state, burning(['maria', '2']));
      return made.run.is === 'cost' ? made.run.all.before : undefined;
    };
    expect(await before(cost('owner'))).toBe('1');
    expect(await before(cost('region'))).toBeUndefined();
    expect(await before({ ...cost('owner'), accounts: ['dev'] })).toBeUndefined();
  });
});
