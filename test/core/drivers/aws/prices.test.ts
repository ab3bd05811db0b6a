import Big from 'big.js';
import { afterEach, describe, expect, it } from 'vitest';
import { readProduct } from '../../../../src/core/drivers/aws/product.ts';
import { readRate } from '../../../../src/core/drivers/aws/savings-plans.ts';
import { platformOf } from '../../../../src/core/facts/prices/platforms.ts';
import { termWord } from '../../../../src/core/facts/prices/terms.ts';
import type { Money } from '../../../../src/core/money.ts';
import type { Product } from '../../../../src/core/ports/price-list.ts';
import { isProblem } from '../../../../src/core/problem.ts';
import { plain } from '../../../../src/core/text.ts';
import { openAwsHouse, type AwsHouseOptions } from './house.ts';
import { samples, writtenPrices, type SampleProduct } from './samples.ts';

type House = Awaited<ReturnType<typeof openAwsHouse>>;
let opened: House | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});
const house = () => {
  if (opened === undefined) throw new Error('no house is open');
  return opened;
};
const accounts = [{ name: 'demo-prod', profile: 'prod', regions: ['us-east-1'] }];
const open = async (options: AwsHouseOptions = {}) => {
  opened = await openAwsHouse({ accounts, ...options });
  return opened.openPrices();
};
const reading = () => ({ signal: AbortSignal.timeout(20_000) });
/** Both as numbers of any length: `0.1920000000` and `0.192` are the same price. */
const same = (money: Money | undefined, written: string | undefined) => {
  const [currency = '', amount = ''] = (written ?? '').split(' ');
  return money !== undefined && money.currency === currency && money.amount.eq(amount);
};

/** Older files lack a region's code and the market: today's question is answered by today's form. */
const today = (one: SampleProduct): SampleProduct => ({
  ...one,
  product: {
    ...one.product,
    attributes: { regionCode: 'us-east-1', marketoption: 'OnDemand', ...one.product.attributes },
  },
});
const titled = samples.products.map((one, index) => ({
  one,
  title: `${index} ${one.product.sku} ${one.product.attributes['usagetype'] ?? ''} (${one.from})`,
}));

describe('every product that AWS really gave', () => {
  it.each(titled)('$title is read to the last digit', ({ one }) => {
    const read = readProduct(JSON.stringify(one));
    const { attributes, sku } = one.product;
    expect(read).toMatchObject({
      sku,
      usageType: attributes['usagetype'],
      operation: attributes['operation'],
      publishedOn: one.publicationDate?.slice(0, 10) ?? 'an unknown day',
    });
    const [onDemand] = Object.values(one.terms?.OnDemand ?? {});
    if (onDemand === undefined) expect(read?.price).toBeUndefined();
    else {
      const [unit = '', written] = Object.entries(writtenPrices(onDemand))[0] ?? [];
      expect(read?.unit).toBe(unit);
      expect(same(read?.price, written), `${read?.price?.amount.toFixed()} is not ${written}`).toBe(true);
    }
  });

  it.each(titled.filter(({ one }) => one.terms?.Reserved !== undefined))(
    '$title is reserved at what each term says',
    ({ one }) => {
      const terms = Object.values(one.terms?.Reserved ?? {});
      const read = readProduct(JSON.stringify(one))?.reserved ?? [];
      let whole = 0;
      for (const term of terms) {
        const { LeaseContractLength, OfferingClass, PurchaseOption } = term.termAttributes ?? {};
        const { Hrs, Quantity } = writtenPrices(term);
        // Rows of bulk files may be cut off; a term without a part of its price is not told.
        const cut = PurchaseOption === 'No Upfront' ? Hrs === undefined : Quantity === undefined;
        const found = read.find(
          ({ years, class: offered, payment }) =>
            `${years}yr` === LeaseContractLength &&
            offered === OfferingClass &&
            `${payment} upfront`.replace('none', 'no') === PurchaseOption?.toLowerCase(),
        );
        if (cut || (PurchaseOption === 'Partial Upfront' && Hrs === undefined)) continue;
        whole += 1;
        expect(same(found?.upfront, Quantity ?? 'USD 0')).toBe(true);
        expect(same(found?.perHour, Hrs ?? 'USD 0')).toBe(true);
      }
      expect(read).toHaveLength(whole);
    },
  );

  it('is quoted so by the price list, for its system and tenancy', async () => {
    const prices = await open({ products: samples.products.map(today), sold: { pageSize: 1 } });
    let quoted = 0;
    for (const { product, terms } of samples.products.map(today)) {
      const {
        instanceType: type,
        regionCode: region = '',
        tenancy,
        capacitystatus,
        operation = '',
      } = product.attributes;
      const os = platformOf(operation);
      if (type === undefined || os === undefined || capacitystatus !== 'Used' || tenancy === 'Host') continue;
      const question: Product = { type, region, os, ...(tenancy === 'Dedicated' && { tenancy: 'dedicated' }) };
      // Files of several years have one product each with its price of then.
      const alike = samples.products
        .map(today)
        .filter((other) => JSON.stringify(asked(other)) === JSON.stringify(asked({ product })));
      const rate = await prices.onDemand(question, reading());
      const [onDemand] = Object.values(terms?.OnDemand ?? {});
      const { Hrs } = onDemand === undefined ? {} : writtenPrices(onDemand);
      if (alike.filter(isSold).length > 1) {
        if (!isProblem(rate)) throw new Error(`one of several was picked for ${product.sku}`);
        for (const other of alike.filter(isSold)) expect(plain(rate.what)).toContain(other.product.sku);
      } else if (Hrs === undefined) {
        expect(isProblem(rate) || rate.sku !== product.sku).toBe(true);
      } else {
        if (isProblem(rate)) throw new Error(plain(rate.what));
        expect(rate).toMatchObject({ sku: product.sku, source: { name: 'AWS' }, readAt: house().clock.now() });
        expect(same(rate.perHour, Hrs)).toBe(true);
        expect(rate.besides === undefined).toBe(tenancy !== 'Dedicated');
        quoted += 1;
      }
    }
    expect(quoted).toBeGreaterThan(30);
  });
});

