import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAddresses } from '../../../src/core/estate/addresses.ts';
import type { Cloud, Scan } from '../../../src/core/ports/cloud.ts';
import type { Home } from '../../../src/core/ports/instance.ts';
import { openMachine, type Machine } from '../../terminal.ts';

let machine: Machine;
let own: Cloud;
const reading = { signal: new AbortController().signal };
beforeAll(async () => {
  machine = await openMachine();
  own = machine.house.core.cloud;
});
afterAll(() => machine.close());

/** A read in which nobody was asked, as of accounts that could not be entered at that moment. */
const unasked = async <T>(listing: Promise<Scan<T>>): Promise<Scan<T>> => ({
  ...(await listing),
  items: [],
  homes: { whole: [], partly: [] },
});
const named = (homes: readonly Home[]): readonly string[] =>
  homes.map(({ account, region }) => `${account.name} ${region}`).toSorted();

it.each<[what: string, cloud: () => Cloud, partly: readonly string[]]>([
  ['nothing', () => own, []],
  [
    'the instances that hold some',
    () => ({ ...own, instances: (...args) => unasked(own.instances(...args)) }),
    ['demo-dev us-east-1', 'demo-prod eu-west-1', 'demo-prod us-east-1'],
  ],
  [
    'the interfaces that some are on',
    () => ({ ...own, interfaces: (...args) => unasked(own.interfaces(...args)) }),
    ['demo-dev us-east-1', 'demo-prod us-east-1'],
  ],
  [
    'the transfers of those that may idle',
    () => ({ ...own, addressDetails: (...args) => unasked(own.addressDetails(...args)) }),
    ['demo-dev us-east-1', 'demo-prod eu-west-1'],
  ],
])('verdicts are whole where all was asked that they are made from: without %s', async (_, cloudOf, partly) => {
  const cloud = cloudOf();
  const addresses = createAddresses(cloud, machine.clock);
  const all = named((await own.addresses({}, reading)).homes.whole);
  const { homes } = await addresses.over(
    await cloud.addresses({}, reading),
    await cloud.instances({}, reading),
    reading,
  );
  expect(named(homes.partly)).toEqual(partly);
  expect(named(homes.whole)).toEqual(all.filter((one) => !partly.includes(one)));
});

it('verdicts are not whole where the transfers of those that turned out to idle failed, though others were told', async () => {
  let calls = 0;
  const cloud: Cloud = {
    ...own,
    async addressDetails(...args) {
      const found = await own.addressDetails(...args);
      return (calls += 1) === 1 ? found : { ...found, items: [], homes: { whole: [], partly: found.homes.whole } };
    },
  };
  const [addresses, instances] = [await cloud.addresses({}, reading), await cloud.instances({}, reading)];
  const { homes } = await createAddresses(cloud, machine.clock).over(addresses, instances, reading);
  expect(calls).toBe(2);
  expect(named(homes.partly)).toEqual(['demo-dev us-east-1', 'demo-prod eu-west-1']);
});
