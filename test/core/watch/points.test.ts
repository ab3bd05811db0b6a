import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs } from '../../../src/core/time.ts';
import { pointsWith } from '../../../src/core/watch/points.ts';
import type { Point } from '../../../src/core/watch/run.ts';

describe('the figures of a picture', () => {
  it('are the last of each day, of the last sixty, however often an alert is run', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 * 24 }), { maxLength: 200 }), (pauses) => {
        let at = Date.parse('2026-11-01T00:00:00Z');
        let points: Point[] = [];
        const lastOf = new Map<number, Point>();
        for (const pause of pauses) {
          at += pause * hourMs;
          const point = { at, value: String(at) };
          points = pointsWith(points, point);
          lastOf.set(Math.floor(at / dayMs), point);
        }
        expect(points).toEqual([...lastOf.values()].slice(-60));
      }),
    );
  });
});
