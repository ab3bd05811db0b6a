import { namedIn } from '../commands/lookup/named.ts';
import { quoted } from '../commands/reply/reply.ts';
import { lineLimit, wordLimit, wordsLimit } from './tokens.ts';

/** A message is read so far, in UTF-16 code units: the longest that Slack takes (chat.postMessage, `text`). */
const messageLetters = 40_000;

/**
 * The line that looks up what a message names, for a platform that hands a whole message over: ids, addresses and types first,
 * then other words as far as a line holds them. It can always be read. Undefined where the message has no word.
 */
export function lookupLine(message: string): string | undefined {
  const { ids, types, names } = namedIn(message.slice(0, messageLetters).split(/\s+/));
  let line = 'lookup';
  let words = 1;
  for (const word of [...ids, ...types, ...names]) {
    const next = ` ${quoted(word)}`;
    if (word.length > wordLimit || line.length + next.length > lineLimit) continue;
    if (words === wordsLimit) break;
    line += next;
    words += 1;
  }
  return words === 1 ? undefined : line;
}
