import { stripVTControlCharacters } from 'node:util';
import type { Table } from '../../commands/reply/reply.ts';
import type { Spans } from '../../core/text.ts';
import { csvWord } from '../line-words.ts';
import { cell, wordsOf, wrap } from './spans.ts';
import type { Styler } from './style.ts';
import { folded, fits, gap, laid, ranked, squeezed, type Laid } from '../columns.ts';
import { widthOf } from '../width.ts';

/**
 * Lines of a table that fit the width. Columns of the highest rank go until every other one has what it needs: ids and
 * figures all of it, words a fair part. Then words are cut, and only where nothing else is left, ids and figures too.
 * What was hidden is said, and how to see it. @param csv Whether it can be had as CSV.
 */
export function tableLines(table: Table, width: number, style: Styler, csv: boolean): readonly string[] {
  const { columns, rows } = table;
  const all = columns.map((column, index) =>
    laid(
      column,
      index,
      rows.map((row) => row[index] ?? []),
      wordsOf,
    ),
  );
  if (table.folds === true && !fits(all, width))
    return folded(all, width).flatMap((lot, index) => [
      ...(index > 0 ? [''] : []),
      ...linesOf(squeezed(lot, width), rows, style),
    ]);
  const { kept, hidden: named } = ranked(all, width);
  return [
    ...linesOf(squeezed(kept, width), rows, style),
    ...(named.length > 0
      ? wrap(
          [
            {
              kind: 'text',
              text: `Hidden: ${named.join(', ')} (a wider window${csv ? `, or ${csvWord.word},` : ''} shows all)`,
            },
          ],
          width,
          (_, words) => style('dim', words),
        )
      : []),
  ];
}

/** The header, where columns have titles, and the rows. */
function linesOf(columns: readonly Laid[], rows: Table['rows'], style: Styler): readonly string[] {
  const header = columns.map(({ column, width }) =>
    cell([{ kind: 'strong', text: column.title }], width, column.align, style),
  );
  return [
    ...(columns.some(({ column }) => column.title !== '') ? [joined(header)] : []),
    ...rows.flatMap((row) => rowLines(row, columns, style)),
  ];
}

/** One row; a cell whose column wraps may take several lines, beside which the other cells are empty. */
function rowLines(row: readonly Spans[], columns: readonly Laid[], style: Styler): readonly string[] {
  const cells = columns.map(({ column, index, width }) => {
    const spans = row[index] ?? [];
    return column.wraps && widthOf(wordsOf(spans)) > width
      ? wrap(spans, width, style).map((line) => line + ' '.repeat(Math.max(0, width - shownWidth(line))))
      : [cell(spans, width, column.align, style)];
  });
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    joined(columns.map(({ width }, index) => cells[index]?.[at] ?? ' '.repeat(width))),
  );
}

/** Columns that a styled line takes. */
const shownWidth = (line: string): number => widthOf(stripVTControlCharacters(line));

const joined = (cells: readonly string[]): string => cells.join(' '.repeat(gap)).trimEnd();
