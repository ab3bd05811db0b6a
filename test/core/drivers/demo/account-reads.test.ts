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
  it('are there for every machine, with the machine’s own billing code, architecture and root, and older than it', async () => {
    const ec2 = await createDemoEc2({ store: made.store, clock });
    const reads = createDemoAccountReads({ ec2, clock });
    const { items: machines } = await createDemoCloud({ ec2, clock }).instances({}, reading);
    for (const { account, region, imageId, usageOperation, architecture, rootDevice, createdAt } of machines) {
      const { items } = await reads.images([{ account, region, id: imageId }], reading);
      // What starts from an instance store is so old that its image is gone.
      if (rootDevice === 'instance-store') {
        expect(items).toEqual([]);
        continue;
      }
      expect(items).toMatchObject([
        { id: imageId, usageOperation, architecture, rootDevice, name: expect.any(String) },
      ]);
      expect(Date.parse(items[0]?.createdAt ?? '')).toBeLessThan(createdAt ?? 0);
    }
    const [{ account, region } = { account: { name: '', id: '' }, region: '' }] = machines;
    expect((await reads.images([{ account, region, id: 'ami-0' }], reading)).items).toEqual([]);
    expect(await reads.regions(account.name, reading)).toContainEqual({ name: region, optIn: 'opt-in-not-required' });
    expect(await reads.regions('nobody', reading)).toMatchObject({ problem: 'bad-value' });
  });

  it('are of one region each, and a private one is shown to its owner alone', async () => {
    const ec2 = await createDemoEc2({ store: made.store, clock });
    const reads = createDemoAccountReads({ ec2, clock });
    const { items: machines } = await createDemoCloud({ ec2, clock }).instances({}, reading);
    const home = machines.find(({ type }) => type === 't3.nano');
    if (home === undefined) throw new Error('there is no such machine');
    const ask = async (account: typeof home.account, region: string) =>
      (await reads.images([{ account, region, id: home.imageId }], reading)).items.length;
    expect(await ask(home.account, home.region)).toBe(1);
    expect(await ask(home.account, 'eu-west-1')).toBe(0);
    for (const account of ec2.accounts.filter(({ id }) => id !== home.account.id))
      expect(await ask(account, home.region)).toBe(0);
  });
});
