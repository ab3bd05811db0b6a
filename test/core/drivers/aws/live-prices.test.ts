import { afterEach, describe, expect, it } from 'vitest';
import { runningCost } from '../../../../src/core/estate/running-cost.ts';
import { exact } from '../../../../src/core/money.ts';
import type { Product } from '../../../../src/core/ports/price-list.ts';
import { isProblem } from '../../../../src/core/problem.ts';
import { plain } from '../../../../src/core/text.ts';
import { dayMs, hourMs, minuteMs } from '../../../../src/core/time.ts';
import type { WireProduct } from '../../../peers/aws/prices.ts';
import type { Fault } from '../../../peers/aws/server.ts';
import { instance } from '../../changes/instance.ts';
import { openAwsHouse, type AwsHouseOptions } from './house.ts';
import { samples } from './samples.ts';

let house: Awaited<ReturnType<typeof openAwsHouse>>;
afterEach(() => house.close());
const account = { name: 'demo-prod', profile: 'prod', regions: ['us-east-1'] };
const open = async (options: AwsHouseOptions = {}) => {
  house = await openAwsHouse({ accounts: [account], ...options });
  return house.openPrices();
};
const reading = () => ({ signal: AbortSignal.timeout(20_000) });
/** The SDK waits between its tries by the real clock. */
const realBackOffMs = 30_000;
const calls = (service: string) => house.peer.seen.filter((one) => one.service === service).length;

/** A product as the price list has it, with a price of one unit. */
const listed = (
  usagetype: string,
  price: string,
  some: Readonly<Record<string, string>> = {},
  { unit = 'Hrs', productFamily = 'Compute Instance', currency = 'USD' } = {},
): WireProduct => ({
  product: {
    sku: `SKU-${usagetype}-${price}`,
    productFamily,
    attributes: { servicecode: 'AmazonEC2', regionCode: 'us-east-1', usagetype, operation: '', ...some },
  },
  terms: {
    OnDemand: { one: { priceDimensions: { one: { unit, pricePerUnit: { [currency]: price } } }, termAttributes: {} } },
  },
  publicationDate: '2026-11-20T00:00:00Z',
});
const machine = (price: string, some: Readonly<Record<string, string>> = {}) =>
  listed('BoxUsage:m5.large', price, {
    instanceType: 'm5.large',
    operatingSystem: 'Linux',
    preInstalledSw: 'NA',
    licenseModel: 'No License required',
    tenancy: 'Shared',
    capacitystatus: 'Used',
    operation: 'RunInstances',
    ...some,
  });
const m5: Product = { type: 'm5.large', region: 'us-east-1', os: 'linux' };
const told = async (prices: Awaited<ReturnType<typeof open>>, product = m5) => {
  const rate = await prices.onDemand(product, reading());
  return isProblem(rate) ? rate.problem : `${exact(rate.perHour)} ${rate.source.name} ${rate.asOf}`;
};

