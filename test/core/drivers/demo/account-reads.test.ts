import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoAccountReads } from '../../../../src/core/drivers/demo/account-reads.ts';
import { createDemoCloud } from '../../../../src/core/drivers/demo/cloud.ts';
import { createDemoEc2 } from '../../../../src/core/drivers/demo/engine.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { temporaryStore } from '../../../temporary.ts';

const reading = { signal: new AbortController().signal };
const clock = fakeClock();
let made: Awaited<ReturnType<typeof temporaryStore>>;
beforeEach(async () => {
  made = await temporaryStore(clock);
});
afterEach(() => made.remove());

describe('images and regions of the demo account', () => {
  it('are there for every machine, with the machine’s own billing code', async () => {
    const ec2 = await createDemoEc2({ store: made.store, clock });
    const reads = createDemoAccountReads({ ec2, clock });
    const { items: machines } = await createDemoCloud({ ec2, clock }).instances({}, reading);
    for (const { account, region, imageId, usageOperation, architecture } of machines) {
      const { items } = await reads.images([{ account, region, id: imageId }], reading);
      expect(items).toMatchObject([{ id: imageId, usageOperation, architecture, name: expect.any(String) }]);
    }
    const [{ account, region } = { account: { name: '', id: '' }, region: '' }] = machines;
    expect((await reads.images([{ account, region, id: 'ami-0' }], reading)).items).toEqual([]);
    expect(await reads.regions(account.name, reading)).toContainEqual({ name: region, optIn: 'opt-in-not-required' });
    expect(await reads.regions('nobody', reading)).toMatchObject({ problem: 'bad-value' });
  });
});
