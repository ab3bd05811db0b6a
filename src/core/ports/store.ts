import type { z } from 'zod';
import type { Spans } from '../text.ts';
import type { Instant } from '../time.ts';

/** Names are fixed in code: lower-case words with hyphens. */
export type FamilyName = string;
/** See {@link FamilyName}. */
export type JournalName = string;
/** What a value is checked against when it is read. */
export type Schema<T> = z.ZodType<T>;

/** How long a value of a family lives. A value older than `ttlMs` (by the clock port) is never returned, and its key can be claimed again. */
export interface Bounds {
  readonly ttlMs: number | 'forever';
  /**
   * A write of the last moments may be gone after the machine has lost its power, or its system has crashed; not after a
   * process has died. For what is written at every request and no harm to lose.
   */
  readonly unflushed?: true;
  /**
   * What work that changes nothing is told while a store of its own server is away: what this process last read or wrote, and of the
   * rest that it cannot be read (`recalled`, where nothing is said); the rest as if it were not there, where more is lost by no
   * answer (`or-nothing`); as if nothing were there at all, where whoever asks remembers by themselves (`nothing`).
   */
  readonly whileAway?: 'recalled' | 'or-nothing' | 'nothing';
}

/** A part of a listing: at most `limit` entries (1 to 1,000) after the key or position `after`. */
export interface Page<Cursor> {
  readonly limit: number;
  readonly after?: Cursor;
}

/** A value with the version that a swap compares. */
export interface Kept<T> {
  readonly key: string;
  readonly value: T;
  /** Grows with every write of this key; of one that was deleted and made anew it is another than it was. */
  readonly version: number;
}

/**
 * Small records by key. Each call is atomic across processes; what a write returned is durable: it survives a kill -9 of
 * this process, and of what holds the store as far as that is set up for it ({@link Store.examine}). A write that cannot be made
 * durable rejects with {@link StoreUnwritable} and changed nothing, unless that says that it is not known; reads go on. Where the
 * store is away, reads reject with {@link StoreAway}, within seconds. Values are checked against the schema when read: a value
 * that does not fit rejects with {@link StoreForeign}. Nothing stands at a key that is not sound (see `isSoundKey`): writing it is a fault.
 */
export interface Family<T> {
  get(key: string): Promise<Kept<T> | undefined>;
  put(key: string, value: T): Promise<void>;
  /** Writes only where no live value stands; true for exactly one of any number of claimants. */
  claim(key: string, value: T): Promise<boolean>;
  /** Reads and deletes in one step; exactly one of any number of takers gets the value. */
  take(key: string): Promise<T | undefined>;
  /** Replaces only the version that was read; false where it has changed, gone or expired. Keeps the age of the value (a swap does not prolong a life). */
  swap(kept: Kept<T>, to: T): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Live values in the order of their keys (by code point). */
  list(page: Page<string>): Promise<readonly Kept<T>[]>;
}

/** A place in a journal, from 1 upwards without gaps. */
export type Position = number;

/** A record where it stands. */
export interface Entry<T> {
  readonly position: Position;
  readonly record: T;
  /** When it was appended, by the clock port. */
  readonly at: Instant;
  /** SHA-256, hex, over the previous entry's hash, the position, the time and the record's JSON: see `entryHash`. */
  readonly hash: string;
}

/** An entry as it is kept, whatever it holds: what its hash is made over. Nothing is checked. */
export interface RawEntry {
  readonly position: Position;
  /** NaN where what is kept is no number. */
  readonly at: Instant;
  /** The record's JSON text exactly as it was hashed; empty where what is kept is no text. */
  readonly json: string;
  readonly hash: string;
}

/** What the oldest entry still kept goes on from: the last entry that a trim forgot; position 0 and `noHash` where nothing was. */
export interface Base {
  readonly position: Position;
  readonly hash: string;
}

/** The newest end of a journal. */
export interface Head {
  /** Of the newest entry; 0 in an empty journal. */
  readonly position: Position;
  readonly hash: string;
  /** Of the oldest entry still kept; position + 1 in an empty journal. */
  readonly first: Position;
}

/** Records in order, never altered. Appends of several processes are atomic and leave no gap. */
export interface Journal<T> {
  append(record: T): Promise<Entry<T>>;
  /** Entries from a position on, oldest first, at most `limit` (1 to 1,000). */
  read(from: Position, limit: number): Promise<readonly Entry<T>[]>;
  /** The same stretch as it is kept; never rejects for what stands in it. */
  raw(from: Position, limit: number): Promise<readonly RawEntry[]>;
  head(): Promise<Head>;
  base(): Promise<Base>;
  /** Forgets entries before a position; the chain of the rest still verifies. */
  trim(before: Position): Promise<Head>;
}

/** Everything Quartermaster keeps. Several processes may use one store. */
export interface Store {
  family<T>(name: FamilyName, schema: Schema<T>, bounds: Bounds): Family<T>;
  journal<T>(name: JournalName, schema: Schema<T>): Journal<T>;
  /** Which store this is: stays the same over restarts, differs between stores. */
  readonly id: string;
  /** What holds the store, and what of an acknowledged write it may lose. Rejects with {@link StoreAway}. */
  examine(): Promise<Keeping>;
  close(): Promise<void>;
}

/** What holds a store, and how it keeps what is written. */
export interface Keeping {
  /** Whether nothing acknowledged is lost for good but by what `says` names; `unknown` where that cannot be seen. */
  readonly is: 'fine' | 'missing' | 'unknown';
  /** What it is, what can be lost, and what to do where it is not fine. */
  readonly says: Spans;
}

/**
 * A write did not happen: disk full, file read-only, lock not had in time, a server that does not answer. Where a server took
 * the write and its answer was lost for good, the message says that it is not known; then all is as if the process had died
 * just after the write.
 */
export class StoreUnwritable extends Error {
  override readonly name: string = 'StoreUnwritable';
  /** What can be done about it, a sentence for people. */
  readonly todo: string;
  /** It may have happened: its answer was lost. */
  readonly isUnknown: boolean;

  constructor(message: string, options?: ErrorOptions & { readonly todo?: string; readonly isUnknown?: boolean }) {
    super(message, options);
    this.todo = options?.todo ?? 'Free space, or make the file writable';
    this.isUnknown = options?.isUnknown ?? false;
  }
}

/**
 * The store does not answer; nothing is known of what it holds. Reads reject with it, and writes. It is a `StoreUnwritable`, for a store that
 * cannot be read takes no writes either: whoever can go on without a write can go on without the store, and whoever cannot
 * refuses both alike. The contrary does not hold: reads of a store that takes no writes go on.
 */
export class StoreAway extends StoreUnwritable {
  override readonly name: string = 'StoreAway';
}

/** The store is none of ours, or of a newer version, or holds what we cannot read. */
export class StoreForeign extends Error {
  override readonly name = 'StoreForeign';
}
