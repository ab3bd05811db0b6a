import { expect, it } from 'vitest';
import { holding, leaseMs, type Hold } from '../../../src/core/changes/hold.ts';
import { StoreUnwritable } from '../../../src/core/ports/store.ts';
import { fakeClock } from '../../fake-clock.ts';

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
