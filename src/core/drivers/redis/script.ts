import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { isUnknownScript, TooFewReplicas } from './errors.ts';
import type { Connection } from './connect.ts';

/** A script of Redis, which is one step to everybody else. All its keys lie in one slot of a Cluster. */
export interface Script {
  readonly lua: string;
  /** What the server calls it by. */
  readonly sha: string;
}

/** What is handed to a script. */
export interface Given {
  readonly keys: readonly string[];
  readonly args: readonly (string | number)[];
}

/** Scripts of one text have one hash. */
export const script = (lua: string): Script => ({ lua, sha: createHash('sha1').update(lua).digest('hex') });

/** Runs it by its hash; a server that does not know it (a new one, or one after a failover) is told it whole. */
export async function run(connection: Connection, { lua, sha }: Script, { keys, args }: Given): Promise<unknown> {
  try {
    return await connection.evalsha(sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!isUnknownScript(error)) throw error;
    return connection.eval(lua, keys.length, ...keys, ...args);
  }
}

/** A write is waited for so long until replicas have it, in milliseconds; then it is made again under its number. */
const replicasMs = 500;

/**
 * The same, and waits until so many replicas have it. Both go over one connection, whose writes Redis counts (WAIT).
 * Rejects with TooFewReplicas where they are fewer: then the master alone may have it.
 */
export async function runWithReplicas(redis: Redis, replicas: number, { lua, sha }: Script, { keys, args }: Given) {
  const [bySha, first] = await both(
    redis.evalsha(sha, keys.length, ...keys, ...args),
    redis.wait(replicas, replicasMs),
  );
  const [answer, copies] = isUnknownScript(bySha)
    ? await both(redis.eval(lua, keys.length, ...keys, ...args), redis.wait(replicas, replicasMs))
    : [bySha, first];
  if (answer instanceof Error) throw answer;
  if (copies instanceof Error) throw copies;
  if (Number(copies) < replicas) throw new TooFewReplicas('too few replicas have it');
  return answer;
}

/** Both answers, or what came in their place; they are sent in one turn of the event loop, so over one connection. */
const both = (one: Promise<unknown>, other: Promise<unknown>): Promise<[unknown, unknown]> =>
  Promise.all([one.catch((error: unknown) => error), other.catch((error: unknown) => error)]);
