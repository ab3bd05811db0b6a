import { stripVTControlCharacters } from 'node:util';
import type { Column, Table } from '../../commands/reply/reply.ts';
import type { Spans } from '../../core/text.ts';
import { csvWord } from '../line-words.ts';
import { cell, wordsOf, wrap } from './spans.ts';
import type { Styler } from './style.ts';
import { widthOf } from '../width.ts';

/** Columns between two cells. */
const gap = 2;
/** A column of words may ask for so much; before a cell within it is cut (a name of usual length), less important columns go. */
const fair = 24;
/** Narrower than this no column of words gets while another has more. */
const least = 8;

interface Laid {
  readonly column: Column;
  readonly index: number;
  readonly width: number;
  /** Ids and figures: cut, they would be wrong ones. */
  readonly exact: boolean;
}

/**
 * Lines of a table that fit the width. Columns of the highest rank go until every other one has what it needs: ids and
 * figures all of it, words a fair part. Then words are cut, and only where nothing else is left, ids and figures too.
 * What was hidden is said, and how to see it. @param csv Whether it can be had as CSV.
 */
export function tableLines(table: Table, width: number, style: Styler, csv: boolean): readonly string[] {
  const { columns, rows } = table;
  let laid: readonly Laid[] = columns.map((column, index) => {
    const cells = rows.map((row) => row[index] ?? []);
    const wide = Math.max(widthOf(column.title), ...cells.map((one) => widthOf(wordsOf(one))));
    return { column, index, width: wide, exact: isExact(column, cells) };
  });
  if (table.folds === true && total(laid.map(needs)) > width) return folded(laid, rows, width, style);
  const hidden: Laid[] = [];
  while (total(laid.map(needs)) > width) {
    const rank = Math.max(...laid.map(({ column }) => column.rank));
    const last = laid.findLast(({ column }) => column.rank === rank);
    if (rank === 0 || last === undefined) break;
    hidden.push(last);
    laid = laid.filter((one) => one !== last);
  }
  laid = squeezed(laid, width);
  const named = hidden.flatMap(({ column }) => (column.title === '' ? [] : [column.title]));
  return [
    ...linesOf(laid, rows, style),
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
function linesOf(laid: readonly Laid[], rows: Table['rows'], style: Styler): readonly string[] {
  const header = laid.map(({ column, width }) =>
    cell([{ kind: 'strong', text: column.title }], width, column.align, style),
  );
  return [
    ...(laid.some(({ column }) => column.title !== '') ? [joined(header)] : []),
    ...rows.flatMap((row) => rowLines(row, laid, style)),
  ];
}

/** As many columns beside the first as the width holds, at least one, then the next below them. */
function folded(laid: readonly Laid[], rows: Table['rows'], width: number, style: Styler): readonly string[] {
  const [first, ...rest] = laid;
  if (first === undefined) return [];
  const parts: Laid[][] = [];
  for (const one of rest) {
    const last = parts.at(-1);
    if (last !== undefined && total([first, ...last, one].map(needs)) <= width) last.push(one);
    else parts.push([one]);
  }
  return parts.flatMap((part, index) => [
    ...(index > 0 ? [''] : []),
    ...linesOf(squeezed([first, ...part], width), rows, style),
  ]);
}

/** What a column takes to be read. */
const needs = ({ exact, width }: Laid): number => (exact ? width : Math.min(width, fair));

/** Figures, and ids as they are written. */
const isExact = ({ align }: Column, cells: readonly Spans[]): boolean =>
  align === 'right' || (cells.length > 0 && cells.every((spans) => spans.every(({ kind }) => kind === 'code')));

/** One row; a cell whose column wraps may take several lines, beside which the other cells are empty. */
function rowLines(row: readonly Spans[], laid: readonly Laid[], style: Styler): readonly string[] {
  const cells = laid.map(({ column, index, width }) => {
    const spans = row[index] ?? [];
    return column.wraps && widthOf(wordsOf(spans)) > width
      ? wrap(spans, width, style).map((line) => line + ' '.repeat(Math.max(0, width - shownWidth(line))))
      : [cell(spans, width, column.align, style)];
  });
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    joined(laid.map(({ width }, index) => cells[index]?.[at] ?? ' '.repeat(width))),
  );
}

/** Columns that a styled line takes. */
const shownWidth = (line: string): number => widthOf(stripVTControlCharacters(line));

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1);

/** Takes the columns that are too many from the widest words, one by one; from ids and figures last. */
function squeezed(laid: readonly Laid[], width: number): readonly Laid[] {
  const widths = laid.map((one) => one.width);
  /** The widest above a floor. */
  const widest = (mine: (one: Laid) => boolean, floor: number): number | undefined => {
    let found: number | undefined;
    laid.forEach((one, index) => {
      const wide = widths[index] ?? 0;
      if (mine(one) && wide > floor && (found === undefined || wide > (widths[found] ?? 0))) found = index;
    });
    return found;
  };
  const words = ({ exact }: Laid) => !exact;
  for (let over = total(widths) - width; over > 0; over -= 1) {
    const at = widest(words, fair) ?? widest(words, least) ?? widest(() => true, 1);
    if (at === undefined) break;
    widths[at] = (widths[at] ?? 1) - 1;
  }
  return laid.map((one, index) => ({ ...one, width: widths[index] ?? one.width }));
}

const joined = (cells: readonly string[]): string => cells.join(' '.repeat(gap)).trimEnd();
