import type { Family, Kept } from './ports/store.ts';
import { turn } from './slices.ts';

/** Read at once; the event loop gets its turn after each. */
const readAtOnce = 200;

/** Every live entry whose key begins so, in the order of the keys; all of the family for `''`. What is written meanwhile may be seen or not. */
export async function* entriesUnder<T>(family: Pick<Family<T>, 'list'>, beginning: string): AsyncGenerator<Kept<T>> {
  let after: string | undefined = beginning === '' ? undefined : beginning;
  do {
    const page: readonly Kept<T>[] = await family.list({ limit: readAtOnce, ...(after !== undefined && { after }) });
    for (const kept of page) {
      if (!kept.key.startsWith(beginning)) return;
      yield kept;
    }
    after = page.length < readAtOnce ? undefined : page.at(-1)?.key;
    await turn();
  } while (after !== undefined);
}