describe('prices of AWS', () => {
  it('are asked once for equal questions, told at once when they are a day old, and read anew behind it', async () => {
    const products = [machine('0.5')];
    const prices = await open({ products });
    await Promise.all([told(prices), told(prices), told(prices)]);
    expect(calls('pricing')).toBe(1);
    const readAt = house.clock.now();
    products[0] = machine('0.6');
    await house.pass(dayMs);
    const old = await prices.onDemand(m5, reading());
    expect(old).toMatchObject({ readAt, asOf: '2026-11-20' });
    expect(!isProblem(old) && exact(old.perHour)).toBe('$0.5');
    await expect.poll(() => told(prices)).toBe('$0.6 AWS 2026-11-20');
    expect(calls('pricing')).toBe(2);
  });

  it('are warm after a restart, with AWS away and their age told', async () => {
    await told(await open({ products: [machine('0.5')] }));
    const readAt = house.clock.now();
    await house.pass(3 * hourMs);
    house.peer.fault = () => 'reset-before';
    const rate = await (await house.openPrices()).onDemand(m5, reading());
    expect(rate).toMatchObject({ readAt, source: { name: 'AWS' } });
    await house.pass(60 * dayMs);
    expect(await told(await house.openPrices())).toBe('$0.5 AWS 2026-11-20');
  });

  it.each<[string, Fault]>([
    ['is away', 'reset-before'],
    ['says it is asked too often', { refuse: 'ThrottlingException' }],
    ['refuses', { refuse: 'AccessDeniedException' }],
    ['is a proxy’s page, with a status of success', { page: '<html>hello</html>', status: 200 }],
    ['is a proxy’s page', { page: '<html>Bad gateway</html>', status: 502 }],
    ['gives another answer', { json: { hello: 1 } }],
    ['gives products of another form', { json: { PriceList: ['garbage', '{"product":{}}'] } }],
    ['breaks off', 'truncate'],
  ])(
    'where AWS %s the catalogue answers with its date, and AWS is left alone for a minute',
    async (_, fault) => {
      const prices = await open({ products: [machine('0.5')] });
      house.peer.fault = ({ service }) => (service === 'pricing' ? fault : undefined);
      expect(await told(prices)).toBe('$0.096 embedded catalogue 2026-07');
      const asked = calls('pricing');
      expect(await told(prices, { ...m5, type: 'm5.xlarge' })).toBe('$0.192 embedded catalogue 2026-07');
      // What nobody knows is not made up.
      expect(['cloud-away', 'cloud-refused']).toContain(await told(prices, { ...m5, type: 'm5.huge' }));
      expect(calls('pricing')).toBe(asked);
      await house.pass(minuteMs);
      house.peer.fault = () => undefined;
      expect(await told(prices)).toBe('$0.5 AWS 2026-11-20');
    },
    realBackOffMs,
  );

  it('pick none of two products that match, and name both', async () => {
    const prices = await open({ products: [machine('0.5'), machine('0.6')] });
    const rate = await prices.onDemand(m5, reading());
    if (!isProblem(rate)) throw new Error('one was picked');
    expect(plain(rate.what)).toContain('SKU-BoxUsage:m5.large-0.5 ($0.5) and SKU-BoxUsage:m5.large-0.6 ($0.6)');
  });

  it.each<[string, readonly WireProduct[]]>([
    ['nothing', []],
    ['a price of 0', [machine('0.0000000000')]],
    ['a Capacity Block', [machine('1.5', { marketoption: 'CapacityBlock' })]],
    ['a price by the month', [{ ...machine('1.5'), terms: listed('x', '1.5', {}, { unit: 'Mo' }).terms }]],
  ])('with %s in the list it is not sold, whatever the catalogue says', async (_, products) => {
    expect(await told(await open({ products }))).toBe('no-price');
  });

  it('hold against a list that knows no filters', async () => {
    const prices = await open();
    house.peer.fault = ({ service }) =>
      service === 'pricing'
        ? {
            json: {
              PriceList: [
                machine('0.5'),
                machine('0.7', { operation: 'RunInstances:0002', operatingSystem: 'Windows' }),
              ]
                .concat([machine('0.8', { tenancy: 'Dedicated' }), machine('0.9', { instanceType: 'm5.xlarge' })])
                .map((one) => JSON.stringify(one)),
            },
          }
        : undefined;
    expect(await told(prices)).toBe('$0.5 AWS 2026-11-20');
  });

  it.each([
    ['us-east-1', 'us-east-1', 'us-east-1'],
    ['eu-west-1', 'ap-southeast-2', 'eu-central-1'],
    ['ap-northeast-1', 'us-west-2', 'ap-south-1'],
    ['us-gov-west-1', 'us-gov-west-1', 'us-east-1'],
    ['cn-north-1', 'cn-north-1', 'cn-northwest-1'],
    ['eusc-de-east-1', 'eusc-de-east-1', 'eusc-de-east-1'],
  ])('an account at home in %s asks for prices in %s at the endpoint in %s', async (home, region, endpoint) => {
    const prices = await open({
      accounts: [{ ...account, regions: [home] }],
      products: [machine('0.5', { regionCode: region })],
    });
    expect(await told(prices, { ...m5, region })).toBe('$0.5 AWS 2026-11-20');
    expect(house.peer.seen.filter(({ service }) => service === 'pricing').map((one) => one.region)).toEqual([endpoint]);
  });

  it('in China are not asked with an account of elsewhere, and stay in their currency', async () => {
    const gp3 = samples.products.filter(({ product }) => product.attributes['regionCode'] === 'cn-northwest-1');
    const volume = { region: 'cn-northwest-1', kind: 'gp3', sizeGiB: 100 };
    let prices = await open({ products: gp3 });
    await prices.prepare([volume.region], reading());
    expect(prices.volumePerMonth(volume)).toMatchObject({ problem: 'no-price' });
    expect(calls('pricing')).toBe(0);
    await house.close();
    prices = await open({ products: gp3, accounts: [{ ...account, regions: [volume.region] }] });
    await prices.prepare([volume.region], reading());
    const price = prices.volumePerMonth(volume);
    expect(isProblem(price) ? price : exact(price)).toBe('CNY 53.12');
    expect(prices.publicIpv4(volume.region)).toMatchObject({ problem: 'no-price' });
  });
});

