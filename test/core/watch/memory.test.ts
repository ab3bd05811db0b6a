import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemory, type Memory, type Told } from '../../../src/core/watch/memory.ts';
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

describe('what an alert remembers', () => {
  it('counts from when its run does, and is as it was where that never came', async () => {
    await (await memory.recall('ops', 0)).write(all(told('a', 10), told('b', 10)), 10);
    expect(lasts((await memory.recall('ops', 0)).told)).toEqual([]);
    expect(lasts((await memory.recall('ops', 10)).told)).toEqual(['a 10', 'b 10']);
    // A later run dies before it counts: one told anew, one over, one found.
    await (await memory.recall('ops', 10)).write(all(told('a', 20), told('c', 20)), 20);
    expect(lasts((await memory.recall('ops', 10)).told)).toEqual(['a 10', 'b 10']);
    // The next one goes on from what counts.
    const next = await memory.recall('ops', 10);
    await next.write(all(told('a', 30), next.told.get('4444/us-east-1/b') ?? told('b', -1)), 30);
    expect(lasts((await memory.recall('ops', 30)).told)).toEqual(['a 30', 'b 10']);
  });

  it('is of one alert alone, also where its name begins as another', async () => {
    await (await memory.recall('ops', 0)).write(all(told('a', 10)), 10);
    await (await memory.recall('ops-2', 0)).write(all(told('b', 10)), 10);
    expect(lasts((await memory.recall('ops', 10)).told)).toEqual(['a 10']);
    await memory.forget('ops');
    expect(lasts((await memory.recall('ops', 10)).told)).toEqual([]);
    expect(lasts((await memory.recall('ops-2', 10)).told)).toEqual(['b 10']);
  });

  it('is what the last run that counts has left, whichever runs die before they count', async () => {
    const run = fc.record({
      there: fc.subarray(['a', 'b', 'c']),
      again: fc.subarray(['a', 'b', 'c']),
      dies: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(run, { maxLength: 10 }),
        fc.string({ minLength: 1, maxLength: 8 }),
        async (runs, seed) => {
          const alert = `p${Buffer.from(seed).toString('hex')}`;
          await memory.forget(alert);
          let committed = 0;
          let model: ReadonlyMap<string, Told> = new Map();
          for (const [index, { there, again, dies }] of runs.entries()) {
            const slot = index + 1;
            const recalled = await memory.recall(alert, committed);
            expect(lasts(recalled.told)).toEqual(lasts(model).toSorted());
            const next = new Map<string, Told>();
            for (const id of there) {
              const before = recalled.told.get(told(id, 0).finding.key);
              const now = before === undefined || again.includes(id) ? told(id, slot) : before;
              next.set(now.finding.key, now);
            }
            await recalled.write(next, slot);
            if (dies) continue;
            committed = slot;
            model = next;
          }
          expect(lasts((await memory.recall(alert, committed)).told)).toEqual(lasts(model).toSorted());
        },
      ),
      { numRuns: 40 },
    );
  });
});
