import { hoursPerDay, hoursPerMonth, hoursPerYear, times, type Money } from '../../money.ts';

/** One rate over the spans people ask for. A month is 730 hours, a year 8,760. */
export interface Quote {
  readonly perHour: Money;
  readonly perDay: Money;
  readonly perMonth: Money;
  readonly perYear: Money;
}

/** Exact: every span is the hour times its hours. */
export const quoteOf = (perHour: Money): Quote => ({
  perHour,
  perDay: times(perHour, hoursPerDay),
  perMonth: times(perHour, hoursPerMonth),
  perYear: times(perHour, hoursPerYear),
});
