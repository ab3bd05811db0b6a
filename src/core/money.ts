import Big from 'big.js';

/** Hours of a month in every quote (AWS's own convention, "AWS Pricing Calculator": 730). */
export const hoursPerMonth = 730;
/** Hours of a day in every quote. */
export const hoursPerDay = 24;
/** Hours of a year in every quote (365 days). */
export const hoursPerYear = 8_760;

/** An exact amount of one currency. Never a float: amounts are decimal numbers of any length. */
export interface Money {
  readonly amount: Big;
  readonly currency: 'USD';
}

/** @param amount A decimal number as text, `0.0104`; a number only where it is whole. Throws on anything else: amounts come from parsed sources. */
export const usd = (amount: string | Big): Money => ({ amount: new Big(amount), currency: 'USD' });

/** No money. */
export const zero: Money = usd('0');

/** Exact sum of two. */
export const plus = (one: Money, other: Money): Money => usd(one.amount.plus(other.amount));
/** Exact product with a number of hours or things. */
export const times = (money: Money, factor: number): Money => usd(money.amount.times(factor));
/** Exact sum of any number; {@link zero} of none. */
export const total = (parts: Iterable<Money>): Money => {
  let sum = zero;
  for (const part of parts) sum = plus(sum, part);
  return sum;
};
/** Whether it is nothing. */
export const isZero = (money: Money): boolean => money.amount.eq(0);

/** Every digit, `$0.0104`: for a rate. */
export const exact = (money: Money): string => withSign(money, money.amount.abs().toFixed());

/** To the cent, rounded half up, thousands parted, `$1,234.50`: for a sum. Below one cent every digit is shown instead of $0.00. */
export function rounded(money: Money): string {
  const amount = money.amount.abs();
  if (amount.gt(0) && amount.lt('0.01')) return exact(money);
  const [whole = '0', cents = '00'] = amount.toFixed(2, 1).split('.');
  return withSign(money, `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`);
}

const withSign = (money: Money, digits: string): string => `${money.amount.lt(0) ? '-' : ''}$${digits}`;
