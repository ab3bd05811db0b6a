import { describe, expect, it } from 'vitest';
import { simulate } from './simulate/simulate.ts';

/** Runs that are made each time; `npm run simulate` makes others. */
const seeds = Array.from({ length: 10 }, (_, at) => at + 1);
/** Milliseconds of real time that one may take on a busy machine. */
const patienceMs = 60_000;

describe('whatever goes wrong', () => {
  it.each(seeds)(
    'nothing is lost, doubled, done unasked or left out of the audit: `npm run simulate -- --seed %i`',
    async (seed) => {
      expect((await simulate(seed)).broken).toEqual([]);
    },
    patienceMs,
  );

  it(
    'goes the same way for the same number, and another way for another',
    async () => {
      const [first, second, other] = [await simulate(7), await simulate(7), await simulate(8)];
      expect(second).toEqual(first);
      expect(first.log.length).toBeGreaterThan(200);
      expect(other.log).not.toEqual(first.log);
    },
    3 * patienceMs,
  );
});
