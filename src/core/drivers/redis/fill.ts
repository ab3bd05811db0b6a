import { randomUUID } from 'node:crypto';
import type { Filling } from '../../ports/contents.ts';
import { StoreUnwritable } from '../../ports/store.ts';
import { secondMs } from '../../time.ts';
import { contentsOf } from './contents.ts';
import { beginImport, dropImport, endImport, fillBase, fillEntries, fillValues, renewImport } from './fill-scripts.ts';
import { aboutKey } from './identity.ts';
import { keysUnder, refuseStrayKeys } from './keys.ts';
import { reachRedis, type RedisOptions } from './open.ts';
import { schemaVersion } from './schema.ts';

/** A process that fills a store and is not heard of for so long, by Redis's clock, is taken for dead. */
const leaseMs = 10 * secondMs;
/** It is heard of so often at least, as long as it writes. */
const renewMs = leaseMs / 5;

/** A store that is to be made. */
export interface RedisFilling extends Omit<RedisOptions, 'existing'> {
  /** What its id will be: that of the store whose contents it gets. */
  readonly id: string;
}

/**
 * Fills a store on Redis, which is stamped as one that is being filled until it is done, so that no process opens it. What one that died
 * has left is cleared by the next. Rejects with StoreUnwritable where there is a store already, or another process fills one,
 * and as `openRedisStore` does.
 */
export async function fillRedisStore(options: RedisFilling): Promise<Filling> {
  const { clock, purpose, id } = options;
  const opened = await reachRedis(options);
  const { calls, onceOf, prefix, where } = opened;
  const about = aboutKey(prefix);
  const word = randomUUID();
  const stamp = onceOf(about, true);
  const stamped = (script: typeof endImport, ...args: readonly (string | number)[]): Promise<string> =>
    stamp.write(script, [about, `${about}:importing`], args);
  const lost = (): StoreUnwritable =>
    new StoreUnwritable(`Another process has begun an import into ${where} anew. This one is given up.`);
  const isThere = (): StoreUnwritable =>
    new StoreUnwritable(
      `There is a store ${prefix} on ${where} already, and an import makes a new one. Set redis.prefix to another.`,
    );
  let renewedAt = 0;
  const held = async (): Promise<void> => {
    const now = performance.now();
    if (now - renewedAt < renewMs) return;
    if ((await stamped(renewImport, word, leaseMs)) !== '1') throw lost();
    renewedAt = now;
  };
  const cleared = async (): Promise<void> => {
    for (const of of ['family', 'journal'] as const)
      for await (const keys of keysUnder(opened, of))
        for (const key of keys) {
          await held();
          await calls.write((writing) => writing.unlink(key));
        }
  };
  let isOver = false;
  /** A store that cannot be reached any longer keeps its stamp, and whoever imports next clears it. */
  const leave = async (): Promise<void> => {
    if (isOver) return;
    isOver = true;
    try {
      await cleared();
      await stamped(dropImport, word);
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
    } finally {
      await opened.end();
    }
  };
  const begun = async (): Promise<void> => {
    const isStamped = async () => (await calls.read((reading) => reading.exists(about))) === 1;
    if (!(await isStamped())) await refuseStrayKeys(opened, isStamped);
    const answer = await stamped(beginImport, id, purpose, schemaVersion, word, leaseMs);
    if (answer === 'store') throw isThere();
    if (answer === 'busy')
      throw new StoreUnwritable(
        `Another process imports into ${where}, or died at it less than ${leaseMs / secondMs} seconds ago. Wait for it.`,
      );
  };
  try {
    await begun();
  } catch (error) {
    await opened.end();
    throw error;
  }
  try {
    await cleared();
  } catch (error) {
    await leave();
    throw error;
  }

  const groups = (of: 'family' | 'journal', name: string) => `{${prefix}:${of}:${name}}`;
  return {
    contents: { ...contentsOf(opened, clock, id), close: leave },
    async values(family, values) {
      await held();
      const group = groups('family', family);
      const keys = ['values', 'index', 'ends', 'versions'].map((of) => `${group}:${of}`);
      const args = values.flatMap(({ key, version, expires, json }) => [key, version, expires ?? '-', json]);
      await onceOf(group, true).write(fillValues, keys, args);
    },
    async begin(journal, { position, hash }) {
      await held();
      const group = groups('journal', journal);
      if (position > 0) await onceOf(group, true).write(fillBase, [`${group}:base`], [position, hash]);
    },
    async entries(journal, entries) {
      await held();
      const group = groups('journal', journal);
      const args = entries.flatMap(({ position, at, json, hash }) => [position, at, json, hash]);
      await onceOf(group, true).write(fillEntries, [`${group}:entries`], args);
    },
    async done() {
      if ((await stamped(endImport, word)) !== '1') throw lost();
      isOver = true;
      await opened.end();
    },
    close: leave,
  };
}
