import type { Schema } from './store.ts';

/**
 * Work that any process may do, declared once. It only reads: it is done at least once, and may be done twice at the same time, so
 * nothing that changes anything may ride on it.
 */
export interface Job<P, R> {
  /** Lower-case words with hyphens. */
  readonly name: string;
  readonly payload: Schema<P>;
  /** Of whom no more than so many are done at once, over all processes. */
  whose(payload: P): string;
  /**
   * Does it. The result is a list of pieces, each small enough to be written or read in one turn of the event loop. What is thrown
   * is tried again, here or elsewhere: what no repetition mends belongs into the result. Rejects with {@link NotHere} where this
   * process cannot do it and another one may, and when the signal is aborted.
   */
  run(payload: P, signal: AbortSignal): Promise<readonly R[]>;
  /** How a piece goes to another process, in JSON, and comes back. `read` throws where it is none. */
  readonly wire: {
    write(piece: R): unknown;
    read(written: unknown, payload: P): R;
  };
}

/** This process cannot do it, whatever is tried; one that is configured otherwise may. Its message says why, for people. */
export class NotHere extends Error {
  override readonly name = 'NotHere';
}

/** One of many. */
export interface Part<P> {
  /** Tells it apart within its batch: letters, digits, `-` and `_`, 200 at most. */
  readonly id: string;
  readonly payload: P;
}

/** What became of a part: the pieces of its result, or why there is none. */
export type Done<P, R> = Part<P> &
  ({ readonly pieces: readonly R[]; readonly lost?: never } | { readonly lost: string; readonly pieces?: never });

/**
 * Has one kind of work done, by whatever processes there are.
 *
 * Promised: every part is answered once, or the whole rejects. A part whose process dies is done by another one. What is thrown by
 * the work is tried again {@link jobTries} times in all, and is lost after that; where it is {@link NotHere} that counts as no try
 * as long as another process may have it. What nobody has done in a time that the driver states is lost as well. An answer is the result of *some* try at the same batch and id, made since the batch was asked for the first time
 * and no longer ago than the driver states: who takes over a batch, or asks for the same one beside somebody else, finds what is
 * done of it already. Few parts are asked for or held at a time, however many there are.
 *
 * Not promised: an order, that a part is done once only, or that it is done by this process.
 */
export interface Jobs<P, R> {
  /**
   * Every part with what became of it, as it comes. Whoever stops listening stops what is not begun. Rejects with the signal's
   * reason when that is aborted, and where what carries the work is away.
   * @param batch For what it is all done: letters, digits, `-` and `_`, 100 at most.
   */
  each(batch: string, parts: readonly Part<P>[], signal: AbortSignal): AsyncIterable<Done<P, R>>;
  /** Does what others, or this process, ask for, until the signal is aborted; then what is under way is finished or given back, in seconds. Never rejects. */
  work(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** How often work that throws is tried in all. */
export const jobTries = 3;

/** How many are done at once in one process, and how many of one of them that `whose` tells, over all processes. */
export interface JobBounds {
  readonly atOnce: number;
  readonly ofOneAtOnce: number;
}
