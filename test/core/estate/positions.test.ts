import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPositions } from '../../../src/core/estate/positions.ts';

const { signal } = new AbortController();
const some = ['i-0', 'i-1', 'i-2', 'i-3', 'vol-3'];
const id = fc.constantFrom(...some);

it('finds where an id stands in each of several lists, whatever stood in those before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(id), { minLength: 1, maxLength: 6 }), async (lists) => {
      const positions = createPositions();
      for (const ids of lists) {
        const positionOf = await positions(
          ids.map((one) => ({ id: one })),
          signal,
        );
        for (const one of [...some, 'i-none']) {
          const last = ids.lastIndexOf(one);
          expect(positionOf(one)).toBe(last < 0 ? undefined : last);
        }
      }
    }),
  );
});

it('answers for the list that it was asked about, also after another', async () => {
  const positions = createPositions();
  const before = await positions([{ id: 'i-0' }, { id: 'i-1' }], signal);
  await positions([{ id: 'i-1' }], signal);
  expect(before('i-1')).toBe(1);
});