describe('what is billed besides shared On-Demand', () => {
  it('a Dedicated Instance has its own price, and the fee of its region is named, not added', async () => {
    const prices = await open({
      products: [machine('0.5'), machine('0.53', { tenancy: 'Dedicated', usagetype: 'DedicatedUsage:m5.large' })],
    });
    const rate = await prices.ofInstance(instance({ tenancy: 'dedicated' }), reading());
    if (isProblem(rate)) throw new Error(plain(rate.what));
    expect(exact(rate.perHour)).toBe('$0.53');
    expect(plain(rate.besides ?? [])).toContain('$2 an hour');
  });

  it('what runs on a Dedicated Host is billed on the host, whose price is told', async () => {
    const host = { productFamily: 'Dedicated Host' };
    const prices = await open({
      products: [
        listed('HostUsage:m5', '5.069', { instanceType: 'm5', tenancy: 'Host' }, host),
        listed('ReservedHostUsage:m5', '3', { instanceType: 'm5', tenancy: 'Host' }, host),
      ],
    });
    const rate = await prices.ofInstance(instance({ tenancy: 'host' }), reading());
    expect(isProblem(rate) && plain(rate.what)).toBe(
      'it runs on a Dedicated Host: the host is billed (m5, $5.069 an hour), not the instance.',
    );
  });

  it('a Spot Instance costs what its own account’s zone says, and what else has no price', async () => {
    const at = { Timestamp: '2026-11-24T09:00:00Z', InstanceType: 'm5.large', ProductDescription: 'Linux/UNIX' };
    const spot = new Map([
      [
        'us-east-1',
        [
          { ...at, AvailabilityZone: 'us-east-1a', SpotPrice: '0.043700' },
          { ...at, AvailabilityZone: 'us-east-1b', SpotPrice: '0.038900' },
        ],
      ],
    ]);
    const prices = await open({ sold: { spot } });
    const own = { account: { name: 'demo-prod', id: '111122223333' }, lifecycle: 'spot' } as const;
    const whole = { instance: instance({ ...own, zone: 'us-east-1b' }), volumes: [], addresses: [] };
    const cost = await runningCost(whole, prices, reading());
    expect(exact(cost.perHour)).toBe('$0.0389');
    expect(cost.rate).toMatchObject({ readAt: house.clock.now(), asOf: '2026-11-24' });
    expect(await prices.ofInstance(instance({ ...own, zone: 'us-east-1c' }), reading())).toMatchObject({
      problem: 'no-price',
    });
    expect(calls('ec2')).toBe(1);
    await house.pass(10 * minuteMs);
    house.peer.fault = () => 'reset-before';
    const later = await (await house.openPrices()).ofInstance(whole.instance, reading());
    expect(later).toMatchObject({ readAt: house.clock.now() - 10 * minuteMs });
  });

  it.each([
    ['linux', '$0.05'],
    ['windows', '$0.096'],
  ] as const)('surplus CPU credits of T3 with %s cost %s', async (os, expected) => {
    const credits = { productFamily: 'CPU Credits', unit: 'vCPU-Hours' };
    const prices = await open({
      products: [
        listed('CPUCredits:t3', '0.05', { operatingSystem: 'Linux' }, credits),
        listed('CPUCredits:t3', '0.096', { operatingSystem: 'Windows' }, credits),
        listed('CPUCredits:t3a', '0.04', { operatingSystem: 'Linux' }, credits),
      ],
    });
    const rate = await prices.cpuCredits('t3', 'us-east-1', os, reading());
    expect(isProblem(rate) ? plain(rate.what) : exact(rate.perHour)).toBe(expected);
  });
});

