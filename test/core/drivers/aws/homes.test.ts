import { afterEach, describe, expect, it } from 'vitest';
import type { Homes, Reading } from '../../../../src/core/ports/cloud.ts';
import type { Home } from '../../../../src/core/ports/instance.ts';
import { createAddresses } from '../../../../src/core/estate/addresses.ts';
import type { Fault, SeenRequest } from '../../../peers/aws/server.ts';
import { openAwsHouse, regions, type AwsHouseOptions } from './house.ts';

type House = Awaited<ReturnType<typeof openAwsHouse>>;
const reading = (): Reading => ({ signal: AbortSignal.timeout(30_000) });
const never = new Promise(() => {});

let house: House;
const open = async (accounts?: AwsHouseOptions['accounts']): Promise<House> => {
  house = await openAwsHouse(accounts && { accounts });
  return house;
};
afterEach(() => house.close());

const named = (homes: readonly Home[]): readonly string[] =>
  homes.map(({ account, region }) => `${account.name} ${region}`).toSorted();
const all = ['demo-dev', 'demo-prod'].flatMap((name) => regions.map((region) => `${name} ${region}`)).toSorted();
/** These were read partly, and all others whole. */
const expectPartly = ({ whole, partly }: Homes, wanted: readonly string[], of: readonly string[] = all): void => {
  expect(named(partly)).toEqual(wanted.toSorted());
  expect(named(whole)).toEqual(of.filter((one) => !wanted.includes(one)).toSorted());
};
/** Fails calls of one API in one place. */
const only =
  (api: string, place: string, fault: (calls: number) => Fault | undefined) =>
  (seen: SeenRequest): Fault | undefined => {
    const isIt = ({ action, accountId, region }: SeenRequest): boolean =>
      action === api && `${accountId === '111122223333' ? 'demo-prod' : 'demo-dev'} ${region}` === place;
    return isIt(seen) ? fault(house.peer.seen.filter(isIt).length) : undefined;
  };
const place = 'demo-dev us-east-1';

describe('where a list was read whole', () => {
  it.each<[what: string, fault: (calls: number) => Fault | undefined]>([
    ['is not where AWS refuses it', () => ({ refuse: 'UnauthorizedOperation' })],
    ['is not where AWS does not answer', () => 'reset-before'],
    ['is not where one of its pages fails', (calls) => (calls > 2 ? { refuse: 'InvalidPaginationToken' } : undefined)],
    [
      'is not where some of its records cannot be read',
      () => ({ rewrites: (text) => text.replace('<volumeId>', '<x>').replace('</volumeId>', '</x>') }),
    ],
  ])('%s', async (_, fault) => {
    const { cloud, peer } = await open();
    peer.fault = only('DescribeVolumes', place, fault);
    const { homes, gaps } = await cloud.volumes({}, reading());
    expect(gaps).toHaveLength(1);
    expectPartly(homes, [place]);
  });

  it('is not in an account that could not be entered, which was not asked', async () => {
    const { cloud } = await open([
      { name: 'stranger', profile: 'stranger', regions },
      { name: 'demo-dev', profile: 'dev', regions },
    ]);
    const { homes, gaps } = await cloud.reservations({}, reading());
    expect(gaps).toHaveLength(1);
    expectPartly(
      homes,
      [],
      all.filter((one) => one.startsWith('demo-dev')),
    );
  });

  it('is told once of an account that has two names', async () => {
    const { cloud } = await open([
      { name: 'demo-dev', profile: 'dev', regions: ['us-east-1'] },
      { name: 'twin', profile: 'dev', regions: ['us-east-1', 'eu-west-1'] },
    ]);
    const { homes } = await cloud.addresses({}, reading());
    expectPartly(homes, [], ['demo-dev us-east-1', 'twin eu-west-1']);
  });

  it('is not where a stop came before its end', async () => {
    const { cloud, peer } = await open();
    peer.fault = ({ service, region }) => (service === 'ec2' && region === 'eu-west-1' ? { until: never } : undefined);
    const stop = new AbortController();
    const seen = (done: number): void => {
      if (done === 4) stop.abort(new Error('enough'));
    };
    const { homes } = await cloud.instances({}, { ...reading(), stop: stop.signal, seen });
    expectPartly(homes, ['demo-dev eu-west-1', 'demo-prod eu-west-1']);
  });
});

describe('where the verdicts on addresses are made from everything', () => {
  const held = ['demo-dev us-east-1', 'demo-prod us-east-1', 'demo-prod eu-west-1'];
  it.each<[api: string, partly: readonly string[]]>([
    ['DescribeAddresses', all],
    // Of instances and interfaces those alone are read that hold an address, and of transfers those of what would idle.
    ['DescribeInstances', held],
    ['DescribeNetworkInterfaces', ['demo-dev us-east-1', 'demo-prod us-east-1']],
    ['DescribeAddressTransfers', ['demo-dev us-east-1', 'demo-prod eu-west-1']],
    ['DescribeAddressesAttribute', ['demo-dev us-east-1', 'demo-prod eu-west-1']],
  ])('is not where %s fails and is needed', async (api, partly) => {
    const { cloud, clock, peer } = await open();
    const addresses = createAddresses(cloud, clock);
    peer.fault = ({ action }) => (action === api ? { refuse: 'UnauthorizedOperation' } : undefined);
    expectPartly((await addresses.elastic({}, reading())).homes, partly);
    // With the instances go the addresses that AWS lends them: without one of the lists nothing is told whole.
    expectPartly((await addresses.list([], reading())).homes, api === 'DescribeInstances' ? all : partly);
  });

  it('is everywhere where nothing fails', async () => {
    const { cloud, clock } = await open();
    const addresses = createAddresses(cloud, clock);
    expectPartly((await addresses.elastic({}, reading())).homes, []);
    expectPartly((await addresses.list([], reading())).homes, []);
  });
});

it('reads Capacity Reservations in pages', async () => {
  const { cloud, peer } = await open([{ name: 'demo-prod', profile: 'prod', regions: ['us-east-1'] }]);
  const record = (capacityReservationId: string) => ({
    capacityReservationId,
    totalInstanceCount: 1,
    availableInstanceCount: 1,
  });
  const pages = [
    { capacityReservationSet: [record('cr-1')], nextToken: 'more' },
    { capacityReservationSet: [record('cr-2')] },
  ];
  peer.fault = ({ action }) => {
    const page = action === 'DescribeCapacityReservations' ? pages.shift() : undefined;
    return page && { answers: page };
  };
  const { items, gaps } = await cloud.reservations({}, reading());
  expect(gaps).toEqual([]);
  expect(items.map(({ id }) => id)).toEqual(['cr-1', 'cr-2']);
});
