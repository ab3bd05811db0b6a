import { z } from 'zod';
import { dayMs, type Instant } from '../time.ts';
import { Notice } from './notice.ts';

/** What stands in a place of a notice of several messages. */
export const Begun = z.object({
  /** So many of its messages, from the first on. */
  messages: z.number(),
  /** Its first, which the others are said below. */
  first: z.object({ channel: z.string(), id: z.string() }),
});
export type Begun = z.infer<typeof Begun>;

/** A notice in the outbox, from when it is put until it is posted, or given up and dropped. */
export const Letter = z.object({
  place: z.string(),
  notice: Notice,
  attempts: z.number(),
  /** When it was put first. Older processes did not write it down. */
  put: z.number().optional(),
  /** When somebody wanted it sent again that had been given up. */
  again: z.number().optional(),
  /** Nobody else tries before. */
  nextAt: z.number(),
  /** A post is under way, or was when its process ended. */
  posting: z.literal(true).optional(),
  /** Of an earlier attempt it was never known whether it was posted. */
  unanswered: z.literal(true).optional(),
  /** Somebody is about to say it who is there, and it is posted only where they do not. */
  owed: z.literal(true).optional(),
  begun: Begun.optional(),
  /** Given up: when, and why. */
  dead: z.object({ at: z.number(), error: z.string() }).optional(),
});
export type Letter = z.infer<typeof Letter>;

/** So long a letter waits: what nobody posts in its place until then, since no platform of it is there, is given up. */
const waitsMs = 30 * dayMs;
/** So long a dead letter is kept. */
const deadMs = 90 * dayMs;
/** Dead letters that are kept. */
export const deadAtMost = 1_000;
/** Characters of why it was given up. */
const errorCharacters = 300;

/** The letter as it is when it is given up. */
export const givenUp = ({ posting, ...letter }: Letter, at: Instant, error: string): Letter => ({
  ...letter,
  ...(posting && { unanswered: true }),
  dead: { at, error: error.slice(0, errorCharacters) },
});

/** The letter that was given up as one that is due now: what may stand there of it still may. */
export function revived({ place, notice, put, unanswered, begun }: Letter, now: Instant): Letter {
  return {
    place,
    notice,
    attempts: 0,
    again: now,
    nextAt: now,
    ...(put !== undefined && { put }),
    ...(unanswered && { unanswered }),
    ...(begun && { begun }),
  };
}

/** It has waited for as long as a letter may, and nobody is posting it. */
export const waitedTooLong = ({ put, again, nextAt }: Letter, now: Instant): boolean =>
  nextAt <= now && (again ?? put ?? nextAt) + waitsMs <= now;

/** A dead letter as far as it matters which are kept. */
export interface Death {
  readonly key: string;
  readonly place: string;
  readonly at: Instant;
}

/** It is kept no longer. */
export const isForgotten = ({ at }: Pick<Death, 'at'>, now: Instant): boolean => at + deadMs <= now;

/**
 * Keys of dead letters that are kept no longer: those of 90 days, and of more than {@link deadAtMost} the oldest of the
 * places that have most of them. So a closed place to which each entry of the audit was copied pushes out nothing that was
 * for people elsewhere.
 */
export function forgotten(dead: readonly Death[], now: Instant): readonly string[] {
  const ofPlace = new Map<string, number>();
  const ranked = dead
    .filter((one) => !isForgotten(one, now))
    .toSorted((one, other) => other.at - one.at)
    .map(({ key, place }) => {
      const rank = ofPlace.get(place) ?? 0;
      ofPlace.set(place, rank + 1);
      return { key, rank };
    });
  const surplus = ranked.toSorted((one, other) => one.rank - other.rank).slice(deadAtMost);
  return [...dead.filter((one) => isForgotten(one, now)), ...surplus].map(({ key }) => key);
}
