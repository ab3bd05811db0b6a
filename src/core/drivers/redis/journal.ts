import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { noHash } from '../../ports/entry-hash.ts';
import {
  StoreForeign,
  type Base,
  type Head,
  type Journal,
  type JournalName,
  type RawEntry,
  type Schema,
} from '../../ports/store.ts';
import { createAppending, type Appending } from './append.ts';
import { headOf, trimEntries } from './journal-scripts.ts';
import { jsonOf } from '../json.ts';
import type { Opened } from './once.ts';
import { run } from './script.ts';

/** A number as we write it; whatever else stands there must not fit its hash. */
const numberOf = (text: string): number => (/^(?:0|-?[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN);

/** What all that a store has of one journal share: appends of one process go one after another. */
export type Appendings = Map<JournalName, Appending>;

/** A journal on a stream and one key beside it. An append names the entry that it goes on from, and is made anew where that is no longer the last. */
export function redisJournal<T>(
  { calls, onceOf, prefix, where }: Opened,
  appendings: Appendings,
  clock: Clock,
  name: JournalName,
  schema: Schema<T>,
): Journal<T> {
  const group = `{${prefix}:journal:${name}}`;
  const keys = [`${group}:entries`, `${group}:base`] as const;
  const [entries, base] = keys;
  const once = onceOf(group, true);
  const append = appendings.get(name) ?? createAppending(onceOf(group, true), keys, clock);
  appendings.set(name, append);

  const stretch = async (from: number, limit: number): Promise<readonly RawEntry[]> => {
    const rows = await calls.read((reading) => reading.xrange(entries, Math.max(0, from), '+', 'COUNT', limit));
    return rows.map(([id, fields]) => {
      const field = (of: string) => fields[fields.findIndex((one, at) => at % 2 === 0 && one === of) + 1] ?? '';
      return {
        position: numberOf(/^(\d+)-0$/.exec(id)?.[1] ?? ''),
        at: numberOf(field('at')),
        json: field('json'),
        hash: field('hash'),
      };
    });
  };

  return {
    async append(record) {
      const { position, at, hash } = await append(JSON.stringify(record));
      return { position, record, at, hash };
    },
    async read(from, limit) {
      return (await stretch(from, limit)).map(({ position, at, json, hash }) => {
        const record = schema.safeParse(jsonOf(json));
        if (!record.success || Number.isNaN(position) || Number.isNaN(at))
          throw new StoreForeign(
            `${where}: entry ${position} of ${name} does not fit: ${record.error === undefined ? 'its position or its time is none' : z.prettifyError(record.error)}`,
          );
        return { position, record: record.data, at, hash };
      });
    },
    raw: stretch,
    async head() {
      return headIn(await calls.read((reading) => run(reading, headOf, { keys, args: [] })));
    },
    async base() {
      const kept = await calls.read((reading) => reading.get(base));
      return kept === null ? { position: 0, hash: noHash } : baseIn(kept);
    },
    async trim(before) {
      return headIn(await once.write(trimEntries, keys, [before]));
    },
  };
}

/** What somebody altered is read as a base that no hash fits, so that it is found out. */
function baseIn(kept: string): Base {
  const [, position, hash = ''] = /^(\d{1,16}) (.*)$/s.exec(kept) ?? [];
  return position === undefined ? { position: 0, hash: '' } : { position: Number(position), hash };
}

function headIn(answer: unknown): Head {
  const [position = '', first = '', hash = ''] = String(answer).split(' ');
  return { position: Number(position), hash, first: first === '-' ? Number(position) + 1 : Number(first) };
}
