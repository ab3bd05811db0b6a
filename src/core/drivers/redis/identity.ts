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
  look(): Promise<void>;
}

/** Looks at each connection anew, and at most once a second. */
export function createIdentity(connection: Connection, prefix: string): Identity {
  let own: string | undefined;
  let seenAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;
  const unseen = (): void => {
    seenAt = Number.NEGATIVE_INFINITY;
  };
  connection.on('close', unseen);
  connection.on('-node', unseen);
  const lookNow = async (): Promise<void> => {
    const at = performance.now();
    if ((await connection.hget(aboutKey(prefix), 'id')) !== own)
      throw new OtherStore('it is not the store that was opened');
    seenAt = at;
  };
  return {
    is(id) {
      own = id;
      seenAt = performance.now();
    },
    async look() {
      if (own === undefined || performance.now() - seenAt < seenMs) return;
      await (looking ??= lookNow().finally(() => (looking = undefined)));
    },
  };
}
