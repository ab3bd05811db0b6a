import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byId, indexed, indexedAtHome } from '../../src/core/by-id.ts';

const never = new AbortController().signal;
/** Short ones meet each other; others have any letters, or none. */
const id = fc.oneof(fc.constantFrom('i-0', 'i-1', 'i-00', ''), fc.string());

describe('things by id', () => {
  it('are found as in a Map', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ id, what: fc.nat() })), id, async (items, other) => {
        const map = new Map(items.map((one) => [one.id, one]));
        const one = byId<(typeof items)[number]>();
        for (const item of items) one.set(item.id, item);
        const all = await indexed(items, (item) => item.id, never);
        for (const wanted of [other, ...map.keys()]) {
          expect(one.get(wanted)).toBe(map.get(wanted));
          expect(all.get(wanted)).toBe(map.get(wanted));
        }
      }),
    );
  });

  it('leave out what has none', async () => {
    const index = await indexed([{ id: undefined }, { id: 'i-1' }], (item) => item.id, never);
    expect(index.get('i-1')).toEqual({ id: 'i-1' });
    expect(index.get('')).toBeUndefined();
  });

  it('are told apart by account and region', async () => {
    const at = (name: string, region: string) => ({ account: { name, id: '111122223333' }, region });
    const prod = { ...at('prod', 'us-east-1'), id: 'i-1' };
    const again = { ...at('prod-too', 'us-east-1'), id: 'i-1' };
    const find = await indexedAtHome([prod, again], never);
    expect(find(prod, 'i-1')).toBe(prod);
    expect(find(again, 'i-1')).toBe(again);
    expect(find(at('prod', 'eu-west-1'), 'i-1')).toBeUndefined();
    expect(find(prod, undefined)).toBeUndefined();
  });
});
