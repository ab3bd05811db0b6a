import type { Instant } from '../time.ts';
import type { Begun } from './letter.ts';
import type { Notice } from './notice.ts';

/** What is known of earlier attempts. */
export interface Before {
  /** One may have been posted: the platform never answered, or the process ended in the midst of it. Of a notice that stands in part, its next message. */
  readonly unanswered: boolean;
}

/** One attempt to post a notice. */
export interface Attempt extends Before {
  /** Names what is posted: the same each time, in each process. */
  readonly key: string;
  /** What stands there of it already: it is gone on with. */
  readonly begun?: Begun | undefined;
  /** So much stands there now, and is never posted again. Rejects with StoreUnwritable; what it says is known all the same. */
  progress(begun: Begun): Promise<void>;
}

/**
 * Shows a notice in a place, within five minutes: whoever takes longer is taken for gone. Rejects where that failed: with
 * {@link NeverAnswered}, {@link NeverDeliverable} and {@link NotYet} where it is known how.
 */
export type Post = (notice: Notice, place: string, attempt: Attempt) => Promise<void>;

/** A post was rejected for want of an answer: it may have been posted. It is tried again, as what may be a repeat. */
export class NeverAnswered extends Error {
  override readonly name = 'NeverAnswered';
}

/** A post was rejected for good: the place is archived, or gone. It is given up at once, and kept as a dead letter. */
export class NeverDeliverable extends Error {
  override readonly name = 'NeverDeliverable';
}

/** Nothing is to be posted there before some time, as in the quiet hours: it is due then, and was no attempt. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  /** When it is due. */
  readonly until: Instant;

  constructor(until: Instant) {
    super('it is not to be posted yet');
    this.until = until;
  }
}
