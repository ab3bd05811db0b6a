import { describe, expect, it } from 'vitest';
import { readData } from '../../../../src/core/facts/data/locate.ts';
import { createCatalogued } from '../../../../src/core/facts/prices/catalogued.ts';
import { readOnDemand, tableSystems } from '../../../../src/core/facts/prices/on-demand.ts';

const table = await readOnDemand(await readData('on-demand.txt'));
const catalogued = createCatalogued(table);
const { signal } = new AbortController();

describe('what the catalogue has of a region with one system', () => {
  it.each(['us-east-1', 'me-south-1', 'us-west-2-lax-1', 'us-gov-west-1'])(
    'is in %s every price of the table, cheapest first, and what is sold there with other systems alone',
    async (region) => {
      for (const os of tableSystems) {
        const { rates, otherwise } = await catalogued(region, os, signal);
        for (const type of table.types) {
          expect(rates.get(type)).toEqual(table.find({ type, region, os }));
          expect(otherwise.has(type)).toBe(!rates.has(type) && table.systems(type, region).length > 0);
        }
        const amounts = [...rates.values()].map(({ perHour }) => perHour.amount.toNumber());
        expect(amounts).toEqual(amounts.toSorted((one, other) => one - other));
      }
    },
  );

  it('is nothing where the region has no prices', async () => {
    const { rates, otherwise } = await catalogued('eu-west-9', 'linux', signal);
    expect([rates.size, otherwise.size]).toEqual([0, 0]);
  });

  it('is read once', async () => {
    expect(await catalogued('us-east-1', 'suse', signal)).toBe(await catalogued('us-east-1', 'suse', signal));
  });
});
