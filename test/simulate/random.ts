/** Chance that goes the same way each time it begins from one number. */
export interface Random {
  /** A whole number from 0 on, below this one. */
  below(count: number): number;
  /** From the first to the last, both among them. */
  between(first: number, last: number): number;
  /** True so often of a hundred times. */
  percent(share: number): boolean;
  /** One of them. Throws where there is none. */
  pick<T>(some: readonly T[]): T;
  /** Another chance, that goes its own way from here. */
  fork(): Random;
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, which is enough to choose from. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (count: number): number => Math.floor((next() / 2 ** 32) * count);
  return {
    below,
    between: (first, last) => first + below(last - first + 1),
    percent: (share) => next() / 2 ** 32 < share / 100,
    pick(some) {
      const [first] = some;
      const picked = some[below(some.length)] ?? first;
      if (picked === undefined) throw new Error('there is nothing to choose from');
      return picked;
    },
    fork: () => randomFrom(next()),
  };
}
