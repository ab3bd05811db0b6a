import { describe, expect, it } from 'vitest';
import { createKeyGuard, keyAlphabet, keyLength, newKey, wrongKeysAllowed } from '../../../src/core/changes/keys.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';
import { ana, bob } from './house.ts';

describe('a key', () => {
  it('is of signs that are not taken for one another', () => {
    expect(new Set(keyAlphabet).size).toBe(keyAlphabet.length);
    expect(keyAlphabet).toMatch(/^[2-9A-Z]+$/);
    for (const sign of '01OIL') expect(keyAlphabet).not.toContain(sign);
  });

  it('is one of more than 10¹¹', () => {
    expect(keyAlphabet.length ** keyLength).toBeGreaterThan(1e11);
  });

  it('is made of every sign at every place about as often, and none comes twice', () => {
    const keys = Array.from({ length: 3_000 }, newKey);
    // Among so many of 6.6 × 10¹¹ two are equal once in some hundred thousand runs.
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(new RegExp(`^[${keyAlphabet}]{${keyLength}}$`));
    const expected = keys.length / keyAlphabet.length;
    // Eight standard deviations: by chance less than once in 10¹² runs.
    const off = 8 * Math.sqrt(expected);
    for (let place = 0; place < keyLength; place += 1) {
      for (const sign of keyAlphabet) {
        const count = keys.filter((key) => key.charAt(place) === sign).length;
        expect(Math.abs(count - expected), `${sign} at ${place}`).toBeLessThan(off);
      }
    }
  });
});

describe('wrong keys', () => {
  const guarded = async (
    work: (guard: ReturnType<typeof createKeyGuard>, clock: ReturnType<typeof fakeClock>) => Promise<void>,
  ) => {
    const clock = fakeClock();
    const { store, remove } = await temporaryStore(clock);
    try {
      await work(createKeyGuard(store, clock), clock);
    } finally {
      await remove();
    }
  };

  it('are counted each, also of several windows at once, and pause nobody else', () =>
    guarded(async (guard) => {
      await Promise.all(Array.from({ length: wrongKeysAllowed - 1 }, () => guard.wrong(ana)));
      expect(await guard.paused(ana)).toBeUndefined();
      await guard.wrong(ana);
      expect(await guard.paused(ana)).toMatchObject({ problem: 'paused' });
      expect(await guard.paused(bob)).toBeUndefined();
    }));

  it('are forgotten one by one, a minute after each', () =>
    guarded(async (guard, clock) => {
      for (let tries = 0; tries < wrongKeysAllowed; tries += 1) {
        await guard.wrong(ana);
        await clock.pass(10_000);
      }
      // The first is 50 seconds old.
      await clock.pass(9_999);
      expect(await guard.paused(ana)).toMatchObject({ problem: 'paused' });
      await clock.pass(1);
      expect(await guard.paused(ana)).toBeUndefined();
      await guard.wrong(ana);
      expect(await guard.paused(ana)).toMatchObject({ problem: 'paused' });
    }));
});
