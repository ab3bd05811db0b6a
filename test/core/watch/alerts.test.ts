import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Alert, Known, Made } from '../../../src/core/watch/alert.ts';
import { alertsAtMost, createAlerts } from '../../../src/core/watch/alerts.ts';
import { readWhen } from '../../../src/core/watch/when.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { hourMs } from '../../../src/core/time.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

const clock = fakeClock();
let kept: Awaited<ReturnType<typeof temporaryStore>>;
beforeEach(async () => {
  kept = await temporaryStore(clock);
});
afterEach(() => kept.remove());

const maria = { id: 'os:maria', name: 'maria' };
const made = (): Made => ({ by: maria, where: { id: 'slack:C1' }, at: clock.now() });
const whenOf = (words: string) => {
  const when = readWhen(words, 'UTC');
  if (isProblem(when)) throw new Error(words);
  return when;
};
const alert = (name: string, more: Partial<Alert> = {}): Alert => ({
  name,
  watches: { is: 'waste', rules: ['volume-unattached'] },
  when: whenOf('weekdays 9:00'),
  to: ['slack:C1'],
  atLeast: {},
  form: 'digest',
  repeatDays: 7,
  allClear: false,
  ...more,
});
const open = (...configured: readonly Alert[]) => createAlerts(kept.store, configured, clock);
const names = (known: readonly Known[]) =>
  known.map((one) => `${one.alert.name} ${one.made === undefined ? 'config' : 'chat'}`);

describe('alerts of chats and of the configuration', () => {
  it('are told together by their names, and one of the configuration hides one of a chat', async () => {
    const before = open();
    for (const name of ['b', 'c', 'a']) expect(await before.add(alert(name), made())).toBe('added');
    const alerts = open(alert('b', { allClear: true }), alert('d'));
    expect(names(await alerts.list())).toEqual(['a chat', 'b config', 'c chat', 'd config']);
    expect(await alerts.find('b')).toMatchObject({ alert: { allClear: true } });
    expect(await alerts.find('c')).toEqual({ alert: alert('c'), made: made(), since: clock.now() });
    expect(await alerts.find('nosuch')).toBeUndefined();
    expect(await open().find('b')).toMatchObject({ alert: { allClear: false }, made: made() });
    // Hidden, it is still one of its own: what it told is not forgotten.
    expect((await alerts.identities()).toSorted()).toEqual(
      ['b', 'd', ...['a', 'b', 'c'].map((name) => `${name}.${clock.now()}`)].toSorted(),
    );
  });

  it('have names of their own: who comes second does not get it', async () => {
    const alerts = open(alert('config'));
    expect(await Promise.all([alerts.add(alert('one'), made()), open().add(alert('one'), made())])).toEqual(
      expect.arrayContaining(['added', 'taken']),
    );
    expect(await alerts.add(alert('config'), made())).toBe('taken');
    expect(await alerts.remove('one')).toBe(true);
    expect(await alerts.remove('one')).toBe(false);
    expect(await alerts.add(alert('one'), made())).toBe('added');
  });

  it(`are ${alertsAtMost} in chats at most`, async () => {
    const alerts = open(alert('config'));
    for (let at = 0; at < alertsAtMost; at += 1) expect(await alerts.add(alert(`a${at}`), made())).toBe('added');
    expect(await alerts.add(alert('more'), made())).toBe('full');
    await alerts.remove('a7');
    expect(await alerts.add(alert('more'), made())).toBe('added');
    expect(await alerts.list()).toHaveLength(alertsAtMost + 1);
  });

  it('of the configuration are neither changed nor removed, also where they hide another', async () => {
    await open().add(alert('one'), made());
    const alerts = open(alert('one', { to: ['slack:C2'] }));
    const known = await alerts.find('one');
    if (known === undefined) throw new Error('it is not there');
    expect(await alerts.change(known, alert('one', { allClear: true }), clock.now())).toBe(false);
    expect(await alerts.remove('one')).toBe(false);
    expect(await open().find('one')).toEqual({ alert: alert('one'), made: made(), since: clock.now() });
  });
});

describe('an alert of a chat is changed', () => {
  it('as long as it is what it was', async () => {
    const alerts = open();
    await alerts.add(alert('one'), made());
    const known = await alerts.find('one');
    if (known === undefined) throw new Error('it is not there');
    expect(await alerts.change(known, alert('one', { atLeast: { days: 3 } }), clock.now())).toBe(true);
    expect(await alerts.change(known, alert('one', { atLeast: { days: 5 } }), clock.now())).toBe(false);
    expect(await alerts.find('one')).toMatchObject({ alert: { atLeast: { days: 3 } } });
    await alerts.remove('one');
    expect(await alerts.change(known, alert('one'), clock.now())).toBe(false);
    expect(await alerts.list()).toEqual([]);
  });

  it('and begins anew with another schedule, but not with the same', async () => {
    const alerts = open();
    await alerts.add(alert('one'), made());
    const begun = clock.now();
    await clock.pass(hourMs);
    for (const [more, since] of [
      [{ allClear: true }, begun],
      [{ when: whenOf('daily 8:00') }, begun + hourMs],
      [{ when: whenOf('daily 8:00'), allClear: true }, begun + hourMs],
    ] as const) {
      const known = await alerts.find('one');
      if (known === undefined) throw new Error('it is not there');
      await alerts.change(known, alert('one', more), clock.now());
      expect((await alerts.find('one'))?.since).toBe(since);
    }
    await clock.pass(hourMs);
    expect((await alerts.find('one'))?.since).toBe(begun + hourMs);
  });
});

