import { Cluster } from 'ioredis';
import { StoreForeign } from '../../ports/store.ts';
import type { Opened } from './once.ts';

/** Keys that are looked through at once. */
const scannedAtOnce = 1_000;

/**
 * All keys of our families, or of our journals, or all of ours, some at a time, of every node. Looks through all keys of the server, so it
 * is no part of what goes on at every request.
 */
export async function* keysUnder(
  { reading, calls, prefix }: Pick<Opened, 'reading' | 'calls' | 'prefix'>,
  of?: 'family' | 'journal',
): AsyncGenerator<readonly string[], void, void> {
  const match = of === undefined ? `{${prefix}:*` : `{${prefix}:${of}:*`;
  for (const node of reading instanceof Cluster ? reading.nodes('master') : [reading]) {
    let cursor = '0';
    do {
      const [next, keys] = await calls.read(() => node.scan(cursor, 'MATCH', match, 'COUNT', scannedAtOnce));
      if (keys.length > 0) yield keys;
      cursor = next;
    } while (cursor !== '0');
  }
}

/**
 * Rejects with StoreForeign where keys of ours stand without a store that they are of.
 * @param isThere Whether there is a store: another process may make one meanwhile, and write already.
 */
export async function refuseStrayKeys(opened: Opened, isThere: () => Promise<boolean>): Promise<void> {
  for await (const keys of keysUnder(opened)) {
    // Numbers of writes go by themselves, and jobs are made anew.
    const jobs = `{${opened.prefix}:jobs}`;
    const isOurs = (key: string) => !key.includes('}:done:') && !key.startsWith(jobs);
    if (!keys.some(isOurs) || (await isThere())) continue;
    throw new StoreForeign(
      `${opened.where} holds keys that begin with {${opened.prefix}: but no store of Quartermaster. Set redis.prefix to another.`,
    );
  }
}
