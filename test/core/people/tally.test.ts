import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTally } from '../../../src/core/people/tally.ts';
import { hourMs } from '../../../src/core/time.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

const perHour = 10;
const maria = { id: 'os:maria', name: 'maria', also: ['slack:U1'] };

describe('what one person changes within an hour', () => {
  it('never sums up to more than the cap, in whichever hour, and nothing fits only where it would', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ afterMs: fc.nat(hourMs), things: fc.integer({ min: 1, max: 6 }) }), { maxLength: 25 }),
        async (asked) => {
          const clock = fakeClock();
          const { store, remove } = await temporaryStore(clock);
          const tally = createTally(store, clock, perHour);
          const counted: { readonly at: number; readonly things: number }[] = [];
          for (const [index, { afterMs, things }] of asked.entries()) {
            await clock.pass(afterMs);
            const now = clock.now();
            const recent = counted.filter(({ at }) => at > now - hourMs).reduce((sum, one) => sum + one.things, 0);
            const no = await tally.count(maria, `k${index}`, things);
            expect(no?.problem).toBe(recent + things > perHour ? 'too-many-changes' : undefined);
            if (no === undefined) counted.push({ at: now, things });
          }
          await remove();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is counted once for all their ids, and apart from others', async () => {
    const clock = fakeClock();
    const { store, remove } = await temporaryStore(clock);
    const tally = createTally(store, clock, perHour);
    expect(await tally.count(maria, 'a', 8)).toBeUndefined();
    expect(await tally.count({ id: 'slack:U1', name: 'maria', also: ['os:maria'] }, 'b', 3)).toMatchObject({
      problem: 'too-many-changes',
    });
    expect(await tally.count({ id: 'os:tom', name: 'tom' }, 'c', 10)).toBeUndefined();
    await remove();
  });

  it('is counted once a change, however often it is pressed', async () => {
    const clock = fakeClock();
    const { store, remove } = await temporaryStore(clock);
    const tally = createTally(store, clock, perHour);
    for (let press = 0; press < 5; press += 1) expect(await tally.count(maria, 'a', 4)).toBeUndefined();
    expect(await tally.count(maria, 'b', 6)).toBeUndefined();
    expect(await tally.count(maria, 'c', 1)).toMatchObject({ problem: 'too-many-changes' });
    await remove();
  });

  it('is not passed by many at one instant', async () => {
    const clock = fakeClock();
    const { store, remove } = await temporaryStore(clock);
    const [one, other] = [createTally(store, clock, perHour), createTally(store, clock, perHour)];
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? one : other).count(maria, `k${index}`, 1)),
    );
    expect(all.filter((no) => no === undefined).length).toBeLessThanOrEqual(perHour);
    expect(await one.count(maria, 'more', perHour)).toMatchObject({ problem: 'too-many-changes' });
    await remove();
  });
});
