import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toRecord, usd } from '../../../src/core/money.ts';
import { say } from '../../../src/core/text.ts';
import { dayMs, hourMs } from '../../../src/core/time.ts';
import { dearestFirst, FoundRecord, keyOf, recordOf, soFarOf, type Finding } from '../../../src/core/watch/finding.ts';
import { anyRecord } from './records.ts';

const home = { account: { name: 'dev', id: '444455556666' }, region: 'us-east-1' };
const now = Date.parse('2026-11-24T10:00:00Z');
const finding: Finding = {
  ...home,
  key: keyOf(home, 'eipalloc-1'),
  rule: 'address-unassociated',
  is: 'address',
  id: 'eipalloc-1',
  label: '198.51.100.7',
  says: () => say`associated with nothing`,
  facts: 'row 5',
  perMonth: usd('3.65'),
};

describe('a finding as it is kept', () => {
  it('is since AWS says so, else since it was seen first, and says which', () => {
    expect(recordOf({ ...finding, since: now - dayMs }, now)).toMatchObject({ since: now - dayMs, sinceBy: 'aws' });
    expect(recordOf(finding, now - hourMs)).toMatchObject({ since: now - hourMs, sinceBy: 'seen' });
  });

  it('fits its schema, and what is not known is left out', () => {
    const left = { by: 'maria', at: now, kind: 'stop', of: 'db-1' };
    for (const record of [
      recordOf({ ...finding, owner: 'sam' }, now, { weak: true, left }),
      recordOf({ ...finding, perMonth: undefined }, now),
    ])
      expect(FoundRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
    expect(Object.keys(recordOf({ ...finding, perMonth: undefined }, now))).not.toContain('perMonth');
  });
});

describe('what it has cost so far', () => {
  it.each<[perMonth: string | undefined, hours: number, soFar: string | undefined]>([
    ['3.65', 730, '3.65'],
    ['3.65', 1, '0.005'],
    ['3.65', 12 * 24, '1.44'],
    ['30', 0.5, '0.0205479452'],
    ['0.531 CNY', 730, '0.531 CNY'],
    ['3.65', 0, '0'],
    // Clocks of two machines may differ: nothing is never less than nothing.
    ['3.65', -5, '0'],
    [undefined, 10, undefined],
  ])('%s a month after %d hours is %s', (perMonth, hours, soFar) => {
    const found = soFarOf({ ...(perMonth !== undefined && { perMonth }), since: now - hours * hourMs }, now);
    expect(found && toRecord(found)).toBe(soFar);
  });
});

describe('the order in which findings are told', () => {
  it('is the dearest first, then those without a price, then what may be meant', () => {
    const of = (label: string, more: Partial<FoundRecord>): FoundRecord => ({
      ...recordOf(finding, now),
      label,
      ...more,
    });
    const { perMonth: _, ...unpriced } = recordOf(finding, now);
    const all = [
      of('weak', { perMonth: '90', weak: true }),
      { ...unpriced, label: 'unpriced' },
      of('new', { perMonth: '9' }),
      of('old', { perMonth: '9', since: now - dayMs }),
      of('dear', { perMonth: '10.5' }),
    ];
    expect(all.toSorted(dearestFirst).map(({ label }) => label)).toEqual(['dear', 'old', 'new', 'unpriced', 'weak']);
  });

  it('is one order, whatever the list begins as', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyRecord, { selector: ({ key }) => key, minLength: 2 }), (records) => {
        const sorted = records.toSorted(dearestFirst);
        expect(records.toReversed().toSorted(dearestFirst)).toEqual(sorted);
        const months = sorted.flatMap(({ weak, perMonth }) =>
          weak === true || perMonth === undefined ? [] : [Number(perMonth)],
        );
        expect(months).toEqual(months.toSorted((one, other) => other - one));
      }),
    );
  });
});
