import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exact,
  fromRecord,
  isZero,
  money,
  plus,
  rounded,
  times,
  toRecord,
  total,
  usd,
  zero,
} from '../../src/core/money.ts';

const amounts = fc.array(fc.record({ cents: fc.nat(1_000_000), currency: fc.constantFrom('USD', 'CNY', 'EUR') }), {
  maxLength: 12,
});
const sumOf = (all: readonly { cents: number; currency: string }[]) =>
  total(all.map(({ cents, currency }) => money(String(cents / 100), currency)));

describe('money of several currencies', () => {
  it('of several currencies stands side by side, and none is added to another', () => {
    const sum = plus(plus(money('53.12', 'CNY'), usd('1.5')), money('0.88', 'CNY'));
    expect(exact(sum)).toBe('$1.5 + CNY 54');
    expect(rounded(times(sum, 1_000))).toBe('$1,500.00 + CNY 54,000.00');
    expect(isZero(sum)).toBe(false);
    expect(exact(plus(zero, money('2', 'CNY')))).toBe('CNY 2');
  });

  it('adds up by currency in any order, and comes back from its record', () => {
    fc.assert(
      fc.property(amounts, (all) => {
        const sum = sumOf(all);
        for (const currency of ['USD', 'CNY', 'EUR']) {
          const cents = all.filter((one) => one.currency === currency).reduce((cent, one) => cent + one.cents, 0);
          const own = [sum, ...(sum.besides ?? [])].find((one) => one.currency === currency);
          expect(own?.amount.times(100).toNumber() ?? 0).toBe(cents);
        }
        expect(exact(fromRecord(toRecord(sum)))).toBe(exact(sum));
        expect(isZero(sum)).toBe(all.every(({ cents }) => cents === 0));
      }),
    );
  });
});
