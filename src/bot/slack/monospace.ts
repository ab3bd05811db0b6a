import type { Column, Table } from '../../commands/reply/reply.ts';
import { cut, padded, widthOf } from '../width.ts';
import { wordsOf } from './markup.ts';

/** Columns between two cells. */
const gap = 2;
/** No cell is cut to less. */
const least = 8;

/** A table in lines of a font of one width. */
export interface Aligned {
  readonly lines: readonly string[];
  /** Titles of the columns for which there was no room. */
  readonly hidden: readonly string[];
  /** Some cells were cut. */
  readonly cut: boolean;
}

interface Laid {
  readonly column: Column;
  readonly index: number;
  readonly width: number;
}

/**
 * A table in lines of at most so many columns: those of the highest rank go first, or stand below where all must stay; then
 * the widest cells are cut. Times are in UTC. @param command The platform's own, `/ec2`.
 */
export function aligned(table: Table, width: number, command: string): Aligned {
  const words = table.rows.map((row) => table.columns.map((_, index) => wordsOf(row[index] ?? [], command)));
  const all = table.columns.map((column, index): Laid => ({
    column,
    index,
    width: Math.max(widthOf(column.title), ...words.map((row) => widthOf(row[index] ?? ''))),
  }));
  const { groups, hidden } = table.folds === true ? { groups: folded(all, width), hidden: [] } : dropped(all, width);
  let wasCut = false;
  const lines = groups.flatMap((group, at) => {
    const laid = squeezed(group, width);
    wasCut ||= total(laid) < total(group);
    return [...(at > 0 ? [''] : []), ...linesOf(laid, words)];
  });
  return { lines, hidden, cut: wasCut };
}

function linesOf(laid: readonly Laid[], words: readonly (readonly string[])[]): readonly string[] {
  const joined = (cells: readonly string[]) =>
    cells
      .map((cell, at) =>
        padded(cut(cell, laid[at]?.width ?? 0), laid[at]?.width ?? 0, laid[at]?.column.align ?? 'left'),
      )
      .join(' '.repeat(gap))
      .trimEnd();
  return [
    ...(laid.some(({ column }) => column.title !== '') ? [joined(laid.map(({ column }) => column.title))] : []),
    ...words.map((row) => joined(laid.map(({ index }) => row[index] ?? ''))),
  ];
}

const total = (laid: readonly Laid[]): number =>
  laid.reduce((sum, { width }) => sum + width, 0) + gap * Math.max(0, laid.length - 1);

function dropped(all: readonly Laid[], width: number): { groups: readonly (readonly Laid[])[]; hidden: string[] } {
  const hidden: string[] = [];
  let kept = all;
  while (total(kept) > width) {
    const rank = Math.max(...kept.map(({ column }) => column.rank));
    const gone = kept.findLast(({ column }) => column.rank === rank);
    if (rank === 0 || gone === undefined) break;
    if (gone.column.title !== '') hidden.unshift(gone.column.title);
    kept = kept.filter((one) => one !== gone);
  }
  return { groups: [kept], hidden };
}

/** As many columns beside the first as there is room for, then the next below them. */
function folded([first, ...rest]: readonly Laid[], width: number): readonly (readonly Laid[])[] {
  if (first === undefined) return [];
  const groups: Laid[][] = [[first]];
  for (const one of rest) {
    const last = groups.at(-1);
    if (last === undefined || (last.length > 1 && total([...last, one]) > width)) groups.push([first, one]);
    else last.push(one);
  }
  return groups;
}

/** Takes what is too much from the widest, one by one. */
function squeezed(laid: readonly Laid[], width: number): readonly Laid[] {
  const widths = laid.map((one) => one.width);
  for (let over = total(laid) - width; over > 0; over -= 1) {
    const widest = Math.max(...widths);
    if (widest <= least) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return laid.map((one, at) => ({ ...one, width: widths[at] ?? one.width }));
}
