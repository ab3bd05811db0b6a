import type { Span, Spans } from '../core/text.ts';
import { bySigns } from './plain-words.ts';

/** Parts signs that would be markup together; the grammar takes it away from what is pasted. */
export const apart = '\u200B';
/** Takes the place of the backtick, which ends code and cannot be escaped there. */
export const insteadOfBacktick = '\u02CB';

/** What a span is written as, and whether marks stand around it. */
export interface Written {
  readonly text: string;
  readonly marked: boolean;
}

/** Writes one span as a platform reads it. */
export type Writer = (span: Span) => Written;

/** Words without marks. */
export const unmarked = (text: string): Written => ({ text, marked: false });

/** Marks the words, and none of the spaces around them: with these inside a platform may show the marks. */
export function marked(text: string, mark: string, inside: (words: string) => string): Written {
  const words = text.trim();
  if (words === '') return unmarked(text);
  const from = text.indexOf(words);
  const [before, after] = [text.slice(0, from), text.slice(from + words.length)];
  return { text: before + mark + inside(words) + mark + after, marked: true };
}

/** What is to be known of a markup where spans become one line of it. */
export interface Markup {
  /** The most UTF-16 code units that one of a text becomes. */
  readonly longestSign: number;
  /** UTF-16 code units of the marks around a piece. */
  readonly marks: number;
  /** Whether two pieces would be read as something else without {@link apart} between them; neither is empty. */
  parted(one: Written, next: Written): boolean;
  /** A line as it may begin and end; one UTF-16 code unit longer at most. */
  asLine(text: string): string;
}

/**
 * Writes spans in a markup, in parts of at most so many UTF-16 code units: broken between spans and sentences, then words,
 * and only where nothing else is left within them; never within a sign or a mark. Empty parts are left out.
 */
export const writing =
  (markup: Markup) =>
  (spans: Spans, writer: Writer, atMost = Number.POSITIVE_INFINITY): readonly string[] => {
    const room = atMost - apart.length;
    const join = (one: Written, next: Written): Written => joined(one, next, markup);
    const whole = spans.map(writer).reduce(join, nothing).text;
    if (whole.length <= room) return whole.trim() === '' ? [] : [markup.asLine(whole)];
    const parts: string[] = [];
    let part = nothing;
    const turn = () => {
      if (part.text.trim() !== '') parts.push(markup.asLine(part.text));
      part = nothing;
    };
    for (const span of spans)
      for (const piece of fitting(span, writer, room, markup).map(writer)) {
        if (part.text.length + apart.length + piece.text.length > room) turn();
        part = join(part, part === nothing && parts.length > 0 ? { ...piece, text: piece.text.trimStart() } : piece);
      }
    turn();
    return parts;
  };

const nothing: Written = { text: '', marked: false };

/** Two pieces, kept apart where they must be. */
function joined(one: Written, next: Written, { parted }: Markup): Written {
  if (next.text === '') return one;
  if (one.text === '') return next;
  return { text: one.text + (parted(one, next) ? apart : '') + next.text, marked: next.marked };
}

/** A span as it is where it fits, else in pieces of it that do; text in sentences. */
function fitting(span: Span, writer: Writer, room: number, markup: Markup): Spans {
  const fits = (one: Span): boolean => writer(one).text.length + apart.length <= room;
  const split = (text: string, asSpan: (part: string) => Span): Spans =>
    pieces(text, (part) => fits(asSpan(part)), room, markup).map(asSpan);
  if (fits(span) && span.kind !== 'text') return [span];
  switch (span.kind) {
    case 'text':
    case 'money':
      return split(span.text, (text) => ({ kind: 'text', text }));
    case 'strong':
    case 'code': {
      const { kind } = span;
      return split(span.text, (text) => ({ kind, text }));
    }
    case 'command':
      return split(span.line, (text) => ({ kind: 'code', text }));
    case 'mention':
      return split(span.name, (text) => ({ kind: 'strong', text }));
    case 'link':
      return split(span.label, (text) => ({ kind: 'text', text }));
    case 'time':
      return [span];
  }
}

/** Sentences, words where a sentence is too long, signs where a word is. */
function pieces(
  text: string,
  fits: (part: string) => boolean,
  room: number,
  { marks, longestSign }: Markup,
): readonly string[] {
  const signs = Math.max(1, Math.floor((room - marks) / longestSign));
  return (text.match(/[^.!?]+[.!?]*\s*|[.!?]+\s*/g) ?? []).flatMap((sentence) =>
    fits(sentence)
      ? [sentence]
      : (sentence.match(/\S*\s*/g) ?? []).flatMap((word) => (fits(word) ? [word] : bySigns(word, signs))),
  );
}
