import type { ControlKind } from '../../../../src/core/ports/control.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DemoEc2 } from '../../../../src/core/drivers/demo/ec2.ts';
import { createDemoEc2 } from '../../../../src/core/drivers/demo/engine.ts';
import { openSqliteStore } from '../../../../src/core/drivers/sqlite/open.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { temporaryStore } from '../../../temporary.ts';

const clock = fakeClock();
let made: Awaited<ReturnType<typeof temporaryStore>>;
let ec2: DemoEc2;
beforeEach(async () => {
  made = await temporaryStore(clock);
  ec2 = await createDemoEc2({ store: made.store, clock });
});
afterEach(() => made.remove());

const named = async (from: DemoEc2, name: string) => {
  const found = [...(await from.world()).instances.values()].find(({ tags }) => tags['Name'] === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
const change = async (from: DemoEc2, kind: ControlKind, name: string) => {
  const one = await named(from, name);
  const home = { account: { name: '', id: one.accountId }, region: one.region };
  return from.change(kind, home, [{ id: one.id, ...home }], false, new AbortController().signal);
};
const snapshot = async (from: DemoEc2) => [...(await from.world()).instances.values()];

describe('the demo account', () => {
  it('is the same after a restart and in another process', async () => {
    await change(ec2, 'stop', 'web-1');
    await clock.pass(60_000);
    await change(ec2, 'start', 'batch-7');
    const other = await openSqliteStore({ path: made.path, clock, purpose: 'demo' });
    const again = await createDemoEc2({ store: other, clock });
    expect(await snapshot(again)).toEqual(await snapshot(ec2));
    await change(again, 'stop', 'web-2');
    expect((await named(ec2, 'web-2')).state).toBe('stopping');
    await clock.pass(60_000);
    expect(await snapshot(again)).toEqual(await snapshot(ec2));
    await other.close();
  });

  it('goes on by itself: what was under way at its beginning arrives', async () => {
    await clock.pass(300_000);
    expect((await named(ec2, 'new-1')).state).toBe('running');
    expect((await named(ec2, 'old-1')).state).toBe('stopped');
    expect((await named(ec2, 'gone-1')).state).toBe('terminated');
    await clock.pass(3_700_000);
    expect((await snapshot(ec2)).some(({ tags }) => tags['Name'] === 'gone-1' || tags['Name'] === 'gone-2')).toBe(
      false,
    );
  });

  it('starts over when it is reset, in every process', async () => {
    const other = await openSqliteStore({ path: made.path, clock, purpose: 'demo' });
    const again = await createDemoEc2({ store: other, clock });
    await change(ec2, 'stop', 'web-1');
    await clock.pass(60_000);
    expect((await named(again, 'web-1')).state).toBe('stopped');
    await again.reset();
    expect((await named(ec2, 'web-1')).state).toBe('running');
    expect((await named(ec2, 'new-1')).state).toBe('pending');
    expect(await snapshot(again)).toEqual(await snapshot(ec2));
    await other.close();
  });

  it('gives no address twice, over fifty stops and starts', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 50; round += 1) {
      const { publicIp } = await named(ec2, 'web-1');
      expect(seen.has(publicIp?.ip ?? '')).toBe(false);
      seen.add(publicIp?.ip ?? '');
      await change(ec2, 'stop', 'web-1');
      await clock.pass(20_000);
      await change(ec2, 'start', 'web-1');
      await clock.pass(20_000);
    }
  });
});
