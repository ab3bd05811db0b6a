import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysOf, figure, numberScale, timeScale, valueScale, type Scale } from '../../../src/bot/pictures/scale.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/core/time.ts';

const labels = ({ ticks }: Scale) => ticks.map(({ label }) => label);
const began = Date.UTC(2026, 7, 28, 13, 20);

/** More marks than this on one scale would run into each other. */
const marksAtMost = 16;

function sound({ low, high, ticks }: Scale) {
  expect(Number.isFinite(low) && Number.isFinite(high) && low < high).toBe(true);
  expect(ticks.length).toBeLessThanOrEqual(marksAtMost);
  const slack = (high - low) * 1e-6;
  for (const [index, { at, label }] of ticks.entries()) {
    expect(at).toBeGreaterThanOrEqual(low - slack);
    expect(at).toBeLessThanOrEqual(high + slack);
    expect(label).toMatch(/^[-\d]|^[A-Z][a-z]{2} /);
    const before = ticks[index - 1];
    if (before !== undefined) expect(at).toBeGreaterThan(before.at);
  }
}

describe('a scale of values', () => {
  it.each<[number, number, readonly string[]]>([
    [0, 10, ['0', '2', '4', '6', '8', '10']],
    [0.0251, 0.0664, ['0', '0.02', '0.04', '0.06', '0.08']],
    [2.8, 3.8, ['2.8', '3.0', '3.2', '3.4', '3.6', '3.8']],
    [0.03, 0.03, ['0.026', '0.028', '0.030', '0.032', '0.034']],
    [0, 0, ['0', '0.2', '0.4', '0.6', '0.8', '1.0']],
    [-5, 5, ['-6', '-4', '-2', '0', '2', '4', '6']],
    [0, 12_000, ['0', '2,500', '5,000', '7,500', '10,000', '12,500']],
    [1e6, 5e6, ['0', '1M', '2M', '3M', '4M', '5M']],
    [0, 1e18, ['0', '2e17', '4e17', '6e17', '8e17', '1e18']],
    [3e15, 3e15 + 1, ['2.6e15', '2.8e15', '3e15', '3.2e15', '3.4e15']],
    [0, 5e-324, ['0', '0.2', '0.4', '0.6', '0.8', '1.0']],
  ])('from %s to %s has marks %j', (least, most, expected) => {
    expect(labels(valueScale(least, most, 5))).toEqual(expected);
  });

  it('holds all values, whatever they are, on few marks', () => {
    const value = fc.double({ min: -1e300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.integer({ min: 1, max: 8 }), (one, other, wanted) => {
        const [least, most] = [Math.min(one, other), Math.max(one, other)];
        const scale = valueScale(least, most, wanted);
        sound(scale);
        const slack = (scale.high - scale.low) * 1e-6;
        expect(scale.low).toBeLessThanOrEqual(least + slack);
        expect(scale.high).toBeGreaterThanOrEqual(most - slack);
      }),
    );
  });
});

describe('a scale of numbers across', () => {
  it.each<[number, number, readonly string[]]>([
    [0, 36, ['0', '6', '12', '18', '24', '30', '36']],
    [0, 12, ['0', '2', '4', '6', '8', '10', '12']],
    [0, 7, ['0', '2', '4', '6']],
    [3, 3, ['3']],
    [0, 0.5, ['0', '0.1', '0.2', '0.3', '0.4', '0.5']],
  ])('from %s to %s has marks %j', (low, high, expected) => {
    expect(labels(numberScale(low, high, 6))).toEqual(expected);
  });

  it('is in whole terms where six marks are too many', () => {
    expect(labels(numberScale(0, 36, 5))).toEqual(['0', '12', '24', '36']);
  });

  it('is sound whatever the ends are', () => {
    const end = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(end, end, fc.integer({ min: 1, max: 10 }), (one, other, wanted) =>
        sound(numberScale(Math.min(one, other), Math.max(one, other), wanted)),
      ),
    );
  });
});

describe('a scale of moments, in UTC', () => {
  it.each<[string, number, readonly string[]]>([
    ['ten minutes', 10 * minuteMs, ['13:20', '13:22', '13:24', '13:26', '13:28', '13:30']],
    ['eight hours', 8 * hourMs, ['14:00', '16:00', '18:00', '20:00']],
    ['a day', dayMs, ['16:00', '20:00', '29 Aug', '04:00', '08:00', '12:00']],
    ['three days', 3 * dayMs, ['29 Aug', '12:00', '30 Aug', '12:00', '31 Aug', '12:00']],
    ['a week', 7 * dayMs, ['29 Aug', '31 Aug', '2 Sep', '4 Sep']],
    ['thirty days', 30 * dayMs, ['31 Aug', '7 Sep', '14 Sep', '21 Sep']],
    ['ninety days', 90 * dayMs, ['Sep 2026', 'Oct 2026', 'Nov 2026']],
    ['two years', 730 * dayMs, ['Jan 2027', 'Jul 2027', 'Jan 2028', 'Jul 2028']],
    ['ten years', 3_653 * dayMs, ['2028', '2030', '2032', '2034', '2036']],
    ['no time', 0, ['28 Aug 13:20']],
  ])('over %s has marks %j', (_, span, expected) => {
    expect(labels(timeScale(began, began + span, 6))).toEqual(expected);
  });

  it('is sound whatever the ends are', () => {
    const moment = fc.integer({ min: 0, max: Date.UTC(9_999, 11, 31) });
    fc.assert(
      fc.property(moment, moment, fc.integer({ min: 1, max: 10 }), (one, other, wanted) =>
        sound(timeScale(Math.min(one, other), Math.max(one, other), wanted)),
      ),
    );
  });

  it('names its days with their years', () => {
    expect(daysOf(began, began + dayMs)).toBe('2026-08-28 to 2026-08-29');
    expect(daysOf(began, began + hourMs)).toBe('2026-08-28');
  });
});

describe('a figure on a scale', () => {
  it.each<[number, number, string]>([
    [0.25, 0.25, '0.25'],
    [1_234.5, 0.5, '1,234.5'],
    [0, 0.001, '0'],
    [1e-9, 1e-9, '1e-9'],
    [1.25e9, 2.5e8, '1.25B'],
    [-1.5e20, 5e19, '-1.5e20'],
  ])('%s in steps of %s is %s', (value, step, words) => {
    expect(figure(value, step)).toBe(words);
  });
});
