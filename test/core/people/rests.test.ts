import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRests, isResting, type Rest, type Rests } from '../../../src/core/people/rests.ts';
import { dayMs } from '../../../src/core/time.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

let clock: ReturnType<typeof fakeClock>;
let kept: Awaited<ReturnType<typeof temporaryStore>>;
let rests: Rests;
beforeEach(async () => {
  clock = fakeClock();
  kept = await temporaryStore(clock);
  rests = createRests(kept.store);
});
afterEach(() => kept.remove());

const restOf = (id: string, more: Partial<Rest> = {}): Rest => ({
  of: { key: `1/us-east-1/${id}`, id, label: id, account: { name: 'dev', id: '1' }, region: 'us-east-1' },
  by: { id: 'os:maria', name: 'maria' },
  at: clock.now(),
  ...more,
});

describe('what is left alone', () => {
  it('is known by its matter in every process on the store, until it is taken back, once', async () => {
    const rest = restOf('vol-1', { reason: 'wanted' });
    await rests.set(rest);
    const other = createRests(kept.store);
    expect(await other.of(rest.of.key)).toEqual(rest);
    expect(await other.of('1/us-east-1/vol-2')).toBeUndefined();
    expect(await other.lift(rest.of.key)).toEqual(rest);
    expect(await rests.lift(rest.of.key)).toBeUndefined();
    expect(await rests.of(rest.of.key)).toBeUndefined();
  });

  it('is what was said last', async () => {
    await rests.set(restOf('vol-1', { until: clock.now() + dayMs }));
    await rests.set(restOf('vol-1', { reason: 'wanted' }));
    expect([...(await rests.all()).values()]).toEqual([restOf('vol-1', { reason: 'wanted' })]);
  });

  it('for good is so after ten years', async () => {
    await rests.set(restOf('vol-1', { reason: 'wanted' }));
    await clock.pass(3_653 * dayMs);
    const rest = await rests.of('1/us-east-1/vol-1');
    expect(isResting(rest, clock.now())).toBe(true);
  });

  it('is listed whole, however much it is, also what is over', async () => {
    const ids = Array.from({ length: 1_203 }, (_, at) => `vol-${String(at).padStart(4, '0')}`);
    for (const id of ids) await rests.set(restOf(id, { until: clock.now() - 1 }));
    expect([...(await rests.all()).keys()]).toEqual(ids.map((id) => `1/us-east-1/${id}`));
  });
});

describe('whether it rests', () => {
  it.each<[string, Pick<Rest, 'until'> | undefined, boolean]>([
    ['nothing', undefined, false],
    ['for good', {}, true],
    ['until a moment to come', { until: 1_001 }, true],
    ['until this moment', { until: 1_000 }, false],
    ['until a moment that has passed', { until: 999 }, false],
  ])('%s', (_, rest, resting) => {
    expect(isResting(rest, 1_000)).toBe(resting);
  });
});
