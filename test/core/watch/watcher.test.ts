import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { usd } from '../../../src/core/money.ts';
import { isoTime, dayMs, hourMs, minuteMs, secondMs } from '../../../src/core/time.ts';
import type { Alert, Known, Made } from '../../../src/core/watch/alert.ts';
import { createStates, leaseMs } from '../../../src/core/watch/states.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';
import { alertOf, alertsOf, idle, toldIn, watchHouse, world, type World } from './watch-house.ts';

/** A Sunday evening in Paris. */
const start = Date.parse('2026-11-22T20:00:00Z');

let clock: ReturnType<typeof fakeClock>;
let made: Awaited<ReturnType<typeof temporaryStore>>;
let seen: World;
const begin = async (at = start): Promise<void> => {
  clock = fakeClock(at);
  made = await temporaryStore(clock);
  seen = world(idle('a'));
};
beforeEach(() => begin());
afterEach(() => made.remove());

const houseOf = (known: Known, more: Partial<Parameters<typeof watchHouse>[0]> = {}) =>
  watchHouse({ store: made.store, clock, alerts: alertsOf(known), world: seen, ...more });
const known = (alert: Alert, since = clock.now()): Known => ({ alert, since });

/** Rounds every so often until some time has passed; when runs were posted, and what they told. */
async function over(ms: number, stepMs: number, house: ReturnType<typeof watchHouse>, each = () => {}) {
  const told: string[] = [];
  for (const end = clock.now() + ms; clock.now() < end;) {
    await clock.pass(stepMs);
    each();
    await house.round();
    for (const { run } of await house.posts()) told.push(`${isoTime(clock.now())} ${toldIn(run)}`);
  }
  return told;
}

const madeBy: Made = { by: { id: 'slack:U1', name: 'maria' }, where: { id: 'slack:C1' }, at: start };
/** Alerts that are what they are when they are asked for. */
const liveAlerts = (now: readonly Known[]): ReturnType<typeof alertsOf> => ({
  list: () => alertsOf(...now).list(),
  find: (name) => alertsOf(...now).find(name),
  begin: async (one) => one,
});

