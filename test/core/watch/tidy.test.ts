import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hourMs } from '../../../src/core/time.ts';
import { identityOf, type Known } from '../../../src/core/watch/alert.ts';
import { createMemory } from '../../../src/core/watch/memory.ts';
import { createSeenFirst } from '../../../src/core/watch/seen.ts';
import { createStates, leaseMs } from '../../../src/core/watch/states.ts';
import { createTidy } from '../../../src/core/watch/tidy.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';
import { alertOf, idle, looksAt, world, type World } from './watch-house.ts';

let clock: ReturnType<typeof fakeClock>;
let made: Awaited<ReturnType<typeof temporaryStore>>;
let seen: World;
let closed: number;
beforeEach(async () => {
  clock = fakeClock(Date.parse('2026-11-22T20:10:00Z'));
  made = await temporaryStore(clock);
  seen = world(idle('a'));
  closed = 0;
});
afterEach(() => made.remove());

const { signal } = new AbortController();
/** @param alerts Those that there are. */
const tidyOf = (holder: string, ...alerts: readonly Known[]) => {
  const { store } = made;
  const looks = looksAt(seen, clock);
  const empty = {
    items: [],
    gaps: [],
    asOf: 0,
    source: { name: 'demo account' as const },
    homes: { whole: [], partly: [] },
  };
  return createTidy({
    states: createStates(store, clock, holder),
    memory: createMemory(store),
    alerts: { identities: async () => alerts.map(identityOf) },
    looksAt: () => ({ ...looks, cloud: { ...looks.cloud, instances: async () => empty } }),
    seen: createSeenFirst(store),
    savings: { closeStarted: async () => (closed += 1) },
    clock,
    everyHours: 6,
  });
};

describe('what goes on besides alerts', () => {
  it('is done once every few hours, by one process', async () => {
    await Promise.all([tidyOf('one')(signal), tidyOf('two')(signal)]);
    await tidyOf('one')(signal);
    expect([seen.sweeps, closed]).toEqual([1, 1]);
    await clock.pass(3 * hourMs + 49 * 60_000);
    await tidyOf('two')(signal);
    expect(seen.sweeps).toBe(1);
    await clock.pass(60_000);
    await tidyOf('two')(signal);
    expect(seen.sweeps).toBe(2);
  });

  it('notes when something was seen first, though no alert was there to see it', async () => {
    await tidyOf('one')(signal);
    expect(await createSeenFirst(made.store).of(idle('a'))).toBe(clock.now());
  });

  it('is done by another process where the first one failed', async () => {
    seen.before = () => Promise.reject(new Error('AWS is away'));
    await expect(tidyOf('one')(signal)).rejects.toThrow('AWS is away');
    seen.before = async () => {};
    await tidyOf('two')(signal);
    expect(closed).toBe(0);
    await clock.pass(leaseMs);
    await tidyOf('two')(signal);
    expect(closed).toBe(1);
  });

  it('is done by another process at once where the first one is told to end', async () => {
    const end = new AbortController();
    seen.before = async () => {
      end.abort(new Error('the end'));
      throw new Error('the end');
    };
    await expect(tidyOf('one')(end.signal)).rejects.toThrow('the end');
    seen.before = async () => {};
    await tidyOf('two')(signal);
    expect(closed).toBe(1);
  });

  it('forgets what an alert has told that was made in a chat and is there no longer', async () => {
    const states = createStates(made.store, clock, 'one');
    for (const own of ['gone.1', 'here.2', 'of-the-configuration']) {
      const claim = await states.claim(own, 5);
      await claim?.commit({ points: [] }, undefined);
    }
    const here: Known = {
      alert: alertOf('hourly', { name: 'here' }),
      made: { by: { id: 'slack:U1', name: 'maria' }, where: { id: 'slack:C1' }, at: 2 },
      since: 2,
    };
    await tidyOf('one', here)(signal);
    const left = await Promise.all(
      ['gone.1', 'here.2', 'of-the-configuration'].map(async (own) => (await states.of(own)) !== undefined),
    );
    expect(left).toEqual([false, true, true]);
  });
});
