import type { Series } from '../../commands/reply/picture.ts';
import { place } from './words.ts';

/** A point of a drawing, in pixels; `y` grows downwards. */
export interface Dot {
  readonly x: number;
  readonly y: number;
}

/** A line to be drawn: its figures as floats, for they are not told; the least and the most as they were said, for those are. */
export interface Line {
  readonly label: string;
  readonly points: readonly { readonly at: number; readonly value: number }[];
  readonly least: string;
  readonly most: string;
}

/** Figures beyond this are drawn as this: sums and differences of them must stay numbers. */
const farthest = 1e300;

/** Without the points whose figure is none; undefined where there is no other. */
export function lineOf({ label, points }: Series): Line | undefined {
  const [first] = points;
  if (first === undefined) return undefined;
  let [least, most] = [first.value, first.value];
  let [low, high] = [Infinity, -Infinity];
  const numbers: { readonly at: number; readonly value: number }[] = [];
  for (const { at, value: said } of points) {
    const value = Math.max(-farthest, Math.min(farthest, Number(said)));
    if (Number.isNaN(value)) continue;
    if (value < low) [low, least] = [value, said];
    if (value > high) [high, most] = [value, said];
    numbers.push({ at, value });
  }
  return numbers.length === 0 ? undefined : { label, points: numbers, least, most };
}

/** The smallest and the largest of some numbers, of which there is one at least. */
export function endsOf(lines: readonly Line[], of: 'at' | 'value'): { readonly low: number; readonly high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const { points } of lines)
    for (const point of points) {
      low = Math.min(low, point[of]);
      high = Math.max(high, point[of]);
    }
  return { low, high };
}

/** Points that one column of pixels holds at most, for so many are enough to show from where to where it goes. */
const ofColumn = 4;

/**
 * Where the points of a line lie, in order. Of more than {@link ofColumn} points in a column the first, the lowest, the highest and the last
 * stay, which looks the same.
 */
export function dotsOf({ points }: Line, x: (at: number) => number, y: (value: number) => number): readonly Dot[] {
  const columns = new Map<number, Dot[]>();
  for (const { at, value } of points) {
    const dot = { x: x(at), y: y(value) };
    const column = Math.round(dot.x);
    const held = columns.get(column);
    if (held === undefined) columns.set(column, [dot]);
    else held.push(dot);
  }
  return [...columns.values()].flatMap((dots) => (dots.length <= ofColumn ? dots : outline(dots)));
}

function outline(dots: readonly Dot[]): readonly Dot[] {
  const [first] = dots;
  const last = dots.at(-1);
  if (first === undefined || last === undefined) return dots;
  const [highest, lowest] = [dots, dots].map((all, low) =>
    all.reduce((one, other) => ((low === 1 ? other.y > one.y : other.y < one.y) ? other : one)),
  );
  return dots.filter((dot) => dot === first || dot === highest || dot === lowest || dot === last);
}

/** The way of a line: each value holds until the next point, the last one to `end`. */
export const stepsPath = (dots: readonly Dot[], end: number): string =>
  dots
    .map(({ x, y }, index) => (index === 0 ? `M${place(x)} ${place(y)}` : `H${place(x)}V${place(y)}`))
    .concat(`H${place(end)}`)
    .join('');

/** How high a line stands at a place; undefined before it begins. */
export const heightAt = (dots: readonly Dot[], x: number): number | undefined => dots.findLast((dot) => dot.x <= x)?.y;
