import { StoreAway, StoreUnwritable, type Store } from '../src/core/ports/store.ts';

/** A store that can be taken away, and counts how often it is asked. */
export function leaving(own: Store) {
  const at = { isAway: false, asked: 0 };
  const through =
    <A extends readonly unknown[], R>(work: (...args: A) => Promise<R>, isWrite: boolean) =>
    async (...args: A): Promise<R> => {
      at.asked += 1;
      if (at.isAway) throw isWrite ? new StoreUnwritable('away') : new StoreAway('away');
      return work(...args);
    };
  const store: Store = {
    ...own,
    family(name, schema, bounds) {
      const family = own.family(name, schema, bounds);
      return {
        get: through(family.get, false),
        list: through(family.list, false),
        put: through(family.put, true),
        claim: through(family.claim, true),
        take: through(family.take, true),
        swap: through(family.swap, true),
        delete: through(family.delete, true),
      };
    },
  };
  return { at, store };
}
