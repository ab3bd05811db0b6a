import type Big from 'big.js';
import { hoursPerMonth, hoursPerYear, plus, share, times, usd, type Money } from '../../money.ts';
import type { Payment, Provenance, ReservedTerm } from '../../ports/price-list.ts';

/** Kinds of commitment: the word in what people type, and AWS's name. */
export const plans = {
  ri: 'Standard Reserved Instance',
  cri: 'Convertible Reserved Instance',
  sp: 'Compute Savings Plan',
  esp: 'EC2 Instance Savings Plan',
} as const;
export type Plan = keyof typeof plans;

/** Whether the word of a commitment is that of Reserved Instances; the others are Savings Plans. */
export const isReserved = (plan: string): boolean => plan === 'ri' || plan === 'cri';

/** One commitment: what kind, how long, how much of it is paid at its beginning. */
export interface Term {
  readonly plan: Plan;
  readonly years: 1 | 3;
  readonly payment: Payment;
}

/** Every commitment that AWS sells for a machine, kind by kind, the shorter and later paid first. */
export const terms: readonly Term[] = (['ri', 'cri', 'sp', 'esp'] as const).flatMap((plan) =>
  ([1, 3] as const).flatMap((years) =>
    (['none', 'partial', 'all'] as const).map((payment) => ({ plan, years, payment })),
  ),
);

/** `ri-1y-none`: what people type for a commitment. */
export type TermWord = `${Plan}-${1 | 3}y-${Payment}`;

/** See {@link TermWord}. */
export const termWord = ({ plan, years, payment }: Term): TermWord => `${plan}-${years}y-${payment}`;

/** A commitment with its price. Every hour of the term is paid, used or not. */
export interface PricedTerm extends Term, Provenance {
  /** All that an hour costs: its own price and its share of what is paid at the beginning. */
  readonly effectivePerHour: Money;
  /** How that is paid; left out where the source tells the whole alone. */
  readonly paid?: Paid;
  readonly sku?: string | undefined;
}

/** What is paid once at the beginning, and what for every hour of the term. */
export interface Paid {
  readonly upfront: Money;
  readonly perHour: Money;
}

/** Places to which a share of a sum is told; every figure of AWS is exact well before. */
const sharePlaces = 20;

/** Hours of a term: 8,760 or 26,280. */
export const termHours = (years: 1 | 3): number => years * hoursPerYear;

/** All that an hour of a reservation costs: its own price and its share of the upfront fee (Price List: Hrs + Quantity ÷ hours of the term). */
export const effectivePerHour = ({ years, upfront, perHour }: Paid & Pick<ReservedTerm, 'years'>): Money =>
  plus(perHour, share(upfront, termHours(years), sharePlaces));

/** How much of a Savings Plan is paid at its beginning, in halves (Savings Plans guide: Partial Upfront is half). */
const upfrontHalves = { none: 0, partial: 1, all: 2 } as const satisfies Record<Payment, number>;

/** How a Savings Plan is paid whose rate this is: the rate is the whole cost of an hour (Savings Plans guide, "DescribeSavingsPlansOfferingRates"). */
export const paidOfRate = (rate: Money, { years, payment }: Pick<Term, 'years' | 'payment'>): Paid => {
  const halves = upfrontHalves[payment];
  return {
    upfront: share(times(rate, termHours(years) * halves), 2, sharePlaces),
    perHour: share(times(rate, 2 - halves), 2, sharePlaces),
  };
};

/** Everything that is paid over the whole term. */
export const termTotal = ({ paid, effectivePerHour: whole, years }: PricedTerm): Money =>
  paid === undefined ? times(whole, termHours(years)) : plus(paid.upfront, times(paid.perHour, termHours(years)));

/** The part of a rate that another saves, 0.25 for a quarter; below 0 where it costs more. Undefined: of two currencies. */
export const savingOf = (rate: Money, onDemand: Money): Big | undefined =>
  rate.currency === onDemand.currency
    ? onDemand.amount.minus(rate.amount).div(onDemand.amount).round(sharePlaces)
    : undefined;

/** For how much of the time a machine runs: `of` hours out of `every`. */
export interface Running {
  readonly of: number;
  readonly every: number;
}

/** All the time. */
export const always: Running = { of: 1, every: 1 };

/** A month of 730 hours at a rate that is paid while the machine runs alone. */
export const monthOf = (perHour: Money, { of, every }: Running): Money =>
  of === every ? times(perHour, hoursPerMonth) : share(times(perHour, hoursPerMonth * of), every, sharePlaces);

/** Hours that it runs in a month, to the hour's hundredth. */
export const hoursInMonth = (running: Running): Big => monthOf(oneAnHour, running).amount.round(2);
const oneAnHour = usd('1');

/** When a commitment has cost less than On-Demand would have. */
export interface BreakEven {
  /** Months from the beginning; 0: from the first hour on. `never`: not within the term. `unknown`: the source does not tell how it is paid. */
  readonly months: Big | 'never' | 'unknown';
  /** Hours of use a month, of 730, from which on it costs less over the whole term; more than 730: it never does. */
  readonly hoursPerMonth: Big;
}

/**
 * Upfront ÷ (On-Demand while it runs − the hour's own price, which is paid for all hours), and effective ÷ On-Demand × 730.
 * Undefined: of two currencies.
 */
export function breakEven(term: PricedTerm, onDemand: Money, running = always): BreakEven | undefined {
  const { paid, effectivePerHour: whole, years } = term;
  if (whole.currency !== onDemand.currency) return undefined;
  const hoursPerMonthOfUse = whole.amount.times(hoursPerMonth).div(onDemand.amount).round(sharePlaces);
  if (paid === undefined) return { months: 'unknown', hoursPerMonth: hoursPerMonthOfUse };
  const saved = monthOf(onDemand, running).amount.minus(times(paid.perHour, hoursPerMonth).amount);
  const months = saved.gt(0) ? paid.upfront.amount.div(saved).round(sharePlaces) : undefined;
  return {
    months: months === undefined || months.gte(years * monthsPerYear) ? 'never' : months,
    hoursPerMonth: hoursPerMonthOfUse,
  };
}

/** Months of a year, each of 730 hours. */
export const monthsPerYear = 12;

/** What has been paid after so many months: the beginning at once, then every hour of the term. Undefined: the source does not tell how it is paid. */
export const paidAfter = ({ paid }: Pick<PricedTerm, 'paid'>, months: number): Money | undefined =>
  paid && plus(paid.upfront, times(paid.perHour, hoursPerMonth * months));