describe.each(['chat', 'config'])('a rest of an alert of a %s', (where) => {
  const opened = async () => {
    const alerts = where === 'config' ? open(alert('one')) : open();
    if (where === 'chat') await alerts.add(alert('one'), made());
    const known = await alerts.find('one');
    if (known === undefined) throw new Error('it is not there');
    await alerts.begin(known, clock.now());
    return alerts;
  };

  it('lasts until somebody lets it go on, and what was due meanwhile is none of it', async () => {
    const alerts = await opened();
    const paused = { by: maria, at: clock.now() };
    expect(await alerts.pause('one', paused)).toBe(true);
    await clock.pass(48 * hourMs);
    expect((await alerts.find('one'))?.paused).toEqual(paused);
    expect((await alerts.list())[0]?.paused).toEqual(paused);
    expect(await alerts.resume('one', clock.now())).toBe(true);
    expect(await alerts.resume('one', clock.now())).toBe(false);
    const known = await alerts.find('one');
    expect(known?.paused).toBeUndefined();
    expect(known?.since).toBe(clock.now());
  });

  it('ends by itself at its end', async () => {
    const alerts = await opened();
    const until = clock.now() + 2 * hourMs;
    await alerts.pause('one', { by: maria, at: clock.now(), until });
    await clock.pass(2 * hourMs - 1);
    expect((await alerts.find('one'))?.paused?.until).toBe(until);
    await clock.pass(1);
    const known = await alerts.find('one');
    expect(known?.paused).toBeUndefined();
    expect(known?.since).toBe(until);
    expect(await alerts.resume('one', clock.now())).toBe(false);
    await clock.pass(hourMs);
    expect((await alerts.find('one'))?.since).toBe(until);
  });

  it('may take the place of another, and is gone with an alert that is removed', async () => {
    const alerts = await opened();
    await alerts.pause('one', { by: maria, at: clock.now(), until: clock.now() + hourMs });
    await alerts.pause('one', { by: maria, at: clock.now() });
    await clock.pass(2 * hourMs);
    expect((await alerts.find('one'))?.paused).toBeDefined();
    if (where === 'config') return;
    await alerts.remove('one');
    await alerts.add(alert('one'), made());
    expect(await alerts.find('one')).toEqual({ alert: alert('one'), made: made(), since: clock.now() });
    expect(await alerts.pause('nosuch', { by: maria, at: clock.now() })).toBe(false);
    expect(await alerts.resume('nosuch', clock.now())).toBe(false);
  });
});

describe('an alert of the configuration begins', () => {
  const begin = async (configured: Alert) => {
    const alerts = open(configured);
    const known = await alerts.find(configured.name);
    if (known === undefined) throw new Error('it is not there');
    const { since } = await alerts.begin(known, clock.now());
    expect((await alerts.find(configured.name))?.since).toBe(since);
    return since;
  };

  it('when it was seen first with its schedule, whatever else of it changes, in every process', async () => {
    const unseen = await open(alert('one')).find('one');
    expect(unseen?.since).toBe(Number.POSITIVE_INFINITY);
    const first = clock.now();
    expect(await begin(alert('one'))).toBe(first);
    await clock.pass(hourMs);
    expect(await begin(alert('one', { allClear: true }))).toBe(first);
    expect(await begin(alert('one', { when: whenOf('daily 9:00') }))).toBe(first + hourMs);
    await clock.pass(hourMs);
    // One process has the old schedule still: both go on.
    expect(await begin(alert('one'))).toBe(first);
    expect(await begin(alert('one', { when: whenOf('daily 9:00') }))).toBe(first + hourMs);
    expect(await begin(alert('one', { when: whenOf('daily 9:00 Europe/Paris') }))).toBe(first + 2 * hourMs);
    expect(await begin(alert('two'))).toBe(first + 2 * hourMs);
  });

  it('once, whoever sees it at the same time', async () => {
    const known = await open(alert('one')).find('one');
    if (known === undefined) throw new Error('it is not there');
    const seen = await Promise.all([open(alert('one')).begin(known, 5), open(alert('one')).begin(known, 6)]);
    expect(new Set(seen.map(({ since }) => since)).size).toBe(1);
  });

  it('and one of a chat when it was made', async () => {
    const alerts = open();
    await alerts.add(alert('one'), made());
    await clock.pass(hourMs);
    const known = await alerts.find('one');
    expect(known && (await alerts.begin(known, clock.now())).since).toBe(clock.now() - hourMs);
  });
});
