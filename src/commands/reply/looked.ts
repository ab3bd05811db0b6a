import { list, say, time } from '../../core/text.ts';
import { minuteMs, spanInWords, type Instant } from '../../core/time.ts';
import type { Looked } from '../../core/watch/run.ts';
import { note, type Note } from './reply.ts';

/** What is told within so long is told at once. */
const atOnceMs = 10 * minuteMs;

/** What was looked at and when, and what could not be read, by name. @param at When it was read. @param now When it is told. */
export function lookedNotes({ accounts, regions, things, gaps }: Looked, at: Instant, now: Instant): readonly Note[] {
  const read = Object.entries(things).map(([name, count]) => counted(count, name));
  const late = now - at < atOnceMs ? '' : `, ${spanInWords(now - at)} before this was told`;
  return [
    note(
      say`Looked at ${list(read)} in ${counted(accounts, 'accounts')} × ${counted(regions, 'regions')}, ${time(at)}${late}.`,
    ),
    ...(gaps.length === 0 ? [] : [note(say`Could not be read: ${gaps.join(' ')}`)]),
  ];
}

/** `1 address`, `412 addresses`. */
const counted = (count: number, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? many.replace(/(?<=ss)es$|s$/, '') : many}`;
