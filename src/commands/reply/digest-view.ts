import { fromRecord, isZero, toRecord, total, type Money } from '../../core/money.ts';
import type { Shown } from '../../core/people/places.ts';
import { figure, say, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import type { Looked, Resolved, RunOf, SoFar, Sum, Told } from '../../core/watch/run.ts';
import { sumOfSums } from '../../core/watch/totals.ts';
import { centsSpan } from './finding-words.ts';

/** As much of a run as a place shows. */
export interface View extends Readonly<Record<Part, Sum>> {
  readonly told: readonly Told[];
  /** What is told beyond the bound, of owners of whom something is told one by one. */
  readonly moreOf: NonNullable<RunOf<'waste'>['moreOf']>;
  readonly escalated: RunOf<'waste'>['escalated'];
  readonly resolved: readonly Resolved[];
  /** Of the others that are over: how many, and what they save a month. */
  readonly resolvedMore: { readonly count: number; readonly saves: Money };
  readonly soFar: SoFar;
  /** The run before; undefined: there was none. */
  readonly before: { readonly at: Instant; readonly wasted: Sum; readonly rested: Sum } | undefined;
  /** Findings in accounts that are not shown. */
  readonly hidden: number;
  /** Every account that was looked at is shown. */
  readonly whole: boolean;
  /** Of what is shown not everything could be read: in sentences where all is shown, else by name. */
  readonly unread: readonly string[];
}

type Part = 'wasted' | 'more' | 'going' | 'kept' | 'snoozed' | 'below';

/** What a place shows of a run: sums are of that alone. */
export function viewOf(run: RunOf<'waste'>, shown: Shown): View {
  const sees = (account: string): boolean => shown === 'all' || shown.includes(account);
  const whole = run.looked.accounts.every(sees) && run.totals.every(({ account }) => sees(account));
  const totals = run.totals.filter(({ account }) => sees(account));
  const sumOf = (part: Part): Sum => sumOfSums(totals.map((one) => one[part]));
  const resolvedMore = (run.resolvedMore ?? []).filter(({ account }) => sees(account));
  const hidden = sumOfSums(run.totals.filter(({ account }) => !sees(account)).map(({ wasted }) => wasted));
  return {
    told: run.told.filter(({ finding }) => sees(finding.account.name)),
    moreOf: (run.moreOf ?? []).filter(({ account }) => sees(account)),
    escalated: run.escalated.filter(({ finding }) => sees(finding.account.name)),
    resolved: run.resolved.filter(({ finding }) => sees(finding.account.name)),
    resolvedMore: {
      count: resolvedMore.reduce((sum, { count }) => sum + count, 0),
      saves: total(resolvedMore.map(({ saves }) => fromRecord(saves))),
    },
    wasted: sumOf('wasted'),
    more: sumOf('more'),
    going: sumOf('going'),
    kept: sumOf('kept'),
    snoozed: sumOf('snoozed'),
    below: sumOf('below'),
    soFar: {
      sum: toRecord(total(totals.map(({ soFar }) => fromRecord(soFar.sum)))),
      atLeast: totals.some(({ soFar }) => soFar.atLeast),
    },
    before:
      run.before === undefined
        ? undefined
        : {
            at: run.before,
            wasted: sumOfSums(totals.flatMap(({ before }) => before ?? [])),
            rested: sumOfSums(totals.flatMap(({ restedBefore }) => restedBefore ?? [])),
          },
    hidden: countOf(hidden),
    whole,
    unread: unreadOf(run.looked, whole, sees),
  };
}

/** A sentence about several accounts names all of them. */
const unreadOf = ({ gaps, partly }: Looked, whole: boolean, sees: (account: string) => boolean): readonly string[] =>
  whole
    ? gaps
    : partly
        .filter(({ account }) => sees(account))
        .map(({ account, regions }) =>
          regions.length === 0
            ? `${account} could not be read.`
            : `${account} could not be read whole (${regions.join(', ')}).`,
        );

/** All of them, also what may be meant. */
export const countOf = ({ count, weak }: Pick<Sum, 'count' | 'weak'>): number => count + weak;

/** `$47.30`, `at least $47.30`, `an unknown sum`: of some the price may not be known. */
export function sumInWords({ perMonth, unknown }: Sum): Spans {
  const sum = fromRecord(perMonth);
  if (unknown === 0) return [figure(sum)];
  return isZero(sum) ? say`an unknown sum` : say`at least ${figure(sum)}`;
}

/** `$12.10 so far`, `at least $12.10 so far`. */
export const soFarInWords = ({ sum, atLeast }: SoFar): Spans =>
  say`${atLeast ? 'at least ' : ''}${centsSpan(fromRecord(sum), atLeast)} so far`;
