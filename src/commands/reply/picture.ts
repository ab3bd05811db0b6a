import { harmless, speak, type Spans, type Speakable } from '../../core/text.ts';

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
  /** What goes up, and in what unit: `Price`, `USD an hour`. */
  readonly up: { readonly label: string; readonly unit: string };
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
