import { untilAborted } from './until-aborted.ts';

/** Of work that nobody ends, for others may wait for the same. */
export const { signal: unending } = new AbortController();

/**
 * Something that is worked out of a list, once for each list however often it is asked for, and forgotten with the list. A signal
 * ends the waiting, not the work.
 * @param work May not fail but by its signal; walks the list as by `inSlices`.
 */
export function derived<List extends object, Result>(
  work: (list: List, signal: AbortSignal) => Promise<Result>,
): (list: List, signal: AbortSignal) => Promise<Result> {
  const known = new WeakMap<List, Promise<Result>>();
  return (list, signal) => {
    const found = known.get(list) ?? work(list, unending);
    known.set(list, found);
    return untilAborted(found, signal);
  };
}
