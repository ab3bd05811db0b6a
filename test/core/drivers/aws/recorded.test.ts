import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readProduct } from '../../../../src/core/drivers/aws/product.ts';
import type { Xml } from '../../../peers/aws/xml.ts';
import { plain } from '../../../../src/core/text.ts';
import { isProblem } from '../../../../src/core/problem.ts';
import type { Product } from '../../../../src/core/ports/price-list.ts';
import { recordedAddresses, type RecordedAddress } from '../../../recorded.ts';
import { openAwsHouse } from './house.ts';

const fixture = async <T>(name: string, schema: z.ZodType<T>): Promise<T> =>
  schema.parse(JSON.parse(await readFile(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8')));

const Product = z.looseObject({
  product: z.looseObject({ sku: z.string(), attributes: z.record(z.string(), z.string()) }),
  terms: z.record(z.string(), z.unknown()),
});
const Products = z.object({ products: z.array(Product) });
const reading = () => ({ signal: AbortSignal.timeout(20_000) });

/** `AllocationId` → `allocationId`, tags as items: EC2's own spelling on the wire. */
const wireAddress = ({ Tags, ...texts }: RecordedAddress): Xml => ({
  ...Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, value]),
  ),
  ...(Tags && { tagSet: Tags.map(({ Key, Value }) => ({ key: Key, value: Value })) }),
});

