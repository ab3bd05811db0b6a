import {
  monthOf,
  monthsPerYear,
  paidAfter,
  termTotal,
  termWord,
  type PricedTerm,
} from '../../core/facts/prices/terms.ts';
import { rounded, times, type Money } from '../../core/money.ts';
import { say, type Spans } from '../../core/text.ts';
import { picture, type Picture, type Series } from '../reply/picture.ts';
import { paysBack, type Scale } from './ways.ts';

/** What has been paid month by month; nothing where no commitment says how it is paid. */
export function costsPicture(
  terms: readonly PricedTerm[],
  onDemand: Money,
  { count, running }: Scale,
): Picture | undefined {
  const told = terms.filter(
    ({ paid, effectivePerHour: { currency } }) => paid !== undefined && currency === onDemand.currency,
  );
  const months = Math.max(0, ...told.map(({ years }) => years * monthsPerYear));
  if (months === 0) return undefined;
  const points = (paid: (month: number) => Money | undefined, until: number): Series['points'] =>
    Array.from({ length: until + 1 }, (_, month) => paid(month)).flatMap((sum, at) =>
      sum === undefined ? [] : [{ at, value: times(sum, count).amount.toFixed() }],
    );
  const monthly = monthOf(onDemand, running);
  return picture({
    title: 'Paid so far',
    form: 'together',
    across: { label: 'Month', of: 'number' },
    up: { label: 'Paid', unit: onDemand.currency },
    alt: gist(told, onDemand, { count, running }, months),
    series: [
      { label: 'On-Demand', points: points((month) => times(monthly, month), months) },
      ...told.map((term) => ({
        label: termWord(term),
        points: points((month) => paidAfter(term, month), term.years * monthsPerYear),
      })),
    ],
  });
}

const gist = (terms: readonly PricedTerm[], onDemand: Money, { count, running }: Scale, months: number): Spans => {
  const monthly = times(monthOf(onDemand, running), count);
  const each = terms.map((term) => {
    const back = paysBack(term, onDemand, running);
    const when =
      back === 'at once'
        ? 'costs less from the beginning'
        : back === 'never'
          ? 'never costs less'
          : `has cost less after ${back}`;
    return `${termWord(term)} ${when} (${rounded(times(termTotal(term), count))} in all)`;
  });
  return say`On-Demand comes to ${rounded(times(monthly, months))} in ${months} months; ${each.join('; ')}.`;
};
