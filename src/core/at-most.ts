/** Lets so many pieces of work go on at once; the others wait in the order they came. */
export function atMost(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let going = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (going < limit) going += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place goes to who waits longest, so that nobody who comes now takes it.
      const next = waiting.shift();
      if (next === undefined) going -= 1;
      else next();
    }
  };
}
