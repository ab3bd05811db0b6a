import { AsyncLocalStorage } from 'node:async_hooks';
import type { StoreAway } from './ports/store.ts';
import type { Instant } from './time.ts';

/** What an answer was made of while the store was away. */
export interface Recalled {
  /** Since when it is away, as far as this process has noticed. */
  readonly since: Instant;
  /** The oldest moment that something which was recalled was read or written at; undefined: nothing was recalled. */
  readonly asOf: Instant | undefined;
  /** Something was never read here before, and was taken for not there. */
  readonly unread: boolean;
}

/** One piece of work, which is told the same from the moment on that it found the store away. */
export interface Recalling {
  away?: { readonly because: StoreAway; readonly since: Instant };
  asOf?: Instant;
  unread?: true;
}

const work = new AsyncLocalStorage<Recalling>();

/**
 * Does work that changes nothing, and may be told what was read before where the store is away. Whatever else is done never is:
 * a freeze, a confirmation or a role of yesterday must not let anything be changed. Gives what was recalled; undefined: nothing
 * had to be.
 */
export async function fromMemory<T>(
  reads: () => Promise<T>,
): Promise<{ readonly result: T; readonly recalled: Recalled | undefined }> {
  const own: Recalling = {};
  const result = await work.run(own, reads);
  const { away, asOf, unread = false } = own;
  return { result, recalled: away && { since: away.since, asOf, unread } };
}

/** The same, where nobody can be told that something was recalled. */
export const quietlyFromMemory = async <T>(reads: () => Promise<T>): Promise<T> => (await fromMemory(reads)).result;

/** Which work this is done for; undefined: for none that may be told what was read before. */
export const recallingNow = (): Recalling | undefined => work.getStore();
