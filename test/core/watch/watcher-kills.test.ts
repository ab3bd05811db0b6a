import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hourMs } from '../../../src/core/time.ts';
import { leaseMs } from '../../../src/core/watch/states.ts';
import { fakeClock } from '../../fake-clock.ts';
import { mortal, type Fate } from '../../mortal.ts';
import { temporaryStore } from '../../temporary.ts';
import { alertOf, alertsOf, idle, toldIn, watchHouse, world } from './watch-house.ts';

const start = Date.parse('2026-11-22T20:00:00Z');

let clock: ReturnType<typeof fakeClock>;
let made: Awaited<ReturnType<typeof temporaryStore>>;
beforeEach(async () => {
  clock = fakeClock(start);
  made = await temporaryStore(clock);
});
afterEach(() => made.remove());

/** What is found at each of the times at which the alert is due, and what that tells. */
const times = [
  { findings: ['a', 'b'], tells: 'a new, b new' },
  { findings: ['b', 'c'], tells: 'c new, a resolved' },
  { findings: ['b', 'c'], tells: '' },
] as const;

/**
 * The first process dies at its n-th write, in whichever run that falls; another goes on, after the lease of what it was at or at
 * the next time. Gives what was posted, and how many writes there were.
 */
async function play(nth: number, own: Fate, recovers: 'soon' | 'at the next time') {
  const seen = world();
  const alerts = alertsOf({ alert: alertOf('hourly UTC'), since: start });
  let writes = 0;
  let died = false;
  const dying = mortal(made.store, clock, {
    fate() {
      writes += 1;
      return writes === nth ? own : 'made';
    },
  });
  void dying.death.then(() => (died = true));
  const first = watchHouse({ store: dying.store, clock: dying.clock, alerts, world: seen, holder: 'first' });
  const second = watchHouse({ store: made.store, clock, alerts, world: seen, holder: 'second' });
  const posted: string[] = [];
  for (const { findings } of times) {
    seen.findings = findings.map((id) => idle(id));
    await clock.pass(hourMs);
    await (died ? second.round() : Promise.race([first.round(), dying.death]));
    if (died ? recovers === 'soon' : own === 'refused') {
      await clock.pass(leaseMs);
      await (died ? second : first).round();
    }
    for (const { run } of await second.posts()) posted.push(toldIn(run));
  }
  return { posted, writes };
}

/** Every run by itself, or two of which the first was lost whole as one. */
const apart = times.map(({ tells }) => tells).filter((tells) => tells !== '');

describe('an alert whose process dies', () => {
  const total = 25;
  const nths = Array.from({ length: total }, (_, index) => index + 1);

  it('writes no more often than it is killed here', async () => {
    const { posted, writes } = await play(0, 'made', 'soon');
    expect(posted).toEqual(apart);
    expect(writes).toBeGreaterThan(15);
    expect(writes).toBeLessThan(total);
  });

  // To die before a write is to die after the one before.
  it.each(['dies after', 'refused'] as const)(
    'at any write (%s) tells everything once, where another goes on at once',
    async (fate) => {
      for (const nth of nths) {
        await made.remove();
        clock = fakeClock(start);
        made = await temporaryStore(clock);
        const { posted } = await play(nth, fate, 'soon');
        expect(posted, `write ${nth}`).toEqual(apart);
      }
    },
    60_000,
  );

  it('at any write tells everything once, where another comes only when it is due again', async () => {
    for (const nth of nths) {
      await made.remove();
      clock = fakeClock(start);
      made = await temporaryStore(clock);
      const { posted } = await play(nth, 'dies after', 'at the next time');
      // What is found at the time that was lost is told at the next one; what came and went meanwhile is no news.
      const told = posted.join(', ').split(', ');
      for (const once of ['b new', 'c new'])
        expect(
          told.filter((one) => one === once),
          `write ${nth}: ${once}`,
        ).toHaveLength(1);
      const [a, gone] = ['a new', 'a resolved'].map((one) => told.filter((other) => other === one).length);
      expect([a, gone], `write ${nth}`).toEqual(a === 1 ? [1, 1] : [0, 0]);
      expect(told.toSorted()).toEqual([...new Set(told)].toSorted());
    }
  }, 60_000);
});
