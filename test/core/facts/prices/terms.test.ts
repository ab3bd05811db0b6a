import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProduct } from '../../../../src/core/drivers/aws/product.ts';
import {
  always,
  breakEven,
  effectivePerHour,
  hoursInMonth,
  monthOf,
  paidAfter,
  paidOfRate,
  savingOf,
  termHours,
  terms,
  termTotal,
  termWord,
  type PricedTerm,
  type Term,
} from '../../../../src/core/facts/prices/terms.ts';
import { money, plus, times, usd, zero } from '../../../../src/core/money.ts';
import { samples } from '../../drivers/aws/samples.ts';

const from = { source: { name: 'AWS' }, asOf: '2026-07' } as const;
const priced = (term: Term, upfront: string, perHour: string): PricedTerm => {
  const paid = { upfront: usd(upfront), perHour: usd(perHour) };
  return { ...term, ...from, paid, effectivePerHour: effectivePerHour({ ...paid, years: term.years }) };
};
const found = (word: string): Term => {
  const term = terms.find((one) => termWord(one) === word);
  if (term === undefined) throw new Error(`${word} is no term`);
  return term;
};

/** Every reservation of a product that AWS really gave, as it reads today. */
const authentic = (type: string, fromFile: string): readonly PricedTerm[] =>
  samples.products
    .filter((one) => one.product.attributes['instanceType'] === type && one.from.startsWith(fromFile))
    .flatMap((one) => readProduct(JSON.stringify(one))?.reserved ?? [])
    .map(({ class: offered, years, payment, upfront, perHour }) =>
      priced(
        { plan: offered === 'standard' ? 'ri' : 'cri', years, payment },
        upfront.amount.toFixed(),
        perHour.amount.toFixed(),
      ),
    );

describe('the words of terms', () => {
  it('are one for each of 24, and say what they are', () => {
    expect(new Set(terms.map(termWord)).size).toBe(24);
    expect(terms.map(termWord).slice(0, 3)).toEqual(['ri-1y-none', 'ri-1y-partial', 'ri-1y-all']);
  });
});

describe('what an authentic reservation costs', () => {
  // By hand: Hrs + Quantity ÷ 8,760 or 26,280, to six digits, as tables of AWS's prices tell it.
  const tables = {
    'm5.large': {
      file: 'getproducts-m5.large',
      onDemand: '0.096',
      told: {
        'ri-1y-none': ['0.06', 0, '456.25'],
        'ri-1y-partial': ['0.057767', 3761.2, '439.27'],
        'ri-1y-all': ['0.056393', 5145.8, '428.82'],
      },
    },
    'c5.xlarge': {
      file: 'c5.xlarge-windows',
      onDemand: '0.398',
      told: {
        'ri-1y-none': ['0.319', 0, '585.10'],
        'ri-1y-partial': ['0.312164', 5652.9, '572.56'],
        'ri-1y-all': ['0.309817', 6819.1, '568.26'],
        'ri-3y-all': ['0.26446', 17462.3, '485.06'],
      },
    },
  } as const;
  it.each(
    Object.entries(tables).flatMap(([type, { file, onDemand, told }]) =>
      Object.entries(told).map(([word, [hour, hours, monthly]]) => ({
        type,
        file,
        onDemand,
        word,
        hour,
        hours,
        monthly,
      })),
    ),
  )('$type, $word: $hour an hour, pays back after $hours hours, or from $monthly hours a month', (row) => {
    const term = authentic(row.type, row.file).find((one) => termWord(one) === row.word);
    if (term === undefined) throw new Error('the sample is gone');
    expect(term.effectivePerHour.amount.round(6).toFixed()).toBe(row.hour);
    const even = breakEven(term, usd(row.onDemand));
    if (even === undefined || typeof even.months === 'string') throw new Error('it pays back');
    expect(even.months.times(730).round(1).toNumber()).toBe(row.hours);
    expect(even.hoursPerMonth.toFixed(2)).toBe(row.monthly);
  });

  it('is, over the term, its hours at the effective price', () => {
    const all = [...authentic('m5.large', 'getproducts-m5'), ...authentic('c5.xlarge', '')];
    expect(all.length).toBeGreaterThan(12);
    for (const term of all) {
      const over = times(term.effectivePerHour, termHours(term.years)).amount.minus(termTotal(term).amount);
      expect(over.abs().lt('1e-12'), termWord(term)).toBe(true);
    }
  });
});

