import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLately, sightingLately } from '../../../src/core/estate/lately.ts';
import type { Home } from '../../../src/core/ports/instance.ts';
import { openMachine, type Machine } from '../../terminal.ts';

const signal = AbortSignal.timeout(60_000);

describe('what we had lately', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await openMachine();
  });
  afterAll(() => machine.close());

  const lately = () => {
    const { cloud, addresses } = machine.house.core;
    return createLately({ cloud, addresses, clock: machine.clock, over: new AbortController().signal });
  };

  it('is what the cloud tells, and the same list to who asks again', async () => {
    const all = lately();
    const { items } = await machine.house.core.cloud.instances({}, { signal });
    const instances = await all.instances(signal);
    expect(new Set(instances.map(({ id }) => id))).toEqual(new Set(items.map(({ id }) => id)));
    expect(await all.instances(signal)).toBe(instances);
    const ips = (listed: readonly { readonly ip: string }[]) => listed.map(({ ip }) => ip).toSorted();
    expect(ips(await all.addresses(signal))).toEqual(
      ips((await machine.house.core.addresses.list([], { signal })).items),
    );
    expect(await all.volumes(signal)).toEqual((await machine.house.core.cloud.volumes({}, { signal })).items);
  });

  it('is of accounts and regions that somebody sees, as one list to all who see the same', async () => {
    const all = lately();
    const of = sightingLately(all);
    const inDev = ({ account, region }: Home) => account.name === 'demo-dev' && region === 'us-east-1';
    const [one, same] = [of({ sees: inDev }), of({ sees: inDev })];
    const seen = await one.instances(signal);
    expect(seen).toEqual((await all.instances(signal)).filter(inDev));
    expect(seen.length).toBeGreaterThan(0);
    expect(await same.instances(signal)).toBe(seen);
    expect(await one.addresses(signal)).toEqual((await all.addresses(signal)).filter(inDev));
    expect(await one.volumes(signal)).toEqual((await all.volumes(signal)).filter(inDev));
    expect(await of({ sees: () => false }).instances(signal)).toEqual([]);
    expect(await of({ sees: () => true }).instances(signal)).toBe(await all.instances(signal));
  });

  it('asks about each account and region once', async () => {
    const asked: string[] = [];
    const sees = ({ account, region }: Home) => {
      asked.push(`${account.name} ${region}`);
      return true;
    };
    await sightingLately(lately())({ sees }).instances(signal);
    expect(asked.length).toBe(new Set(asked).size);
  });
});
