import { z } from 'zod';
import { jsonOf } from '../src/core/drivers/json.ts';
import { withSoundKeys } from '../src/core/drivers/sound-keys.ts';
import type { Clock } from '../src/core/ports/clock.ts';
import { say } from '../src/core/text.ts';
import type { Contents, Filling } from '../src/core/ports/contents.ts';
import { entryHash, noHash } from '../src/core/ports/entry-hash.ts';
import {
  StoreForeign,
  StoreUnwritable,
  type Base,
  type Bounds,
  type Family,
  type Head,
  type Journal,
  type Kept,
  type RawEntry,
  type Schema,
  type Store,
} from '../src/core/ports/store.ts';

interface Row {
  readonly json: string;
  readonly version: number;
  readonly expires: number;
}

/** What a store holds, whoever opens it. */
interface Shelf {
  /** Whether it is a store: that somebody opened, or that was filled to its end. */
  isThere: boolean;
  readonly families: Map<string, Map<string, Row>>;
  readonly journals: Map<string, { base: Base; entries: RawEntry[] }>;
  /** Of the last write of all. */
  version: number;
}

/** A store in memory, for what is opened over and over and must go the same way each time: nothing in it waits for anything. */
export interface MemoryStore {
  /** A connection to it. */
  open(): Store;
  /** What it keeps. */
  contents(): Contents;
  /** Fills it, where nothing is kept yet. */
  fill(): Filling;
}

/** @param id Of the store; each is another one. */
export function memoryStore(clock: Pick<Clock, 'now'>, id: string): MemoryStore {
  const shelf: Shelf = { isThere: false, families: new Map(), journals: new Map(), version: 0 };
  return {
    open() {
      shelf.isThere = true;
      return {
        id,
        family: (name, schema, bounds) => withSoundKeys(family(shelf, clock, name, schema, bounds)),
        journal: (name, schema) => journal(shelf, clock, name, schema),
        examine: async () => ({ is: 'missing', says: say`It is gone with this process.` }),
        close: async () => {},
      };
    },
    contents() {
      if (!shelf.isThere) throw new StoreUnwritable('There is no store.');
      return contentsOf(shelf, clock, id);
    },
    fill() {
      if (shelf.isThere)
        throw new StoreUnwritable('There is a store in memory already, and an import makes a new one.');
      return filling(shelf, clock, id);
    },
  };
}

const filling = (shelf: Shelf, clock: Pick<Clock, 'now'>, id: string): Filling => ({
  contents: contentsOf(shelf, clock, id),
  async values(name, values) {
    const rows = madeIn(shelf.families, name, () => new Map<string, Row>());
    for (const { key, json, version, expires } of values) {
      rows.set(key, { json, version, expires: expires ?? Number.POSITIVE_INFINITY });
      shelf.version = Math.max(shelf.version, version);
    }
  },
  async begin(name, { position, hash }) {
    shelf.journals.set(name, { base: { position, hash }, entries: [] });
  },
  async entries(name, entries) {
    shelf.journals.get(name)?.entries.push(...entries);
  },
  async done() {
    shelf.isThere = true;
  },
  async close() {
    if (shelf.isThere) return;
    shelf.families.clear();
    shelf.journals.clear();
  },
});

/** By code point, which is the order of UTF-8's bytes and not that of a string's code units. */
const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

function contentsOf(shelf: Shelf, clock: Pick<Clock, 'now'>, id: string): Contents {
  return {
    id,
    isSnapshot: false,
    families: async () => [...shelf.families.keys()].toSorted(byBytes),
    async values(name, by, { limit, after }) {
      return [...(shelf.families.get(name) ?? [])]
        .filter(([key, { expires }]) => expires > by && (after === undefined || byBytes(after, key) < 0))
        .toSorted(([one], [other]) => byBytes(one, other))
        .slice(0, limit)
        .map(([key, { json, version, expires }]) => ({
          key,
          version,
          expires: Number.isFinite(expires) ? expires : null,
          json,
        }));
    },
    journals: async () =>
      [...shelf.journals]
        .flatMap(([name, { base, entries }]) => (base.position > 0 || entries.length > 0 ? [name] : []))
        .toSorted(byBytes),
    journal: (name) => journal(shelf, clock, name, z.unknown()),
    close: async () => {},
  };
}

