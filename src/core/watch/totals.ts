import { fromRecord, plus, toRecord, zero, type Money } from '../money.ts';
import { inSlices } from '../slices.ts';
import type { Instant } from '../time.ts';
import { monthOf, soFarOf, type FoundRecord } from './finding.ts';
import type { AccountTotals, RunOf, Sum } from './run.ts';

/** Findings of one run, by what is done with them. */
export interface Sorted {
  /** Told one by one. */
  readonly told: readonly FoundRecord[];
  /** To be told as well, and beyond the bound of that. */
  readonly more: readonly FoundRecord[];
  /** Told before, and unchanged. */
  readonly going: readonly FoundRecord[];
  readonly kept: readonly FoundRecord[];
  readonly snoozed: readonly FoundRecord[];
  readonly below: readonly FoundRecord[];
}

/** A sum that grows: money is added, and written down once. */
interface Growing {
  count: number;
  unknown: number;
  weak: number;
  month: Money;
}

interface Account {
  readonly sums: Readonly<Record<Exclude<keyof Sorted, 'told'> | 'wasted', Growing>>;
  soFar: Money;
  atLeast: boolean;
}

const nothing = (): Growing => ({ count: 0, unknown: 0, weak: 0, month: zero });
const noSum: Sum = { count: 0, perMonth: '0', unknown: 0, weak: 0 };

/** What findings come to, account by account; walked in slices. @param before The run before: its accounts are there also where they have no finding any longer. Rejects with the signal's reason. */
export async function totalsOf(
  found: Sorted,
  before: Pick<RunOf<'waste'>, 'totals'> | undefined,
  now: Instant,
  signal: AbortSignal,
): Promise<readonly AccountTotals[]> {
  const accounts = new Map<string, Account>();
  const accountOf = (name: string): Account => {
    const known = accounts.get(name);
    if (known !== undefined) return known;
    const made: Account = {
      sums: { wasted: nothing(), more: nothing(), going: nothing(), kept: nothing(), snoozed: nothing(), below: nothing() },
      soFar: zero,
      atLeast: false,
    };
    accounts.set(name, made);
    return made;
  };
  const walk = (part: keyof Sorted, wastes: boolean): Promise<void> =>
    inSlices(
      found[part],
      (record) => {
        const own = accountOf(record.account.name);
        if (part !== 'told') add(own.sums[part], record);
        if (!wastes) return;
        add(own.sums.wasted, record);
        if (record.weak === true) return;
        const soFar = soFarOf(record, now);
        if (soFar !== undefined) own.soFar = plus(own.soFar, soFar);
        if (soFar === undefined || record.sinceBy === 'seen') own.atLeast = true;
      },
      signal,
    );
  for (const part of ['told', 'more', 'going'] as const) await walk(part, true);
  for (const part of ['kept', 'snoozed', 'below'] as const) await walk(part, false);
  const was = new Map((before?.totals ?? []).map(({ account, wasted }) => [account, wasted]));
  for (const [name, { count, weak }] of was) if (count + weak > 0) accountOf(name);
  return [...accounts].map(([account, { sums, soFar, atLeast }]) => ({
    account,
    wasted: written(sums.wasted),
    soFar: { sum: toRecord(soFar), atLeast },
    ...(before && { before: was.get(account) ?? noSum }),
    more: written(sums.more),
    going: written(sums.going),
    kept: written(sums.kept),
    snoozed: written(sums.snoozed),
    below: written(sums.below),
  }));
}

function add(sum: Growing, record: FoundRecord): void {
  if (record.weak === true) {
    sum.weak += 1;
    return;
  }
  const month = monthOf(record);
  sum.count += 1;
  if (month === undefined) sum.unknown += 1;
  else sum.month = plus(sum.month, month);
}

const written = ({ count, unknown, weak, month }: Growing): Sum => ({
  count,
  perMonth: toRecord(month),
  unknown,
  weak,
});

/** Several sums as one. */
export const sumOfSums = (sums: readonly Sum[]): Sum =>
  sums.reduce(
    (one, other) => ({
      count: one.count + other.count,
      perMonth: toRecord(plus(fromRecord(one.perMonth), fromRecord(other.perMonth))),
      unknown: one.unknown + other.unknown,
      weak: one.weak + other.weak,
    }),
    noSum,
  );
