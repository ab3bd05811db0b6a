import { NotAnswered } from './errors.ts';

/** Pages of one answer: half a million instances of one region, at 1,000 a page. What has more is not what was asked for. */
const pagesAtMost = 500;

/**
 * Every item of an answer in pages. An empty token ends it as a missing one does. Throws NotAnswered where the pages do not
 * end: there are too many, or one leads back to a page that was read, and neither comes from AWS.
 */
export async function allPages<T>(
  ask: (token: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next?: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  const tokens = new Set<string>();
  let token: string | undefined;
  for (let page = 0; page < pagesAtMost; page += 1) {
    const { items, next } = await ask(token);
    for (const item of items) all.push(item);
    if (next === undefined || next === '') return all;
    if (tokens.has(next)) throw new NotAnswered();
    tokens.add(next);
    token = next;
  }
  throw new NotAnswered();
}
