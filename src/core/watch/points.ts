import { dayMs } from '../time.ts';
import type { Point } from './run.ts';

/** Days that a picture shows: some weeks. */
const pointsKept = 60;

/** The figures so far, and one more: of each day (UTC) the last, however often an alert is run. */
export const pointsWith = (points: readonly Point[], point: Point): Point[] =>
  [...points.filter(({ at }) => dayOf(at) !== dayOf(point.at)), point].slice(-pointsKept);

const dayOf = (at: number): number => Math.floor(at / dayMs);
