import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clocksApartMs } from '../../../src/core/clocks-apart.ts';
import { createStates, leaseMs, type States } from '../../../src/core/watch/states.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

const clock = fakeClock();
const aheadNow = () => clock.now() + clocksApartMs;
let made: Awaited<ReturnType<typeof temporaryStore>>;
let one: States;
let other: States;
let ahead: States;
beforeEach(async () => {
  made = await temporaryStore(clock);
  one = createStates(made.store, clock, 'one');
  other = createStates(made.store, clock, 'other');
  ahead = createStates(made.store, { ...clock, now: aheadNow }, 'ahead');
});
afterEach(() => made.remove());

const left = { points: [] };
const living = new AbortController().signal;

describe('a run of an alert', () => {
  it('is made by one process, once', async () => {
    const claims = await Promise.all([one.claim('a', 1_000), other.claim('a', 1_000)]);
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    const [claim] = claims.filter((some) => some !== undefined);
    expect(await claim?.commit(left, undefined)).toBe(true);
    expect(await one.claim('a', 1_000)).toBeUndefined();
    expect(await other.claim('a', 1_000)).toBeUndefined();
    expect(await other.claim('a', 1_001)).toBeDefined();
  });

  it('is made anew by another process where the first shows no sign of life', async () => {
    const first = await one.claim('a', 1_000);
    await clock.pass(leaseMs - 1);
    expect(await other.claim('a', 1_000)).toBeUndefined();
    await clock.pass(1);
    const second = await other.claim('a', 1_000);
    expect(second?.state.committed).toBe(0);
    // Whoever was thought gone comes too late, and may tell nothing.
    expect(await first?.commit(left, 'run of one')).toBe(false);
    expect(await second?.commit(left, 'run of other')).toBe(true);
    expect((await one.of('a'))?.run).toBe('run of other');
  });

  it('stays with whoever makes it as long as that goes on', async () => {
    const claim = await one.claim('a', 1_000);
    let end = (): void => {};
    const work = one.holding('a', 1_000, () => new Promise<void>((resolve) => (end = resolve)), living);
    await clock.pass(5 * leaseMs);
    expect(await other.claim('a', 1_000)).toBeUndefined();
    end();
    await work;
    expect(await claim?.commit(left, undefined)).toBe(true);
    await clock.pass(5 * leaseMs);
    expect((await one.of('a'))?.working).toBeUndefined();
  });

  it('that fails as its process is told to end is left to the others at once, and one that fails by itself is not', async () => {
    const fails = () => Promise.reject(new Error('no more'));
    for (const [alert, end] of [
      ['failed', living],
      ['ended', AbortSignal.abort()],
    ] as const) {
      await one.claim(alert, 1_000);
      await expect(one.holding(alert, 1_000, fails, end)).rejects.toThrow('no more');
    }
    expect(await other.claim('failed', 1_000)).toBeUndefined();
    expect(await other.claim('ended', 1_000)).toBeDefined();
    // It is theirs by then, and is not taken from them.
    await expect(one.holding('ended', 1_000, fails, AbortSignal.abort())).rejects.toThrow('no more');
    expect((await one.of('ended'))?.working?.holder).toBe('other');
  });

  it('that counts and is not posted whole is taken up for that alone', async () => {
    const first = await one.claim('a', 1_000);
    await first?.commit({ points: [{ at: 1, value: '3.65' }] }, 'run');
    await clock.pass(leaseMs);
    const second = await other.claim('a', 1_000);
    expect(second?.state).toMatchObject({
      committed: 1_000,
      posting: true,
      run: 'run',
      points: [{ at: 1, value: '3.65' }],
    });
    await second?.done();
    expect(await one.of('a')).toEqual({
      committed: 1_000,
      run: 'run',
      points: [{ at: 1, value: '3.65' }],
      tries: { last: 2, counted: 1, void: [] },
    });
    expect(await one.claim('a', 1_000)).toBeUndefined();
  });

  it('of an earlier time never counts after a later one', async () => {
    const late = await one.claim('a', 2_000);
    await late?.commit(left, undefined);
    expect(await one.claim('a', 1_000)).toBeUndefined();
  });

  it('without anything to tell leaves the record of the one before', async () => {
    const first = await one.claim('a', 1_000);
    await first?.commit(left, 'run');
    await first?.done();
    const second = await one.claim('a', 2_000);
    await second?.commit({ ...left, last: { at: 2_000, says: 'nothing new' } }, undefined);
    expect(await one.of('a')).toEqual({
      committed: 2_000,
      run: 'run',
      points: [],
      last: { at: 2_000, says: 'nothing new' },
      tries: { last: 2, counted: 2, void: [] },
    });
  });

  it('that was left is taken at once, and what was tried of it is void', async () => {
    const first = await one.claim('a', 1_000);
    await first?.leave();
    const second = await other.claim('a', 1_000);
    expect([first?.number, second?.number]).toEqual([1, 2]);
    expect(second?.counts(1)).toBe(false);
    expect([await first?.holds(), await second?.holds()]).toEqual([false, true]);
    await second?.commit(left, undefined);
    const third = await one.claim('a', 2_000);
    expect([1, 2, 3].map((number) => third?.counts(number))).toEqual([false, true, false]);
  });

  it('that came to nothing stays void however often it is tried, and so does each before a run that counts', async () => {
    await (await one.claim('a', 1_000))?.commit(left, undefined);
    for (let tries = 0; tries < 150; tries += 1) await (await one.claim('a', 2_000))?.leave();
    const last = await one.claim('a', 2_000);
    const before = Array.from({ length: 151 }, (_, at) => at + 1);
    expect(before.filter((number) => last?.counts(number) === true)).toEqual([1]);
    await last?.commit(left, undefined);
    const next = await one.claim('a', 3_000);
    expect(before.slice(-100).filter((number) => next?.counts(number) === true)).toEqual([]);
    expect(next?.counts(last?.number ?? 0)).toBe(true);
  });

  it('that counts goes well, whatever becomes of its posts', async () => {
    const first = await one.claim('a', 1_000);
    await first?.commit({ ...left, last: { at: 1_000, says: 'all told' } }, 'run');
    await first?.failed('could not be run');
    expect(await one.of('a')).toMatchObject({ posting: true, last: { says: 'all told' } });
    expect((await one.of('a'))?.failed).toBeUndefined();
    expect((await other.claim('a', 1_000))?.state.posting).toBe(true);
  });

  it('that failed says so, and how often in a row', async () => {
    await (await one.claim('a', 1_000))?.failed('could not be run');
    const at = clock.now();
    await clock.pass(1);
    await (await other.claim('a', 1_000))?.failed('could not be run');
    expect(await one.of('a')).toMatchObject({
      committed: 0,
      failed: { at: at + 1, times: 2 },
      last: { at: at + 1, says: 'could not be run' },
    });
    await (await one.claim('a', 1_000))?.commit(left, undefined);
    expect((await one.of('a'))?.failed).toBeUndefined();
  });

  it('of a clock that ran ahead keeps none of now from being made', async () => {
    const ahead = clock.now() + 400 * 24 * 3_600_000;
    await (await one.claim('a', ahead))?.commit(left, undefined);
    const now = await one.claim('a', clock.now());
    expect(await now?.commit(left, undefined)).toBe(true);
    expect((await one.of('a'))?.committed).toBe(clock.now());
  });

  it('of a process whose clock is ahead counts for one whose clock is behind, which makes none before it', async () => {
    const slot = aheadNow();
    await (await ahead.claim('a', slot))?.commit(left, undefined);
    expect(await one.claim('a', clock.now())).toBeUndefined();
    expect(await one.claim('a', slot)).toBeUndefined();
    expect(await one.claim('a', slot + 1)).toBeDefined();
  });

  it('stays with the process that makes it, whichever of two clocks is ahead', async () => {
    expect(await one.claim('a', 1_000)).toBeDefined();
    expect(await ahead.claim('a', 1_000)).toBeUndefined();
    expect(await ahead.claim('b', 1_000)).toBeDefined();
    expect(await one.claim('b', 1_000)).toBeUndefined();
  });

  it('is made anew where whoever began it had a clock that was wrong', async () => {
    const wrong = createStates(made.store, { ...clock, now: () => clock.now() + 400 * 24 * 3_600_000 }, 'wrong');
    expect(await wrong.claim('a', 1_000)).toBeDefined();
    expect(await one.claim('a', 1_000)).toBeDefined();
  });
});
