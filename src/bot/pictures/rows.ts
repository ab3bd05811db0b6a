import type { Picture } from '../../commands/reply/picture.ts';
import {
  axisAcross,
  axisUp,
  dotsIn,
  endOf,
  frame,
  letters,
  marksAcross,
  room,
  scaleUp,
  size,
  subtitle,
  thick,
  type Axis,
} from './frame.ts';
import { inkOf, paper } from './ink.ts';
import { figure } from './scale.ts';
import { stepsPath, type Line } from './steps.ts';
import { cut, element, place, widthOf, words } from './words.ts';

/** Between two rows, in pixels. */
const between = 10;
/** A row that is lower has no ends of the scale beside it. */
const endsFrom = 32;
/** No name and no words of figures beside a row are wider. */
const namesAtMost = 150;
const figuresAtMost = 130;

const widest = (all: readonly string[], atMost: number): number =>
  Math.min(atMost, Math.max(0, ...all.map((one) => widthOf(one, letters.usual))));

/** A row for each line, all on one scale: its name before it, from where to where it goes behind it. @param lines One at least. @param rest What is said besides. */
export function rows({ up: told, across: sideways }: Picture, lines: readonly Line[], rest: string): readonly string[] {
  const scale = scaleUp(lines, told);
  const [least = '', most = ''] = [scale.ticks[0], scale.ticks.at(-1)].map((tick) => tick?.label ?? '');
  const pitch = (frame.bottom - frame.top + between) / lines.length;
  const ends = pitch - between < endsFrom ? undefined : { least, most, width: widest([least, most], figuresAtMost) };
  const names = widest(
    lines.map(({ label }) => label),
    namesAtMost,
  );
  const ranges = lines.map(rangeOf);
  const across = axisAcross(lines, sideways.of, {
    from: room.edge + names + room.gap + (ends === undefined ? 0 : ends.width + room.gap),
    to: size.width - room.edge - widest(ranges, figuresAtMost) - room.gap,
  });
  return [
    subtitle(`${told.label} (${told.unit}), every row from ${least} to ${most}${rest}`),
    ...lines.flatMap((one, index) => {
      const top = frame.top + index * pitch;
      const up = axisUp(scale, top + pitch - between, top);
      const middle = { y: (up.from + up.to) / 2 + room.middle, size: letters.usual };
      return [
        ...rowOf(one, across, up),
        words(cut(one.label, letters.usual, names), { x: room.edge, ...middle }),
        words(cut(ranges[index] ?? '', letters.usual, figuresAtMost), { x: across.to + room.gap, ...middle }),
        ...(ends === undefined
          ? []
          : [endOfScale(most, across, top + letters.usual - 3), endOfScale(least, across, up.from)]),
      ];
    }),
    ...marksAcross(across, sideways),
  ];
}

/** A line in its row; the room below it is filled where the row begins at nothing. */
function rowOf(one: Line, across: Axis, up: Axis): readonly string[] {
  const { stroke, mark } = inkOf(0);
  const dots = dotsIn(one, across, up);
  const line = stepsPath(dots, endOf(across, dots));
  return [
    element('rect', {
      x: across.from,
      y: up.to,
      width: across.to - across.from,
      height: up.from - up.to,
      fill: paper.row,
    }),
    ...(up.low === 0
      ? [element('path', { d: `${line}V${place(up.from)}H${place(dots[0]?.x ?? across.from)}Z`, fill: paper.below })]
      : []),
    element('path', { d: line, fill: 'none', stroke, 'stroke-width': thick, 'stroke-linejoin': 'round' }),
    ...dots.slice(0, across.single ? 1 : 0).map(({ x, y }) => mark(x, y)),
  ];
}

const endOfScale = (label: string, across: Axis, y: number): string =>
  words(cut(label, letters.usual, figuresAtMost), {
    x: across.from - room.gap,
    y,
    size: letters.usual,
    fill: paper.quiet,
    'text-anchor': 'end',
  });

/** An exact figure with more letters is told with so many digits instead. */
const exactLetters = 7;
const digits = 4;

/** From the least to the most that a line tells. */
function rangeOf({ least, most }: Line): string {
  const told = (figures: string): string => {
    const size = Math.abs(Number(figures));
    return figures.length <= exactLetters || size === 0
      ? figures
      : figure(Number(figures), 10 ** (Math.floor(Math.log10(size)) - digits + 1));
  };
  return least === most ? told(least) : `${told(least)} to ${told(most)}`;
}
