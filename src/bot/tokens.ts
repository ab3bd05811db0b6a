import { isProblem, type Problem } from '../core/problem.ts';
import { say, type Spans } from '../core/text.ts';

/** A word of a line; where it had the form `key:value` or `key=value` before any quote, its key. */
export interface Token {
  readonly text: string;
  /** Index of the first sign that parts key and value, outside quotes. */
  readonly parted?: number;
  /** The whole word stood in quotes: it is a value, never a flag or a key. */
  readonly quoted: boolean;
}

/** Longest line that is read, in UTF-16 code units. */
export const lineLimit = 4_000;
/** Words of a line at most: more ids than one change may have fit in. */
export const wordsLimit = 400;
/** Longest word, in characters: the key and value of the longest tag (EC2, 128 and 256) fit in, and a reason. */
export const wordLimit = 1_000;

const doubleQuotes = new Set(['"', '\u201C', '\u201D', '\u201E', '\u201F', '\u00AB', '\u00BB', '\uFF02']);
const singleQuotes = new Set(["'", '\u2018', '\u2019', '\u201A', '\u201B']);

/**
 * Splits a line as people and chat programs write it: straight and smart quotes, dashes in place of `--`, non-breaking
 * hyphens and spaces, invisible characters. An apostrophe within a word is a letter. Never throws.
 */
export function tokens(line: string): readonly Token[] | Problem {
  const words = placed(line);
  return isProblem(words) ? words : words.found.map(({ token }) => token);
}

/**
 * A line without some of its words, and those words; the rest stands as it was typed. A line that cannot be read has none.
 * @param unwanted Is asked of every word, with the one before it.
 */
export function withoutWords(
  line: string,
  unwanted: (word: Token, before: Token | undefined) => boolean,
): { readonly line: string; readonly taken: readonly Token[] } {
  const words = placed(line);
  if (isProblem(words)) return { line, taken: [] };
  const { chars, found } = words;
  const taken = found.filter(({ token }, index) => unwanted(token, found[index - 1]?.token));
  if (taken.length === 0) return { line, taken: [] };
  const kept = [...taken, { from: chars.length, to: chars.length }].map(({ from }, index) =>
    chars
      .slice(taken[index - 1]?.to ?? 0, from)
      .join('')
      .trim(),
  );
  return { line: kept.filter((part) => part !== '').join(' '), taken: taken.map(({ token }) => token) };
}

/** A word with its place among the characters of a line. */
interface Placed {
  readonly token: Token;
  readonly from: number;
  readonly to: number;
}

/** The characters of a line that are read, and its words. */
function placed(line: string): { readonly chars: readonly string[]; readonly found: readonly Placed[] } | Problem {
  if (line.length > lineLimit) return tooLong(say`The line has more than the ${lineLimit} characters that are read.`);
  const chars = [...tidy(line)];
  const found: Placed[] = [];
  let at = 0;
  while (at < chars.length) {
    if (isSpace(chars[at])) {
      at += 1;
      continue;
    }
    const word = readWord(chars, at);
    if (typeof word === 'number') {
      return {
        problem: 'unreadable-line',
        what: say`The quote that opens before “${chars.slice(word + 1, word + 13).join('')}” is not closed.`,
        todo: say`Close it, or put a backslash before it.`,
      };
    }
    if (word.token.text.length > wordLimit)
      return tooLong(
        say`The word that begins with “${word.token.text.slice(0, 12)}” has more than the ${wordLimit} characters that are read.`,
      );
    if (found.length === wordsLimit) return tooLong(say`The line has more than the ${wordsLimit} words that are read.`);
    found.push({ token: word.token, from: at, to: word.next });
    at = word.next;
  }
  return { chars, found };
}

const tooLong = (what: Spans): Problem => ({ problem: 'unreadable-line', what, todo: say`Say less at once.` });

/** Hyphens of every kind become `-`, exotic spaces a space, invisible and direction marks vanish, halves of characters are shown as such: no store and no rule could read them. Long dashes stay for now: before a letter at the start of a word they mean `--`. */
const tidy = (line: string): string =>
  line
    .replace(/[\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/g, '')
    .replace(/[\u2010\u2011\u2012\u2212\uFE63\uFF0D]/g, '-')
    .replace(/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g, ' ')
    .replace(/\p{Cs}/gu, '\uFFFD');

const isSpace = (char: string | undefined): boolean => char === undefined || /\s/.test(char);

/** The word that begins at `start`; a number is the place of a quote that is never closed. */
function readWord(chars: readonly string[], start: number): { readonly token: Token; readonly next: number } | number {
  let text = '';
  let parted: number | undefined;
  let at = start;
  const quotedFirst = opens(chars[start]);
  let closedAt = -1;
  while (at < chars.length && !isSpace(chars[at])) {
    const char = chars[at] ?? '';
    // A quote opens at the start of a word or of a value: `reason:"…"`, `tag:team="…"`. Anywhere else it is a letter.
    const fresh = at === start || (parted !== undefined && /[:=]/.test(chars[at - 1] ?? ''));
    const quote = fresh ? opens(char) : undefined;
    if (quote !== undefined) {
      const end = closing(chars, at + 1, quote);
      if (end === undefined) return at;
      text += unescape(chars.slice(at + 1, end));
      at = end + 1;
      closedAt = at;
      continue;
    }
    if (char === '\\' && /["'\\]/.test(chars[at + 1] ?? '')) {
      text += chars[at + 1];
      at += 2;
      continue;
    }
    if ((char === ':' || char === '=') && parted === undefined && text !== '') parted = text.length;
    if ((char === '\u2013' || char === '\u2014') && at === start && /\p{L}/u.test(chars[at + 1] ?? '')) text += '--';
    else text += char === '\u2013' || char === '\u2014' || char === '\u2015' ? '-' : char;
    at += 1;
  }
  const quoted = quotedFirst !== undefined && closedAt === at;
  return { token: { text, quoted, ...(parted !== undefined && !quoted && { parted }) }, next: at };
}

/** The quotes that close what this one opens. */
function opens(char: string | undefined): ReadonlySet<string> | undefined {
  if (char === undefined) return undefined;
  if (doubleQuotes.has(char)) return doubleQuotes;
  return singleQuotes.has(char) ? singleQuotes : undefined;
}

/** A double quote closes at the next one, a single one only where its word ends, so that `'it's'` is read as it is meant. */
function closing(chars: readonly string[], from: number, quotes: ReadonlySet<string>): number | undefined {
  for (let at = from; at < chars.length; at += 1) {
    if (chars[at] === '\\') at += 1;
    else if (quotes.has(chars[at] ?? '') && (quotes === doubleQuotes || isSpace(chars[at + 1]))) return at;
  }
  return undefined;
}

const unescape = (chars: readonly string[]): string =>
  chars.join('').replace(/\\(["'\\\u201C-\u201F\u00AB\u00BB\uFF02])/g, '$1');
