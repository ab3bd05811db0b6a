import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readData } from '../../../../src/core/facts/data/locate.ts';
import { readOnDemand, type OnDemandTable } from '../../../../src/core/facts/prices/on-demand.ts';
import { readSpot } from '../../../../src/core/facts/prices/spot-table.ts';
import { readTerms, toldPerHour, type TermTable } from '../../../../src/core/facts/prices/term-table.ts';
import { termWord } from '../../../../src/core/facts/prices/terms.ts';
import type { Product } from '../../../../src/core/ports/price-list.ts';

/** What scripts/catalogue.ts compared with the tables, figure by figure, and the sum of the file that it then wrote. */
const made = z
  .record(z.string(), z.object({ figures: z.number(), sha256: z.string() }))
  .parse(JSON.parse(await readFile(new URL('../../../fixtures/catalogue.json', import.meta.url), 'utf8')));
const terms = await readData('terms.txt');
const spot = await readData('spot.txt');
let table: TermTable;
let onDemand: OnDemandTable;
beforeAll(async () => {
  table = readTerms(terms);
  onDemand = await readOnDemand(await readData('on-demand.txt'));
});

describe('the embedded figures of commitments and Spot', () => {
  it.each([
    ['terms.txt', terms],
    ['spot.txt', spot],
  ])('%s is the file that was compared with its tables', (name, text) => {
    expect(createHash('sha256').update(text).digest('hex')).toBe(made[name]?.sha256);
  });

  it('are all told, each once, each above 0 and below On-Demand', () => {
    let told = 0;
    let above = 0;
    for (const product of table.products()) {
      const found = table.find(product);
      told += found.length;
      expect(new Set(found.map(termWord)).size).toBe(found.length);
      const rate = onDemand.find(product);
      for (const { effectivePerHour: whole } of found) {
        if (!whole.amount.gt(0)) throw new Error(`${product.type} in ${product.region} is free`);
        if (rate !== undefined && whole.amount.gt(rate.perHour.amount)) above += 1;
      }
    }
    expect(told).toBe(made['terms.txt']?.figures);
    // Old and rare types, which AWS really sells so.
    expect(above / told).toBeLessThan(0.001);
  }, 60_000);

  // By hand from the tables that the file is made from (NOTICE).
  it.each<[type: string, region: string, os: Product['os'], word: string, hour: string, asOf: string]>([
    ['m5.large', 'us-east-1', 'linux', 'ri-1y-all', '0.056393', '2026-07'],
    ['m5.large', 'us-east-1', 'linux', 'ri-1y-none', '0.06', '2025-04'],
    ['m5.large', 'us-east-1', 'linux', 'ri-1y-partial', '0.057767', '2023-05'],
    ['c4.2xlarge', 'us-east-1', 'linux', 'cri-3y-all', '0.184817', '2023-05'],
    ['c4.2xlarge', 'ap-northeast-2', 'linux', 'cri-1y-none', '0.353', '2025-04'],
    ['a1.2xlarge', 'ap-northeast-1', 'linux', 'ri-1y-all', '0.151027', '2026-07'],
    ['a1.2xlarge', 'ap-northeast-1', 'linux', 'ri-3y-all', '0.096575', '2026-07'],
    ['c5.xlarge', 'ap-northeast-1', 'windows', 'sp-1y-none', '0.361', '2025-09-26'],
    ['c5.xlarge', 'ap-northeast-1', 'windows', 'esp-3y-all', '0.264', '2025-09-26'],
    ['r7g.2xlarge', 'ap-east-2', 'linux', 'esp-3y-partial', '0.1954', '2025-09-11'],
    ['r7g.12xlarge', 'ap-east-2', 'rhel', 'esp-3y-partial', '1.6905', '2025-09-11'],
  ])('%s in %s with %s, %s: %s an hour, as of %s', (type, region, os, word, hour, asOf) => {
    const term = table.find({ type, region, os }).find((one) => termWord(one) === word);
    expect(term && toldPerHour(term).amount.toFixed()).toBe(hour);
    expect(term?.asOf).toBe(asOf);
  });

  it.each<[string, Product, RegExp]>([
    ['Partial Upfront outside us-east-1', { type: 'm5.large', region: 'eu-west-1', os: 'linux' }, /^c?ri-\dy-partial$/],
    [
      'Convertible All Upfront outside us-east-1',
      { type: 'm5.large', region: 'eu-west-1', os: 'linux' },
      /^cri-\dy-all$/,
    ],
    [
      'a type whose price was cut since',
      { type: 'p4d.24xlarge', region: 'us-east-1', os: 'linux' },
      /none$|partial$|^cri/,
    ],
    ['Savings Plans', { type: 'm5.large', region: 'us-east-1', os: 'linux' }, /^e?sp-/],
    ['Windows', { type: 'm5.large', region: 'us-east-1', os: 'windows' }, /./],
    ['a Dedicated Instance', { type: 'm5.large', region: 'us-east-1', os: 'linux', tenancy: 'dedicated' }, /./],
    ['a region without figures', { type: 'm5.large', region: 'xx-west-1', os: 'linux' }, /./],
    ['a type without figures', { type: 'm5.huge', region: 'us-east-1', os: 'linux' }, /./],
  ])('%s has none', (_, product, word) => {
    expect(
      table
        .find(product)
        .map(termWord)
        .filter((one) => word.test(one)),
    ).toEqual([]);
  });

  it('tell Spot of Linux as an average of about July 2026, and interruptions of 2025-06', () => {
    const read = readSpot(spot);
    expect(read.average('c4.2xlarge', 'us-east-1')).toMatchObject({ asOf: '2026-07' });
    expect(read.average('a1.2xlarge', 'ap-northeast-1')).toBeUndefined();
    expect(read.average('m5.large', 'nowhere-1')).toBeUndefined();
    expect(read.interruption('m5.huge', 'us-east-1')).toBeUndefined();
    expect(read.interruption('m5.large', 'us-east-1')).toEqual({
      label: expect.stringMatching(/^[<>\d-]+%$/),
      asOf: '2025-06',
    });
  });

  it('are, with all that is embedded, at most 1.5 MB', async () => {
    const folder = new URL('../../../../src/core/facts/data/', import.meta.url);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.txt'));
    expect(names.length).toBeGreaterThan(5);
    const sizes = await Promise.all(names.map(async (name) => (await stat(new URL(name, folder))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1_500_000);
  });

  it('of a source that names no term are no figures at all', () => {
    expect(() => readTerms('regions us-east-1\nsource 2026-07 linux ri-2y-none Something\n')).toThrow(/cannot be read/);
  });
});
