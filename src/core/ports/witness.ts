import type { Instant } from '../time.ts';
import type { Position } from './store.ts';

/** That a store had this entry in its audit. */
export interface Claim {
  readonly store: string;
  readonly position: Position;
  readonly hash: string;
  readonly at: Instant;
  /** Of an entry that tells of a trim: entries before this position are forgotten. */
  readonly trims?: Position;
}

/** What a store has in its audit now, for a witness to compare with what it knows. */
export interface Standing {
  readonly store: string;
  /** `noHash` where nothing stands there; undefined where that is forgotten, so that nobody can tell. */
  hashAt(position: Position): Promise<string | undefined>;
}

/** Everything that a witness still knows, oldest first. */
export interface Testimony {
  readonly claims: readonly Claim[];
  /** Lines that are none of its own. */
  readonly unreadable: number;
  /** Bytes that it has grown to, where it could not be made shorter for long; of very many only the newest are told. */
  readonly grown?: number;
}

/**
 * Knows outside of the store what the store was given, so that a store that is put back to an older copy is found out. It
 * forgets old claims, but never the furthest of a store, nor two that contradict each other, nor the newest that tell of trims.
 */
export interface Witness {
  /** Where it is kept, for people. */
  readonly where: string;
  /** Rejects with StoreUnwritable where nothing can be noted. */
  ready(): Promise<void>;
  /**
   * Notes the entry that `append` makes. Rejects with StoreUnwritable where it cannot, before anything is appended as far
   * as that can be told; a process that dies in between leaves one entry without its claim.
   * Before, its last claim of that store is compared with what stands there: where that is another hash, it is noted beside
   * the claim, and both are kept. Left out: nothing is compared.
   * Gives what it knew before: nothing at all, or something.
   */
  note(append: () => Promise<Claim>, standing?: Standing): Promise<'nothing' | 'something'>;
  /** Several processes note at once, so that claims are nearly in order. Rejects with StoreUnwritable where it cannot be read. */
  testimony(): Promise<Testimony>;
}