describe('an alert', () => {
  it('is run when it is due, and not before it was made', async () => {
    const house = houseOf(known(alertOf()));
    await house.round();
    expect(seen.sweeps).toBe(0);
    expect(await over(3 * dayMs, 30 * minuteMs, house)).toEqual(['2026-11-23T08:00:00Z a new']);
    // Nothing new was found on the two days after that, and nothing was posted.
    expect(seen.sweeps).toBe(3);
  });

  it('is run at its time of the day before and after the clocks are changed', async () => {
    await made.remove();
    await begin(Date.parse('2026-10-23T12:00:00Z'));
    const house = houseOf(known(alertOf('daily 9:00 Europe/Paris', { allClear: true })));
    seen.findings = [];
    expect(await over(4 * dayMs, 30 * minuteMs, house)).toEqual([
      '2026-10-24T07:00:00Z all clear',
      '2026-10-25T08:00:00Z all clear',
      '2026-10-26T08:00:00Z all clear',
      '2026-10-27T08:00:00Z all clear',
    ]);
  });

  it.each([
    ['in the hour that is left out', '2027-03-27T12:00:00Z', ['2027-03-28T01:00:00Z', '2027-03-29T00:30:00Z']],
    ['in the hour that comes twice', '2026-10-24T12:00:00Z', ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z']],
  ])('is run once %s', async (_, from, at) => {
    await made.remove();
    await begin(Date.parse(from));
    const house = houseOf(known(alertOf('daily 2:30 Europe/Paris', { allClear: true })));
    seen.findings = [];
    expect(await over(2 * dayMs, 30 * minuteMs, house)).toEqual(at.map((one) => `${one} all clear`));
  });

  it('that was due several times while nobody looked is run once, when somebody does', async () => {
    const alert = known(alertOf('daily 9:00 Europe/Paris'));
    await houseOf(alert).round();
    await clock.pass(4 * dayMs);
    const house = houseOf(alert, { holder: 'another' });
    await house.round();
    const [only, ...more] = await house.posts();
    expect(more).toEqual([]);
    expect(only?.run.slot).toBe(Date.parse('2026-11-26T08:00:00Z'));
    expect(only?.run.at).toBe(clock.now());
    await house.round();
    expect(seen.sweeps).toBe(1);
  });

  it('that rests is not run, and what was due meanwhile is not made up for', async () => {
    const alert = alertOf('daily 9:00 Europe/Paris');
    const resting = houseOf({ ...known(alert), paused: { by: { id: 'slack:U1', name: 'maria' }, at: start } });
    expect(await over(2 * dayMs, hourMs, resting)).toEqual([]);
    const resumed = houseOf(known(alert, clock.now()));
    await resumed.round();
    expect(await resumed.posts()).toEqual([]);
    expect(await over(dayMs, hourMs, resumed)).toEqual(['2026-11-25T08:00:00Z a new']);
  });

  it('posts nothing in its quiet hours, and the last that fell into them when they end', async () => {
    const alert = alertOf('hourly Europe/Paris', { allClear: true, quiet: { from: '22:00', to: '07:00' } });
    seen.findings = [];
    const told = await over(dayMs, 30 * minuteMs, houseOf(known(alert)));
    const hours = told.map((line) => line.slice('2026-11-22T'.length, '2026-11-22T00:00'.length));
    // From 22 to 7 in Paris, which is an hour ahead; the first is of 21:00 UTC no longer.
    const utc = Array.from({ length: 15 }, (_, index) => `${String(index + 6).padStart(2, '0')}:00`);
    expect(hours).toEqual(utc);
  });

  it('is run by one of many processes', async () => {
    const alert = known(alertOf('hourly UTC', { allClear: true }));
    seen.findings = [];
    const houses = ['one', 'two', 'three'].map((holder) => houseOf(alert, { holder }));
    await clock.pass(hourMs);
    await Promise.all(houses.map((house) => house.round()));
    expect(seen.sweeps).toBe(1);
    const posts = await Promise.all(houses.map((house) => house.posts()));
    expect(posts.flat()).toHaveLength(1);
  });

  it('that fails is told in the log, and run again a little later', async () => {
    const logged: string[] = [];
    const note = (facts: object, words: string) => void logged.push(`${words} ${JSON.stringify(facts)}`);
    const house = houseOf(known(alertOf('hourly UTC')), { log: { info: note, warn: note, error: note } });
    seen.before = () => Promise.reject(new Error('the roof is on fire'));
    await clock.pass(hourMs);
    await house.round();
    expect(logged.join('\n')).toContain('the roof is on fire');
    seen.before = async () => {};
    await house.round();
    expect(await house.posts()).toEqual([]);
    await clock.pass(leaseMs);
    await house.round();
    expect((await house.posts()).map(({ run }) => toldIn(run))).toEqual(['a new']);
  });

  it('that goes on failing is tried again less and less often, and says so', async () => {
    const house = houseOf(known(alertOf('daily 21:00 UTC')));
    const tried: number[] = [];
    seen.before = async () => {
      tried.push((clock.now() - start) / minuteMs);
      throw new Error('no');
    };
    await over(3 * hourMs, 10 * secondMs, house);
    const pauses = tried.slice(1).map((at, index) => at - (tried[index] ?? 0));
    expect(tried[0]).toBe(60);
    expect(pauses.slice(0, 7).map((pause) => Math.round(pause * 60))).toEqual([20, 40, 80, 160, 320, 640, 900]);
    expect((await createStates(made.store, clock, 'x').of('idle'))?.last?.says).toContain('could not be run');
    seen.before = async () => {};
    expect(await over(15 * minuteMs, minuteMs, house)).toHaveLength(1);
  });

  it.each<[string, (alert: Known) => Known | undefined, readonly string[]]>([
    ['is gone', () => undefined, []],
    ['rests', (one) => ({ ...one, paused: { by: { id: 'slack:U1', name: 'maria' }, at: start } }), []],
    ['is made anew by that name', (one) => ({ ...one, made: madeBy }), ['slack:C1']],
    ['tells elsewhere', (one) => ({ ...one, alert: { ...one.alert, to: ['slack:C2'] } }), ['slack:C2']],
  ])('that %s while it is run is told as what it is then', async (_, become, places) => {
    const now: Known[] = [known(alertOf('hourly UTC'))];
    const house = watchHouse({ store: made.store, clock, alerts: liveAlerts(now), world: seen });
    seen.before = async () => {
      seen.before = async () => {};
      now.splice(0, 1, ...now.map(become).filter((one) => one !== undefined));
    };
    await clock.pass(hourMs);
    await house.round();
    expect(await house.posts()).toEqual([]);
    await clock.pass(10 * secondMs);
    await house.round();
    expect((await house.posts()).map(({ place }) => place)).toEqual(places);
  });

  it('that is always due keeps none waiting for good, however many there are', async () => {
    const often = ['a', 'b', 'c', 'd'].map((name) => known(alertOf('every 5m', { name, allClear: true })));
    const seldom = known(alertOf('daily 20:30 UTC', { name: 'weekly', allClear: true }));
    const house = houseOf(seldom, { alerts: alertsOf(...often, seldom) });
    seen.findings = [];
    // A sweep lasts longer than the pause between two.
    seen.before = () => clock.sleep(6 * minuteMs, new AbortController().signal);
    const end = new AbortController();
    const watching = house.watcher.watch(end.signal);
    await clock.pass(2 * hourMs);
    end.abort();
    await clock.pass(6 * minuteMs);
    await watching;
    expect((await house.posts()).map(({ run }) => run.alert)).toContain('weekly');
  });

  it('goes on where the clock had run ahead for a while', async () => {
    const house = houseOf(known(alertOf('daily 9:00 Europe/Paris', { allClear: true })));
    seen.findings = [];
    await createStates(made.store, clock, 'ahead')
      .claim('idle', start + 300 * dayMs)
      .then((claim) => claim?.commit({ points: [] }, undefined));
    expect(await over(2 * dayMs, hourMs, house)).toHaveLength(2);
  });

  it('of a process that stood still for longer than its lease leaves nothing of what it saw', async () => {
    const alert = known(alertOf('hourly UTC'));
    let goOn = (): void => {};
    let begun = (): void => {};
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    seen.before = () => {
      begun();
      return new Promise((resolve) => (goOn = resolve));
    };
    await clock.pass(hourMs);
    // Its clock stands still, and it shows no sign of life.
    const frozen = houseOf(alert, { holder: 'frozen', clock: fakeClock(clock.now()) });
    const round = frozen.round();
    await beginning;
    await clock.pass(leaseMs);
    // It has seen a alone.
    seen.before = async () => {};
    seen.findings = [idle('a'), idle('b')];
    const other = houseOf(alert, { holder: 'other' });
    await other.round();
    goOn();
    await round;
    await clock.pass(hourMs);
    await other.round();
    expect((await other.posts()).map(({ run }) => toldIn(run))).toEqual(['a new, b new']);
  });

  it('of a process that is told to end is made by another one at once, and told once', async () => {
    const alert = known(alertOf('hourly UTC'));
    const end = new AbortController();
    let begun = (): void => {};
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    seen.before = () => {
      begun();
      return new Promise((_, reject) => end.signal.addEventListener('abort', () => reject(new Error('the end'))));
    };
    await clock.pass(hourMs);
    const watching = houseOf(alert, { holder: 'ending' }).watcher.watch(end.signal);
    await beginning;
    seen.before = async () => {};
    const other = houseOf(alert, { holder: 'other' });
    await other.round();
    expect(await other.posts()).toEqual([]);
    end.abort(new Error('the end'));
    await watching;
    await other.round();
    expect((await other.posts()).map(({ run }) => toldIn(run))).toEqual(['a new']);
    // That it ended is no failure of the alert.
    expect((await createStates(made.store, clock, 'x').of('idle'))?.failed).toBeUndefined();
  });

  it('keeps no other alert waiting while its sweep takes long', async () => {
    const [slow, quick] = [alertOf('hourly UTC', { name: 'slow' }), alertOf('hourly UTC', { name: 'quick' })];
    const house = watchHouse({ store: made.store, clock, alerts: alertsOf(known(slow), known(quick)), world: seen });
    let go = (): void => {};
    let calls = 0;
    seen.before = () => {
      calls += 1;
      return calls === 1 ? new Promise((resolve) => (go = resolve)) : Promise.resolve();
    };
    await clock.pass(hourMs);
    const round = house.round();
    await clock.pass(3 * leaseMs);
    expect((await house.posts()).map(({ run: { alert } }) => alert)).toEqual(['quick']);
    go();
    await round;
    expect((await house.posts()).map(({ run: { alert } }) => alert)).toEqual(['slow']);
  });

  it('says what could not be read, once as long as it is the same', async () => {
    const house = houseOf(known(alertOf('hourly UTC')));
    const told = await over(6 * hourMs, hourMs, house, () => {
      seen.unread = clock.now() >= start + 3 * hourMs;
      if (clock.now() === start + 5 * hourMs) seen.findings = [];
    });
    expect(told).toEqual(['2026-11-22T21:00:00Z a new', '2026-11-22T23:00:00Z gaps']);
  });

  it('tells where it is to be told: in places, to owners alone what is theirs, and elsewhere what goes on for too long', async () => {
    const alert = alertOf('daily 9:00 UTC', {
      to: ['slack:C1', 'discord:7', 'owner'],
      escalate: { afterDays: 2, to: ['slack:C9'] },
    });
    seen.findings = [idle('a', { owner: 'maria' }), idle('b', { owner: 'maria' }), idle('c')];
    const house = houseOf(known(alert));
    const places: string[] = [];
    for (let day = 0; day < 4; day += 1) {
      await clock.pass(dayMs);
      await house.round();
      for (const { place, part } of await house.posts()) places.push(`${day} ${place} ${part}`);
    }
    expect(places.toSorted()).toEqual([
      '0 discord:7 all',
      '0 slack:C1 all',
      '0 slack:U-maria owner',
      '2 slack:C9 escalated',
    ]);
  });

  it('that is edited compares its sums with none of before, and tells no finding anew', async () => {
    seen.findings = [idle('a'), idle('b'), idle('c', { perMonth: usd('9') })];
    const runOnce = async (alert: Alert) => {
      await clock.pass(dayMs);
      const house = houseOf(known(alert, start));
      await house.round();
      const [post] = await house.posts();
      if (post?.run.is !== 'waste') throw new Error('no run');
      const { run } = post;
      return { told: toldIn(run), before: run.before, points: run.history.map(({ value }) => value) };
    };
    const alert = alertOf('daily 9:00 UTC');
    expect(await runOnce(alert)).toMatchObject({ told: 'c new, a new, b new', before: undefined });
    seen.findings = [...seen.findings, idle('d', { perMonth: usd('10') })];
    const dearer: Alert = { ...alert, atLeast: { usdPerMonth: '5' } };
    expect(await runOnce(dearer)).toEqual({ told: 'd new', before: undefined, points: ['19'] });
    seen.findings = [...seen.findings, idle('e', { perMonth: usd('11') })];
    const elsewhere: Alert = { ...dearer, to: ['slack:C2'] };
    expect(await runOnce(elsewhere)).toEqual({
      told: 'e new',
      before: clock.now() - dayMs,
      points: ['19', '30'],
    });
  });

  it('has a message for each finding where that is wanted, and one for the rest', async () => {
    const house = houseOf(known(alertOf('daily 9:00 UTC', { form: 'each' })));
    seen.findings = [idle('a'), idle('b')];
    await clock.pass(dayMs);
    await house.round();
    expect((await house.posts()).map(({ part }) => part)).toEqual(['one', 'one']);
    seen.findings = [idle('b'), idle('c')];
    await clock.pass(dayMs);
    await house.round();
    expect((await house.posts()).map(({ part, run }) => `${part} ${toldIn(run)}`)).toEqual([
      'one c new, a resolved',
      'rest c new, a resolved',
    ]);
  });
});
