import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cents,
  exact,
  isZero,
  money as moneyIn,
  plus,
  rounded,
  times,
  total,
  usd,
  zero,
} from '../../src/core/money.ts';

/** Decimals of the amounts here: as many as AWS's price list has. */
const decimals = 10;
const scale = 10n ** BigInt(decimals);
/** An amount as a whole number of its smallest parts: the other way to count, which cannot be inexact. */
const parts = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
const abs = (value: bigint): bigint => (value < 0n ? -value : value);
const sign = (value: bigint): string => (value < 0n ? '-' : '');
const written = (value: bigint): string =>
  `${sign(value)}${abs(value) / scale}.${(abs(value) % scale).toString().padStart(decimals, '0')}`;
const money = (value: bigint) => usd(written(value));
const read = (text: string): bigint => {
  const [, minus = '', whole = '', fraction = ''] = /^(-?)\$(\d+)(?:\.(\d+))?$/.exec(text.replaceAll(',', '')) ?? [];
  const value = BigInt(whole + fraction.padEnd(decimals, '0'));
  return minus === '-' ? -value : value;
};

describe('money', () => {
  it('is what was written, to the last digit', () => {
    fc.assert(
      fc.property(parts, (value) => {
        expect(read(exact(money(value)))).toBe(value);
      }),
    );
  });

  it('adds up exactly, in any order', () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 50 }), (values) => {
        const sum = values.reduce((one, other) => one + other, 0n);
        expect(read(exact(total(values.map(money))))).toBe(sum);
        expect(read(exact(total(values.toReversed().map(money))))).toBe(sum);
        expect(isZero(total(values.map(money)))).toBe(sum === 0n);
      }),
    );
  });

  it('is no float: ten times a tenth of a cent is one cent', () => {
    expect(exact(total(Array.from({ length: 10 }, () => usd('0.001'))))).toBe('$0.01');
    expect(exact(plus(usd('0.1'), usd('0.2')))).toBe('$0.3');
    expect(exact(total([]))).toBe('$0');
  });

  it.each([
    ['999.5', '$999.5'],
    ['9600', '$9,600.00'],
    ['1234567.5', '$1,234,567.50'],
    ['1000.0104', '$1,000.0104'],
  ])('is shown to the last digit: %s as %s', (amount, shown) => {
    expect(exact(usd(amount))).toBe(shown);
  });

  it('is multiplied exactly by hours', () => {
    fc.assert(
      fc.property(parts, fc.nat(8_760), (value, hours) => {
        expect(read(exact(times(money(value), hours)))).toBe(value * BigInt(hours));
      }),
    );
  });

  it('is shown to the cent, half a cent up, thousands parted, with its sign', () => {
    const cent = scale / 100n;
    fc.assert(
      fc.property(parts, (value) => {
        if (abs(value) < cent) return;
        const cents = (abs(value) + cent / 2n) / cent;
        const shown = `${(cents / 100n).toLocaleString('en-US')}.${(cents % 100n).toString().padStart(2, '0')}`;
        expect(rounded(money(value))).toBe(`${sign(value)}$${shown}`);
      }),
    );
  });

  it.each([
    ['0', '$0.00'],
    ['0.005', '$0.005'],
    ['0.0099', '$0.0099'],
    ['-0.0099', '-$0.0099'],
    ['0.01', '$0.01'],
    ['0.014999', '$0.01'],
    ['0.015', '$0.02'],
    ['0.025', '$0.03'],
    ['-0.025', '-$0.03'],
    ['-0.015', '-$0.02'],
    ['999.995', '$1,000.00'],
    ['1234.5', '$1,234.50'],
    ['-1234567.891', '-$1,234,567.89'],
    ['100000', '$100,000.00'],
  ])('%s is shown as %s', (amount, shown) => {
    expect(rounded(usd(amount))).toBe(shown);
  });

  it('never shows something as nothing', () => {
    fc.assert(
      fc.property(parts, (value) => {
        if (value !== 0n) expect(rounded(money(value))).toMatch(/[1-9]/);
      }),
    );
    expect(isZero(zero)).toBe(true);
  });

  it.each(['', 'a lot', '1,5', '0x10', 'NaN', 'Infinity', '$1'])('is not read from “%s”', (text) => {
    expect(() => usd(text)).toThrow('Invalid number');
  });
});

describe('what something has come to', () => {
  it.each([
    ['0', '$0.00', '$0.00'],
    ['0.0001035417', 'under $0.01', '$0.00'],
    ['0.0099', 'under $0.01', '$0.00'],
    ['0.01', '$0.01', '$0.01'],
    ['1.4449', '$1.44', '$1.44'],
    ['1234.5', '$1,234.50', '$1,234.50'],
  ])('is told in cents: %s', (amount, shown, atLeast) => {
    expect(cents(usd(amount))).toBe(shown);
    expect(cents(usd(amount), true)).toBe(atLeast);
  });

  it('in any currency, and in several', () => {
    expect(cents(moneyIn('0.002', 'CNY'))).toBe('under CNY 0.01');
    expect(cents(plus(usd('0.002'), moneyIn('1.239', 'CNY')))).toBe('$0.00 + CNY 1.24');
  });
});
