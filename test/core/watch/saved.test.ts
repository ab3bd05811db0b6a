import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toRecord, usd, type Money } from '../../../src/core/money.ts';
import type { Instance } from '../../../src/core/ports/instance.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/core/time.ts';
import {
  countsAfter,
  isStandingStill,
  overAt,
  savedIn,
  savedMonthOf,
  savedOf,
  savedTogether,
  startedAt,
  type SavedRecord,
} from '../../../src/core/watch/saved.ts';
import { grownIn } from '../../../src/core/watch/saved-growth.ts';
import { saved, t0 } from './saved-entry.ts';

const open = new AbortController().signal;
const far = t0 + 1_000 * dayMs;
const written = (sum: Money | undefined): string => (sum === undefined ? 'unknown' : toRecord(sum));

describe('what counts', () => {
  it.each<[string, Partial<SavedRecord>, number, string]>([
    ['a stop, for 30 days', { kind: 'stop' }, 30 * dayMs, '72'],
    ['a hibernation, as a stop', { kind: 'hibernate' }, 30 * dayMs, '72'],
    ['a termination, as a stop', { kind: 'terminate' }, 30 * dayMs, '72'],
    ['a release, for 365 days', { kind: 'release', perHour: '0.005' }, 365 * dayMs, '43.8'],
    ['a stop until the machine starts', { ended: { at: t0 + 3 * dayMs } }, 3 * dayMs, '7.2'],
    ['a stop that ends at its bound', { ended: { at: t0 + 30 * dayMs } }, 30 * dayMs, '72'],
    ['a stop no longer than its bound, however late it ends', { ended: { at: t0 + 31 * dayMs } }, 30 * dayMs, '72'],
    ['nothing that ended before it began', { ended: { at: t0 - hourMs } }, 0, '0'],
    [
      'a release until it is recovered',
      { kind: 'release', perHour: '0.005', ended: { at: t0 + 100 * hourMs } },
      100 * hourMs,
      '0.5',
    ],
  ])('%s', (_, some, countedMs, sum) => {
    const entry = saved(some);
    expect(overAt(entry) - entry.at).toBe(countedMs);
    expect(written(savedOf(entry, far))).toBe(sum);
  });

  it.each<[string, number, string]>([
    ['nothing before it began', -secondMs, '0'],
    ['nothing at the moment itself', 0, '0'],
    // 0.1 / 3600, to ten places.
    ['a second', secondMs, '0.0000277778'],
    ['an hour', hourMs, '0.1'],
    ['72 hours', 3 * dayMs, '7.2'],
    ['a millisecond before its bound', 30 * dayMs - 1, '71.9999999722'],
    ['its bound', 30 * dayMs, '72'],
    ['nothing more after it', 30 * dayMs + 1, '72'],
  ])('until now: %s', (_, afterMs, sum) => {
    expect(written(savedOf(saved(), t0 + afterMs))).toBe(sum);
  });

  it.each<[string, number, string]>([
    ['all of it, since before it', -dayMs, '7.2'],
    ['the rest, since some time after', dayMs, '4.8'],
    ['nothing, since now', 3 * dayMs, '0'],
    ['nothing, since later', 4 * dayMs, '0'],
  ])('since a moment: %s', (_, afterMs, sum) => {
    expect(written(savedOf(saved(), t0 + 3 * dayMs, t0 + afterMs))).toBe(sum);
  });

  it.each<[string, Partial<SavedRecord>, string, string]>([
    ['a machine alone', { perHour: '0.101' }, '73.73', '7.272'],
    // 4.80 $ a month are 4.80 / 730 an hour, 72 of them 0.4734246575.
    ['with volumes', { perHour: '0.101', volumesPerMonth: '4.8' }, '78.53', '7.7454246575'],
    ['volumes of a machine that was stopped', { perHour: '0', volumesPerMonth: '4.8' }, '4.8', '0.4734246575'],
    ['volumes of a machine of unknown price', { perHour: undefined, volumesPerMonth: '7.3' }, '7.3', '0.72'],
    ['what saves nothing', { perHour: '0' }, '0', '0'],
    ['what has no known price', { perHour: undefined }, 'unknown', 'unknown'],
    ['in yuan', { perHour: '0.5 CNY' }, '365 CNY', '36 CNY'],
    [
      'in two currencies, which stay apart',
      { perHour: '0.1', volumesPerMonth: '7.3 EUR' },
      '73 + 7.3 EUR',
      '7.2 + 0.72 EUR',
    ],
  ])('at the rate of its plan: %s', (_, some, perMonth, sum) => {
    const entry = saved({ ...some, kind: 'terminate' });
    expect(written(savedMonthOf(entry))).toBe(perMonth);
    expect(written(savedOf(entry, t0 + 3 * dayMs))).toBe(sum);
  });

  it('is the same in parts as in the whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 * dayMs }),
        fc.integer({ min: 0, max: 40 * dayMs }),
        fc.integer({ min: 0, max: 40 * dayMs }),
        fc.constantFrom('0.0104', '0.101', '1.2345678901'),
        (one, other, endedMs, perHour) => {
          const entry = saved({ perHour, ended: { at: t0 + endedMs } });
          const [first, last] = [t0 + Math.min(one, other), t0 + Math.max(one, other)];
          const parts = [savedOf(entry, first), savedOf(entry, last, first)].map((sum) => sum?.amount ?? new Big(0));
          const whole = savedOf(entry, last)?.amount ?? new Big(0);
          const apart = parts.reduce((sum, part) => sum.plus(part), new Big(0)).minus(whole);
          // Each is rounded to ten places.
          expect(apart.abs().lte('0.0000000002')).toBe(true);
        },
      ),
    );
  });

  it.each<[string, Partial<SavedRecord>, number, boolean]>([
    ['what counts then', {}, 10 * dayMs, true],
    ['what was made then', {}, 0, true],
    ['what was made later', {}, -dayMs, true],
    ['not what is over then', {}, 30 * dayMs, false],
    ['not what ended before', { ended: { at: t0 + dayMs } }, 2 * dayMs, false],
    ['what was made then, though it ended at once', { ended: { at: t0 } }, 0, true],
  ])('after a moment: %s', (_, some, afterMs, counts) => {
    expect(countsAfter(saved(some), t0 + afterMs)).toBe(counts);
  });
});

