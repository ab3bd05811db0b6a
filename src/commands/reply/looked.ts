import { say, time } from '../../core/text.ts';
import { minuteMs, spanInWords, type Instant } from '../../core/time.ts';
import type { Looked } from '../../core/watch/run.ts';
import { placesInWords, thingsInWords } from './digest-asides.ts';
import { note, type Note } from './reply.ts';

/** What is told within so long is told at once. */
const atOnceMs = 10 * minuteMs;

/** What was looked at and when, and what could not be read, by name. @param at When it was read. @param now When it is told. */
export function lookedNotes(looked: Looked, at: Instant, now: Instant): readonly Note[] {
  const { gaps } = looked;
  const late = now - at < atOnceMs ? '' : `, ${spanInWords(now - at)} before this was told`;
  return [
    note(say`Looked at ${thingsInWords(looked)} in ${placesInWords(looked)}, ${time(at)}${late}.`),
    ...(gaps.length === 0 ? [] : [note(say`Could not be read: ${gaps.join(' ')}`)]),
  ];
}
