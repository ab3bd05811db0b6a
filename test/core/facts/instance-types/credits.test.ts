import { beforeAll, describe, expect, it } from 'vitest';
import { openCatalogue, type Catalogue } from '../../../../src/core/facts/instance-types/catalogue.ts';
import {
  openCredits,
  readCredits,
  writeCredits,
  type CreditTable,
} from '../../../../src/core/facts/instance-types/credits.ts';
import { percentMore } from '../../../../src/core/facts/prices/difference.ts';
import { breakEvenPercent, surplusAsTold } from '../../../../src/core/facts/prices/surplus.ts';
import { exact, money, usd } from '../../../../src/core/money.ts';

let credits: CreditTable;
let catalogue: Catalogue;
beforeAll(async () => {
  [credits, catalogue] = await Promise.all([openCredits(), openCatalogue()]);
});

describe('CPU credits', () => {
  it('are known for every burstable type, and for no other', () => {
    const burstable = catalogue.names().filter((type) => catalogue.find(type)?.burstable === true);
    expect(burstable.length).toBeGreaterThan(20);
    expect(catalogue.names().filter((type) => credits.find(type) !== undefined)).toEqual(burstable);
    expect(credits.asOf).toBe('2023-05');
  });

  it('are earned at the rate of the baseline, and kept for a day', () => {
    for (const type of catalogue.names()) {
      const found = credits.find(type);
      if (found === undefined) continue;
      const { perHour, mostKept, baselinePercent } = found;
      expect(perHour, type).toBeCloseTo((baselinePercent * (catalogue.find(type)?.vCpus ?? 0) * 60) / 100, 6);
      expect(mostKept, type).toBeCloseTo(perHour * 24, 6);
    }
  });

  it('are read as they were written', () => {
    const row = { perHour: 81.6, mostKept: 1958.4, baselinePercent: 17 };
    const read = readCredits(`# a remark\n${writeCredits('2026-01', [['t2.2xlarge', row]])}`);
    expect(read.find('t2.2xlarge')).toEqual(row);
    expect(read.find('t2.nano')).toBeUndefined();
    expect(read.asOf).toBe('2026-01');
  });
});

describe('an unlimited burstable type costs more than a full one', () => {
  it.each([
    // EC2 guide, "Unlimited mode", When to use it: prices and percents as told there.
    { type: 't3.large', burstable: '0.0835', full: '0.096', vCpus: 2, baselinePercent: 30, from: 42.5 },
    { type: 't3.xlarge', burstable: '0.1670', full: '0.192', vCpus: 4, baselinePercent: 40, from: 52.5 },
    { type: 't3.2xlarge', burstable: '0.3341', full: '0.384', vCpus: 8, baselinePercent: 40, from: 52.5 },
    { type: 'one far cheaper', burstable: '0.01', full: '0.2', vCpus: 2, baselinePercent: 20, from: undefined },
    { type: 'one exactly at 100 %', burstable: '0.01', full: '0.09', vCpus: 2, baselinePercent: 20, from: 100 },
    { type: 'one dearer from the start', burstable: '0.2', full: '0.1', vCpus: 2, baselinePercent: 20, from: -80 },
  ])('$type from $from %', ({ burstable, full, vCpus, baselinePercent, from }) => {
    const weighed = { burstable: usd(burstable), full: usd(full), surplus: usd('0.05'), vCpus, baselinePercent };
    expect(breakEvenPercent(weighed)).toBe(from);
  });

  it.each([
    ['t3', 'linux', '$0.05'],
    ['t4g', 'linux', '$0.04'],
    ['t3', 'windows', '$0.096'],
    ['t3a', 'windows-sql-web', '$0.096'],
    ['t2', 'rhel', '$0.05'],
  ] as const)('beyond its credits %s with %s is told to cost %s', (family, os, price) => {
    const told = surplusAsTold({ type: `${family}.large`, region: 'eu-west-1', os });
    expect(told && exact(told)).toBe(price);
  });

  it('is not told for China, which has prices of its own', () => {
    expect(surplusAsTold({ type: 't3.large', region: 'cn-north-1', os: 'linux' })).toBeUndefined();
  });
});

describe('how much more one price is than another', () => {
  it.each([
    ['0.15', '0.1', 50],
    ['0.1', '0.15', -33],
    ['2.52', '1.006', 150],
    ['0.101', '0.1', 1],
    ['0.1', '0.1', 0],
    ['0.1001', '0.1', 0.1],
  ])('%s than %s: %d %', (one, than, percent) => {
    expect(percentMore(usd(one), usd(than))).toBe(percent);
  });

  it('is not said of two currencies, or beside nothing', () => {
    expect(percentMore(money('1', 'CNY'), usd('1'))).toBeUndefined();
    expect(percentMore(usd('1'), usd('0'))).toBeUndefined();
  });
});
