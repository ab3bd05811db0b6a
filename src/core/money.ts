import Big from 'big.js';

/** Hours of a month in every quote (AWS's own convention, "AWS Pricing Calculator": 730). */
export const hoursPerMonth = 730;
/** Hours of a day in every quote. */
export const hoursPerDay = 24;
/** Hours of a year in every quote (365 days). */
export const hoursPerYear = 8_760;

/** An exact amount. Never a float: amounts are decimal numbers of any length. */
export interface Money {
  readonly amount: Big;
  /** Three letters of ISO 4217, as AWS bills: USD almost everywhere, CNY in China, EUR in the European Sovereign Cloud. */
  readonly currency: string;
  /** What a sum holds in other currencies: without a rate of exchange nothing of it is added to the amount. */
  readonly besides?: readonly Money[];
}

/** @param amount A decimal number as text. Throws on anything else: amounts come from parsed sources. */
export const money = (amount: string | Big, currency: string): Money => ({
  // One that is made never changes, and a copy of it costs as much as the sum that it came of.
  amount: typeof amount === 'string' ? new Big(amount) : amount,
  currency,
});

/** @param amount A decimal number as text, `0.0104`; a number only where it is whole. Throws on anything else: amounts come from parsed sources. */
export const usd = (amount: string | Big): Money => money(amount, 'USD');

/** No money, which is the same in every currency. */
export const zero: Money = usd('0');

/** Exact sum of two; those of two currencies stand side by side in it, USD first. */
export function plus(one: Money, other: Money): Money {
  if (isZero(one)) return other;
  if (isZero(other)) return one;
  if (one.currency === other.currency && one.besides === undefined && other.besides === undefined)
    return money(one.amount.plus(other.amount), one.currency);
  const sums = new Map<string, Big>();
  for (const { amount, currency } of [...apart(one), ...apart(other)])
    sums.set(currency, amount.plus(sums.get(currency) ?? 0));
  const [first = zero, ...besides] = [...sums]
    .map(([currency, amount]) => money(amount, currency))
    .toSorted((left, right) => Number(right.currency === zero.currency) - Number(left.currency === zero.currency));
  return besides.length === 0 ? first : { ...first, besides };
}
/** The amounts of a sum by currency. */
const apart = ({ amount, currency, besides = [] }: Money): readonly Money[] => [{ amount, currency }, ...besides];
/** The same done to the amount of every currency. */
const each = (sum: Money, change: (amount: Big) => Big): Money => {
  const { amount, currency, besides } = sum;
  const changed = money(change(amount), currency);
  return besides === undefined ? changed : { ...changed, besides: besides.map((one) => each(one, change)) };
};
/** Exact product with a number of hours or things. */
export const times = (sum: Money, factor: number): Money => each(sum, (amount) => amount.times(factor));
/** One of so many equal parts, to so many decimal places. */
export const share = (sum: Money, parts: number, places: number): Money =>
  each(sum, (amount) => amount.div(parts).round(places));
/** Exact sum of any number, as by {@link plus}; {@link zero} of none. */
export const total = (parts: Iterable<Money>): Money => {
  let sum = zero;
  for (const part of parts) sum = plus(sum, part);
  return sum;
};
/** Whether it is nothing. */
export const isZero = ({ amount, besides }: Money): boolean => amount.c[0] === 0 && besides === undefined;

/** All its digits, where it is of US dollars alone. */
export const usdOf = ({ amount, currency, besides }: Money): string | undefined =>
  currency === zero.currency && besides === undefined ? amount.toFixed() : undefined;

/** For a record: `0.0104`, `0.5312 CNY`, `1.5 + 0.5312 CNY`. USD needs no name there. */
export const toRecord = (sum: Money): string =>
  apart(sum)
    .map(({ amount, currency }) => `${amount.toFixed()}${currency === zero.currency ? '' : ` ${currency}`}`)
    .join(' + ');
/** From a record, see {@link toRecord}. */
export const fromRecord = (written: string): Money =>
  total(
    written.split(' + ').map((part) => {
      const [amount = '', currency = zero.currency] = part.split(' ');
      return money(amount, currency);
    }),
  );

/** Every digit, `$0.0104` or `CNY 0.5312`: for a rate. From a thousand on it is written as a sum is, `$9,600.00`. */
export const exact = (sum: Money): string => inWords(sum, exactDigits);

/** To the cent, rounded half up, thousands parted, `$1,234.50`: for a sum. Below one cent every digit is shown instead of $0.00. */
export const rounded = (sum: Money): string => inWords(sum, roundedDigits);

/**
 * What something has come to, to the cent: of less than one `under $0.01`, for digits beyond cents are of a rate and no sum.
 * @param atLeast It may be more: then less than a cent is `$0.00`.
 */
export function cents(sum: Money, atLeast = false): string {
  const { amount, currency, besides } = sum;
  const isBelow = besides === undefined && amount.gt(0) && amount.lt(oneCent);
  if (!isBelow) return rounded(share(sum, 1, centPlaces));
  return atLeast ? rounded(money('0', currency)) : `under ${rounded(money(oneCent, currency))}`;
}
const oneCent = '0.01';
const centPlaces = 2;

// Sign, digits and exponent (`s`, `c` and `e`) are what big.js keeps: to compare with a number would make one of it first.

/** @param amount Not below 0. */
function exactDigits(amount: Big): string {
  const digits = amount.toFixed();
  if (amount.e < thousandExponent) return digits;
  const [whole = '0', rest = ''] = digits.split('.');
  return `${inThousands(whole)}.${rest.padEnd(2, '0')}`;
}

const thousandExponent = 3;
const centExponent = -2;

const inThousands = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',');

/** @param amount Not below 0. */
function roundedDigits(amount: Big): string {
  if (amount.c[0] !== 0 && amount.e < centExponent) return exactDigits(amount);
  const [whole = '0', cents = '00'] = amount.toFixed(2, 1).split('.');
  return `${inThousands(whole)}.${cents}`;
}

const inWords = (sum: Money, digits: (amount: Big) => string): string =>
  apart(sum)
    .map(
      ({ amount, currency }) =>
        `${amount.s < 0 && amount.c[0] !== 0 ? '-' : ''}${currency === 'USD' ? '$' : `${currency} `}${digits(amount.abs())}`,
    )
    .join(' + ');