/** Amounts as AWS writes them, to four places. */
const amount = fc.integer({ min: 1, max: 1_000_000 }).map((whole) => new Big(whole).div(10_000).toFixed());
const anyTerm = fc.constantFrom(...terms);

describe('money of a term', () => {
  it('is all paid at the end of it, whatever is paid at its beginning', () => {
    fc.assert(
      fc.property(anyTerm, amount, (term, rate) => {
        const paid = paidOfRate(usd(rate), term);
        const all = plus(paid.upfront, times(paid.perHour, termHours(term.years)));
        expect(all.amount.eq(new Big(rate).times(termHours(term.years)))).toBe(true);
        expect(paid.upfront.amount.eq(0)).toBe(term.payment === 'none');
        expect(paid.perHour.amount.eq(0)).toBe(term.payment === 'all');
        const one = { ...term, ...from, paid, effectivePerHour: usd(rate) };
        expect(paidAfter(one, term.years * 12)?.amount.eq(all.amount)).toBe(true);
        expect(paidAfter(one, 0)).toEqual(paid.upfront);
      }),
    );
  });

  it('breaks even where what was paid is what On-Demand would have cost', () => {
    const part = fc.integer({ min: 1, max: 730 });
    fc.assert(
      fc.property(anyTerm, amount, amount, amount, part, (term, upfront, perHour, onDemand, of) => {
        const one = priced(term, upfront, perHour);
        const running = { of, every: 730 };
        const even = breakEven(one, usd(onDemand), running);
        if (even === undefined || even.months === 'unknown') throw new Error('it is told how it is paid');
        const usedAtEven = even.hoursPerMonth.times(onDemand).minus(times(one.effectivePerHour, 730).amount);
        expect(usedAtEven.abs().lt('1e-9')).toBe(true);
        const inTerm = monthOf(usd(onDemand), running).amount.times(term.years * 12);
        if (even.months === 'never') expect(termTotal(one).amount.gte(inTerm.minus('1e-9'))).toBe(true);
        else {
          const paid = new Big(upfront).plus(even.months.times(730).times(perHour));
          expect(paid.minus(even.months.times(of).times(onDemand)).abs().lt('1e-9')).toBe(true);
          expect(even.months.lt(term.years * 12)).toBe(true);
        }
      }),
    );
  });

  it('is not compared over currencies', () => {
    const term = priced(found('ri-1y-none'), '0', '0.06');
    expect(breakEven(term, money('0.096', 'CNY'))).toBeUndefined();
    expect(savingOf(term.effectivePerHour, money('0.096', 'CNY'))).toBeUndefined();
  });

  it('of which the source tells the hour alone says so', () => {
    const term = found('ri-1y-partial');
    const { effectivePerHour: hour } = priced(term, '252', '0.029');
    const whole: PricedTerm = { ...term, ...from, effectivePerHour: hour };
    expect(breakEven(whole, usd('0.096'))).toMatchObject({ months: 'unknown' });
    expect(paidAfter(whole, 3)).toBeUndefined();
    expect(termTotal(whole).amount.round(2).toFixed()).toBe('506.04');
  });
});

describe('a month of which a machine runs a part', () => {
  it.each([
    [always, '730', '70.08'],
    [{ of: 12, every: 24 }, '365', '35.04'],
    [{ of: 5, every: 7 }, '521.43', '50.057142857142857142'],
    [{ of: 300, every: 730 }, '300', '28.8'],
  ])('%o: %s hours at 0.096 are %s', (running, hours, sum) => {
    expect(hoursInMonth(running).toFixed()).toBe(hours);
    expect(monthOf(usd('0.096'), running).amount.round(18, 0).toFixed()).toBe(sum);
    expect(monthOf(zero, running)).toEqual(zero);
  });
});