describe('volumes and addresses of a region', () => {
  const storage = (name: string, price: string, unit = 'GB-Mo') =>
    listed(`EUC1-EBS:VolumeUsage${name}`, price, { regionCode: 'eu-central-1' }, { productFamily: 'Storage', unit });
  const operation = (name: string, price: string, unit = 'IOPS-Mo', productFamily = 'System Operation') =>
    listed(`EUC1-EBS:VolumeP-${name}`, price, { regionCode: 'eu-central-1' }, { productFamily, unit });
  const address = (use: string, price: string) =>
    listed(
      `EUC1-PublicIPv4:${use}Address`,
      price,
      { servicecode: 'AmazonVPC', regionCode: 'eu-central-1', group: 'VPCPublicIPv4Address' },
      { productFamily: '' },
    );
  const products = [
    storage('', '0.059'),
    storage('.gp2', '0.119'),
    storage('.gp3', '0.0952'),
    storage('.piops', '0.149'),
    storage('.io2', '0.149', 'GB-month'),
    operation('IOPS.gp3', '0.006'),
    operation('IOPS.piops', '0.078'),
    operation('IOPS.io2', '0.078'),
    operation('IOPS.io2.tier2', '0.0546'),
    operation('IOPS.io2.tier3', '0.03822'),
    operation('Throughput.gp3', '48.9472', 'GiBps-mo', 'Provisioned Throughput'),
    address('InUse', '0.006'),
    address('Idle', '0.006'),
  ];
  it.each<[string, { kind: string; sizeGiB: number; iops?: number; throughputMiBps?: number }, string]>([
    ['magnetic', { kind: 'standard', sizeGiB: 100 }, '$5.9'],
    ['gp2', { kind: 'gp2', sizeGiB: 100, iops: 300 }, '$11.9'],
    ['gp3 with what is included', { kind: 'gp3', sizeGiB: 100, iops: 3_000, throughputMiBps: 125 }, '$9.52'],
    ['gp3 with more of both', { kind: 'gp3', sizeGiB: 100, iops: 4_000, throughputMiBps: 225 }, '$20.3'],
    ['io1', { kind: 'io1', sizeGiB: 100, iops: 1_000 }, '$92.9'],
    ['io2 in its first tier', { kind: 'io2', sizeGiB: 100, iops: 32_000 }, '$2,510.90'],
    ['io2 in its second tier', { kind: 'io2', sizeGiB: 100, iops: 40_000 }, '$2,947.70'],
    ['io2 in its third tier', { kind: 'io2', sizeGiB: 100, iops: 100_000 }, '$5,634.02'],
    ['what the region does not have', { kind: 'st1', sizeGiB: 100 }, 'no-price'],
  ])('%s: a month of %o costs %s', async (_, shape, expected) => {
    const prices = await open({ products, sold: { pageSize: 3 } });
    await prices.prepare(['eu-central-1', 'eu-central-1'], reading());
    const price = prices.volumePerMonth({ region: 'eu-central-1', ...shape });
    expect(isProblem(price) ? price.problem : exact(price)).toBe(expected);
  });

  it('are asked for a region once, and equal volumes have one price object', async () => {
    const prices = await open({ products });
    const shape = { region: 'eu-central-1', kind: 'gp3', sizeGiB: 8 };
    expect(prices.volumePerMonth(shape)).toMatchObject({ problem: 'no-price' });
    for (let time = 0; time < 3; time += 1) await prices.prepare(['eu-central-1'], reading());
    expect(calls('pricing')).toBe(4);
    expect(prices.volumePerMonth({ ...shape })).toBe(prices.volumePerMonth(shape));
    expect(prices.volumesFrom('eu-central-1')).toMatchObject({ readAt: house.clock.now(), asOf: '2026-11-20' });
    expect(prices.publicIpv4('eu-central-1')).toMatchObject({ asOf: '2026-11-20', readAt: house.clock.now() });
    const perHour = prices.ipv4PerHour('eu-central-1');
    expect(isProblem(perHour) ? perHour : exact(perHour)).toBe('$0.006');
  });

  it('have no price that two products of a kind, or two uses of an address, say differently', async () => {
    const prices = await open({ products: [...products, storage('.gp2', '0.12'), address('Idle', '0.007')] });
    await prices.prepare(['eu-central-1'], reading());
    expect(prices.volumePerMonth({ region: 'eu-central-1', kind: 'gp2', sizeGiB: 8 })).toMatchObject({
      problem: 'no-price',
    });
    expect(prices.publicIpv4('eu-central-1')).toMatchObject({ problem: 'no-price' });
  });

  it('are those of the catalogue where AWS is away', async () => {
    const prices = await open({ products });
    house.peer.fault = () => 'reset-before';
    await prices.prepare(['us-east-1'], reading());
    const price = prices.volumePerMonth({ region: 'us-east-1', kind: 'gp3', sizeGiB: 100 });
    expect(isProblem(price) ? price : exact(price)).toBe('$8');
    expect(prices.volumesFrom('us-east-1')).toBeUndefined();
    expect(prices.publicIpv4('us-east-1')).toMatchObject({ source: { name: 'embedded catalogue' } });
  });
});
