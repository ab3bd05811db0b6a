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

/** A script with what it is handed. */
export interface Write {
  readonly script: Script;
  readonly given: Given;
}

/**
 * Runs all of these and waits until so many replicas have them, over one connection: what WAIT waits for is all that the server had
 * done when it answered the command before it there. Keys of all lie in one slot of a Cluster. Gives the answer of each, or an error in its
 * place: TooFewReplicas where they are fewer, for then the master alone may have it; and SlotMoves where another node of a Cluster
 * has the keys by now.
 */
export async function runWithReplicas(
  connection: Connection,
  replicas: number,
  writes: readonly Write[],
): Promise<readonly unknown[]> {
  /** In one pipeline, which a Cluster too sends to one node, and redirects no part of. */
  const sent = async (
    some: readonly Write[],
    send: (to: ChainableCommander, write: Write) => void,
  ): Promise<readonly unknown[]> => {
    const pipeline = connection.pipeline();
    for (const write of some) send(pipeline, write);
    const all = ((await pipeline.wait(replicas, replicasMs).exec()) ?? []).map(([error, result]) => error ?? result);
    const copies = all[some.length];
    return some.map((_, at) => {
      const answer = all[at];
      if (answer instanceof Error) return answer;
      if (copies instanceof Error) return copies;
      return Number(copies) >= replicas ? answer : new TooFewReplicas('too few replicas have it');
    });
  };
  const bySha = await sent(
    writes,
    (to, { script: { sha }, given: { keys, args } }) => void to.evalsha(sha, keys.length, ...keys, ...args),
  );
  const unknown = writes.filter((_, at) => isUnknownScript(bySha[at]));
  const whole =
    unknown.length === 0
      ? []
      : await sent(
          unknown,
          (to, { script: { lua }, given: { keys, args } }) => void to.eval(lua, keys.length, ...keys, ...args),
        );
  const answers = bySha.map((answer, at) => {
    const write = writes[at];
    return write !== undefined && unknown.includes(write) ? whole[unknown.indexOf(write)] : answer;
  });
  if (!(connection instanceof Cluster) || !answers.some(isRedirection)) return answers;
  await new Promise<void>((resolve) => connection.refreshSlotsCache(() => resolve()));
  return answers.map((answer) => (isRedirection(answer) ? new SlotMoves('another node has it by now') : answer));
}
