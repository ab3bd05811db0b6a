import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFreeze, frozenProblem } from '../../../src/core/people/freeze.ts';
import { plain } from '../../../src/core/text.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

const by = { id: 'os:dana', name: 'dana' };
let clock: ReturnType<typeof fakeClock>;
let kept: Awaited<ReturnType<typeof temporaryStore>>;
beforeEach(async () => {
  clock = fakeClock();
  kept = await temporaryStore(clock);
});
afterEach(() => kept.remove());

describe('a freeze', () => {
  it('is seen at once by every process on the store, until it is taken back', async () => {
    const [one, other] = [createFreeze(kept.store, clock), createFreeze(kept.store, clock)];
    expect(await other.now()).toBeUndefined();
    await one.on({ by, at: clock.now(), reason: 'sale' });
    expect(await other.now()).toEqual({ by, at: clock.now(), reason: 'sale' });
    await clock.pass(400 * 86_400_000);
    expect(await other.now()).toMatchObject({ reason: 'sale' });
    expect(await other.off()).toBe(true);
    expect(await one.now()).toBeUndefined();
    expect(await one.off()).toBe(false);
  });

  it('ends at its time, to the millisecond', async () => {
    const freeze = createFreeze(kept.store, clock);
    await freeze.on({ by, at: clock.now(), reason: 'sale', until: clock.now() + 1_000 });
    await clock.pass(999);
    expect(await freeze.now()).toBeDefined();
    await clock.pass(1);
    expect(await freeze.now()).toBeUndefined();
  });

  it('is told with who, why, and how it ends', () => {
    const { what, todo } = frozenProblem({ by, at: clock.now(), reason: 'sale', until: clock.now() + 3_600_000 });
    expect(plain(what)).toBe('Changes are frozen since 2026-11-24T10:00:00Z by dana: sale.');
    expect(plain(todo)).toBe('They go on at 2026-11-24T11:00:00Z, or when an admin says freeze off.');
  });
});
