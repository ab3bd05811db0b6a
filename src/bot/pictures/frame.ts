import type { Picture } from '../../commands/reply/picture.ts';
import { paper } from './ink.ts';
import { daysOf, numberScale, timeScale, valueScale, type Scale } from './scale.ts';
import { dotsOf, endsOf, type Dot, type Line } from './steps.ts';
import { cut, element, widthOf, words } from './words.ts';

/** Of a drawing, in its own pixels; it is shown at `zoom` times of that, for screens with small ones. */
export const size = { width: 600, height: 315, zoom: 2 } as const;

/** Heights of letters, in pixels. */
export const letters = { title: 16, usual: 12 } as const;
/** Around everything, between words and what they stand beside, and from one word's line to the middle of its letters; in pixels. */
export const room = { edge: 18, gap: 8, middle: 4 } as const;
/** Where the frame begins and ends: two lines of words stand above it, two below. */
export const frame = { top: 68, bottom: size.height - 46 } as const;
/** How thick lines are. */
export const thick = 2.2;
/** Fewest pixels between two marks of a scale. */
const marksApart = { number: 50, time: 66, up: 32 } as const;

/** A stretch of the drawing over which a scale is laid: its `low` is at `from`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A scale with its place in the drawing. */
export interface Axis extends Scale, Stretch {
  place(value: number): number;
  /** There is one value alone: nothing goes on from it. */
  readonly single: boolean;
}

const lay = (scale: Scale, { from, to }: Stretch, single: boolean): Axis => ({
  ...scale,
  from,
  to,
  single,
  place: (value) => from + ((value - scale.low) / (scale.high - scale.low)) * (to - from),
});

/** The scale of all values. @param up Whether nothing is on it, whatever they are. */
export function scaleUp(lines: readonly Line[], { fromNothing }: Picture['up']): Scale {
  const { low, high } = endsOf(lines, 'value');
  const [least, most] = fromNothing === true ? [Math.min(0, low), Math.max(0, high)] : [low, high];
  return valueScale(least, most, Math.floor((frame.bottom - frame.top) / marksApart.up));
}

/** A scale of values as it lies between these heights. */
export const axisUp = (scale: Scale, bottom: number, top: number): Axis => lay(scale, { from: bottom, to: top }, false);

/** The scale of moments or of numbers. */
export function axisAcross(lines: readonly Line[], of: Picture['across']['of'], stretch: Stretch): Axis {
  const { low, high } = endsOf(lines, 'at');
  const wanted = Math.max(1, Math.floor((stretch.to - stretch.from) / marksApart[of]));
  return lay((of === 'time' ? timeScale : numberScale)(low, high, wanted), stretch, low === high);
}

/** Where the points of a line lie. */
export const dotsIn = (line: Line, across: Axis, up: Axis): readonly Dot[] => dotsOf(line, across.place, up.place);

/** Where a line ends: its last value holds to the end. */
export const endOf = (across: Axis, dots: readonly Dot[]): number =>
  across.single ? (dots.at(-1)?.x ?? across.to) : across.to;

/** The line below the title. */
export const subtitle = (line: string): string =>
  words(cut(line, letters.usual, size.width - 2 * room.edge), {
    x: room.edge,
    y: 49,
    size: letters.usual,
    fill: paper.quiet,
  });

/** Marks of a scale upwards, each with a line of help. */
export const marksUp = (up: Axis, across: Stretch): readonly string[] =>
  up.ticks.flatMap(({ at, label }) => {
    const y = up.place(at);
    return [
      element('path', { d: `M${across.from} ${y}H${across.to}`, stroke: paper.grid }),
      words(label, {
        x: across.from - room.gap,
        y: y + room.middle,
        size: letters.usual,
        fill: paper.quiet,
        'text-anchor': 'end',
      }),
    ];
  });

/** Marks of a scale across, below the frame, and what it tells: of moments also in which zone and which days. */
export function marksAcross(across: Axis, { label, of }: Picture['across']): readonly string[] {
  const { single, low, high } = across;
  const days = single ? daysOf((low + high) / 2, (low + high) / 2) : daysOf(low, high);
  return [
    element('path', { d: `M${across.from} ${frame.bottom}H${across.to}`, stroke: paper.quiet }),
    ...across.ticks.flatMap((tick) => {
      const x = across.place(tick.at);
      return [
        element('path', { d: `M${x} ${frame.bottom}v4`, stroke: paper.quiet }),
        words(tick.label, {
          x: Math.min(x, size.width - room.gap - widthOf(tick.label, letters.usual) / 2),
          y: frame.bottom + 17,
          size: letters.usual,
          fill: paper.quiet,
          'text-anchor': 'middle',
        }),
      ];
    }),
    words(of === 'time' ? `${label} (UTC), ${days}` : label, {
      x: (across.from + across.to) / 2,
      y: size.height - 11,
      size: letters.usual,
      fill: paper.quiet,
      'text-anchor': 'middle',
    }),
  ];
}
