import { describe, expect, it } from 'vitest';
import { here } from '../../src/core/gaps.ts';
import { gathered } from '../../src/core/gathered.ts';
import type { Failure, Part } from '../../src/core/ports/parts.ts';
import type { Home } from '../../src/core/ports/instance.ts';
import { plain, say } from '../../src/core/text.ts';
import { turnsOf } from '../turns.ts';

/** Keeps the thread busy, as what is long does. */
const work = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};
const homes: readonly Home[] = Array.from({ length: 2_000 }, (_, at) => ({
  account: { id: String(at), name: `account-${at}` },
  region: 'us-east-1',
}));
const made = { asOf: 0, source: { name: 'AWS' }, signal: new AbortController().signal } as const;

const failing = ({ account, region }: Home, slow: boolean): Failure => ({
  account: account.name,
  region,
  what: undefined,
  problem: {
    problem: 'cloud-away',
    get what() {
      if (slow) work(0.05);
      return say`${here}: could not be read.`;
    },
    todo: [],
  },
});

describe('parts of many regions', () => {
  it('are one scan: what was read whole, what partly, and each reason once', async () => {
    const parts = homes.map((home, at): Part<number> =>
      at % 2 === 0 ? { items: [at], failures: [] } : { items: [], failures: [failing(home, false)] },
    );
    const scan = await gathered({ homes, gaps: [] }, parts, made);
    expect(scan.items).toEqual(homes.flatMap((_, at) => (at % 2 === 0 ? [at] : [])));
    expect(scan.homes.whole).toEqual(homes.filter((_, at) => at % 2 === 0));
    expect(scan.homes.partly).toEqual(homes.filter((_, at) => at % 2 === 1));
    expect(scan.gaps.map(({ what }) => plain(what))).toEqual([
      '1000 regions of 1000 accounts (account-1, account-3, account-5, account-7, account-9 and 995 more): could not be read.',
    ]);
  });

  it('let the event loop turn, whether they were read or failed', async () => {
    const slowly = homes.map((): Part<number> => ({
      get items() {
        work(0.05);
        return [];
      },
      failures: [],
    }));
    const failed = homes.map((home): Part<number> => ({ items: [], failures: [failing(home, true)] }));
    // 100 ms of work each, in slices of some milliseconds.
    for (const parts of [slowly, failed])
      expect(await turnsOf(() => gathered({ homes, gaps: [] }, parts, made))).toBeGreaterThan(5);
  });
});
