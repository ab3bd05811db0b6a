import { describe, expect, it } from 'vitest';
import { isDecimal, readProduct } from '../../../../src/core/drivers/aws/product.ts';
import { exact } from '../../../../src/core/money.ts';

const productWith = (price: string, words: Readonly<Record<string, string>> = {}): string =>
  JSON.stringify({
    product: { sku: 'SKU', attributes: { usagetype: 'BoxUsage:m5.large', operation: 'RunInstances' } },
    terms: {
      OnDemand: { a: { priceDimensions: { a: { unit: 'Hrs', pricePerUnit: { USD: price } } } } },
      Reserved: {
        a: {
          priceDimensions: { a: { unit: 'Hrs', pricePerUnit: { USD: '0.1' } } },
          termAttributes: {
            LeaseContractLength: '1yr',
            PurchaseOption: 'No Upfront',
            OfferingClass: 'standard',
            ...words,
          },
        },
      },
    },
  });

describe('a price', () => {
  it.each(['0.1920000000', '252', '0', '999999999.999999999999'])('%s is read', (price) => {
    expect(isDecimal(price)).toBe(true);
    expect(readProduct(productWith(price))?.price).toBeDefined();
  });

  // A number of so many digits is reckoned with digit by digit, and holds everything up.
  it.each(['1e300000000', '1e-300000000', '9'.repeat(10), `0.${'1'.repeat(13)}`, '-1', '', ' 1', '1\n', 'Infinity'])(
    '%j is none',
    (price) => {
      expect(isDecimal(price)).toBe(false);
      expect(readProduct(productWith(price))?.price).toBeUndefined();
    },
  );
});

describe('a reservation', () => {
  it('is read by its words', () => {
    const [term] = readProduct(productWith('1'))?.reserved ?? [];
    expect(term).toMatchObject({ years: 1, payment: 'none', class: 'standard' });
    expect(term && exact(term.perHour)).toBe('$0.1');
  });

  it.each(['LeaseContractLength', 'PurchaseOption'])('is none where its %s is a word that objects know', (field) => {
    for (const word of ['constructor', '__proto__', 'toString'])
      expect(readProduct(productWith('1', { [field]: word }))?.reserved).toEqual([]);
  });
});
