import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../../src/core/facts/instance-types/catalogue.ts';
import { licenceOfType, licencePerVCpu } from '../../../../src/core/facts/prices/licence.ts';
import { tableSystems } from '../../../../src/core/facts/prices/on-demand.ts';
import { openPrices } from '../../../../src/core/facts/prices/prices.ts';
import { toRecord } from '../../../../src/core/money.ts';
import { isProblem } from '../../../../src/core/problem.ts';

const [catalogue, prices] = await Promise.all([openCatalogue(), openPrices()]);
const reading = { signal: new AbortController().signal };
const vCpusOf = (type: string) => catalogue.find(type)?.vCpus;

describe('what a licence costs over Linux', () => {
  it.each(tableSystems.filter((os) => os !== 'linux'))(
    '%s, a vCPU: the usual one of all types, within their bounds',
    async (os) => {
      const licence = await licencePerVCpu(prices, { region: 'us-east-1', os }, vCpusOf, reading.signal);
      if (licence === undefined) throw new Error('there is no licence');
      const { rates } = await prices.catalogued('us-east-1', os, reading.signal);
      const linux = await prices.catalogued('us-east-1', 'linux', reading.signal);
      const each = [...rates].flatMap(([type, { perHour }]) => {
        const vCpus = vCpusOf(type);
        const plain = linux.rates.get(type);
        return vCpus === undefined || plain === undefined
          ? []
          : [perHour.amount.minus(plain.perHour.amount).div(vCpus).round(6).toFixed()];
      });
      const usual = licence.usual.amount.toFixed();
      expect(licence.of).toBe(each.length);
      expect(licence.holds).toBe(each.filter((one) => one === usual).length);
      for (const other of new Set(each)) {
        expect(each.filter((one) => one === other).length).toBeLessThanOrEqual(licence.holds);
        expect(licence.least.amount.lte(new Big(other))).toBe(true);
        expect(licence.most.amount.gte(new Big(other))).toBe(true);
      }
    },
  );

  it('is not known of a region without prices', async () => {
    expect(
      await licencePerVCpu(prices, { region: 'eu-west-9', os: 'windows' }, vCpusOf, reading.signal),
    ).toBeUndefined();
  });

  it.each<readonly [type: string, os: 'windows' | 'rhel', perHour: string]>([
    ['m5.large', 'windows', '0.092'],
    ['t1.micro', 'windows', '0'],
    ['m5.large', 'rhel', '0.029'],
  ])('on %s with %s: %s an hour', async (type, os, perHour) => {
    const licence = await licenceOfType(prices, { type, region: 'us-east-1', os }, reading);
    expect(isProblem(licence) ? licence.problem : toRecord(licence.perHour)).toBe(perHour);
  });

  it('on a type that is not sold so is not known', async () => {
    const licence = await licenceOfType(prices, { type: 'm7g.large', region: 'us-east-1', os: 'windows' }, reading);
    expect(licence).toMatchObject({ problem: 'no-price' });
  });
});
