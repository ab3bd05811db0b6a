import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstInOrder, inSlices } from '../../src/core/slices.ts';

/** Keeps the thread busy, as a long list does. */
const work = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};
const many = Array.from({ length: 640 }, (_, index) => index);
const never = new AbortController().signal;

describe('long lists in slices', () => {
  it('walks every item once, in order', async () => {
    const seen: number[] = [];
    await inSlices(many, (item) => seen.push(item), never);
    expect(seen).toEqual(many);
  });

  it('lets one walk on in each turn of the event loop, however many there are', async () => {
    const walkers = ['a', 'b', 'c'];
    let turn = 0;
    let ended = false;
    const inTurn = new Map<number, Set<string>>();
    const count = (): void => {
      turn += 1;
      if (!ended) setImmediate(count);
    };
    setImmediate(count);
    const walks = walkers.map((name) =>
      inSlices(
        many,
        () => {
          work(0.05);
          inTurn.set(turn, (inTurn.get(turn) ?? new Set()).add(name));
        },
        never,
      ),
    );
    await Promise.all(walks);
    ended = true;
    // The first slice of each begins where it is called.
    const later = [...inTurn].filter(([at]) => at > 0).map(([, names]) => names.size);
    expect(later.length).toBeGreaterThan(walkers.length);
    expect(Math.max(...later)).toBe(1);
  });

  it('ends with the reason of an aborted signal', async () => {
    const controller = new AbortController();
    const walk = inSlices(many, () => work(0.1), controller.signal);
    controller.abort(new Error('enough'));
    await expect(walk).rejects.toThrow('enough');
  });
});

describe('the first in order', () => {
  it('are those of what fits that a sorted list begins with, and every item was seen once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 300 }), { maxLength: 400 }),
        fc.nat({ max: 20 }),
        async (items, count) => {
          const order = (one: number, other: number) => one - other;
          let seen = 0;
          const isOdd = (item: number) => item % 2 === 1;
          const first = await firstInOrder(items, count, order, never, (item) => {
            seen += 1;
            return isOdd(item);
          });
          expect(first).toEqual(items.filter(isOdd).toSorted(order).slice(0, count));
          expect(seen).toBe(items.length);
        },
      ),
    );
  });
});
