import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reading } from '../../../../src/core/ports/cloud.ts';
import { createAddresses } from '../../../../src/core/estate/addresses.ts';
import { plain } from '../../../../src/core/text.ts';
import type { SeenRequest } from '../../../peers/aws/server.ts';
import { openAwsHouse, type AwsHouseOptions } from './house.ts';

type House = Awaited<ReturnType<typeof openAwsHouse>>;
const reading = (): Reading => ({ signal: AbortSignal.timeout(30_000) });
const homeRegions = ['us-east-1', 'eu-west-1', 'ap-northeast-1'];
/** More than there are turns; but for three of them nothing is there. */
const manyRegions = [...homeRegions, ...Array.from({ length: 37 }, (_, index) => `xx-test-${index + 1}`)];
const prodIn = (regions: readonly string[]): NonNullable<AwsHouseOptions['accounts']> => [
  { name: 'demo-prod', profile: 'prod', regions },
];

let house: House;
const open = async (accounts?: AwsHouseOptions['accounts']): Promise<House> => {
  house = await openAwsHouse(accounts && { accounts });
  return house;
};
afterEach(() => house.close());

/** Calls to EC2 by API and place, each with how often. */
const callsOf = (seen: readonly SeenRequest[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { service, action, accountId, region } of seen) {
    if (service !== 'ec2') continue;
    const key = `${action} ${accountId} ${region}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

/** What the peer holds at each place, and how many of its pages of seven a list of so many takes. */
async function places({ ec2 }: House) {
  const world = await ec2.world();
  const pagesOf = (count: number): number => Math.max(1, Math.ceil(count / 7));
  return ec2.accounts.flatMap(({ id: accountId }) =>
    homeRegions.map((region) => {
      const own = <T extends { readonly accountId: string; readonly region: string }>(all: Iterable<T>): readonly T[] =>
        [...all].filter((one) => one.accountId === accountId && one.region === region);
      return {
        key: `${accountId} ${region}`,
        pagesOf,
        instances: own(world.instances.values()),
        addresses: own(world.addresses.values()),
      };
    }),
  );
}

describe('a scan makes no call that its answer does not need', () => {
  it('`addresses idle`: one list of addresses a place, and of instances and interfaces those alone that hold one', async () => {
    const { cloud, clock, peer } = await open();
    const addresses = createAddresses(cloud, clock);
    const { items, gaps } = await addresses.idle([], reading());
    expect(gaps).toEqual([]);
    expect(items.length).toBeGreaterThan(3);
    const asked = new Set(items.map(({ account, region }) => `${account.id} ${region}`));
    const expected: Record<string, number> = {};
    for (const { key, addresses: own, pagesOf } of await places(house)) {
      expected[`DescribeAddresses ${key}`] = 1;
      const holders = new Set(own.flatMap(({ instanceId }) => instanceId ?? []));
      if (holders.size > 0) expected[`DescribeInstances ${key}`] = pagesOf(holders.size);
      const interfaces = own.flatMap(({ instanceId, networkInterfaceId, networkInterfaceOwnerId, accountId }) =>
        instanceId === undefined &&
        networkInterfaceId !== undefined &&
        (networkInterfaceOwnerId ?? accountId) === accountId
          ? [networkInterfaceId]
          : [],
      );
      if (interfaces.length > 0) expected[`DescribeNetworkInterfaces ${key}`] = pagesOf(interfaces.length);
    }
    const calls = callsOf(peer.seen);
    expect(Object.fromEntries(Object.entries(calls).filter(([key]) => key in expected))).toEqual(expected);
    const details = Object.keys(calls).filter((key) => !(key in expected));
    // Of candidates: those that idle, and those that a transfer alone keeps from it.
    for (const key of details) expect(key).toMatch(/^DescribeAddress(?:Transfers|esAttribute) /);
    for (const place of asked) expect(details).toContain(`DescribeAddressTransfers ${place}`);
  });

  it('`addresses`: one list of addresses and one page set of instances a place', async () => {
    const { cloud, clock, peer } = await open();
    await createAddresses(cloud, clock).list([], reading());
    const calls = callsOf(peer.seen);
    for (const { key, instances, pagesOf } of await places(house)) {
      expect(calls[`DescribeAddresses ${key}`]).toBe(1);
      expect(calls[`DescribeInstances ${key}`]).toBe(pagesOf(instances.length));
    }
  });

  it('one address by name: instances are read where its own is, and nowhere else', async () => {
    const { cloud, clock, peer } = await open();
    const addresses = createAddresses(cloud, clock);
    const { items } = await cloud.addresses({}, reading());
    const held = items.find(({ instanceId }) => instanceId !== undefined);
    if (held === undefined) throw new Error('no address is held');
    peer.seen.splice(0);
    await addresses.one(held.publicIp, {}, reading());
    const instanceCalls = Object.entries(callsOf(peer.seen)).filter(([key]) => key.startsWith('DescribeInstances'));
    expect(instanceCalls).toEqual([[`DescribeInstances ${held.account.id} ${held.region}`, 1]]);
  });

  it('instances by id: by filter, and where that takes several calls, a page of everything first', async () => {
    const { cloud, peer } = await open(prodIn(homeRegions));
    const { items } = await cloud.instances({}, reading());
    const [one] = items;
    if (one === undefined) throw new Error('there are no instances');
    const unknown = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...one, id: `i-${String(index).padStart(17, '0')}` }));
    const callsFor = async (ids: readonly (typeof one)[]): Promise<number> => {
      peer.seen.splice(0);
      await cloud.instancesById(ids, reading());
      return peer.seen.filter(({ action }) => action === 'DescribeInstances').length;
    };
    expect(await callsFor([one, ...unknown(199)])).toBe(1);
    const few = [...homeRegions].find((region) => items.filter((item) => item.region === region).length <= 7);
    const small = items.find(({ region }) => region === few);
    if (small !== undefined)
      expect(await callsFor([...unknown(500).map((item) => ({ ...item, region: small.region })), small])).toBe(1);
    const large = homeRegions.find((region) => items.filter((item) => item.region === region).length > 7);
    if (large !== undefined)
      expect(await callsFor(unknown(500).map((item) => ({ ...item, region: large })))).toBe(1 + 3);
  });
});

describe('reads that are under way', () => {
  const list = (joins: boolean, signal: AbortSignal = reading().signal) => house.cloud.instances({}, { signal, joins });
  const listCalls = () => house.peer.seen.filter(({ action }) => action === 'DescribeInstances').length;
  /** Calls of one list. */
  let whole = 0;
  beforeEach(async () => {
    await open(prodIn(homeRegions));
    await list(false);
    whole = listCalls();
    house.peer.seen.splice(0);
  });

  it('are shared by those who ask the same at the same time, and make one set of calls', async () => {
    const seen: string[] = [];
    const watch = (who: string) => ({
      ...reading(),
      joins: true,
      seen: (done: number, of: number) => void seen.push(`${who} ${done}/${of}`),
    });
    const [one, two] = await Promise.all([
      house.cloud.instances({}, watch('maria')),
      house.cloud.instances({}, watch('kenji')),
    ]);
    expect(two).toBe(one);
    expect(listCalls()).toBe(whole);
    expect(seen).toContain('maria 3/3');
    expect(seen).toContain('kenji 3/3');
    await list(true);
    expect(listCalls(), 'what has ended is not kept').toBe(2 * whole);
  });

  it('go on for the other when one gives up, and end when nobody waits', async () => {
    let go = (): void => {};
    const until = new Promise<void>((resolve) => (go = resolve));
    house.peer.fault = () => ({ until });
    const [maria, kenji] = [new AbortController(), new AbortController()];
    const [one, two] = [list(true, maria.signal), list(true, kenji.signal)];
    maria.abort(new Error('stopped by Ctrl-C'));
    await expect(one).rejects.toThrow('stopped by Ctrl-C');
    go();
    expect((await two).items.length).toBeGreaterThan(5);
    house.peer.fault = () => ({ until: new Promise(() => {}) });
    house.peer.seen.splice(0);
    const three = list(true, kenji.signal);
    await vi.waitFor(() => expect(listCalls()).toBe(3));
    kenji.abort(new Error('stopped by Ctrl-C'));
    await expect(three).rejects.toThrow('stopped by Ctrl-C');
    house.peer.fault = () => undefined;
    expect((await list(true)).gaps, 'who comes then does not wait for what was ended').toEqual([]);
  });

  it('are not joined by what must be read anew, nor by anything that is asked after a change', async () => {
    const { items } = await list(false);
    const web = items.find(({ state }) => state === 'running');
    if (web === undefined) throw new Error('nothing runs');
    house.peer.seen.splice(0);
    await Promise.all([list(true), list(false)]);
    expect(listCalls(), 'a plan reads anew').toBe(2 * whole);
    house.peer.seen.splice(0);
    const before = list(true);
    await house.control.dryRun('stop', [web], reading().signal);
    const after = list(true);
    await Promise.all([before, after]);
    expect(listCalls(), 'after a change').toBe(2 * whole);
  });
});

describe('the load on AWS', () => {
  it('is 25 reads at once, whoever asks, and a small question is not behind a whole scan', async () => {
    const { cloud, peer } = await open(prodIn(manyRegions));
    await cloud.instances({ regions: ['us-east-1'] }, reading());
    peer.seen.splice(0);
    let go = (): void => {};
    const until = new Promise<void>((resolve) => (go = resolve));
    peer.fault = ({ region }) => (region === 'us-east-1' && peer.seen.length > 30 ? undefined : { until });
    const scan = cloud.addresses({}, reading());
    await vi.waitFor(() => expect(peer.seen).toHaveLength(25));
    const small = cloud.volumes({ regions: ['eu-west-1'] }, reading());
    const other = cloud.addresses({}, reading());
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(peer.seen).toHaveLength(25);
    go();
    const listings = await Promise.all([scan, small, other]);
    expect(listings.flatMap(({ gaps }) => gaps)).toEqual([]);
    const order = peer.seen.map(({ action }) => action);
    expect(order.indexOf('DescribeVolumes'), 'it had a turn of the first that were free').toBeLessThan(30);
  });

  it('is within one budget of retries an account and service, however many regions fail', async () => {
    const { cloud, peer } = await open(prodIn(manyRegions));
    peer.fault = ({ service }) => (service === 'ec2' ? 'reset-before' : undefined);
    const { items, gaps } = await cloud.addresses({}, reading());
    expect(items).toEqual([]);
    expect(gaps).toHaveLength(1);
    const calls = peer.seen.filter(({ service }) => service === 'ec2').length;
    // The SDK's budget is 500, of which a retry after a broken connection costs 14: 35 for all, not 3 for each of 40.
    expect(calls).toBe(40 + 35);
  });

  it('tells how far it is, and can be stopped', async () => {
    const { cloud, peer } = await open(prodIn(manyRegions));
    const stop = new AbortController();
    const seen: number[] = [];
    const scan = cloud.addresses(
      {},
      {
        signal: stop.signal,
        seen(done, of) {
          expect(of).toBe(40);
          seen.push(done);
          if (done === 5) stop.abort(new Error('stopped by Ctrl-C'));
        },
      },
    );
    await expect(scan).rejects.toThrow('stopped by Ctrl-C');
    expect(seen.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(peer.seen.filter(({ action }) => action === 'DescribeAddresses').length).toBeLessThan(40);
  });
});

describe('what is missing', () => {
  const told = async (cut: (request: SeenRequest) => boolean): Promise<readonly string[]> => {
    house.peer.fault = (request) => (cut(request) ? { refuse: 'UnauthorizedOperation' } : undefined);
    const { gaps } = await house.cloud.addresses({}, reading());
    return gaps.map(({ what }) => plain(what).replace(/, request [0-9a-f-]+/, '')).toSorted();
  };
  const refused = 'AWS refused: the role lacks the right for this, or a policy denies it (UnauthorizedOperation).';

  it('is told place by place where it is little', async () => {
    await open(prodIn(manyRegions));
    expect(await told(({ region }) => ['eu-west-1', 'us-east-1'].includes(region))).toEqual([
      `demo-prod in eu-west-1: ${refused}`,
      `demo-prod in us-east-1: ${refused}`,
    ]);
  });

  it('is told by account where many regions fail alike', async () => {
    await open(prodIn(manyRegions));
    expect(await told(({ region }) => region.startsWith('xx-'))).toEqual([
      expect.stringMatching(
        /^37 regions of demo-prod \(xx-test-\d+(?:, xx-test-\d+){4} and 32 more\): AWS refused: the role lacks the right/,
      ),
    ]);
  });

  it('is told once where many accounts fail alike, and the others answer', async () => {
    const names = ['a', 'b', 'c', 'd'];
    // Names of one account that share no region are read each for itself.
    await open([
      ...names.map((name, at) => ({ name, profile: 'prod', regions: manyRegions.slice(at * 3, at * 3 + 3) })),
      { name: 'demo-dev', profile: 'dev', regions: homeRegions },
    ]);
    const ofProd = ({ accountId, service }: SeenRequest) => accountId === '111122223333' && service === 'ec2';
    expect(await told(ofProd)).toEqual([`12 regions of 4 accounts (a, b, c, d): ${refused}`]);
    expect((await house.cloud.addresses({}, reading())).items.every(({ account }) => account.name === 'demo-dev')).toBe(
      true,
    );
  });

  it('is told once where many accounts cannot be entered at all', async () => {
    const names = ['a', 'b', 'c', 'd'];
    await open([
      ...names.map((name) => ({ name, profile: 'stranger', regions: homeRegions })),
      { name: 'demo-dev', profile: 'dev', regions: homeRegions },
    ]);
    const { items, gaps } = await house.cloud.addresses({}, reading());
    expect(gaps.map(({ what }) => plain(what))).toEqual([
      expect.stringMatching(
        /^account a, whose profile is stranger: AWS refused: the credentials are wrong.* So it is with 3 more accounts: b, c, d\.$/,
      ),
    ]);
    expect(items.length).toBeGreaterThan(3);
  });

  it('of who uses addresses is told, and the addresses that can be judged without it still are', async () => {
    const { cloud, clock, peer } = await open();
    const addresses = createAddresses(cloud, clock);
    const whole = await addresses.idle([], reading());
    peer.fault = ({ action }) => (action === 'DescribeInstances' ? { refuse: 'UnauthorizedOperation' } : undefined);
    const { items, gaps } = await addresses.idle([], reading());
    expect(gaps.map(({ what }) => plain(what))).toEqual(gaps.map(() => expect.stringContaining('lacks the right')));
    expect(gaps.length).toBeGreaterThan(0);
    const free = whole.items.filter(({ address }) => address?.instanceId === undefined).map(({ ip }) => ip);
    expect(items.map(({ ip }) => ip).toSorted()).toEqual(free.toSorted());
  });
});
