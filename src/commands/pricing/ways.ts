import type Big from 'big.js';
import { termsOf, type Offer, type SpotOffer } from '../../core/facts/prices/offer.ts';
import { toldPerHour } from '../../core/facts/prices/term-table.ts';
import {
  breakEven,
  type BreakEven,
  monthOf,
  savingOf,
  termWord,
  type PricedTerm,
  type Running,
} from '../../core/facts/prices/terms.ts';
import { exact, hoursPerMonth, isZero, times, type Money } from '../../core/money.ts';
import type { Provenance } from '../../core/ports/price-list.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { code, figure, list, say, type Speakable, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { termInShort, type PayWord } from '../options/paying.ts';
import { column, note, prose, table, type Block, type Note, type Table } from '../reply/reply.ts';
import { monthOfDay, provenanceInWords } from '../words.ts';

/** What the figures of a table are for. */
export interface Scale {
  readonly count: number;
  readonly running: Running;
}

/** One way to pay, for so many machines that run so much of the time. */
export interface Way extends Provenance {
  readonly word: PayWord;
  readonly words: string;
  /** What one machine costs an hour, all in all. */
  readonly perHour: Money;
  /** What all of them cost a month. */
  readonly perMonth: Money;
  readonly term?: PricedTerm;
}

/** The ways of an offer that have a figure, in the order in which they are told. @param wanted Which. */
export function waysOf(
  { onDemand, spot, ...offer }: Offer,
  { count, running }: Scale,
  wanted: (word: PayWord) => boolean = () => true,
): readonly Way[] {
  const whileItRuns = (perHour: Money): Money => times(monthOf(perHour, running), count);
  return [
    ...(isProblem(onDemand) || !wanted('od')
      ? []
      : [
          {
            ...from(onDemand),
            word: 'od' as const,
            words: 'On-Demand',
            perHour: onDemand.perHour,
            perMonth: whileItRuns(onDemand.perHour),
          },
        ]),
    ...(isProblem(spot) || !wanted('spot')
      ? []
      : [
          {
            ...from(spot),
            word: 'spot' as const,
            words: spot.zones.length === 0 ? 'Spot, an average' : 'Spot, the cheapest zone now',
            perHour: spot.least,
            perMonth: whileItRuns(spot.least),
          },
        ]),
    ...termsOf({ onDemand, spot, ...offer })
      .filter((term) => wanted(termWord(term)))
      .map((term) => ({
        ...from(term),
        word: termWord(term),
        words: termInShort(term),
        perHour: toldPerHour(term),
        // Every hour of the term is paid, used or not.
        perMonth: times(term.effectivePerHour, hoursPerMonth * count),
        term,
      })),
  ];
}

const from = ({ source, asOf, readAt }: Provenance): Provenance => ({ source, asOf, readAt });

/** From so many times the price on, how many times it is says more than a percentage. */
const timesTold = 10;

/** What a month costs less than On-Demand, `37.5 %`; where it costs more, that: `costs 25.0 % more`, `costs 456 times as much`. */
export const savingInWords = (perMonth: Money, onDemand: Money): string => {
  const saving = savingOf(perMonth, onDemand);
  if (saving === undefined) return '';
  if (saving.gte(0)) return percent(saving);
  return saving.lt(1 - timesTold)
    ? `costs ${saving.times(-1).plus(1).toFixed(0)} times as much`
    : `costs ${percent(saving.times(-1))} more`;
};
const percent = (part: Big): string => `${part.times(100).toFixed(1)} %`;

/** `at once`, `7.0 months`. */
export const paysBack = (term: PricedTerm, onDemand: Money, running: Running): string =>
  backInWords(breakEven(term, onDemand, running));

function backInWords(even: BreakEven | undefined): string {
  if (even === undefined || even.months === 'unknown') return 'not told';
  if (even.months === 'never') return 'never';
  return even.months.eq(0) ? 'at once' : `${even.months.toFixed(1)} months`;
}

/** From how many hours of use a month on it costs less than On-Demand, of 730. */
export const paysFrom = (term: PricedTerm, onDemand: Money): string => fromInWords(breakEven(term, onDemand));

function fromInWords(even: BreakEven | undefined): string {
  if (even === undefined) return '';
  return even.hoursPerMonth.gt(hoursPerMonth) ? 'never' : even.hoursPerMonth.round(0, 3).toFixed();
}