describe('a machine that may have been started since', () => {
  const asOf = t0 + 5 * dayMs;
  it.each<[string, Partial<Instance>, number | undefined]>([
    ['runs, and was launched after the stop', { state: 'running', launchedAt: t0 + hourMs }, t0 + hourMs],
    ['is about to run', { state: 'pending', launchedAt: asOf }, asOf],
    ['was started and stopped again', { state: 'stopped', launchedAt: t0 + hourMs }, t0 + hourMs],
    ['was started and terminated', { state: 'terminated', launchedAt: t0 + hourMs }, t0 + hourMs],
    ['stands still', { state: 'stopped', launchedAt: t0 - dayMs }, undefined],
    ['was launched at that very moment', { state: 'stopped', launchedAt: t0 }, undefined],
    ['was terminated as it stood', { state: 'terminated', launchedAt: t0 - dayMs }, undefined],
    ['runs as if it had never been stopped: it saved nothing', { state: 'running', launchedAt: t0 - dayMs }, t0],
  ])('%s', (_, some, at) => {
    expect(startedAt(saved(), { state: 'stopped', launchedAt: 0, ...some }, asOf)).toBe(at);
  });

  it.each<[string, number, number | undefined]>([
    ['not where the read may be late', 10 * minuteMs - 1, undefined],
    ['where the stop was long ago', 10 * minuteMs, t0],
  ])('is believed to run without a start: %s', (_, afterMs, at) => {
    expect(startedAt(saved(), { state: 'running', launchedAt: t0 - dayMs }, t0 + afterMs)).toBe(at);
  });

  it.each<[string, Partial<SavedRecord>, number, boolean]>([
    ['a stop', {}, dayMs, true],
    ['a hibernation', { kind: 'hibernate' }, dayMs, true],
    ['no termination', { kind: 'terminate' }, dayMs, false],
    ['no release', { kind: 'release' }, dayMs, false],
    ['nothing that has ended', { ended: { at: t0 + hourMs } }, dayMs, false],
    ['nothing whose time is over', {}, 30 * dayMs, false],
  ])('is looked for of %s', (_, some, afterMs, isOpen) => {
    expect(isStandingStill(saved(some), t0 + afterMs)).toBe(isOpen);
  });
});

describe('several together', () => {
  const now = t0 + 3 * dayMs;
  const entries = [
    saved({ id: 'i-1', perHour: '0.1' }),
    saved({ id: 'i-2', perHour: '0.5 CNY', account: { name: 'cn', id: '1' } }),
    saved({ id: 'i-3', perHour: undefined, atLeast: true, ended: { at: t0 + hourMs } }),
    saved({ id: 'i-4', perHour: '0.2', ended: { at: t0 + dayMs } }),
  ];

  it('come to the sum of each, currencies apart, and say what is not known', async () => {
    const sums = await savedIn(entries, ({ account }) => account.name, { since: t0, now }, open);
    // 0.1 × 72 + 0.2 × 24; 0.5 CNY × 72; of a month what goes on alone.
    expect([...sums].map(([group, sum]) => [group, sum.count, written(sum.saved), written(sum.perMonth)])).toEqual([
      ['demo-dev', 3, '12', '73'],
      ['cn', 1, '36 CNY', '365 CNY'],
    ]);
    const all = savedTogether(sums.values());
    expect([written(all.saved), written(all.perMonth), all.goesOn]).toEqual(['12 + 36 CNY', '73 + 365 CNY', 2]);
    expect([all.atLeast, all.monthAtLeast]).toEqual([true, false]);
  });

  it('of nothing are nothing', () => {
    const { count, saved: sum, atLeast } = savedTogether([]);
    expect([count, toRecord(sum), atLeast]).toEqual([0, '0', false]);
  });

  it('have grown at each moment to what each has saved by then', async () => {
    const moment = fc.integer({ min: -20 * 24, max: 60 * 24 }).map((hours) => t0 + hours * hourMs);
    const entry = fc
      .record({
        kind: fc.constantFrom('stop' as const, 'release' as const),
        at: moment,
        end: fc.option(moment),
        perHour: fc.constantFrom('0.005', '0.101', '3.2 CNY', undefined),
      })
      .map(({ kind, at, end, perHour }) => saved({ kind, at, perHour, ...(end !== null && { ended: { at: end } }) }));
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 12 }), moment, moment, async (all, one, other) => {
        const [since, until] = [Math.min(one, other), Math.max(one, other) + hourMs];
        const grown = await grownIn(all, { since, now: until }, { steps: 7, currency: 'USD' }, open);
        expect(grown).toHaveLength(8);
        for (const { at, saved: sum } of grown) {
          const exact = all
            .flatMap((record) => (record.perHour?.endsWith('CNY') ? [] : (savedOf(record, at, since) ?? [])))
            .reduce((whole, part) => whole.plus(part.amount), usd('0').amount);
          expect(sum.amount.minus(exact).abs().lte('0.0051'), `${toRecord(sum)} for ${exact.toFixed()}`).toBe(true);
        }
        expect(grown[0]?.saved.amount.toFixed()).toBe('0');
      }),
    );
  });
});
