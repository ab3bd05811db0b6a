import type { Family, Kept } from './ports/store.ts';
import { turn } from './slices.ts';

/** Read at once; the event loop gets its turn after each. */
const readAtOnce = 200;

/** Every live entry, in the order of the keys. What is written meanwhile may be seen or not. @param after Only what comes after this key. */
export async function* entriesOf<T>(family: Pick<Family<T>, 'list'>, after?: string): AsyncGenerator<Kept<T>> {
  let last = after;
  do {
    const page: readonly Kept<T>[] = await family.list({
      limit: readAtOnce,
      ...(last !== undefined && { after: last }),
    });
    yield* page;
    last = page.length < readAtOnce ? undefined : page.at(-1)?.key;
    await turn();
  } while (last !== undefined);
}

/** All of them at once, for families that stay small. */
export async function allIn<T>(family: Pick<Family<T>, 'list'>, after?: string): Promise<readonly Kept<T>[]> {
  const found: Kept<T>[] = [];
  for await (const kept of entriesOf(family, after)) found.push(kept);
  return found;
}

/** Those whose key begins so, and goes on. */
export async function* entriesUnder<T>(family: Pick<Family<T>, 'list'>, beginning: string): AsyncGenerator<Kept<T>> {
  for await (const kept of entriesOf(family, beginning)) {
    if (!kept.key.startsWith(beginning)) return;
    yield kept;
  }
}
