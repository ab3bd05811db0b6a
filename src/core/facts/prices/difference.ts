import type { Money } from '../../money.ts';

/** How much more one sum is than another, in whole percent, below one percent to a tenth; less is negative. Undefined: of two currencies, or beside nothing. */
export function percentMore(one: Money, than: Money): number | undefined {
  if (one.currency !== than.currency || than.amount.eq(0)) return undefined;
  const percent = one.amount.minus(than.amount).div(than.amount).times(100);
  return percent.round(percent.abs().lt(1) ? 1 : 0).toNumber();
}