describe('answers that AWS really gave', () => {
  it('addresses of every recorded kind arrive as they were', async () => {
    const addresses = (await recordedAddresses()).addresses.map(({ address }) => address);
    const house = await openAwsHouse({ accounts: [{ name: 'demo-prod', profile: 'prod', regions: ['us-east-1'] }] });
    try {
      house.peer.fault = ({ action }) =>
        action === 'DescribeAddresses' ? { answers: { addressesSet: addresses.map(wireAddress) } } : undefined;
      const { items, gaps } = await house.cloud.addresses({}, reading());
      expect(gaps).toEqual([]);
      expect(items).toHaveLength(addresses.length);
      items.forEach((item, index) => {
        const record = addresses[index];
        const filled = (value: string | undefined) => (value === '' ? undefined : value);
        expect(item).toEqual({
          account: { name: 'demo-prod', id: '111122223333' },
          region: 'us-east-1',
          tags: Object.fromEntries((record?.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
          publicIp: record?.PublicIp,
          allocationId: record?.AllocationId,
          associationId: record?.AssociationId,
          instanceId: filled(record?.InstanceId),
          networkInterfaceId: record?.NetworkInterfaceId,
          networkInterfaceOwnerId: record?.NetworkInterfaceOwnerId,
          privateIp: record?.PrivateIpAddress,
          pool: record?.PublicIpv4Pool,
          networkBorderGroup: record?.NetworkBorderGroup,
        });
      });
    } finally {
      await house.close();
    }
  });

  it('a recorded error is told by its code', async () => {
    const { error } = await recordedAddresses();
    const house = await openAwsHouse({ accounts: [{ name: 'demo-prod', profile: 'prod', regions: ['us-east-1'] }] });
    try {
      house.peer.fault = ({ action }) => (action === 'DescribeAddresses' ? { refuse: error.Code } : undefined);
      const { items, gaps } = await house.cloud.addresses({}, reading());
      expect(items).toEqual([]);
      expect(plain(gaps[0]?.what ?? [])).toContain(error.Code);
    } finally {
      await house.close();
    }
  });
});

describe('products of the real price list', () => {
  let house: Awaited<ReturnType<typeof openAwsHouse>>;
  let products: z.infer<typeof Products>['products'];
  beforeEach(async () => {
    ({ products } = await fixture('products-2026-09.json', Products));
    house = await openAwsHouse({
      products,
      accounts: [{ name: 'demo-prod', profile: 'prod', regions: ['us-east-1'] }],
    });
  });
  afterEach(() => house.close());
  const ask = (product: Product) => house.priceList.onDemand(product, reading());

  it.each<[Product, string, string]>([
    [{ type: 'm5.xlarge', region: 'us-east-1', os: 'linux' }, '0.192', '5G4TA8Z4MUKE6MJB'],
    [{ type: 'm5.xlarge', region: 'us-west-2', os: 'linux' }, '0.192', 'T5CRJD6MS45TWRHG'],
    [{ type: 'm5.xlarge', region: 'eu-west-1', os: 'linux' }, '0.214', 'HNKY83Z77VRXC2UH'],
    [{ type: 'm5.xlarge', region: 'us-east-1', os: 'windows' }, '0.376', 'HXGQ45BFM9J2FJ3F'],
    [{ type: 'm5.xlarge', region: 'us-east-1', os: 'linux-sql-std' }, '0.672', 'EHFDZFP2EH9BD4DX'],
  ])('%o costs %s, by product %s', async (product, amount, sku) => {
    const rate = await ask(product);
    if (isProblem(rate)) throw new Error(plain(rate.what));
    expect(rate.perHour.amount.toFixed()).toBe(amount);
    expect(rate).toMatchObject({ sku, asOf: '2026-09-10', readAt: house.clock.now(), source: { name: 'AWS' } });
  });

  it.each<[string, Product]>([
    ['a Capacity Block, listed at 0', { type: 'p5.48xlarge', region: 'us-east-1', os: 'linux' }],
    ['a system that is not sold', { type: 'm5.xlarge', region: 'us-east-1', os: 'suse' }],
    ['a type that there is not', { type: 'm5.huge', region: 'us-east-1', os: 'linux' }],
  ])('has no price for %s, and never says 0', async (_, product) => {
    expect(await ask(product)).toMatchObject({ problem: 'no-price' });
  });

  it('picks none of two products that both match, and names them', async () => {
    const [first] = products;
    if (first === undefined) throw new Error('no products');
    await house.close();
    house = await openAwsHouse({
      products: [first, { ...first, product: { ...first.product, sku: 'TWIN' } }],
      accounts: [{ name: 'demo-prod', profile: 'prod', regions: ['us-east-1'] }],
    });
    const twice = await ask({ type: 'm5.xlarge', region: 'us-east-1', os: 'linux' });
    if (!isProblem(twice)) throw new Error('one was picked');
    expect(plain(twice.what)).toContain('5G4TA8Z4MUKE6MJB ($0.192) and TWIN ($0.192)');
  });

  it('asks once for equal questions, and again when the answer is an hour old', async () => {
    const product: Product = { type: 'm5.xlarge', region: 'us-east-1', os: 'linux' };
    await Promise.all([ask(product), ask(product), ask(product)]);
    await ask(product);
    const asked = () => house.peer.seen.filter(({ service }) => service === 'pricing').length;
    expect(asked()).toBe(1);
    await house.pass(3_600_000);
    await ask(product);
    expect(asked()).toBe(2);
  });

  it('is away where AWS does not answer, so that others can tell an older figure', async () => {
    house.peer.fault = ({ service }) => (service === 'pricing' ? 'reset-before' : undefined);
    expect(await ask({ type: 'm5.xlarge', region: 'us-east-1', os: 'linux' })).toMatchObject({ problem: 'cloud-away' });
  });
});

it('older products, without marketoption and with other dimensions first, are read alike', async () => {
  const { products } = await fixture('products-older.json', Products);
  const read = products.map((one) => readProduct(JSON.stringify(one)));
  expect(
    read.map((one) => [one?.attributes['capacitystatus'], one?.perHour?.amount.toFixed(), one?.publishedOn]),
  ).toEqual(
    products.map((one) => [
      one.product.attributes['capacitystatus'],
      expectedPrice(one.product.attributes),
      String(one['publicationDate']).slice(0, 10),
    ]),
  );
});

/** The published prices: Used and unused reservations cost the same, an allocated one nothing by itself. */
function expectedPrice({ instanceType, capacitystatus }: Readonly<Record<string, string>>): string | undefined {
  if (capacitystatus === 'AllocatedCapacityReservation') return undefined;
  return instanceType === 'm5.large' ? '0.096' : '0.17';
}
