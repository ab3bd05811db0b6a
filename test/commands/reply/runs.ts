import fc from 'fast-check';
import type { FoundRecord } from '../../../src/core/watch/finding.ts';
import { reasonsTold, type RunOf, type Told } from '../../../src/core/watch/run.ts';
import { sumsOf, type Sorted } from '../../../src/core/watch/totals.ts';
import { dayMs } from '../../../src/core/time.ts';
import { anyRecord, anyText, runAt } from '../../core/watch/records.ts';

/** A run of these findings, as a watch would keep it. */
export function runOf(found: Partial<Sorted>, more: Partial<RunOf<'waste'>> = {}): RunOf<'waste'> {
  const parts: Sorted = { told: [], more: [], going: [], kept: [], snoozed: [], below: [], ...found };
  const names = [
    ...new Set(
      Object.values(parts).flatMap((records: readonly FoundRecord[]) => records.map((one) => one.account.name)),
    ),
  ];
  return {
    is: 'waste',
    alert: 'idle',
    slot: runAt,
    at: runAt,
    looked: {
      accounts: names,
      regions: 17,
      places: names.length * 17,
      things: { addresses: 412 },
      gaps: [],
      partly: [],
    },
    told: parts.told.map((finding): Told => ({ finding, why: 'new' })),
    escalated: [],
    resolved: [],
    totals: names.map((account) => {
      const of = (records: readonly FoundRecord[]) =>
        sumsOf(
          records.filter((one) => one.account.name === account),
          runAt,
        );
      const { sum, soFar } = of([...parts.told, ...parts.more, ...parts.going]);
      return {
        account,
        wasted: sum,
        soFar,
        more: of(parts.more).sum,
        going: of(parts.going).sum,
        kept: of(parts.kept).sum,
        snoozed: of(parts.snoozed).sum,
        below: of(parts.below).sum,
      };
    }),
    history: [],
    ...more,
  };
}

/** Records with keys of their own. */
const records = (maxLength: number) => fc.uniqueArray(anyRecord, { selector: ({ key }) => key, maxLength });

/** One for each of what is told. */
const toldAtMost = 120;
const each = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: toldAtMost, maxLength: toldAtMost });

/** Any run, also with more findings than are told one by one. */
export const anyRun: fc.Arbitrary<RunOf<'waste'>> = fc
  .record({
    told: records(toldAtMost),
    more: records(4),
    going: records(4),
    kept: records(3),
    snoozed: records(3),
    below: records(3),
    resolved: records(14),
    why: each(fc.constantFrom(...reasonsTold)),
    how: anyText,
    alert: anyText,
    gaps: fc.array(anyText, { maxLength: 12 }),
    escalated: each(fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined })),
    before: fc.option(fc.constant(runAt - 7 * dayMs), { nil: undefined }),
    days: fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { maxLength: 60 }),
  })
  .map(({ resolved, why, how, alert, gaps, escalated, before, days, ...found }) => {
    const run = runOf(found);
    return {
      ...run,
      alert,
      looked: { ...run.looked, gaps, partly: gaps.map((region) => ({ account: 'demo-prod', regions: [region] })) },
      told: found.told.map((finding, at): Told => ({ finding, why: why[at] ?? 'new' })),
      escalated: [...found.told, ...found.going].flatMap((finding, at) => {
        const days = escalated[at];
        return days === undefined ? [] : [{ finding, days }];
      }),
      resolved: resolved.map((finding, at) => ({ finding, how, ...(at % 2 === 0 && { saves: true as const }) })),
      ...(before !== undefined && { before }),
      totals: run.totals.map((one) => ({ ...one, ...(before !== undefined && { before: one.kept }) })),
      history: days.map((cents, day) => ({ at: runAt - (days.length - day) * dayMs, value: String(cents / 100) })),
    };
  });
