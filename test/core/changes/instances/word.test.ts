import { afterEach, beforeEach, expect, it } from 'vitest';
import { instanceResource } from '../../../../src/core/changes/instances/resource.ts';
import { createEstate } from '../../../../src/core/estate/estate.ts';
import { embeddedTypes } from '../../../embedded-types.ts';
import { openPrices } from '../../../../src/core/facts/prices/prices.ts';
import type { Cloud } from '../../../../src/core/ports/cloud.ts';
import { partlyBlind } from '../../../partly-blind.ts';
import { openHouse, type House } from '../house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());
const reading = { signal: new AbortController().signal };

/** The word that a termination asks to type. */
const word = async (name: string, cloud: Cloud = house.cloud): Promise<string | undefined> => {
  const parts = { cloud, estate: createEstate(cloud), prices: await openPrices(), types: await embeddedTypes() };
  const { items } = await instanceResource(parts).read(
    'terminate',
    await house.byName(name),
    { evenInGroup: false },
    reading,
  );
  return items[0]?.word;
};

it('is the name where that is one instance’s alone', async () => {
  expect(await word('web-1')).toBe('web-1');
});

it('is the id where another bears the same name', async () => {
  const cloud: Cloud = {
    ...house.cloud,
    async instances(scope, own) {
      const listing = await house.cloud.instances(scope, own);
      return {
        ...listing,
        items: listing.items.map((one) => (one.name === 'api-1' ? { ...one, name: 'web-1' } : one)),
      };
    },
  };
  expect(await word('web-1', cloud)).toMatch(/^i-/);
});

it('is the id where a region could not be read, for another may bear the name there', async () => {
  expect(await word('web-1', partlyBlind(house.cloud, 'eu-west-1', ['instances']))).toMatch(/^i-/);
});

it('is the id where the name cannot be typed as one plain word', async () => {
  const [hostile] = (await house.cloud.instances({}, reading)).items.filter(({ name }) => name?.includes('@everyone'));
  expect(hostile?.name).toBeDefined();
  expect(await word(hostile?.name ?? '')).toBe(hostile?.id);
});
