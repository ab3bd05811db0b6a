import type { Picture, Point, Series } from '../../commands/reply/picture.ts';
import { isoTime } from '../../core/time.ts';
import { wrap } from './spans.ts';
import type { Style, Styler } from './style.ts';
import { cut, padded, widthOf } from '../width.ts';

/** Eighths of a line, from the lowest. */
const bars = '▁▂▃▄▅▆▇█';
/** Lines of a frame. */
const frameLines = 10;
/** Wider than this a drawing tells no more. */
const widest = 72;
/** A row narrower than this stands on a line of its own. */
const leastRow = 16;
/** Signs and colours of lines in one frame; the sign alone is enough to tell them apart. */
const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const colours: readonly Style[] = ['code', 'warning', 'good', 'strong'];
/** Where several lines meet. */
const meeting = '*';

/** The smallest and the largest of the scales. */
interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** A picture in characters, its gist in words below it. Figures are floats here: they are drawn, not told. */
export function pictureLines(picture: Picture, width: number, style: Styler): readonly string[] {
  const { title, up, form, alt } = picture;
  const plainly = (words: string, as: Style) =>
    wrap([{ kind: 'text', text: words }], width, (_, part) => style(as, part));
  const drawn = form === 'apart' ? rows(picture, width, style) : frame(picture, width, style);
  return [
    ...plainly(`${title} (${up.unit})`, 'strong'),
    ...drawn,
    ...wrap(alt, width, (_, words) => style('dim', words)),
  ];
}

function boundsOf({ series, up }: Picture): Bounds {
  const points = series.flatMap((one) => one.points);
  const places = points.map(({ at }) => at);
  const values = points.map(({ value }) => Number(value));
  return {
    left: Math.min(...places),
    right: Math.max(...places),
    low: Math.min(...values, ...(up.fromNothing === true ? [0] : [])),
    high: Math.max(...values, ...(up.fromNothing === true ? [0] : [])),
  };
}

/** The value that holds in each of so many columns; undefined before the first point. */
function columnsOf(
  points: readonly Point[],
  { left, right }: Bounds,
  columns: number,
): readonly (number | undefined)[] {
  let next = 0;
  let value: number | undefined;
  return Array.from({ length: columns }, (_, column) => {
    const place = columns === 1 ? right : left + ((right - left) * column) / (columns - 1);
    for (let point = points[next]; point !== undefined && point.at <= place; point = points[next]) {
      value = Number(point.value);
      next += 1;
    }
    return value;
  });
}

/** How far up a value stands, from 0 to 1; in the middle where all are equal. */
const height = (value: number, { low, high }: Bounds): number => (high > low ? (value - low) / (high - low) : 0.5);

/** A row for each line: its name, its bars, from where to where it goes. */
function rows(picture: Picture, width: number, style: Styler): readonly string[] {
  const bounds = boundsOf(picture);
  const label = Math.max(...picture.series.map((one) => widthOf(one.label)));
  const ranges = picture.series.map(rangeOf);
  const range = Math.max(...ranges.map(widthOf));
  const beside = width - label - range - 4;
  const room = Math.min(widest, beside >= leastRow ? beside : width);
  return picture.series.flatMap(({ label: name, points }, index) => {
    const drawn = columnsOf(points, bounds, room)
      .map((value) => (value === undefined ? ' ' : bars[Math.round(height(value, bounds) * (bars.length - 1))]))
      .join('');
    return beside >= leastRow
      ? [`${padded(name, label, 'left')}  ${style('code', drawn)}  ${ranges[index]}`]
      : [cut(`${name}  ${ranges[index]}`, width), style('code', drawn)];
  });
}

const rangeOf = ({ points }: Series): string => {
  const values = points.map(({ value }) => value).toSorted((one, other) => Number(one) - Number(other));
  const [least = '', most = ''] = [values[0], values.at(-1)];
  return least === most ? least : `${least} to ${most}`;
};

/** All lines in one frame, each with its own sign. */
function frame(picture: Picture, width: number, style: Styler): readonly string[] {
  const bounds = boundsOf(picture);
  const scale = Array.from({ length: frameLines }, (_, line) =>
    rounded(bounds.high - ((bounds.high - bounds.low) * line) / (frameLines - 1)),
  );
  const margin = Math.max(...scale.map(widthOf));
  const room = Math.max(1, Math.min(widest, width - margin - 2));
  const grid = Array.from({ length: frameLines }, () => Array.from({ length: room }, () => ' '));
  for (const [index, { points }] of picture.series.entries())
    for (const [column, value] of columnsOf(points, bounds, room).entries()) {
      if (value === undefined) continue;
      const line = grid[frameLines - 1 - Math.round(height(value, bounds) * (frameLines - 1))];
      if (line !== undefined) line[column] = line[column] === ' ' ? signOf(index) : meeting;
    }
  const labelled = [0, Math.floor(frameLines / 2), frameLines - 1];
  const [from, to] = [placed(bounds.left, picture), placed(bounds.right, picture)];
  const axis = `${from}${' '.repeat(Math.max(1, room - widthOf(from) - widthOf(to)))}${to}`;
  return [
    ...grid.map((line, index) =>
      `${padded(labelled.includes(index) ? (scale[index] ?? '') : '', margin, 'right')} │${line.map((sign) => style(colourOf(sign), sign)).join('')}`.trimEnd(),
    ),
    `${' '.repeat(margin)} └${'─'.repeat(room)}`,
    ...wrap([{ kind: 'text', text: axis }], room, (_, words) => words).map(
      (line) => `${' '.repeat(margin + 2)}${line}`,
    ),
    ...wrap(
      [{ kind: 'text', text: picture.series.map(({ label }, index) => `${signOf(index)} ${label}`).join(', ') }],
      width,
      (_, words) => words,
    ).map((line) => line.trimEnd()),
  ];
}

const signOf = (index: number): string => signs[index % signs.length] ?? meeting;
const colourOf = (sign: string): Style => {
  const index = signs.indexOf(sign);
  return index < 0 ? 'plain' : (colours[index % colours.length] ?? 'plain');
};

/** Digits of a scale. */
const scaleDigits = 3;
const rounded = (value: number): string =>
  Math.abs(value) >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(scaleDigits)));

const placed = (at: number, { across }: Picture): string =>
  across.of === 'time' ? isoTime(at).slice(0, 'YYYY-MM-DD'.length) : `${across.label} ${rounded(at)}`;
