import { usd } from '../../core/money.ts';
import { figure, harmless, say, speak, type Span, type Spans, type Speakable } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';

/** Figures over a scale, drawn where the platform can. Whoever does not see the drawing has `alt`, and programs have the figures. */
export interface Picture {
  readonly kind: 'picture';
  readonly title: string;
  /** The gist in words. */
  readonly alt: Spans;
  /** `together` in one frame, where lines are to be compared with each other; `apart`, a row for each, on one scale. */
  readonly form: 'together' | 'apart';
  /** What goes across: a number, or moments. */
  readonly across: { readonly label: string; readonly of: 'number' | 'time' };
  /** What goes up, and in what unit: `Price`, `USD an hour`. Where it goes up from nothing, half as high is half as much. */
  readonly up: { readonly label: string; readonly unit: string; readonly fromNothing?: true };
  readonly series: readonly Series[];
}

/** One line of a picture. */
export interface Series {
  readonly label: string;
  /** In order. A value holds until the next point, and the last one to the end. */
  readonly points: readonly Point[];
}

/** A figure at a place of the scale. */
export interface Point {
  readonly at: number;
  /** Exact, a decimal number. */
  readonly value: string;
}

/** A picture; nothing where no line has a point. */
export function picture(spec: Omit<Picture, 'kind' | 'alt'> & { readonly alt: Speakable }): Picture | undefined {
  const series = spec.series.filter(({ points }) => points.length > 0);
  return series.length === 0
    ? undefined
    : {
        ...spec,
        kind: 'picture',
        title: harmless(spec.title),
        alt: speak(spec.alt),
        series: series.map(({ label, points }) => ({ label: harmless(label), points })),
      };
}

/** Figures of USD over some weeks, in one line. */
export interface History {
  readonly title: string;
  /** Whose figures they are: `All that wastes`. */
  readonly label: string;
  readonly per: 'month' | 'hour';
  /** In order of time. */
  readonly points: readonly Point[];
  /** A day in words, `25 Nov`. */
  dayOf(at: Instant): string;
}

/** Where it began, where it is now and where it was highest, drawn and in words; undefined where there are fewer than two figures. */
export function history({ title, label, per, points, dayOf }: History): Picture | undefined {
  const [first, second] = points;
  const last = points.at(-1);
  if (first === undefined || second === undefined || last === undefined) return undefined;
  const highest = points.reduce((one, other) => (Number(other.value) > Number(one.value) ? other : one));
  const lowest = points.reduce((one, other) => (Number(other.value) < Number(one.value) ? other : one));
  const sum = ({ value }: Point): Span => figure(usd(value));
  const alt =
    highest.value === lowest.value
      ? say`It stayed at ${sum(first)} a${per === 'hour' ? 'n' : ''} ${per} from ${dayOf(first.at)} to ${dayOf(last.at)}.`
      : say`It went from ${sum(first)} a${per === 'hour' ? 'n' : ''} ${per} on ${dayOf(first.at)} to ${sum(last)} on ${dayOf(last.at)}; the highest was ${sum(highest)} on ${dayOf(highest.at)}.`;
  return picture({
    title,
    alt,
    form: 'together',
    across: { label: 'Day', of: 'time' },
    up: { label: 'Cost', unit: `USD a${per === 'hour' ? 'n' : ''} ${per}`, fromNothing: true },
    series: [{ label, points }],
  });
}
