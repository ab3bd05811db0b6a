import type { Problem } from '../problem.ts';
import { unread } from '../problem.ts';
import { plain } from '../text.ts';
import type { Looked, Point } from './run.ts';

/** Figures of earlier runs that a picture shows. */
const pointsKept = 60;

/** Gaps told by name; of more the rest is counted. */
const gapsTold = 30;

/** The figures so far, and one more. */
export const pointsWith = (points: readonly Point[], point: Point): Point[] => [...points, point].slice(-pointsKept);

/** What a run looked at, for its record. What may not be seen lacks nothing that belongs to what may. */
export function lookedOf({ looked, gaps }: {
  readonly looked: Omit<Looked, 'gaps'>;
  readonly gaps: readonly Problem[];
}): Looked {
  const missing = [...new Set(unread(gaps).map(({ what }) => plain(what)))];
  const more = missing.length - gapsTold;
  return {
    ...looked,
    gaps: more > 0 ? [...missing.slice(0, gapsTold), `And ${more} more could not be read.`] : missing,
  };
}