const fits = <T>(schema: Schema<T>, json: string, what: string): T => {
  const value = schema.safeParse(jsonOf(json));
  if (!value.success) throw new StoreForeign(`${what} does not fit: ${z.prettifyError(value.error)}`);
  return value.data;
};

const madeIn = <T>(map: Map<string, T>, key: string, make: () => T): T => {
  const before = map.get(key);
  if (before !== undefined) return before;
  const made = make();
  map.set(key, made);
  return made;
};

function family<T>(
  shelf: Shelf,
  clock: Pick<Clock, 'now'>,
  name: string,
  schema: Schema<T>,
  bounds: Bounds,
): Family<T> {
  const rows = madeIn(shelf.families, name, () => new Map<string, Row>());
  const live = (key: string): Row | undefined => {
    const row = rows.get(key);
    return row === undefined || row.expires <= clock.now() ? undefined : row;
  };
  const read = (key: string, { json, version }: Row): Kept<T> => ({
    key,
    value: fits(schema, json, `${name}/${key}`),
    version,
  });
  const expires = () => (bounds.ttlMs === 'forever' ? Number.POSITIVE_INFINITY : clock.now() + bounds.ttlMs);
  const write = (key: string, value: T): void =>
    void rows.set(key, { json: JSON.stringify(value), version: (shelf.version += 1), expires: expires() });
  return {
    async get(key) {
      const row = live(key);
      return row && read(key, row);
    },
    async put(key, value) {
      write(key, value);
    },
    async claim(key, value) {
      if (live(key) !== undefined) return false;
      write(key, value);
      return true;
    },
    async take(key) {
      const row = live(key);
      if (row === undefined) return undefined;
      rows.delete(key);
      return read(key, row).value;
    },
    async swap({ key, version }, to) {
      const row = live(key);
      if (row?.version !== version) return false;
      rows.set(key, { ...row, json: JSON.stringify(to), version: (shelf.version += 1) });
      return true;
    },
    async delete(key) {
      rows.delete(key);
    },
    async list({ limit, after }) {
      const keys = [...rows.keys()].filter((key) => after === undefined || byBytes(after, key) < 0).toSorted(byBytes);
      return keys
        .flatMap((key) => {
          const row = live(key);
          return row === undefined ? [] : [{ key, row }];
        })
        .slice(0, limit)
        .map(({ key, row }) => read(key, row));
    },
  };
}

function journal<T>(shelf: Shelf, clock: Pick<Clock, 'now'>, name: string, schema: Schema<T>): Journal<T> {
  const kept = madeIn(shelf.journals, name, () => ({ base: { position: 0, hash: noHash }, entries: [] as RawEntry[] }));
  const end = (): Base => kept.entries.at(-1) ?? kept.base;
  const from = (position: number, limit: number): readonly RawEntry[] => {
    const skip = Math.max(0, position - kept.base.position - 1);
    return kept.entries.slice(skip, skip + limit);
  };
  const head = (): Head => {
    const { position, hash } = end();
    return { position, hash, first: kept.base.position + 1 };
  };
  return {
    async append(record) {
      const json = JSON.stringify(record);
      const previous = end();
      const position = previous.position + 1;
      const at = clock.now();
      const hash = entryHash(previous.hash, position, at, json);
      kept.entries.push({ position, at, json, hash });
      return { position, record, at, hash };
    },
    read: async (position, limit) =>
      from(position, limit).map(({ json, ...entry }) => ({
        position: entry.position,
        record: fits(schema, json, `entry ${entry.position} of ${name}`),
        at: entry.at,
        hash: entry.hash,
      })),
    raw: async (position, limit) => from(position, limit),
    head: async () => head(),
    base: async () => kept.base,
    async trim(before) {
      const gone = kept.entries.filter(({ position }) => position < before);
      const last = gone.at(-1);
      if (last !== undefined) {
        kept.base = { position: last.position, hash: last.hash };
        kept.entries.splice(0, gone.length);
      }
      return head();
    },
  };
}
