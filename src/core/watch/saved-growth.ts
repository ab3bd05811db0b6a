import { hoursPerMonth, plus, share, times, zero, type Money } from '../money.ts';
import { inSlices } from '../slices.ts';
import { hourMs, type Instant } from '../time.ts';
import { overAt, savedMonthOf, type SavedRecord } from './saved.ts';

/** What was saved from the beginning of a time to a moment of it. */
export interface Grown {
  readonly at: Instant;
  /** To the cent. */
  readonly saved: Money;
}

const cents = 2;

/**
 * How what entries save has grown from one moment to another, in so many equal steps; of one currency alone, for two have no
 * common scale. Walks the entries once, as by `inSlices`, however many steps there are.
 */
export async function grownIn(
  entries: readonly SavedRecord[],
  { since, now }: { readonly since: Instant; readonly now: Instant },
  { steps, currency }: { readonly steps: number; readonly currency: string },
  signal: AbortSignal,
): Promise<readonly Grown[]> {
  const marks = Array.from({ length: steps + 1 }, (_, step) => since + Math.round(((now - since) * step) / steps));
  // A month's savings times the milliseconds that count: of what counts at a mark its rate, and what it had not yet saved at
  // the beginning; of what is over all that it came to. Each array holds what changes at a mark.
  const [rate, before, over] = [rowOf(marks), rowOf(marks), rowOf(marks)];
  const add = (row: Money[], mark: number, sum: Money): void => {
    row[mark] = plus(row[mark] ?? zero, sum);
  };
  await inSlices(
    entries,
    (entry) => {
      const perMonth = savedMonthOf(entry);
      const [from, to] = [Math.max(since, entry.at), Math.min(now, overAt(entry))];
      if (perMonth?.currency !== currency || to <= from) return;
      const first = marks.findIndex((mark) => mark > from);
      const last = marks.findIndex((mark) => mark >= to);
      const missed = times(perMonth, from - since);
      add(rate, first, perMonth);
      add(before, first, missed);
      add(rate, last, times(perMonth, -1));
      add(before, last, times(missed, -1));
      add(over, last, times(perMonth, to - from));
    },
    signal,
  );
  let [slope, lacking, done] = [zero, zero, zero];
  return marks.map((at, mark) => {
    slope = plus(slope, rate[mark] ?? zero);
    lacking = plus(lacking, before[mark] ?? zero);
    done = plus(done, over[mark] ?? zero);
    const grown = plus(plus(times(slope, at - since), times(lacking, -1)), done);
    return { at, saved: share(grown, hoursPerMonth * hourMs, cents) };
  });
}

const rowOf = (marks: readonly unknown[]): Money[] => marks.map(() => zero);
