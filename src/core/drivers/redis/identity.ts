import { secondMs } from '../../time.ts';
import type { Connection } from './connect.ts';
import { OtherStore } from './errors.ts';

/** What was seen holds for so long on one connection: whoever empties a server does not end its connections. */
const seenMs = secondMs;

/** Where a store says of itself which one it is. */
export const aboutKey = (prefix: string): string => `{${prefix}:about}`;

/** Whether the store is still the one that was opened. */
export interface Identity {
  /** From now on it must be this one. */
  is(id: string): void;
  /** Rejects with OtherStore where it is none, or another one: a server that lost its data has forgotten a freeze, and which confirmations were used. */
  look(connection: Connection): Promise<void>;
}

/** Looks at each connection anew when it was lost, and at most once a second. */
export function createIdentity(connections: readonly Connection[], prefix: string): Identity {
  let own: string | undefined;
  const seenAt = new Map<Connection, number>();
  const looking = new Map<Connection, Promise<void>>();
  for (const connection of connections)
    for (const lost of ['close', '-node']) connection.on(lost, () => void seenAt.delete(connection));
  const isSeen = (connection: Connection): boolean => performance.now() - (seenAt.get(connection) ?? -seenMs) < seenMs;
  const lookNow = async (connection: Connection): Promise<void> => {
    const at = performance.now();
    if ((await connection.hget(aboutKey(prefix), 'id')) !== own)
      throw new OtherStore('it is not the store that was opened');
    seenAt.set(connection, at);
  };
  return {
    is(id) {
      own = id;
      for (const connection of connections) seenAt.set(connection, performance.now());
    },
    async look(connection) {
      if (own === undefined || isSeen(connection)) return;
      const under = looking.get(connection) ?? lookNow(connection).finally(() => void looking.delete(connection));
      looking.set(connection, under);
      await under;
    },
  };
}
