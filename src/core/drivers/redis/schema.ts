import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { StoreForeign, StoreUnwritable } from '../../ports/store.ts';
import { aboutKey } from './identity.ts';
import { refuseStrayKeys } from './keys.ts';
import type { Opened } from './once.ts';
import { run, script } from './script.ts';

/**
 * Each brings a store from its index to the next version; a version is never altered once released. Two processes may do one at
 * once, so what is done twice must be as if it were done once. The first has nothing to do: keys come with what is written.
 */
const migrations: readonly ((opened: Opened) => Promise<void>)[] = [async () => {}];
/** What a new store is stamped with. */
export const schemaVersion = migrations.length;

/** What a store says of itself. */
const About = z.object({
  id: z.string().min(1),
  purpose: z.string(),
  version: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  /** Somebody fills it with what another store kept, or died at that: see `fill-scripts.ts`. */
  importing: z.string().optional(),
});

/** Of a store that is there it changes nothing. Arguments: id, purpose, version. */
const stampAbout = script(`
if redis.call('exists', KEYS[1]) == 0 then
  redis.call('hset', KEYS[1], 'id', ARGV[1], 'purpose', ARGV[2], 'version', ARGV[3])
end
return redis.call('hgetall', KEYS[1])`);

/** Never back: whoever else migrated may be ahead. */
const stampVersion = script(`
if tonumber(redis.call('hget', KEYS[1], 'version')) < tonumber(ARGV[1]) then
  redis.call('hset', KEYS[1], 'version', ARGV[1])
end
return 1`);

/** What is asked of a store that is opened. */
export interface Wanted {
  readonly purpose: 'demo' | 'aws';
  /** Where there is none, none is made: it is refused. */
  readonly existing: boolean;
}

/** Makes a new store, brings an older one up, and refuses every other, which is left as it is. Gives the store's id. */
export async function prepareSchema(opened: Opened, { purpose, existing }: Wanted): Promise<string> {
  const { calls, prefix, where } = opened;
  const key = aboutKey(prefix);
  const isThere = async () => (await calls.read((reading) => reading.exists(key))) === 1;
  if (!(await isThere())) {
    if (existing)
      throw new StoreUnwritable(`There is no store ${prefix} on ${where}. Name its configuration with --config.`);
    await refuseStrayKeys(opened, isThere);
  }
  const stamp = [randomUUID(), purpose, migrations.length];
  const found = await calls.write((writing) => run(writing, stampAbout, { keys: [key], args: stamp }));
  const about = About.safeParse(pairs(found));
  if (!about.success)
    throw new StoreForeign(`${where} is no store of Quartermaster at ${key}. Set redis.prefix to another.`);
  const { id, version, purpose: stamped, importing } = about.data;
  if (version > migrations.length)
    throw new StoreForeign(
      `${where} was written by a newer Quartermaster (store version ${version}, this one knows ${migrations.length}). Use that version, or another redis.prefix.`,
    );
  if (stamped !== purpose)
    throw new StoreForeign(
      `${where} holds ${stamped === 'demo' ? 'the demo account' : 'real accounts'}; demo and real accounts never share a store. Set redis.prefix to another.`,
    );
  if (importing !== undefined)
    throw new StoreForeign(
      `${where} is being filled by \`quartermaster store import\`, or that was broken off: wait for it, or run it again.`,
    );
  for (const [from, migrate] of migrations.entries()) {
    if (from < version) continue;
    await migrate(opened);
    await calls.write((writing) => run(writing, stampVersion, { keys: [key], args: [from + 1] }));
  }
  return id;
}

/** A hash, as RESP2 tells it: field, value, field, value. */
const pairs = (answer: unknown): Readonly<Record<string, unknown>> => {
  const list = z.array(z.string()).parse(answer);
  return Object.fromEntries(list.flatMap((field, at) => (at % 2 === 0 ? [[field, list[at + 1]]] : [])));
};
