import { beforeAll, describe, expect, it } from 'vitest';
import { openCatalogue, type Catalogue } from '../../../../src/core/facts/instance-types/catalogue.ts';
import { openCredits, type CreditTable } from '../../../../src/core/facts/instance-types/credits.ts';
import { surplusAsTold } from '../../../../src/core/facts/prices/surplus.ts';
import { burstable } from '../../../../src/core/facts/topics/burstable.ts';
import { plain } from '../../../../src/core/text.ts';

const told = burstable.tables.flatMap(({ rows }) =>
  rows.flatMap(([types = '', ...figures]) => types.split(', ').map((type) => ({ type, figures }))),
);

describe('the topic of burstable types', () => {
  let credits: CreditTable;
  let catalogue: Catalogue;
  beforeAll(async () => {
    [credits, catalogue] = await Promise.all([openCredits(), openCatalogue()]);
  });

  it.each(told)('tells of $type what the table of credits has', ({ type, figures }) => {
    const { baselinePercent, perHour, mostKept } = credits.find(type) ?? {};
    const count = (value: number | undefined) => value?.toLocaleString('en-US');
    expect(figures).toEqual([
      String(catalogue.find(type)?.vCpus),
      `${baselinePercent} %`,
      count(perHour),
      count(mostKept),
    ]);
  });

  it('tells between which baselines all of them are', () => {
    const baselines = catalogue.names().flatMap((type) => credits.find(type)?.baselinePercent ?? []);
    expect(plain(burstable.what)).toContain(`${Math.min(...baselines)} to ${Math.max(...baselines)} % of each vCPU`);
  });

  it.each([
    ['t3.large', 'linux'],
    ['t3.large', 'windows'],
    ['t4g.large', 'linux'],
  ] as const)('tells what surplus credits of %s on %s cost', (type, os) => {
    const perHour = surplusAsTold({ type, region: 'us-east-1', os })?.amount.toFixed();
    expect(plain(burstable.costs).split(' ')).toContain(`$${perHour}`);
  });
});