/** What a product is asked by. */
const asked = ({ product: { attributes } }: { readonly product: SampleProduct['product'] }) =>
  [
    'instanceType',
    'regionCode',
    'operatingSystem',
    'preInstalledSw',
    'licenseModel',
    'tenancy',
    'capacitystatus',
    'operation',
    'marketoption',
  ].map((name) => attributes[name]);
const isSold = ({ terms }: SampleProduct): boolean =>
  Object.values(terms?.OnDemand ?? {}).some((term) => !/ 0(\.0*)?$/.test(writtenPrices(term)['Hrs'] ?? ' 0')) ||
  terms?.Reserved !== undefined;

describe('a reservation', () => {
  // By hand from AWS's pages of 2021 and 2025: Hrs + Quantity ÷ 8,760 or 26,280.
  it.each<[string, Product, string, string]>([
    ['m5.large', { type: 'm5.large', region: 'us-east-1', os: 'linux' }, 'ri-1y-none', '0.06'],
    ['m5.large', { type: 'm5.large', region: 'us-east-1', os: 'linux' }, 'ri-1y-partial', '0.0577671'],
    ['m5.large', { type: 'm5.large', region: 'us-east-1', os: 'linux' }, 'ri-1y-all', '0.0563927'],
    ['c5.xlarge', { type: 'c5.xlarge', region: 'ap-northeast-1', os: 'windows' }, 'ri-3y-all', '0.2644597'],
  ])('of %s (%o), %s, costs %s an hour in all', async (from, product, term, expected) => {
    const own = samples.products
      .filter(
        (one) => one.product.attributes['instanceType'] === from && Object.keys(one.terms?.Reserved ?? {}).length > 4,
      )
      .map(today);
    const prices = await open({ products: own });
    const found = await prices.reserved(product, reading());
    if (isProblem(found)) throw new Error(plain(found.what));
    const one = found.find((priced) => termWord(priced) === term);
    expect(one?.effectivePerHour.amount.round(7).toFixed()).toBe(expected);
    expect(new Set(found.map(termWord)).size).toBe(found.length);
  });
});

