import { createHash } from 'node:crypto';
import { Cluster, type ChainableCommander } from 'ioredis';
import { isRedirection, isUnknownScript, SlotMoves, TooFewReplicas } from './errors.ts';
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
 * The same, and waits until so many replicas have it. Both go over one connection: what WAIT waits for is all that the server had
 * done when it answered the command before it there. Rejects with TooFewReplicas where they are fewer: then the master alone may
 * have it; and with SlotMoves where another node of a Cluster has the keys by now.
 */
export async function runWithReplicas(
  connection: Connection,
  replicas: number,
  { lua, sha }: Script,
  { keys, args }: Given,
): Promise<unknown> {
  /** In one pipeline, which a Cluster too sends to one node, and redirects no part of. */
  const both = async (send: (both: ChainableCommander) => ChainableCommander): Promise<readonly [unknown, unknown]> => {
    const sent = (await send(connection.pipeline()).wait(replicas, replicasMs).exec()) ?? [];
    const [answer, copies] = sent.map(([error, result]) => error ?? result);
    return [answer, copies];
  };
  const [bySha, first] = await both((sent) => sent.evalsha(sha, keys.length, ...keys, ...args));
  const [answer, copies] = isUnknownScript(bySha)
    ? await both((sent) => sent.eval(lua, keys.length, ...keys, ...args))
    : [bySha, first];
  if (connection instanceof Cluster && isRedirection(answer)) {
    await new Promise<void>((resolve) => connection.refreshSlotsCache(() => resolve()));
    throw new SlotMoves('another node has it by now');
  }
  if (answer instanceof Error) throw answer;
  if (copies instanceof Error) throw copies;
  if (Number(copies) < replicas) throw new TooFewReplicas('too few replicas have it');
  return answer;
}
