import { usd } from '../../../src/core/money.ts';
import type { Rest } from '../../../src/core/people/rests.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Cloud } from '../../../src/core/ports/cloud.ts';
import type { Log } from '../../../src/core/ports/log.ts';
import { noMeter } from '../../../src/core/ports/meter.ts';
import type { Store } from '../../../src/core/ports/store.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { say } from '../../../src/core/text.ts';
import type { Alert, Known } from '../../../src/core/watch/alert.ts';
import type { Alerts } from '../../../src/core/watch/alerts.ts';
import type { Finding } from '../../../src/core/watch/finding.ts';
import type { Looks } from '../../../src/core/watch/looks.ts';
import { createMemory } from '../../../src/core/watch/memory.ts';
import { createOutbox } from '../../../src/core/watch/outbox.ts';
import type { Run } from '../../../src/core/watch/run.ts';
import { createRuns } from '../../../src/core/watch/runs.ts';
import { createSeenFirst } from '../../../src/core/watch/seen.ts';
import { createStates } from '../../../src/core/watch/states.ts';
import type { Sweep } from '../../../src/core/watch/sweep.ts';
import { createWatcher } from '../../../src/core/watch/watcher.ts';
import { readWhen } from '../../../src/core/watch/when.ts';

/** The account that a test looks at. */
export const account = { name: 'dev', id: '444455556666' };

/** An Elastic IP that is associated with nothing. */
export const idle = (id: string, over: Partial<Finding> = {}): Finding => ({
  key: `444455556666/us-east-1/${id}`,
  rule: 'address-unassociated',
  is: 'address',
  id,
  label: id,
  account,
  region: 'us-east-1',
  says: () => say`associated with nothing`,
  facts: 'row 5',
  perMonth: usd('3.65'),
  ...over,
});

/** What there is to be found, and what cannot be read. */
export interface World {
  findings: readonly Finding[];
  unread: boolean;
  readonly rests: Map<string, Rest>;
  /** Sweeps that were made. */
  sweeps: number;
  /** What a sweep waits for, or rejects with. */
  before: () => Promise<void>;
}

/** A world with these in it. */
export const world = (...findings: readonly Finding[]): World => ({
  findings,
  unread: false,
  rests: new Map(),
  sweeps: 0,
  before: async () => {},
});

const notRead: Problem = { problem: 'cloud-away', what: say`AWS did not answer in eu-west-1.`, todo: say`Try again.` };

/** As much of an account as an alert looks at. */
export const looksAt = (seen: World, clock: Pick<Clock, 'now'>): Looks => {
  const sweep = async (): Promise<Sweep> => {
    seen.sweeps += 1;
    const { findings, unread } = seen;
    await seen.before();
    return {
      findings,
      looked: { accounts: 1, regions: 1, unread: 0, things: { addresses: findings.length } },
      gaps: unread ? [notRead] : [],
      asOf: clock.now(),
      source: { name: 'demo account' },
      covers: () => !unread,
      isThere: () => false,
      thingOf: () => undefined,
    };
  };
  const cloud: Pick<Cloud, 'homes'> = { homes: async () => [{ account, regions: ['us-east-1'] }] };
  return { sweep, cloud: cloud as Cloud, costs: { of: () => Promise.reject(new Error('no costs here')) } };
};

/** An alert of these settings, `idle` in #ops on weekdays at nine in Paris. @param when As people say it. */
export function alertOf(when = 'weekdays 9:00 Europe/Paris', over: Partial<Alert> = {}): Alert {
  const read = readWhen(when, 'UTC');
  if (isProblem(read)) throw new Error(`no time: ${when}`);
  return {
    name: 'idle',
    watches: { is: 'waste', rules: ['address-unassociated'] },
    when: read,
    to: ['slack:C1'],
    atLeast: {},
    form: 'digest',
    repeatDays: 7,
    allClear: false,
    ...over,
  };
}

/** Alerts that stand in the configuration, and began at a moment. */
export const alertsOf = (...known: readonly Known[]): Pick<Alerts, 'list' | 'find' | 'begin'> => ({
  list: async () => known,
  find: async (name) => known.find(({ alert }) => alert.name === name),
  begin: async (one) => one,
});

/** What a process that watches is made of here. */
export interface WatchHouseParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly alerts: Pick<Alerts, 'list' | 'find' | 'begin'>;
  readonly world: World;
  readonly holder?: string;
  readonly log?: Log;
}

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A process that watches over a store: what it posts is what the outbox then has. */
export function watchHouse({ store, clock, alerts, world: seen, holder = 'one', log = silent }: WatchHouseParts) {
  const outbox = createOutbox(store, clock, log);
  const runs = createRuns(store);
  const first = createSeenFirst(store);
  const looks = looksAt(seen, clock);
  const watcher = createWatcher({
    meter: noMeter,
    alerts,
    outbox,
    runs,
    clock,
    log,
    states: createStates(store, clock, holder),
    memory: createMemory(store),
    looksFor: async () => looks,
    ownerPlace: () => async (owner, seen) => ({ place: `slack:U-${owner}`, seen }),
    tidy: async () => {},
    firstSeen: (sweep, rules) => first.note(sweep, rules),
    rests: { all: async () => seen.rests },
    leftBehind: { list: async () => [] },
    savings: { list: async () => [] },
  });
  return {
    watcher,
    outbox,
    round: () => watcher.round(new AbortController().signal),
    /** Posts what is due, and gives it: in which place, and what of which run. */
    async posts(): Promise<readonly { readonly place: string; readonly run: Run; readonly part: string }[]> {
      const posted: { readonly place: string; readonly run: Run; readonly part: string }[] = [];
      await outbox.deliver(
        () => true,
        async (notice, place) => {
          if (notice.says !== 'run') throw new Error('no run');
          const run = await runs.of(notice.run);
          if (run === undefined) throw new Error('the run is not kept');
          posted.push({ place, run, part: notice.part.of });
        },
      );
      return posted;
    },
  };
}

/** What a run tells, shortly: `a new, b resolved`. */
export const toldIn = (run: Run): string =>
  run.is !== 'waste'
    ? run.is
    : [
        ...run.told.map(({ finding: { id }, why }) => `${id} ${why}`),
        ...run.escalated.map(({ finding: { id } }) => `${id} escalated`),
        ...run.resolved.map(({ finding: { id } }) => `${id} resolved`),
        ...(run.looked.gaps.length > 0 ? ['gaps'] : []),
      ].join(', ') || 'all clear';
