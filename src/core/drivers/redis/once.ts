import { randomBytes } from 'node:crypto';
import { minuteMs } from '../../time.ts';
import type { Calls } from './calls.ts';
import type { Connection } from './connect.ts';
import type { Identity } from './identity.ts';
import { createReplicated, type Replicated } from './replicated.ts';
import { run, script, type Script } from './script.ts';

/**
 * What a write has been answered is known for so long, by Redis's own clock: longer than it is asked again for, and longer than
 * a command may lie in the buffer of a connection that was given up.
 */
const rememberedMs = minuteMs;

/** Who numbers writes: each opened store is another one. */
const idBytes = 9;

/**
 * Begins every script that writes. Its first key is the place of this write's number, its first two arguments the number and how
 * long it is remembered. A number that stands there was done before, and is answered as it was; one that is behind comes from a
 * connection that was given up long ago, and does nothing. Only a place that a later write took over is ahead: of several that were given
 * up at once, those whose places lie free may still be done by a server that stood still, as long as it has their connection.
 */
const prelude = `
local place, number, remembered = KEYS[1], tonumber(ARGV[1]), ARGV[2]
local before = redis.call('get', place)
if before then
  local space = string.find(before, ' ', 1, true)
  local known = tonumber(string.sub(before, 1, space - 1))
  if known == number then return string.sub(before, space + 1) end
  if known > number then return redis.error_reply('LATE this write was given up') end
end
local function answer(text)
  redis.call('set', place, ARGV[1] .. ' ' .. text, 'px', remembered)
  return text
end
`;

/** A script that writes, and gives its answer through \`answer(text)\`. Its own keys begin with the second, its own arguments with the third. */
export const writes = (lua: string): Script => script(prelude + lua);

/** Writes of one group of keys, each of which is done once however often it must be asked for. */
export interface Once {
  /** Gives the answer of the script. Rejects with StoreUnwritable, and with StoreForeign. */
  write(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<string>;
}

/** A store that is opened, as its families and journals see it. */
export interface Opened {
  /** By which is read. */
  readonly reading: Connection;
  readonly calls: Calls;
  readonly identity: Identity;
  /** @param group What all keys of these writes begin with. @param isWaited Whether replicas are waited for. */
  onceOf(group: string, isWaited: boolean): Once;
  readonly prefix: string;
  /** For people. */
  readonly where: string;
}

/** How all writes of a store are made. */
export interface OnceParts {
  readonly calls: Calls;
  /** Keys of several groups have several servers. */
  readonly isCluster: boolean;
  /** Replicas that must have a write before it is told. */
  readonly replicas: number;
}

/** Numbers for the writes of an opened store. */
export function createNumbers({ calls, isCluster, replicas }: OnceParts): Opened['onceOf'] {
  const process = randomBytes(idBytes).toString('base64url');
  let number = 0;
  // Each write that is under way has a place of its own for its number, which the next one takes over: so what must be
  // remembered grows with what is done at once, never with what is done.
  const groups = new Map<string, { readonly free: string[]; count: number; readonly replicated: Replicated }>();
  const ofAll = createReplicated(replicas);
  return (group, isWaited) => {
    // A group may be opened several times.
    const places = groups.get(group) ?? {
      free: [],
      count: 0,
      replicated: isCluster ? createReplicated(replicas) : ofAll,
    };
    groups.set(group, places);
    return {
      async write(made, keys, args) {
        const place = places.free.pop() ?? `${group}:done:${process}:${(places.count += 1)}`;
        number += 1;
        const given = { keys: [place, ...keys], args: [number, rememberedMs, ...args] };
        try {
          return String(
            await calls.write((connection) =>
              isWaited && replicas > 0
                ? places.replicated(connection, { script: made, given })
                : run(connection, made, given),
            ),
          );
        } finally {
          places.free.push(place);
        }
      },
    };
  };
}
