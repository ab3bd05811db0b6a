import { clocksApartMs } from '../clocks-apart.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Family, Kept } from '../ports/store.ts';
import { hourMs, minuteMs, secondMs, type Instant } from '../time.ts';
import { givenUp, type Letter } from './letter.ts';
import { NeverAnswered, NeverDeliverable, NotYet, type Post } from './post.ts';

/** A failed post is tried again after so long, then twice that, up to the longest. */
const firstBackOffMs = 5 * secondMs;
const longestBackOffMs = hourMs;
/** After so many failed posts it is given up. */
const attemptsAtMost = 20;
/** So long a post may take, with all waiting for its turn on the platform. */
const postMs = 5 * minuteMs;
/** A post under way says so as often. */
const saysSoMs = 20 * secondMs;
/**
 * Whoever has not said so for so long is taken for gone, and another process posts, whose clock may be ahead. Discord knows for
 * some minutes what it was given: it must be less.
 */
const goneMs = minuteMs + clocksApartMs;

/** Posts of letters, each made by one process at a time. */
export interface Attempts {
  /** Whether it was posted. Rejects with StoreUnwritable. */
  make(kept: Kept<Letter>, post: Post): Promise<boolean>;
  /** Gives it up unposted. Rejects with StoreUnwritable. */
  giveUp(kept: Kept<Letter>, why: string): Promise<void>;
  /** Writes what became of posts where the store had not taken that: nothing is posted again of which this process knows. Rejects with StoreUnwritable. */
  settle(): Promise<void>;
}

/** What posts are noted with. */
export interface AttemptsParts {
  readonly letters: Family<Letter>;
  /** When each key was posted. */
  readonly told: Family<Instant>;
  readonly clock: Clock;
  readonly log: Log;
}

/** See {@link Attempts}. */
export function createAttempts({ letters, told, clock, log }: AttemptsParts): Attempts {
  /** Of each key what is to be written of it, until it is. */
  const notes = new Map<string, () => Promise<unknown>>();
  const note = async (key: string, write: () => Promise<unknown>): Promise<void> => {
    notes.set(key, write);
    await write();
    if (notes.get(key) === write) notes.delete(key);
  };

  /** Writes a letter as long as it is this attempt's; false: another process has taken it over, and says how it went. */
  const written = async (key: string, attempt: number, to: Letter): Promise<boolean> => {
    for (;;) {
      const kept = await letters.get(key);
      if (kept?.value.posting === undefined || kept.value.attempts !== attempt) return false;
      if (await letters.swap(kept, to)) return true;
    }
  };
  const under = (letter: Letter): Letter => ({ ...letter, posting: true, nextAt: clock.now() + goneMs });

  /** Says that the post goes on, until it is over. */
  const goesOn = async (key: string, letter: () => Letter, over: AbortSignal): Promise<void> => {
    for (const end = clock.now() + postMs; clock.now() < end;) {
      await clock.sleep(saysSoMs, over);
      // Unwritten it is as if nothing were said.
      const now = letter();
      if (!(await written(key, now.attempts, under(now)).catch(() => true))) return;
    }
  };

  const failed = async (key: string, letter: Letter, error: unknown): Promise<void> => {
    const { place, attempts } = letter;
    if (error instanceof NotYet) {
      const { until } = error;
      return note(key, () => written(key, attempts, { ...letter, attempts: attempts - 1, nextAt: until }));
    }
    const now = clock.now();
    const words = error instanceof Error ? error.message : String(error);
    const facts = { notice: key, place, attempts, error: words };
    const after: Letter = { ...letter, ...(error instanceof NeverAnswered && { unanswered: true }) };
    if (error instanceof NeverDeliverable || attempts >= attemptsAtMost) {
      log.error(facts, 'a notice could not be posted, and is given up');
      return note(key, () => written(key, attempts, givenUp(after, now, words)));
    }
    log.warn(facts, 'a notice could not be posted; it is tried again');
    const nextAt = now + Math.min(firstBackOffMs * 2 ** (attempts - 1), longestBackOffMs);
    return note(key, () => written(key, attempts, { ...after, nextAt }));
  };

  return {
    async make(kept, post) {
      const { key, value } = kept;
      const { owed: _, posting, ...before } = value;
      // Whoever was about to post it before never came back to say how it went.
      let letter: Letter = { ...before, attempts: value.attempts + 1, ...(posting && { unanswered: true }) };
      if (!(await letters.swap(kept, under(letter)))) return false;
      // A process ended between the two notes of a post, or has made the first of them late, or it was put once more just then.
      if ((await told.get(key)) !== undefined) {
        await letters.delete(key);
        return false;
      }
      const over = new AbortController();
      goesOn(key, () => letter, over.signal).catch(() => {});
      try {
        await post(value.notice, value.place, {
          key,
          unanswered: letter.unanswered === true,
          begun: letter.begun,
          progress(begun) {
            const { unanswered: _unanswered, ...rest } = letter;
            letter = { ...rest, begun };
            return note(key, async () => {
              if (!(await written(key, letter.attempts, under(letter))))
                throw new Error('another process posts the rest of it');
            });
          },
        });
      } catch (error) {
        await failed(key, letter, error);
        return false;
      } finally {
        over.abort(new Error('the post is over'));
      }
      await note(key, async () => {
        await told.put(key, clock.now());
        await letters.delete(key);
      });
      return true;
    },
    async giveUp(kept, why) {
      const { place, attempts } = kept.value;
      if (!(await letters.swap(kept, givenUp(kept.value, clock.now(), why)))) return;
      log.error({ notice: kept.key, place, attempts, error: why }, 'a notice could not be posted, and is given up');
    },
    async settle() {
      for (const [key, write] of notes) await note(key, write);
    },
  };
}
