import type { Point } from './run.ts';

/** Figures of earlier runs that a picture shows: weeks of days. */
const pointsKept = 60;

/** The figures so far, and one more. */
export const pointsWith = (points: readonly Point[], point: Point): Point[] => [...points, point].slice(-pointsKept);
