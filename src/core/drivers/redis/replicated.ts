import type { Connection } from './connect.ts';
import { runWithReplicas, type Write } from './script.ts';

/** Writes of one WAIT: some milliseconds of the server. */
const togetherAtMost = 100;

/** Runs a script, and gives its answer when replicas have what it wrote. */
export type Replicated = (connection: Connection, write: Write) => Promise<unknown>;

/** A write that waits. */
interface Waiting {
  readonly write: Write;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/**
 * Writes over one connection, which Redis holds while it waits for replicas: what is asked for meanwhile goes together after that, and
 * is waited for once. So a replica that is gone keeps no write for longer than two waits, however many there are.
 */
export function createReplicated(replicas: number): Replicated {
  const waiting: Waiting[] = [];
  let isBusy = false;
  const rounds = async (connection: Connection): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) {
      const all = waiting.splice(0, togetherAtMost);
      try {
        const writes = all.map(({ write }) => write);
        const answers = await runWithReplicas(connection, replicas, writes);
        for (const [at, answer] of answers.entries())
          if (answer instanceof Error) all[at]?.reject(answer);
          else all[at]?.resolve(answer);
      } catch (error) {
        for (const { reject } of all) reject(error);
      }
    }
    isBusy = false;
  };
  return (connection, write) =>
    new Promise((resolve, reject) => {
      waiting.push({ write, resolve, reject });
      if (!isBusy) void rounds(connection);
    });
}
