import type { Table } from '../commands/reply/reply.ts';
import type { Spans } from '../core/text.ts';
import { bearable, fits, folded, gap, laid, ranked, squeezed, type Laid } from './columns.ts';
import { shortened, wordsOf } from './plain-words.ts';
import { cut, padded } from './width.ts';

/** Characters of a cell that are looked at: no line shows so many. */
const cellCharacters = 400;

/** Columns that stand beside each other. */
export interface AlignedLot {
  /** Their titles; undefined where they have none. */
  readonly head: string | undefined;
  readonly rows: readonly string[];
}

/** A table in lines of a font of one width. */
export interface Aligned {
  /** One, or several where columns stand below each other. */
  readonly lots: readonly AlignedLot[];
  /** All lots, with an empty line between two. */
  readonly lines: readonly string[];
  /** Titles of the columns for which there was no room. */
  readonly hidden: readonly string[];
  /** Some cells were cut. */
  readonly cut: boolean;
  /** Sentences are among them. */
  readonly cutSentences: boolean;
  /** Columns that are shown, by their place in the rows. */
  readonly kept: readonly number[];
}

/**
 * A table in lines of so many columns: those of the highest rank go first, or stand below where all must stay; then cells are
 * cut. Times are in UTC.
 * @param command The platform's own, `/ec2`.
 * @param widest Where what must stay needs more than the width to be understood, it gets what it needs, so much at most.
 */
export function aligned(table: Table, width: number, command: string, widest = width): Aligned {
  const shown = (cell: Spans): string => shortened(wordsOf(cell, command), cellCharacters);
  const words = table.rows.map((row) => table.columns.map((_, index) => shown(row[index] ?? [])));
  const all = table.columns.map((column, index) =>
    laid(
      column,
      index,
      table.rows.map((row) => row[index] ?? []),
      shown,
    ),
  );
  const folds = table.folds === true && !fits(all, width);
  const { kept, hidden } = folds ? { kept: all, hidden: [] } : ranked(all, width);
  const cutIn: Laid[] = [];
  const lots = (folds ? compared(all, width, widest) : [kept]).map((lot) => {
    const columns = squeezed(lot, Math.max(width, Math.min(bearable(lot), widest)));
    cutIn.push(...columns.filter((column, index) => column.width < (lot[index]?.width ?? 0)));
    return lotOf(columns, words);
  });
  return {
    lots,
    lines: lots.flatMap(({ head, rows }, at) => [
      ...(at > 0 ? [''] : []),
      ...(head === undefined ? [] : [head]),
      ...rows,
    ]),
    hidden,
    cut: cutIn.length > 0,
    cutSentences: cutIn.some(({ column }) => column.wraps),
    kept: kept.map(({ index }) => index),
  };
}

/** Two beside each other at least, where the widest holds them: one alone is compared with nothing. */
function compared(all: readonly Laid[], width: number, widest: number): readonly (readonly Laid[])[] {
  const lots = folded(all, width);
  return lots.some((lot) => lot.length > 2) ? lots : folded(all, widest);
}

/** The titles, where columns have some, and the rows. */
function lotOf(columns: readonly Laid[], words: readonly (readonly string[])[]): AlignedLot {
  const line = (cells: readonly string[]) =>
    columns
      .map(({ width, column }, at) => padded(cut(cells[at] ?? '', width), width, column.align))
      .join(' '.repeat(gap))
      .trimEnd();
  return {
    head: columns.some(({ column }) => column.title !== '')
      ? line(columns.map(({ column }) => column.title))
      : undefined,
    rows: words.map((row) => line(columns.map(({ index }) => row[index] ?? ''))),
  };
}
