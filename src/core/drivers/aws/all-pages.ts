import { NotAnswered } from './errors.ts';

/** Pages of one answer; what has more is not what was asked for. */
const pagesAtMost = 200;

/** Every item of an answer in pages. An empty token ends it as a missing one does. Throws NotAnswered where the pages do not end. */
export async function allPages<T>(
  ask: (token: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next?: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < pagesAtMost; page += 1) {
    const { items, next } = await ask(token);
    for (const item of items) all.push(item);
    if (next === undefined || next === '') return all;
    token = next;
  }
  throw new NotAnswered();
}
