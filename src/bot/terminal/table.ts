import type { Column, Table } from '../../commands/reply/reply.ts';
import { cell, wordsOf, wrap } from './spans.ts';
import type { Styler } from './style.ts';
import { widthOf } from './width.ts';

/** Columns between two cells. */
const gap = 2;
/** A column may ask for so much; before a cell within it is cut (an id, a name of usual length), less important columns go. */
const fair = 24;

interface Laid {
  readonly column: Column;
  readonly index: number;
  readonly width: number;
}

/** Lines of a table that fit the width: columns of the highest rank go first, then the widest cells are cut. What was hidden is said. */
export function tableLines({ columns, rows }: Table, width: number, style: Styler): readonly string[] {
  let laid: readonly Laid[] = columns.map((column, index) => ({
    column,
    index,
    width: Math.max(widthOf(column.title), ...rows.map((row) => widthOf(wordsOf(row[index] ?? [])))),
  }));
  const hidden: string[] = [];
  while (total(laid.map((one) => ({ ...one, width: Math.min(one.width, fair) }))) > width) {
    const rank = Math.max(...laid.map(({ column }) => column.rank));
    const last = laid.findLast(({ column }) => column.rank === rank);
    if (rank === 0 || last === undefined) break;
    if (last.column.title !== '') hidden.push(last.column.title);
    laid = laid.filter((one) => one !== last);
  }
  laid = squeezed(laid, width);
  const header = laid.map(({ column, width: wide }) =>
    cell([{ kind: 'strong', text: column.title }], wide, column.align, style),
  );
  return [
    ...(columns.some(({ title }) => title !== '') ? [joined(header)] : []),
    ...rows.map((row) =>
      joined(laid.map(({ column, index, width: wide }) => cell(row[index] ?? [], wide, column.align, style))),
    ),
    ...(hidden.length > 0
      ? wrap([{ kind: 'text', text: `Hidden for lack of width: ${hidden.join(', ')}` }], width, (_, words) =>
          style('dim', words),
        )
      : []),
  ];
}

const total = (laid: readonly { readonly width: number }[]): number =>
  laid.reduce((sum, { width }) => sum + width, 0) + gap * (laid.length - 1);

/** Takes the columns that are too many from the widest, one by one. */
function squeezed(laid: readonly Laid[], width: number): readonly Laid[] {
  const widths = laid.map((one) => one.width);
  for (let over = total(laid) - width; over > 0; over -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= 1) break;
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return laid.map((one, index) => ({ ...one, width: widths[index] ?? one.width }));
}

const joined = (cells: readonly string[]): string => cells.join(' '.repeat(gap)).trimEnd();