describe('Savings Plans rates', () => {
  it.each(
    samples.savings.map((one, index) => ({ one, title: `${index} ${one.usageType} ${one.operation} (${one.from})` })),
  )('$title: read to the last digit', ({ one }) => {
    const { savingsPlanOffering: offering } = one;
    const [read, second] = readRate(one);
    expect(second).toBeUndefined();
    expect(read?.offeringId).toBe(offering.offeringId);
    expect(read?.plan).toBe(offering.planType === 'Compute' ? 'compute' : 'ec2-instance');
    expect(read?.years).toBe(offering.durationSeconds / 31_536_000);
    expect(same(read?.perHour, `${offering.currency} ${one.rate}`)).toBe(true);
  });

  it('are those of the usage type and operation asked for, over pages, and never a neighbour’s', async () => {
    const windows = samples.products.find(({ from }) => from.startsWith('c5.xlarge-windows'));
    if (windows === undefined) throw new Error('the sample is gone');
    const prices = await open({ products: [windows], sold: { savings: samples.savings, pageSize: 5 } });
    // What stands in AWS's place may not know the filters: what it gives besides must not be taken.
    house().peer.fault = ({ service }) =>
      service === 'savingsplans' ? { json: { searchResults: samples.savings } } : undefined;
    for (const faulty of [true, false]) {
      if (!faulty) house().peer.fault = () => undefined;
      const found = await (faulty ? prices : await house().openPrices()).savings(
        { type: 'c5.xlarge', region: 'ap-northeast-1', os: 'windows' },
        reading(),
      );
      if (isProblem(found)) throw new Error(plain(found.what));
      const own = samples.savings.filter(
        ({ usageType, operation }) => usageType === 'APN1-BoxUsage:c5.xlarge' && operation === 'RunInstances:0002',
      );
      expect(own).toHaveLength(12);
      expect(found.map(({ sku, effectivePerHour: whole }) => `${sku} ${whole.amount.toFixed()}`).toSorted()).toEqual(
        own
          .map(({ savingsPlanOffering, rate }) => `${savingsPlanOffering.offeringId} ${new Big(rate).toFixed()}`)
          .toSorted(),
      );
    }
  });
});

describe('Spot', () => {
  const machine = { type: 'm5.large', region: 'us-east-1', os: 'linux' } as const;
  const newest = Date.parse('2021-02-09T01:40:10Z');
  const openSpot = async (spot = samples.spot, pageSize = 40) => {
    const shift = Date.parse('2026-11-24T09:59:00Z') - newest;
    const prices = await open({
      sold: {
        pageSize,
        spot: new Map([
          [
            'us-east-1',
            spot.map((one) => ({
              ...one,
              Timestamp: new Date(Date.parse(one['Timestamp'] ?? '') + shift).toISOString(),
            })),
          ],
        ]),
      },
    });
    return prices;
  };
  const byZone = (of: (prices: readonly string[]) => string | undefined) => {
    const zones = new Map<string, string[]>();
    for (const one of samples.spot)
      zones.set(one['AvailabilityZone'] ?? '', [
        ...(zones.get(one['AvailabilityZone'] ?? '') ?? []),
        one['SpotPrice'] ?? '',
      ]);
    return [...zones].map(([zone, all]) => `${zone} ${new Big(of(all) ?? 0).toFixed()}`).toSorted();
  };

  it('costs in each zone what was said last', async () => {
    const found = await (await openSpot()).spot(machine, reading());
    if (isProblem(found)) throw new Error(plain(found.what));
    expect(found.items.map(({ zone, now }) => `${zone} ${now.amount.toFixed()}`)).toEqual(byZone(([first]) => first));
    expect(found).toMatchObject({ source: { name: 'AWS' }, asOf: '2026-11-24', readAt: house().clock.now() });
  });

  it('has its range and every point of 30 days, over pages', async () => {
    const found = await (await openSpot()).spotHistory(machine, reading());
    if (isProblem(found)) throw new Error(plain(found.what));
    const since = house().clock.now() - 30 * 86_400_000;
    const points = found.items.flatMap((one) => one.points);
    expect(points.length).toBeGreaterThan(150);
    for (const { points: own, least, most, now } of found.items) {
      const sorted = own.map(({ perHour }) => perHour.amount).toSorted((one, other) => one.cmp(other));
      expect(least.amount.eq(sorted[0] ?? 0) && most.amount.eq(sorted.at(-1) ?? 0)).toBe(true);
      expect(own[0]?.perHour).toBe(now);
      expect(own.map(({ at }) => at)).toEqual(own.map(({ at }) => at).toSorted((one, other) => other - one));
      expect(own.filter(({ at }) => at < since).length).toBeLessThanOrEqual(1);
    }
    expect(house().peer.seen.filter(({ action }) => action === 'DescribeSpotPriceHistory').length).toBeGreaterThan(3);
  });

  it('prefers what is said of a VPC where both are said', async () => {
    const [first = {}] = samples.spot;
    const both = [first, { ...first, ProductDescription: 'Linux/UNIX (Amazon VPC)', SpotPrice: '0.012300' }];
    const found = await (await openSpot(both)).spot(machine, reading());
    expect(isProblem(found) ? found : found.items.map(({ now }) => now.amount.toFixed())).toEqual(['0.0123']);
  });

  it.each<[string, Parameters<Awaited<ReturnType<typeof open>>['spot']>[0]]>([
    ['a system that is not sold so', { ...machine, os: 'rhel-ha' }],
    ['a type without a market', { ...machine, type: 'mac2.metal' }],
  ])('has no price of %s', async (_, asks) => {
    expect(await (await openSpot()).spot(asks, reading())).toMatchObject({ problem: 'no-price' });
  });
});
