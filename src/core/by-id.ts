import type { Home } from './ports/instance.ts';
import { inSlices } from './slices.ts';

/** Things found by an id. */
export interface ById<T> {
  get(id: string): T | undefined;
  set(id: string, thing: T): void;
}

/** So many small Maps stand for one large; a power of two. */
const partsOfIndex = 64;

/**
 * As a Map from ids, for tens of thousands. A Map grows by copying itself into one of twice the size, which costs a large
 * one many times what all its look-ups do and holds the event loop; here small ones share the ids by their last letter,
 * which is random in AWS's. Where it is not, this is as slow as a Map.
 */
export function byId<T>(): ById<T> {
  const parts = Array.from({ length: partsOfIndex }, () => new Map<string, T>());
  const partOf = (id: string) => parts[id.charCodeAt(id.length - 1) & (partsOfIndex - 1)];
  return {
    get: (id) => partOf(id)?.get(id),
    set(id, thing) {
      partOf(id)?.set(id, thing);
    },
  };
}

/** Items by their ids, walked as by {@link inSlices}; of several with one id the last. @param idOf Undefined: it is left out. */
export async function indexed<T>(
  items: readonly T[],
  idOf: (item: T) => string | undefined,
  signal: AbortSignal,
): Promise<Pick<ById<T>, 'get'>> {
  const index = byId<T>();
  await inSlices(
    items,
    (item) => {
      const id = idOf(item);
      if (id !== undefined) index.set(id, item);
    },
    signal,
  );
  return index;
}

/** Finds things by their ids within an account and region, for one account under two names tells the same ids twice; walked as by {@link inSlices}. */
export async function indexedAtHome<T extends Home & { readonly id: string }>(
  items: readonly T[],
  signal: AbortSignal,
): Promise<(home: Home, id: string | undefined) => T | undefined> {
  const index = byId<T[]>();
  await inSlices(
    items,
    (item) => {
      const others = index.get(item.id);
      if (others === undefined) index.set(item.id, [item]);
      else others.unshift(item);
    },
    signal,
  );
  return ({ account, region }, id) =>
    id === undefined
      ? undefined
      : index.get(id)?.find((one) => one.account.name === account.name && one.region === region);
}
