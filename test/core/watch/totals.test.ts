import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRecord, plus, toRecord, total } from '../../../src/core/money.ts';
import { soFarOf, type FoundRecord } from '../../../src/core/watch/finding.ts';
import { sumOfSums, sumsOf, totalsOf, type Sorted } from '../../../src/core/watch/totals.ts';
import { anyRecord, runAt } from './records.ts';

const { signal } = new AbortController();
const none: Sorted = { told: [], more: [], going: [], kept: [], snoozed: [], below: [] };
const some = fc.array(anyRecord, { maxLength: 12 });
const anySorted: fc.Arbitrary<Sorted> = fc.record({
  told: some,
  more: some,
  going: some,
  kept: some,
  snoozed: some,
  below: some,
});
const sumOf = (records: readonly FoundRecord[]) => sumsOf(records, runAt).sum;

describe('what findings come to', () => {
  it('is by account, and all accounts together are all findings', async () => {
    await fc.assert(
      fc.asyncProperty(anySorted, async (found) => {
        const totals = await totalsOf(found, undefined, runAt, signal);
        const all = [...found.told, ...found.more, ...found.going];
        expect(sumOfSums(totals.map(({ wasted }) => wasted))).toEqual(sumOf(all));
        for (const part of ['more', 'going', 'kept', 'snoozed', 'below'] as const)
          expect(sumOfSums(totals.map((one) => one[part]))).toEqual(sumOf(found[part]));
        expect(new Set(totals.map(({ account }) => account)).size).toBe(totals.length);
        const soFar = total(totals.map((one) => fromRecord(one.soFar.sum)));
        expect(toRecord(soFar)).toBe(sumsOf(all, runAt).soFar.sum);
      }),
    );
  });

  it('counts what may be meant apart, and what has no price as unknown', () => {
    fc.assert(
      fc.property(some, (records) => {
        const { sum, soFar } = sumsOf(records, runAt);
        const strong = records.filter(({ weak }) => weak !== true);
        expect(sum.count).toBe(strong.length);
        expect(sum.weak).toBe(records.length - strong.length);
        expect(sum.unknown).toBe(strong.filter(({ perMonth }) => perMonth === undefined).length);
        expect(sum.perMonth).toBe(
          toRecord(total(strong.flatMap(({ perMonth }) => (perMonth === undefined ? [] : [fromRecord(perMonth)])))),
        );
        expect(soFar.sum).toBe(
          toRecord(strong.flatMap((one) => soFarOf(one, runAt) ?? []).reduce(plus, fromRecord('0'))),
        );
        expect(soFar.atLeast).toBe(
          strong.some(({ perMonth, sinceBy }) => perMonth === undefined || sinceBy === 'seen'),
        );
      }),
    );
  });

  it('keeps an account that had some before and has none any longer, and forgets one that had none', async () => {
    const [record] = fc.sample(anyRecord, { numRuns: 1, seed: 7 });
    if (record === undefined) throw new Error('nothing was made');
    const strong = { ...record, weak: undefined, perMonth: '3.65' };
    const first = await totalsOf({ ...none, told: [strong] }, undefined, runAt, signal);
    const second = await totalsOf(none, { totals: [...first] }, runAt, signal);
    expect(second).toMatchObject([
      { account: record.account.name, wasted: { count: 0 }, before: { count: 1, perMonth: '3.65' } },
    ]);
    expect(await totalsOf(none, { totals: [...second] }, runAt, signal)).toEqual([]);
  });

  it('of an account that is new has nothing before', async () => {
    const [record] = fc.sample(anyRecord, { numRuns: 1, seed: 7 });
    if (record === undefined) throw new Error('nothing was made');
    const [only] = await totalsOf({ ...none, told: [record] }, { totals: [] }, runAt, signal);
    expect(only?.before).toEqual({ count: 0, perMonth: '0', unknown: 0, weak: 0 });
  });
});
