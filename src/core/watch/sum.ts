import { plus, toRecord, zero, type Money } from '../money.ts';
import type { Sum } from './run.ts';

/** Counts things, and what they cost a month. */
export interface Summing {
  add(perMonth: Money | undefined): void;
  /** How it stands. */
  sum(): Sum;
}

/** See {@link Summing}. Begins with nothing. */
export function summing(): Summing {
  let count = 0;
  let unknown = 0;
  let all: Money = zero;
  return {
    add(perMonth) {
      count += 1;
      if (perMonth === undefined) unknown += 1;
      else all = plus(all, perMonth);
    },
    sum: () => ({ count, perMonth: toRecord(all), unknown }),
  };
}
