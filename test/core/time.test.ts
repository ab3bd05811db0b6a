import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, isoTime, minuteMs, secondMs, spanInWords } from '../../src/core/time.ts';

const units: Readonly<Record<string, number>> = { day: dayMs, hour: hourMs, minute: minuteMs, second: secondMs };
/** A thousand years. */
const longest = 365_000 * dayMs;
/** Spans of all lengths, most of them near where a unit begins. */
const spans = fc.oneof(
  fc.nat(longest),
  fc
    .tuple(fc.constantFrom(...Object.values(units)), fc.integer({ min: -1, max: 1 }), fc.nat(100))
    .map(([unit, off, times]) => Math.max(0, unit * times + off)),
);

describe('a moment', () => {
  it('is written in UTC to the second, and read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -longest, max: longest }), (at) => {
        expect(isoTime(at)).toMatch(/^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        expect(Date.parse(isoTime(at))).toBe(Math.floor(at / secondMs) * secondMs);
      }),
    );
    expect(isoTime(Date.parse('2026-11-24T10:00:00.999Z'))).toBe('2026-11-24T10:00:00Z');
  });
});

describe('a span', () => {
  it('is told in its largest unit, rounded down to less than one of it', () => {
    fc.assert(
      fc.property(spans, (ms) => {
        const [, number = '', word = '', plural = ''] =
          /^(\d+) (day|hour|minute|second)(s?)$/.exec(spanInWords(ms)) ?? [];
        const unit = units[word] ?? 0;
        const count = Number(number);
        expect(plural === 's').toBe(count !== 1);
        if (ms < secondMs) {
          expect(spanInWords(ms)).toBe('1 second');
          return;
        }
        expect(count * unit).toBeLessThanOrEqual(ms);
        expect((count + 1) * unit).toBeGreaterThan(ms);
        const larger = Object.values(units).filter((other) => other > unit);
        expect(larger.every((other) => other > ms)).toBe(true);
      }),
    );
  });

  it.each([
    [0, '1 second'],
    [59_999, '59 seconds'],
    [60_000, '1 minute'],
    [3_599_999, '59 minutes'],
    [7_200_000, '2 hours'],
    [86_399_999, '23 hours'],
    [86_400_000, '1 day'],
    [400 * 86_400_000, '400 days'],
  ])('of %i ms is %s', (ms, words) => {
    expect(spanInWords(ms)).toBe(words);
  });
});
