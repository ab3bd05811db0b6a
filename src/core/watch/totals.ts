import { fromRecord, plus, toRecord, total, zero } from '../money.ts';
import { inSlices } from '../slices.ts';
import type { Instant } from '../time.ts';
import { monthOf, ownerWord, soFarOf, type FoundRecord } from './finding.ts';
import type { AccountTotals, SoFar, Sum } from './run.ts';

/** Findings that are summed one after the other. */
interface Summing {
  add(record: FoundRecord): void;
  /** What they come to, a month and so far. */
  come(): { readonly sum: Sum; readonly soFar: SoFar };
}

/** Money is added, and written down once. What may be meant is counted apart. */
function summing(now: Instant): Summing {
  let [count, unknown, weak] = [0, 0, 0];
  let [month, soFar] = [zero, zero];
  let atLeast = false;
  return {
    add(record) {
      if (record.weak === true) {
        weak += 1;
        return;
      }
      count += 1;
      const [own, ownSoFar] = [monthOf(record), soFarOf(record, now)];
      if (own === undefined || ownSoFar === undefined) unknown += 1;
      else [month, soFar] = [plus(month, own), plus(soFar, ownSoFar)];
      if (own === undefined || record.sinceBy === 'seen') atLeast = true;
    },
    come: () => ({
      sum: { count, perMonth: toRecord(month), unknown, weak },
      soFar: { sum: toRecord(soFar), atLeast },
    }),
  };
}

/** What a few findings come to, a month and so far. */
export function sumsOf(records: readonly FoundRecord[], now: Instant): ReturnType<Summing['come']> {
  const sum = summing(now);
  for (const record of records) sum.add(record);
  return sum.come();
}

/** What findings of these owners come to, by owner and account; walked in slices. Rejects with the signal's reason. */
export async function sumsByOwner(
  records: readonly FoundRecord[],
  owners: ReadonlySet<string>,
  now: Instant,
  signal: AbortSignal,
): Promise<{ readonly owner: string; readonly account: string; readonly sum: Sum }[]> {
  const sums = new Map<string, Map<string, Summing>>();
  await inSlices(
    records,
    (record) => {
      const { account } = record;
      const owner = ownerWord(record);
      if (owner === undefined || !owners.has(owner)) return;
      const own = sums.get(owner) ?? new Map<string, Summing>();
      sums.set(owner, own);
      const sum = own.get(account.name) ?? summing(now);
      own.set(account.name, sum);
      sum.add(record);
    },
    signal,
  );
  return [...sums].flatMap(([owner, own]) =>
    [...own].map(([account, sum]) => ({ owner, account, sum: sum.come().sum })),
  );
}

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

type Account = Readonly<Record<keyof Sorted | 'wasted', Summing>>;

/** What findings come to, account by account; walked in slices. @param before The run before: its accounts are there also where they have no finding any longer. Rejects with the signal's reason. */
export async function totalsOf(
  found: Sorted,
  before:
    | {
        readonly totals: readonly (Pick<AccountTotals, 'account' | 'wasted'> & { readonly rested?: Sum | undefined })[];
      }
    | undefined,
  now: Instant,
  signal: AbortSignal,
): Promise<readonly AccountTotals[]> {
  const accounts = new Map<string, Account>();
  const accountOf = (name: string): Account => {
    const known = accounts.get(name);
    if (known !== undefined) return known;
    const made: Account = {
      wasted: summing(now),
      told: summing(now),
      more: summing(now),
      going: summing(now),
      kept: summing(now),
      snoozed: summing(now),
      below: summing(now),
    };
    accounts.set(name, made);
    return made;
  };
  const walk = (part: keyof Sorted, wastes: boolean): Promise<void> =>
    inSlices(
      found[part],
      (record) => {
        const own = accountOf(record.account.name);
        own[part].add(record);
        if (wastes) own.wasted.add(record);
      },
      signal,
    );
  for (const part of ['told', 'more', 'going'] as const) await walk(part, true);
  for (const part of ['kept', 'snoozed', 'below'] as const) await walk(part, false);
  const was = new Map((before?.totals ?? []).map((one) => [one.account, one]));
  for (const [name, { wasted }] of was) if (wasted.count + wasted.weak > 0) accountOf(name);
  return [...accounts].map(([account, { wasted, more, going, kept, snoozed, below }]) => ({
    account,
    wasted: wasted.come().sum,
    soFar: wasted.come().soFar,
    ...(before && { before: was.get(account)?.wasted ?? noSum, restedBefore: was.get(account)?.rested ?? noSum }),
    more: more.come().sum,
    going: going.come().sum,
    kept: kept.come().sum,
    snoozed: snoozed.come().sum,
    below: below.come().sum,
  }));
}

/** Of nothing. */
export const noSum: Sum = { count: 0, perMonth: '0', unknown: 0, weak: 0 };

/** Several sums as one. */
export function sumOfSums(sums: readonly Sum[]): Sum {
  const all = (part: 'count' | 'unknown' | 'weak'): number => sums.reduce((sum, one) => sum + one[part], 0);
  return {
    count: all('count'),
    perMonth: toRecord(total(sums.map(({ perMonth }) => fromRecord(perMonth)))),
    unknown: all('unknown'),
    weak: all('weak'),
  };
}
