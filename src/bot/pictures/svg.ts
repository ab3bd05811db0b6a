import type { Picture } from '../../commands/reply/picture.ts';
import { letters, room, size } from './frame.ts';
import { linesAtMost, paper } from './ink.ts';
import { rows } from './rows.ts';
import { lineOf } from './steps.ts';
import { together } from './together.ts';
import { cut, element, words } from './words.ts';

/** Rows at most of a drawing with a row for each line. */
export const rowsAtMost = 9;

/**
 * A picture as SVG in the font Inter, on paper of its own, 600 by 315 pixels. Every text in it is escaped. Lines beyond
 * {@link rowsAtMost} or {@link linesAtMost} are said to be there. Throws a RangeError where no figure is a number.
 */
export function svgOf(picture: Picture): string {
  const lines = picture.series.flatMap((one) => lineOf(one) ?? []);
  if (lines.length === 0) throw new RangeError('a picture without a figure cannot be drawn');
  // A single row is a frame of its own.
  const form = lines.length === 1 ? 'together' : picture.form;
  const shown = lines.slice(0, form === 'together' ? linesAtMost : rowsAtMost);
  const left = lines.length - shown.length;
  const rest = left > 0 ? `; ${left} more line${left === 1 ? ' is' : 's are'} not drawn` : '';
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: size.width,
      height: size.height,
      'font-family': 'Inter',
      fill: paper.words,
    },
    element('rect', { width: size.width, height: size.height, fill: paper.back }),
    element('rect', {
      x: 0.5,
      y: 0.5,
      width: size.width - 1,
      height: size.height - 1,
      fill: 'none',
      stroke: paper.edge,
    }),
    words(cut(picture.title, letters.title, size.width - 2 * room.edge), {
      x: room.edge,
      y: 30,
      size: letters.title,
      'font-weight': 600,
    }),
    ...(form === 'together' ? together : rows)(picture, shown, rest),
  );
}
