import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Contents, RawValue } from '../../ports/contents.ts';
import { StoreForeign } from '../../ports/store.ts';
import { listValues } from './family-scripts.ts';
import { redisJournal } from './journal.ts';
import { keysUnder } from './keys.ts';
import type { Opened } from './once.ts';
import { reachRedis, type RedisOptions } from './open.ts';
import { prepareSchema } from './schema.ts';
import { run } from './script.ts';

const Listed = z.array(z.string());
/** See `family-scripts.ts`: version, end, JSON. */
const form = /^(\d+) (-|\d+) (.*)$/s;

/**
 * All that a store on Redis keeps. There is no moment that all of it is of: Redis shows nobody how things were. Rejects as
 * `openRedisStore` does.
 */
export async function openRedisContents(options: RedisOptions): Promise<Contents> {
  const { clock, purpose } = options;
  const opened = await reachRedis(options);
  try {
    const id = await prepareSchema(opened, { purpose, existing: true });
    return { ...contentsOf(opened, clock, id), close: opened.end };
  } catch (error) {
    await opened.end();
    throw error;
  }
}

/** What stands under the keys of a store. */
export function contentsOf(opened: Opened, clock: Clock, id: string): Omit<Contents, 'close'> {
  const { calls, prefix, where } = opened;
  const named = async (of: 'family' | 'journal', form: RegExp): Promise<readonly string[]> => {
    const names = new Set<string>();
    for await (const keys of keysUnder(opened, of))
      for (const key of keys) {
        const name = form.exec(key.slice(prefix.length + 1))?.[1];
        if (name !== undefined) names.add(name);
      }
    return [...names].toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  };
  return {
    id,
    isSnapshot: false,
    families: () => named('family', /^:family:(.*)\}:values$/s),
    async values(family, by, { limit, after }) {
      const group = `{${prefix}:family:${family}}`;
      const given = {
        keys: [`${group}:index`, `${group}:values`],
        args: [by, after === undefined ? '-' : `(${after}`, limit],
      };
      const listed = Listed.parse(await calls.read((reading) => run(reading, listValues, given)));
      return Array.from({ length: listed.length / 2 }, (_, at): RawValue => {
        const [key, kept] = [listed[2 * at] ?? '', listed[2 * at + 1] ?? ''];
        const [, version, end, json = ''] = form.exec(kept) ?? [];
        if (version === undefined)
          throw new StoreForeign(`${where}: what somebody wrote at ${family}/${JSON.stringify(key)} is no value.`);
        return { key, version: Number(version), expires: end === '-' ? null : Number(end), json };
      });
    },
    journals: () => named('journal', /^:journal:(.*)\}:(?:entries|base)$/s),
    journal: (name) => redisJournal(opened, new Map(), clock, name, z.unknown()),
  };
}
