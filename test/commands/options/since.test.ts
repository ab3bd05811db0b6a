import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentOf, readSince, since, sinceWord } from '../../../src/commands/options/since.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/core/time.ts';

const now = Date.parse('2026-11-24T10:00:00Z');

describe('from when on', () => {
  it.each([
    ['30m', '2026-11-24T09:30:00Z', '30m'],
    ['2h', '2026-11-24T08:00:00Z', '2h'],
    ['24h', '2026-11-23T10:00:00Z', '1d'],
    ['3d', '2026-11-21T10:00:00Z', '3d'],
    ['1W', '2026-11-17T10:00:00Z', '1w'],
    ['90m', '2026-11-24T08:30:00Z', '90m'],
    ['2026-11-24', '2026-11-24T00:00:00Z', '2026-11-24'],
    ['2026-11-24T09:15', '2026-11-24T09:15:00Z', '2026-11-24T09:15:00Z'],
    ['2026-11-24t09:15:07z', '2026-11-24T09:15:07Z', '2026-11-24T09:15:07Z'],
    ['2026-11-24 09:15', '2026-11-24T09:15:00Z', '2026-11-24T09:15:00Z'],
  ])('%s is %s', (word, at, written) => {
    const read = readSince(word);
    if (read === undefined) throw new Error('not read');
    expect(momentOf(read, now)).toBe(Date.parse(at));
    expect(sinceWord(read)).toBe(written);
  });

  it.each(['', '0h', '2', 'h', '-2h', '2y', '1.5h', '999999d', '2026-02-30', '2026-13-01', '2026-11-24T25:00', 'noon'])(
    '“%s” is none',
    (word) => {
      expect(readSince(word)).toBeUndefined();
      expect(isProblem(since('When').parse([word]))).toBe(true);
    },
  );

  it('is read as it is written', () => {
    const Since = fc.oneof(
      fc
        .tuple(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom(minuteMs, hourMs, dayMs))
        .map(([count, size]) => ({ agoMs: count * size })),
      fc.integer({ min: 0, max: 4_102_444_800 }).map((seconds) => ({ at: seconds * 1_000 })),
    );
    fc.assert(
      fc.property(Since, (value) => {
        expect(readSince(sinceWord(value))).toEqual(value);
      }),
    );
  });
});
