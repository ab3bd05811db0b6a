import type { Picture } from '../../commands/reply/picture.ts';
import {
  axisAcross,
  axisUp,
  dotsIn,
  endOf,
  frame,
  letters,
  marksAcross,
  marksUp,
  room,
  scaleUp,
  size,
  subtitle,
  thick,
  type Axis,
} from './frame.ts';
import { inkOf, paper } from './ink.ts';
import { heightAt, stepsPath, type Dot, type Line } from './steps.ts';
import { cut, element, place, widthOf, words } from './words.ts';

/** How much of a line stands before its name, and from one name to the next; in pixels. */
const sample = { width: 30, apart: 14 } as const;
/** No name of a line is wider, in pixels. */
const namesAtMost = 200;
/** Marks on a line. */
const marksOfLine = 4;

/** All lines in one frame; where there are several, their names beside it. @param all One at least. @param rest What is said besides. */
export function together(
  { up: told, across: sideways }: Picture,
  all: readonly Line[],
  rest: string,
): readonly string[] {
  const scale = scaleUp(all, told);
  const named = all.length > 1;
  const names = Math.min(namesAtMost, Math.max(...all.map(({ label }) => widthOf(label, letters.usual))));
  const beside = named ? names + sample.width + 2 * room.gap : 0;
  const ticks = Math.max(...scale.ticks.map(({ label }) => widthOf(label, letters.usual)));
  const across = axisAcross(all, sideways.of, {
    from: room.edge + ticks + room.gap,
    to: size.width - room.edge - room.gap - beside,
  });
  const up = axisUp(scale, frame.bottom, frame.top);
  const lines = all.map((line, index) => ({
    label: line.label,
    ink: inkOf(index),
    dots: dotsIn(line, across, up),
    shift: (index + 0.5) / all.length,
  }));
  return [
    subtitle(`${named ? '' : `${all[0]?.label ?? ''}: `}${told.label} (${told.unit})${rest}`),
    ...marksUp(up, across),
    ...marksAcross(across, sideways),
    ...(told.fromNothing === true && !named && !across.single ? lines : []).map(({ dots }) =>
      element('path', {
        d: `${stepsPath(dots, endOf(across, dots))}V${place(up.place(0))}H${place(dots[0]?.x ?? across.from)}Z`,
        fill: paper.below,
      }),
    ),
    ...lines.map(({ ink, dots }) =>
      element('path', {
        d: stepsPath(dots, endOf(across, dots)),
        fill: 'none',
        stroke: ink.stroke,
        'stroke-width': thick,
        'stroke-linejoin': 'round',
        'stroke-dasharray': ink.dash,
      }),
    ),
    ...(named || across.single ? lines : []).flatMap(({ ink, dots, shift }) =>
      marked(dots, across, shift).map(({ x, y }) => ink.mark(x, y)),
    ),
    ...(named ? lines : []).flatMap(({ label, ink }, index) => {
      const x = across.to + 2 * room.gap;
      const y = frame.top + index * sample.apart;
      return [
        element('path', {
          d: `M${x} ${y}h${sample.width}`,
          stroke: ink.stroke,
          'stroke-width': thick,
          'stroke-dasharray': ink.dash,
        }),
        ink.mark(x + sample.width / 2, y),
        words(cut(label, letters.usual, names), {
          x: x + sample.width + room.gap,
          y: y + room.middle,
          size: letters.usual,
        }),
      ];
    }),
  ];
}

/** Where the marks of a line are: those of one lie between those of others, so that lines upon each other are seen. */
function marked(dots: readonly Dot[], across: Axis, shift: number): readonly Dot[] {
  const places = Array.from(
    { length: marksOfLine },
    (_, index) => across.from + ((index + shift) / marksOfLine) * (across.to - across.from),
  );
  const found = places.flatMap((x) => {
    const y = heightAt(dots, x);
    return y === undefined ? [] : [{ x, y }];
  });
  return across.single || found.length === 0 ? dots.slice(0, 1) : found;
}
