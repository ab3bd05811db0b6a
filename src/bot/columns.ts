import type { Column } from '../commands/reply/reply.ts';
import type { Spans } from '../core/text.ts';
import { widthOf } from './width.ts';

/** Columns between two cells. */
export const gap = 2;
/** A column of words may ask for so much; before a cell within it is cut (a name of usual length), less important columns go. */
const fair = 24;
/** In so many a name is known still. */
const known = 15;
/** Narrower than this no column of words gets while another has more. */
const least = 8;

/** A column of a table in a font of one width. */
export interface Laid {
  readonly column: Column;
  /** Its place in the rows. */
  readonly index: number;
  readonly width: number;
  /** Ids and figures: cut, they would be wrong ones. */
  readonly exact: boolean;
}

/** A column as wide as its widest cell. @param wordsOf The words of a cell as they are shown. */
export function laid(column: Column, index: number, cells: readonly Spans[], wordsOf: (cell: Spans) => string): Laid {
  const width = cells.reduce((most, cell) => Math.max(most, widthOf(wordsOf(cell))), widthOf(column.title));
  return { column, index, width, exact: isExact(column, cells) };
}

/** Figures, and ids as they are written. */
const isExact = ({ align }: Column, cells: readonly Spans[]): boolean =>
  align === 'right' || (cells.length > 0 && cells.every((spans) => spans.every(({ kind }) => kind === 'code')));

/** What a column takes to be read. */
const needs = ({ exact, width }: Laid): number => (exact ? width : Math.min(width, fair));

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1);

/** Whether so many columns hold them to be read: ids and figures wholly, words in a fair part. */
export const fits = (all: readonly Laid[], width: number): boolean => total(all.map(needs)) <= width;

/** What they must have to be understood: ids and figures stay whole, of words enough is left. */
export const bearable = (all: readonly Laid[]): number =>
  total(all.map((one) => (one.exact ? one.width : Math.min(one.width, known))));

/**
 * Those that the width holds, and the titles of the rest: of the highest rank the last goes first, rank 0 stays.
 * @param all In order.
 */
export function ranked(
  all: readonly Laid[],
  width: number,
): { readonly kept: readonly Laid[]; readonly hidden: readonly string[] } {
  let kept = all;
  const hidden: string[] = [];
  while (!fits(kept, width)) {
    const rank = Math.max(...kept.map(({ column }) => column.rank));
    const last = kept.findLast(({ column }) => column.rank === rank);
    if (rank === 0 || last === undefined) break;
    if (last.column.title !== '') hidden.push(last.column.title);
    kept = kept.filter((one) => one !== last);
  }
  return { kept, hidden };
}

/** All of them in lots that the width holds, to stand below each other: the first in each, and one other at least. */
export function folded(all: readonly Laid[], width: number): readonly (readonly Laid[])[] {
  const [first, ...rest] = all;
  if (first === undefined) return [];
  const lots: Laid[][] = [];
  for (const one of rest) {
    const last = lots.at(-1);
    if (last !== undefined && fits([first, ...last, one], width)) last.push(one);
    else lots.push([one]);
  }
  return lots.length === 0 ? [[first]] : lots.map((lot) => [first, ...lot]);
}

/** Takes the columns that are too many from the widest words, one by one; from ids and figures last. */
export function squeezed(all: readonly Laid[], width: number): readonly Laid[] {
  const widths = all.map((one) => one.width);
  /** The widest above a floor. */
  const widest = (mine: (one: Laid) => boolean, floor: number): number | undefined => {
    let found: number | undefined;
    all.forEach((one, index) => {
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
  return all.map((one, index) => ({ ...one, width: widths[index] ?? one.width }));
}
