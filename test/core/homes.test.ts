import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { homeKey, homeSet, narrowed } from '../../src/core/homes.ts';
import type { Home } from '../../src/core/ports/instance.ts';

const accounts = [
  { name: 'prod', id: '111122223333' },
  { name: 'dev', id: '444455556666' },
  { name: 'new', id: '' },
];
const anyHome: fc.Arbitrary<Home> = fc.record({
  // Objects of their own, as drivers may make them, and shared ones.
  account: fc.oneof(
    fc.constantFrom(...accounts),
    fc.constantFrom(...accounts).map((account) => ({ ...account })),
  ),
  region: fc.constantFrom('us-east-1', 'eu-west-1', 'ap-northeast-1'),
});
const written = ({ account, region }: Home): string => `${account.name} ${region}`;

describe('accounts’ regions', () => {
  it('are one by the id of the account, else by its name', () => {
    const home = (name: string, id: string): string => homeKey({ account: { name, id }, region: 'us-east-1' });
    expect(home('prod', '111122223333')).toBe(home('production', '111122223333'));
    expect(home('prod', '')).not.toBe(home('dev', ''));
    expect(home('prod', '1')).not.toBe(homeKey({ account: { name: 'prod', id: '1' }, region: 'eu-west-1' }));
  });

  it('are kept once each, in the order in which they come', () => {
    fc.assert(
      fc.property(fc.array(anyHome), anyHome, (homes, other) => {
        const set = homeSet(homes);
        expect(set.values().map(written)).toEqual([...new Set(homes.map(written))]);
        expect(set.has(other)).toBe(homes.some((one) => written(one) === written(other)));
      }),
    );
  });

  it('that are not whole after all were read partly, and none is lost', () => {
    fc.assert(
      fc.property(fc.array(anyHome), fc.array(anyHome), fc.func(fc.boolean()), (whole, partly, isWhole) => {
        const now = narrowed({ whole, partly }, isWhole);
        expect(now.whole).toEqual(whole.filter((home) => isWhole(home)));
        expect(now.partly).toEqual([...partly, ...whole.filter((home) => !isWhole(home))]);
      }),
    );
  });
});
