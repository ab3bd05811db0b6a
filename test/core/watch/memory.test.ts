import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemory, type Memory, type Told } from '../../../src/core/watch/memory.ts';
import { createStates, type Try } from '../../../src/core/watch/states.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

const clock = fakeClock();
let made: Awaited<ReturnType<typeof temporaryStore>>;
let memory: Memory;
beforeEach(async () => {
  made = await temporaryStore(clock);
  memory = createMemory(made.store);
});
afterEach(() => made.remove());

const told = (id: string, last: number): Told => ({
  finding: {
    key: `4444/us-east-1/${id}`,
    rule: 'address-unassociated',
    is: 'address',
    id,
    label: id,
    account: { name: 'dev', id: '4444' },
    region: 'us-east-1',
    says: 'associated with nothing',
    facts: 'row 5',
    since: 1,
    sinceBy: 'seen',
    perMonth: '3.65',
  },
  first: 1,
  last,
});

const all = (...some: readonly Told[]) => new Map(some.map((one) => [one.finding.key, one]));
const lasts = (some: ReadonlyMap<string, Told>) =>
  [...some.values()].map(({ finding: { id }, last }) => `${id} ${last}`);

/** The try of a number, of those that count but for some. */
const tryOf = (number: number, ...lost: readonly number[]): Try => ({
  number,
  counts: (earlier) => !lost.includes(earlier),
  holds: async () => true,
});
const knownBy = async (alert: string, by: Try) => lasts((await memory.recall(alert, by)).told);
const write = async (alert: string, by: Try, next: ReadonlyMap<string, Told>): Promise<boolean> =>
  (await memory.recall(alert, by)).write(next);

describe('what an alert remembers', () => {
  it('counts from when its run does, and is as it was where that never came', async () => {
    await write('ops', tryOf(1), all(told('a', 10), told('b', 10)));
    expect(await knownBy('ops', tryOf(2, 1))).toEqual([]);
    expect(await knownBy('ops', tryOf(2))).toEqual(['a 10', 'b 10']);
    // A later run dies before it counts: one told anew, one over, one found.
    await write('ops', tryOf(2), all(told('a', 20), told('c', 20)));
    expect(await knownBy('ops', tryOf(3, 2))).toEqual(['a 10', 'b 10']);
    // The next one goes on from what counts.
    const next = await memory.recall('ops', tryOf(3, 2));
    await next.write(all(told('a', 30), next.told.get('4444/us-east-1/b') ?? told('b', -1)));
    expect(await knownBy('ops', tryOf(4, 2))).toEqual(['a 30', 'b 10']);
  });

  it('is of one alert alone, also where its name begins as another', async () => {
    await write('ops', tryOf(1), all(told('a', 10)));
    await write('ops-2', tryOf(1), all(told('b', 10)));
    expect(await knownBy('ops', tryOf(2))).toEqual(['a 10']);
    await memory.forget('ops');
    expect(await knownBy('ops', tryOf(2))).toEqual([]);
    expect(await knownBy('ops-2', tryOf(2))).toEqual(['b 10']);
  });

  it('is as the run that counts left it, whenever one that stood still meanwhile goes on', async () => {
    await write('ops', tryOf(1), all(told('a', 10), told('b', 10)));
    const still = await memory.recall('ops', tryOf(2));
    await write('ops', tryOf(3, 2), all(told('a', 30), told('b', 10), told('c', 30)));
    // It has not seen the same: a is over, b told anew, c and d found.
    expect(await still.write(all(told('b', 20), told('c', 20), told('d', 20)))).toBe(false);
    expect(await knownBy('ops', tryOf(4, 2))).toEqual(['a 30', 'b 10', 'c 30']);
  });

  it('is as the run that counts left it, also in what one that stood still could write', async () => {
    await write('ops', tryOf(1), all(told('b', 10)));
    const still = await memory.recall('ops', tryOf(2));
    const next = await memory.recall('ops', tryOf(3, 2));
    await next.write(next.told);
    expect(await still.write(new Map([...still.told, ...all(told('d', 20))]))).toBe(true);
    expect(await knownBy('ops', tryOf(4, 2))).toEqual(['b 10']);
  });

  it('forgets nothing for one that holds the run no longer', async () => {
    await write('ops', tryOf(1), all(told('a', 10)));
    await write('ops', tryOf(2), all());
    const still = await memory.recall('ops', { ...tryOf(3), holds: async () => false });
    expect(await still.write(all())).toBe(false);
    expect(await knownBy('ops', tryOf(4, 2))).toEqual(['a 10']);
  });

  it('is what the last run that counts has left, whichever runs die before they count', async () => {
    const run = fc.record({
      there: fc.subarray(['a', 'b', 'c']),
      again: fc.subarray(['a', 'b', 'c']),
      dies: fc.boolean(),
    });
    const states = createStates(made.store, clock, 'one');
    await fc.assert(
      fc.asyncProperty(
        fc.array(run, { maxLength: 10 }),
        fc.string({ minLength: 1, maxLength: 8 }),
        async (runs, seed) => {
          const alert = `p${Buffer.from(seed).toString('hex')}`;
          await memory.forget(alert);
          await states.forget(alert);
          let model: ReadonlyMap<string, Told> = new Map();
          for (const [index, { there, again, dies }] of runs.entries()) {
            const slot = index + 1;
            const claim = await states.claim(alert, slot);
            if (claim === undefined) throw new Error('nobody else makes it');
            const recalled = await memory.recall(alert, claim);
            expect(lasts(recalled.told)).toEqual(lasts(model).toSorted());
            const next = new Map<string, Told>();
            for (const id of there) {
              const before = recalled.told.get(told(id, 0).finding.key);
              const now = before === undefined || again.includes(id) ? told(id, slot) : before;
              next.set(now.finding.key, now);
            }
            expect(await recalled.write(next)).toBe(true);
            if (dies) await claim.leave();
            else await claim.commit({ points: [] }, undefined);
            if (!dies) model = next;
          }
          const after = await states.claim(alert, 100);
          if (after === undefined) throw new Error('nobody else makes it');
          expect(await knownBy(alert, after)).toEqual(lasts(model).toSorted());
        },
      ),
      { numRuns: 40 },
    );
  });
});
