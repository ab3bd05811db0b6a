import { element } from './words.ts';

/** Colours of paper, words and lines of help. Words stand out from the paper by 4.5 to 1 at least (WCAG 2.2, 1.4.3). */
export const paper = {
  back: '#FFFFFF',
  edge: '#C9CDD2',
  words: '#1D1C1D',
  quiet: '#54565A',
  grid: '#E4E6EA',
  row: '#F4F5F7',
  below: '#D6E3F1',
} as const;

/** Colours that those who see no red, no green or no blue tell apart by their lightness, each 4.5 to 1 from the paper. */
export const colours = ['#0B5CAD', '#B4460B', '#00705A', '#8E2F86', '#1D1C1D', '#7A5A00', '#C01F55'] as const;
/** Dashes, in pixels of line and gap. Their number and that of colours have no divisor in common, so that pairs come again late. */
const dashes = [undefined, '9 4', '3 3', '12 3 3 3'] as const;
/** Marks of a line, drawn about a point. */
const marks = [
  'M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z',
  'M-3.5 -3.5H3.5V3.5H-3.5Z',
  'M0 -4.5L4.5 3.5H-4.5Z',
  'M0 -5L5 0L0 5L-5 0Z',
  'M0 4.5L4.5 -3.5H-4.5Z',
] as const;

/** Lines that can be told from each other: more are not drawn in one frame. */
export const linesAtMost = 14;

/** How the line of this index is drawn: its colour is never alone in telling it from others. */
export function inkOf(index: number): {
  readonly stroke: string;
  readonly dash: string | undefined;
  mark(x: number, y: number): string;
} {
  const stroke = colours[index % colours.length] ?? paper.words;
  return {
    stroke,
    dash: dashes[index % dashes.length],
    mark: (x, y) =>
      element('path', {
        d: marks[index % marks.length],
        transform: `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10})`,
        fill: stroke,
        stroke: paper.back,
        'stroke-width': 1,
      }),
  };
}
