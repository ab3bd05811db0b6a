import type { Instant } from '../time.ts';
import type { Base, FamilyName, Journal, JournalName, Page, RawEntry } from './store.ts';

/** The version of the form in which stores keep what they hold. Drivers count alike, so that what one has another can take. */
export const formVersion = 1;

/** A value as it is kept, whatever it holds. Nothing is checked. */
export interface RawValue {
  readonly key: string;
  readonly version: number;
  /** From then on it is not there any longer, by the clock port; null: it stays. */
  readonly expires: Instant | null;
  /** Its JSON text exactly as it is kept. */
  readonly json: string;
}

/** A journal of which nobody knows what its records are. */
export type RawJournal = Pick<Journal<unknown>, 'raw' | 'base' | 'head'>;

/**
 * All that a store keeps, to be looked through: whatever family and journal, known to this version or not. Names and keys come in the
 * order of their UTF-8 bytes. Every call rejects with StoreForeign where something stands there that is no value of ours,
 * and with StoreAway where the store does not answer.
 */
export interface Contents {
  /** Of the store. */
  readonly id: string;
  /** Whether all of it is of one moment, that of the opening; if not, each value is as it was when it was read. */
  readonly isSnapshot: boolean;
  families(): Promise<readonly FamilyName[]>;
  /** What has not expired by then. */
  values(family: FamilyName, by: Instant, page: Page<string>): Promise<readonly RawValue[]>;
  journals(): Promise<readonly JournalName[]>;
  journal(name: JournalName): RawJournal;
  close(): Promise<void>;
}

/**
 * A store that is not there yet, and is filled with what another kept. Nobody else can open it until it is `done`, and a process that
 * dies before leaves nothing that anybody would take for a store. Writes reject with StoreUnwritable.
 */
export interface Filling {
  /** @param values In the order of their keys, none of them twice. */
  values(family: FamilyName, values: readonly RawValue[]): Promise<void>;
  /** Where a journal goes on from; then come its entries. */
  begin(journal: JournalName, base: Base): Promise<void>;
  entries(journal: JournalName, entries: readonly RawEntry[]): Promise<void>;
  /** What has been filled in so far, read from where it is kept. Is closed with the filling. */
  readonly contents: Contents;
  /** From here on it is a store like any other. Rejects with StoreUnwritable where another was made there meanwhile. */
  done(): Promise<void>;
  /** Leaves nothing of it, as far as it is not done. */
  close(): Promise<void>;
}
