import type { Table } from '../commands/reply/reply.ts';
import { fits, folded, gap, laid, ranked, squeezed, type Laid } from './columns.ts';
import { wordsOf } from './plain-words.ts';
import { cut, padded } from './width.ts';

/** A table in lines of a font of one width. */
export interface Aligned {
  readonly lines: readonly string[];
  /** Titles of the columns for which there was no room. */
  readonly hidden: readonly string[];
  /** Some cells were cut. */
  readonly cut: boolean;
}

/**
 * A table in lines of so many columns: those of the highest rank go first, or stand below where all must stay; then cells are
 * cut. Times are in UTC. @param command The platform's own, `/ec2`.
 */
export function aligned(table: Table, width: number, command: string): Aligned {
  const words = table.rows.map((row) => table.columns.map((_, index) => wordsOf(row[index] ?? [], command)));
  const all = table.columns.map((column, index) =>
    laid(
      column,
      index,
      table.rows.map((row) => row[index] ?? []),
      (cell) => wordsOf(cell, command),
    ),
  );
  const folds = table.folds === true && !fits(all, width);
  const { kept, hidden } = folds ? { kept: all, hidden: [] } : ranked(all, width);
  let wasCut = false;
  const lines = (folds ? folded(all, width) : [kept]).flatMap((lot, at) => {
    const columns = squeezed(lot, width);
    wasCut ||= columns.some((column, index) => column.width < (lot[index]?.width ?? 0));
    return [...(at > 0 ? [''] : []), ...linesOf(columns, words)];
  });
  return { lines, hidden, cut: wasCut };
}

/** The header, where columns have titles, and the rows. */
function linesOf(columns: readonly Laid[], words: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) =>
    columns
      .map(({ width, column }, at) => padded(cut(cells[at] ?? '', width), width, column.align))
      .join(' '.repeat(gap))
      .trimEnd();
  return [
    ...(columns.some(({ column }) => column.title !== '') ? [line(columns.map(({ column }) => column.title))] : []),
    ...words.map((row) => line(columns.map(({ index }) => row[index] ?? ''))),
  ];
}