/** What is paid at the beginning. */
const upfront = ({ term }: Way, count: number): Speakable => {
  if (term === undefined) return '';
  if (term.paid === undefined) return 'not told';
  return isZero(term.paid.upfront) ? 'none' : figure(times(term.paid.upfront, count));
};

/** Ways side by side. */
export function waysTable(ways: readonly Way[], onDemand: Money, { count, running }: Scale): Table {
  const monthly = times(monthOf(onDemand, running), count);
  return table(
    [
      column('Term'),
      prose('Way to pay', 4),
      column('Upfront', 'right', 2),
      column(count === 1 ? '$/hour' : '$/hour each', 'right'),
      column('$/month', 'right'),
      column('Saves', 'right'),
      column('Pays back', 'right', 1),
      column('From h/month', 'right', 3),
      column('As of'),
    ],
    ways.map((way) => {
      const even = way.term && breakEven(way.term, onDemand, running);
      return [
        code(way.word),
        way.words,
        upfront(way, count),
        figure(way.perHour, 'exact'),
        figure(way.perMonth),
        way.word === 'od' ? '' : savingInWords(way.perMonth, monthly),
        way.term === undefined ? '' : backInWords(even),
        fromInWords(even),
        way.asOf,
      ];
    }),
  );
}

/** Where figures are from, each source once with its days. */
export function sourcesNote(figures: readonly Provenance[], now: Instant): Note | undefined {
  const days = new Map<string, Set<string>>();
  for (const { source, asOf, readAt } of figures) {
    const [name = '', day = asOf] = provenanceInWords({ source, asOf, readAt }, now).split('; as of ');
    days.set(name, (days.get(name) ?? new Set()).add(day));
  }
  const words = [...days].map(([name, all]) => `${name}; as of ${[...all].toSorted().join(' and ')}`);
  return words.length === 0 ? undefined : note(say`Source: ${words.join('; and ')}.`);
}

/** How Spot stands: from zone to zone, and how often machines are taken back. */
export function spotInWords(spot: SpotOffer): Spans {
  const often =
    spot.interruption === undefined
      ? say``
      : say` EC2 took back ${spot.interruption.label} of such machines within a month (Spot Advisor, ${spot.interruption.asOf}).`;
  if (spot.zones.length === 0)
    return say`Spot: ${exact(spot.least)} an hour is the average of the region's zones, about ${monthOfDay(spot.asOf)}; what it costs now AWS alone knows.${often}`;
  const of = (price: Money): string =>
    spot.zones.flatMap(({ zone, now }) => (now.amount.eq(price.amount) ? [zone] : [])).join(', ');
  return spot.least.amount.eq(spot.most.amount)
    ? say`Spot: ${exact(spot.least)} an hour now in ${of(spot.least)}.${often}`
    : say`Spot: ${exact(spot.least)} an hour now in ${of(spot.least)}, up to ${exact(spot.most)} in ${of(spot.most)}.${often}`;
}

/** The parts of an offer besides On-Demand, as they are called. */
const parts = { spot: 'Spot', reserved: 'Reserved Instances', savings: 'Savings Plans' } as const;
export type Part = keyof typeof parts;

/** What no source here tells, and what to do about it; what is not sold; that what is embedded is a part. @param asked Of which parts. */
export function missingNotes(offer: Offer, asked: readonly Part[] = ['spot', 'reserved', 'savings']): readonly Block[] {
  const byReason = new Map<string, { readonly names: string[]; readonly why: Problem }>();
  const notSold: string[] = [];
  let embedded = false;
  for (const part of asked) {
    const found = offer[part];
    if (isProblem(found)) {
      const key = JSON.stringify(found.what);
      const known = byReason.get(key) ?? { names: [], why: found };
      known.names.push(parts[part]);
      byReason.set(key, known);
    } else if (!('zones' in found)) {
      if (found.length === 0) notSold.push(parts[part]);
      embedded ||= found.some(({ source: { name } }) => name === 'embedded catalogue');
    }
  }
  return [
    ...[...byReason.values()].map(({ names, why }) => note(say`No figure for ${list(names)}: ${why.what} ${why.todo}`)),
    ...(notSold.length > 0 ? [note(say`AWS does not sell it as ${list(notSold, 'or')}.`)] : []),
    ...(embedded
      ? [note(say`Of commitments the embedded catalogue has a part; with an account of AWS all are told.`)]
      : []),
  ];
}
