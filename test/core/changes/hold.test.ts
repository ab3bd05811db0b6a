import { expect, it } from 'vitest';
import { holding, leaseMs, takeHold, type Hold } from '../../../src/core/changes/hold.ts';
import { recordsOf, type ChangeRecord } from '../../../src/core/changes/record.ts';
import { StoreUnwritable } from '../../../src/core/ports/store.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

it('goes on giving signs of life where the store took one of them not', async () => {
  const clock = fakeClock();
  let beats = 0;
  const hold: Hold = {
    key: 'A',
    record: () => {
      throw new Error('nobody asks');
    },
    write: async () => true,
    async renew() {
      beats += 1;
      if (beats === 2) throw new StoreUnwritable('the store is locked');
    },
    async end() {},
    async release() {},
  };
  const work = holding(hold, clock, () => clock.sleep(leaseMs * 2, new AbortController().signal));
  await clock.pass(leaseMs * 2);
  await work;
  expect(beats).toBeGreaterThan(4);
});

it('is lost to whoever takes the change over, also to its own process, which has stood still', async () => {
  const clock = fakeClock();
  const { store, remove } = await temporaryStore(clock);
  const records = recordsOf(store);
  const record: ChangeRecord = {
    kind: 'stop',
    state: 'asked',
    by: { id: 'demo:ana', name: 'ana' },
    where: 'chat:ops',
    evenInGroup: false,
    askedAt: 0,
    expiresAt: 0,
    targets: [],
  };
  await records.changes.put('A', record);
  const take = async (process: string): Promise<Hold> => {
    const kept = await records.changes.get('A');
    const hold = kept && (await takeHold(records, clock, process, kept));
    if (hold === undefined) throw new Error('it is not free');
    return hold;
  };
  const first = await take('one');
  expect(await first.write(new Map())).toBe(true);
  await clock.pass(leaseMs);
  const second = await take('one');
  expect([await first.write(new Map()), await second.write(new Map())]).toEqual([false, true]);
  const third = await take('other');
  expect([await second.write(new Map()), await third.write(new Map())]).toEqual([false, true]);
  await remove();
});
