/** One rule as it stands in a text. */
export interface Piece {
  readonly text: string;
  /** Where it begins, in characters from 0. */
  readonly from: number;
}

/** What Cedar skips between words: white space, and from `//` to the end of the line. A single carriage return ends a line too, as it does for Cedar. */
const skipped = /(?:\s|\/\/[^\n\r]*)+/y;

/** One part of a rule: a string, a comment, the sign that ends the rule, or anything else. An open string goes to the end. */
const part = /"(?:\\[\s\S]|[^"\\])*"?|\/\/[^\n\r]*|;|[^"/;]+|\//y;

/**
 * The rules of a text, in their order. Cedar's own function gives them sorted by an id, and without their places. Each piece is
 * then read by Cedar as one rule, so that a split in the wrong place is a fault and never another meaning.
 */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  for (let from = after(skipped, text, 0); from < text.length;) {
    const end = endOf(text, from);
    found.push({ text: text.slice(from, end).trimEnd(), from });
    from = after(skipped, text, end);
  }
  return found;
}

/** Where the match that begins at an offset ends; the offset itself where there is none. */
function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Behind the semicolon that ends the rule, else the end of the text. */
function endOf(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const ended = text[at] === ';';
    at = after(part, text, at);
    if (ended) return at;
  }
  return at;
}

/** The parts of a rule that are neither strings nor comments, as one text; a string becomes `""`. */
export const bare = (rule: string): string => {
  const parts: string[] = [];
  for (let at = 0; at < rule.length;) {
    const end = after(part, rule, at);
    const one = rule.slice(at, end);
    parts.push(one.startsWith('"') ? '""' : one.startsWith('//') ? ' ' : one);
    at = end;
  }
  return parts.join('');
};

/** Line and column, from 1, of an offset in characters. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, offset).split(/\r\n|[\r\n]/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
