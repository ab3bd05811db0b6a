import { auditJournal } from '../src/core/people/audit.ts';
import type { Clock } from '../src/core/ports/clock.ts';
import { StoreUnwritable, type Family, type Journal, type Store } from '../src/core/ports/store.ts';
import { openAudit } from '../src/open-audit.ts';

/** A write that is about to be made. */
export interface Write {
  /** The family or the journal. */
  readonly into: string;
  readonly verb: 'put' | 'claim' | 'take' | 'swap' | 'delete' | 'append' | 'trim';
  readonly key: string;
  /** What is written. */
  readonly value?: unknown;
}

/** What becomes of a write: it is made; it is refused; the process dies before it, or after it and before anybody hears of it. */
export type Fate = 'made' | 'refused' | 'dies before' | 'dies after';

/** A process as far as it lives of a store and a clock: from its death on what it waits for never comes. */
export interface Mortal {
  readonly store: Store;
  readonly clock: Clock;
  /** Kills it. */
  die(): void;
  /** Lets it stand still until then, as a machine does whose lid is closed: what it waits for comes no sooner. */
  stall(until: Promise<void>): void;
  isDead(): boolean;
  /** Resolves at its death. */
  readonly death: Promise<void>;
  /** Something else that it waits for: made to its end, heard of only where it lives. */
  hears<T>(work: () => Promise<T>): Promise<T>;
}

/** What goes wrong with writes. */
export interface MortalParts {
  fate?(write: Write): Fate;
  /** Before a write is made; whoever dies meanwhile has made it if `outlives` gives true. */
  waits?(write: Write): Promise<void>;
  outlives?(write: Write): boolean;
  /** A write was made. @param result What the store said. */
  made?(write: Write, result: unknown): void;
}

/** A mortal process over a store and a clock that outlive it. */
export function mortal(store: Store, clock: Clock, parts?: MortalParts): Mortal {
  const { over, ...life } = mortalProcess(clock, parts);
  return { ...life, store: over(store) };
}

/** The same, before its store is opened. */
export interface MortalProcess extends Omit<Mortal, 'store'> {
  over(store: Store): Store;
  /** Opens the store of a configuration. */
  readonly openStore: typeof openAudit;
}

/** See {@link MortalProcess}. */
export function mortalProcess(
  clock: Clock,
  { fate = () => 'made', waits = async () => {}, outlives = () => false, made = () => {} }: MortalParts = {},
): MortalProcess {
  let dead = false;
  let rest: Promise<void> | undefined;
  let die = () => {};
  const death = new Promise<void>((resolve) => {
    die = () => {
      dead = true;
      resolve();
    };
  });
  /** Goes on only in a process that lives and does not stand still. */
  const awake = async (): Promise<void> => {
    while (rest !== undefined && !dead) await rest;
    if (dead) await new Promise(() => {});
  };
  const hears = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dead || rest !== undefined) await awake();
    try {
      return await work();
    } finally {
      if (dead || rest !== undefined) await awake();
    }
  };
  const write = (into: string, verb: Write['verb'], key: string, value?: unknown) => {
    const facts: Write = { into, verb, key, value };
    return <T>(work: () => Promise<T>): Promise<T> =>
      hears(async () => {
        const what = fate(facts);
        if (what === 'refused') throw new StoreUnwritable('the disk is full');
        if (what === 'dies before') die();
        else await waits(facts);
        if (what === 'dies before' || (dead && !outlives(facts))) return new Promise<T>(() => {});
        const result = await work();
        made(facts, result);
        if (what === 'dies after') die();
        return result;
      });
  };
  const family = <T>(name: string, to: Family<T>): Family<T> => ({
    get: (key) => hears(() => to.get(key)),
    list: (page) => hears(() => to.list(page)),
    put: (key, value) => write(name, 'put', key, value)(() => to.put(key, value)),
    claim: (key, value) => write(name, 'claim', key, value)(() => to.claim(key, value)),
    take: (key) => write(name, 'take', key)(() => to.take(key)),
    swap: (kept, value) => write(name, 'swap', kept.key, value)(() => to.swap(kept, value)),
    delete: (key) => write(name, 'delete', key)(() => to.delete(key)),
  });
  const journal = <T>(name: string, to: Journal<T>): Journal<T> => ({
    read: (from, limit) => hears(() => to.read(from, limit)),
    raw: (from, limit) => hears(() => to.raw(from, limit)),
    head: () => hears(() => to.head()),
    base: () => hears(() => to.base()),
    append: (record) => write(name, 'append', '', record)(() => to.append(record)),
    trim: (before) => write(name, 'trim', String(before))(() => to.trim(before)),
  });
  const over = (own: Store): Store => ({
    id: own.id,
    family: (name, schema, bounds) => family(name, own.family(name, schema, bounds)),
    journal: (name, schema) => journal(name, own.journal(name, schema)),
    examine: () => hears(() => own.examine()),
    close: () => own.close(),
  });
  return {
    over,
    async openStore(...config) {
      const { store: own, witness } = await openAudit(...config);
      const store = over(own);
      return { store, witness, journal: (appended) => auditJournal(store, { witness, ...(appended && { appended }) }) };
    },
    clock: { now: clock.now, sleep: (ms, signal) => hears(() => clock.sleep(ms, signal)) },
    die,
    stall(until) {
      const mine = until.then(() => {
        if (rest === mine) rest = undefined;
      });
      rest = mine;
    },
    isDead: () => dead,
    death,
    hears,
  };
}
