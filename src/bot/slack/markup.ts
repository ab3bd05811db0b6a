import { harmless, type Span, type Spans } from '../../core/text.ts';
import { isoTime, secondMs, type Instant } from '../../core/time.ts';

/** Parts signs that would be markup together; the grammar takes it away from what is pasted. */
const apart = '\u200B';
/** Takes the place of the backtick, which ends code and cannot be escaped. */
const insteadOfBacktick = '\u02CB';
/**
 * How Slack writes a moment in the reader's zone (docs.slack.dev/messaging/formatting-message-text, "Date formatting"):
 * `Nov 24, 2026, 10:05 AM`. Moments stand within sentences, "at …" and "until …", where `today` would not read.
 */
export const dateForm = '{date_short}, {time}';

/** What a span is written as; where it is `marked`, Slack wants it to stand apart from the words around it. */
interface Written {
  readonly text: string;
  readonly marked: boolean;
}

/** Writes one span as Slack reads it. */
export type Writer = (span: Span) => Written;

/** The three signs that begin what Slack interprets, in the order that keeps them apart. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Most text is of these signs alone, and needs no second look. */
const calm = /^[A-Za-z0-9 .,;()/$%+='?!#@-]*$/;

/** Text of mrkdwn in which nothing is markup, and no word between colons an emoji. */
export const literal = (text: string): string =>
  calm.test(text)
    ? text
    : escaped(harmless(text))
        .replace(/[*_~`]/g, `${apart}$&`)
        .replace(/:(?=[\w+'-]+:)/g, `:${apart}`);

/** The user of Slack who is meant, `U0123`; undefined where it is nobody of Slack, or of another workspace. */
export const userOf = (personId: string): string | undefined => /^slack:([UW][A-Z0-9]+)$/.exec(personId)?.[1];

/** What to type, with the command of the platform before it. */
export const typed = (line: string, command: string): string => `${command} ${harmless(line).trim()}`.trim();

const unmarked = (text: string): Written => ({ text, marked: false });

/** Marks the words, and none of the spaces around them: with these inside Slack would show the marks. */
function marked(text: string, mark: string, inside: (words: string) => string): Written {
  const words = text.trim();
  if (words === '') return unmarked(text);
  const from = text.indexOf(words);
  const [before, after] = [text.slice(0, from), text.slice(from + words.length)];
  return { text: before + mark + inside(words) + mark + after, marked: true };
}

const bold = (text: string): Written => marked(harmless(text), '*', literal);
const inCode = (text: string): Written =>
  marked(harmless(text), '`', (words) => escaped(words.replaceAll('`', insteadOfBacktick)));

const dated = (at: Instant): string => `<!date^${Math.floor(at / secondMs)}^${dateForm}|${isoTime(at)}>`;

/** Only pages: of what we link ourselves nothing else is wanted. */
const page = /^https?:\/\//i;
/** An address as it may stand between `<` and `|`. */
const addressed = (url: string): string =>
  harmless(url)
    .replace(/[<>|\s]/g, encodeURIComponent)
    .replaceAll('&', '&amp;');

/** Blocks of mrkdwn. @param command The platform's own, `/ec2`. */
export const mrkdwn =
  (command: string): Writer =>
  (span) => {
    switch (span.kind) {
      case 'text':
      case 'money':
        return unmarked(literal(span.text));
      case 'strong':
        return bold(span.text);
      case 'code':
        return inCode(span.text);
      case 'command':
        return inCode(typed(span.line, command));
      case 'mention': {
        const user = userOf(span.personId);
        return user === undefined ? bold(span.name) : unmarked(`<@${user}>`);
      }
      case 'time':
        return unmarked(dated(span.at));
      case 'link':
        return unmarked(
          page.test(span.url) && span.label !== ''
            ? `<${addressed(span.url)}|${literal(span.label)}>`
            : literal(span.label),
        );
    }
  };

/**
 * The `text` of a message, which stands in for its blocks in notifications and for screen readers: words alone, times in UTC.
 * Who is mentioned is mentioned here as well, for this is all that is left where blocks are refused.
 */
export const fallback =
  (command: string): Writer =>
  (span) => {
    if (span.kind === 'time') return unmarked(isoTime(span.at));
    const user = span.kind === 'mention' ? userOf(span.personId) : undefined;
    return unmarked(user === undefined ? literal(wordsOf([span], command)) : `<@${user}>`);
  };

/** The words alone, where Slack shows text as it is; times in UTC. */
export const wordsOf = (spans: Spans, command: string): string =>
  spans
    .map((span) => {
      switch (span.kind) {
        case 'text':
        case 'money':
        case 'strong':
        case 'code':
          return harmless(span.text);
        case 'command':
          return typed(span.line, command);
        case 'mention':
          return harmless(span.name);
        case 'time':
          return isoTime(span.at);
        case 'link':
          return harmless(span.label);
      }
    })
    .join('');

/** The text in at most so many UTF-16 code units, with … where it was cut, never within a sign. */
export function shortened(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  let kept = '';
  for (const sign of text) {
    if (kept.length + sign.length > atMost - 1) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}

/** Before what is marked only a space or an opening sign may stand, after it only a space or a closing one. */
const opening = /[([{“‘"'/–—-]/u;
const closing = /[)\]}”’"'.,;:!?/–—-]/u;

/**
 * Spans as Slack reads them, in parts of at most so many UTF-16 code units: broken between spans and sentences, then words,
 * and only where nothing else is left within them; never within an entity or a mark. Empty parts are left out.
 */
export function written(spans: Spans, writer: Writer, atMost = Number.POSITIVE_INFINITY): readonly string[] {
  const room = atMost - apart.length;
  const whole = spans.map(writer).reduce(joined, nothing).text;
  if (whole.length <= room) return whole.trim() === '' ? [] : [unquoted(whole)];
  const parts: string[] = [];
  let part = nothing;
  const turn = () => {
    if (part.text.trim() !== '') parts.push(unquoted(part.text));
    part = nothing;
  };
  for (const span of spans)
    for (const piece of fitting(span, writer, room).map(writer)) {
      if (part.text.length + apart.length + piece.text.length > room) turn();
      part = joined(part, part === nothing && parts.length > 0 ? { ...piece, text: piece.text.trimStart() } : piece);
    }
  turn();
  return parts;
}

const nothing: Written = { text: '', marked: false };

/** Two pieces, kept apart where Slack would take a mark between them for a letter. */
function joined(one: Written, next: Written): Written {
  if (next.text === '') return one;
  if (one.text === '') return next;
  const [last, first] = [one.text.slice(-1), next.text.slice(0, 1)];
  const parted =
    !/\s/.test(last + first) && ((next.marked && !opening.test(last)) || (one.marked && !closing.test(first)));
  return { text: one.text + (parted ? apart : '') + next.text, marked: next.marked };
}

/** Without spaces at its end; a `>` that begins a line would make a quotation of it, also where it is escaped. */
const unquoted = (text: string): string => text.replace(/^\s*(?=&gt;)/, apart).trimEnd();

/** The most that one sign becomes: `&amp;`. */
const longestSign = 5;
/** Marks around a piece. */
const marks = 4;

/** A span as it is where it fits, else in pieces of it that do; text in sentences. */
function fitting(span: Span, writer: Writer, room: number): Spans {
  const fits = (one: Span): boolean => writer(one).text.length + apart.length <= room;
  const split = (text: string, asSpan: (part: string) => Span): Spans =>
    pieces(text, (part) => fits(asSpan(part)), room).map(asSpan);
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
function pieces(text: string, fits: (part: string) => boolean, room: number): readonly string[] {
  const signs = Math.max(1, Math.floor((room - marks) / longestSign));
  return (text.match(/[^.!?]+[.!?]*\s*|[.!?]+\s*/g) ?? []).flatMap((sentence) =>
    fits(sentence)
      ? [sentence]
      : (sentence.match(/\S*\s*/g) ?? []).flatMap((word) => (fits(word) ? [word] : bySigns(word, signs))),
  );
}

/** A word in parts of at most so many UTF-16 code units, never within a sign. */
export function bySigns(word: string, atMost: number): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const sign of word) {
    if (part.length + sign.length > atMost && part !== '') {
      parts.push(part);
      part = '';
    }
    part += sign;
  }
  return part === '' ? parts : [...parts, part];
}
