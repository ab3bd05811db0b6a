import { exact, rounded, toRecord, type Money } from './money.ts';
import { isoTime, type Instant } from './time.ts';

/**
 * Text without markup. Every string that enters a span passes {@link harmless}, and each platform
 * writes its own markup around spans, so nothing that comes from AWS or from a person can become
 * a mention, a link, a line break or a terminal control sequence.
 */
export type Span =
  | { readonly kind: 'text' | 'strong' | 'code'; readonly text: string }
  /** What to type, without the platform's `/ec2`. */
  | { readonly kind: 'command'; readonly line: string }
  /** A person, notified where the platform can. */
  | { readonly kind: 'mention'; readonly personId: string; readonly name: string }
  /** A sum as it is shown, and exact to the last digit for programs: USD without a name, others with theirs. */
  | { readonly kind: 'money'; readonly text: string; readonly digits: string }
  /** A moment, shown in the reader's zone where the platform can. */
  | { readonly kind: 'time'; readonly at: Instant }
  /** An address we wrote ourselves; never one from AWS or from a person. */
  | { readonly kind: 'link'; readonly url: string; readonly label: string };

/** A sentence, or any stretch of text. */
export type Spans = readonly Span[];

/** What {@link say} takes between its words. A bare string is plain text. */
export type Speakable = string | number | Span | Spans;

/** C0 and C1 controls, bidirectional marks, zero-width characters and line separators (Unicode 15, categories Cc, Cf, Zl, Zp), lone surrogates, and the one place among them that is not given away yet. */
const unsafe = /[\u2065\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Nearly all text is of these signs alone, which is found out sooner than that it has none of the others. */
const printable = /^[\x20-\x7e]*$/;

/** The same text with every control, invisible or direction-changing character shown as U+FFFD. */
export const harmless = (text: string): string => (printable.test(text) ? text : text.replace(unsafe, '\uFFFD'));

/** Plain words. */
export const text = (value: string): Span => ({ kind: 'text', text: harmless(value) });
/** Words that matter. */
export const strong = (value: string): Span => ({ kind: 'strong', text: harmless(value) });
/** A name, id or value as it is written. */
export const code = (value: string): Span => ({ kind: 'code', text: harmless(value) });
/** What to type. */
export const command = (line: string): Span => ({ kind: 'command', line: harmless(line) });
/** A sum, to the cent or with every digit. */
export const figure = (value: Money, form: 'rounded' | 'exact' = 'rounded'): Span => ({
  kind: 'money',
  text: form === 'exact' ? exact(value) : rounded(value),
  digits: toRecord(value),
});
/** A moment. */
export const time = (at: Instant): Span => ({ kind: 'time', at });
/** A link to a page of our choice. */
export const link = (url: string, label: string): Span => ({ kind: 'link', url, label: harmless(label) });
/** A person, notified where the platform can. */
export const mention = (person: { readonly id: string; readonly name: string }): Span => ({
  kind: 'mention',
  personId: person.id,
  name: harmless(person.name),
});

/** A sentence as spans: ``say`Stopping ${code(id)} for ${mention(person)}` ``. */
export function say(parts: TemplateStringsArray, ...values: readonly Speakable[]): Spans {
  const spans: Span[] = [];
  parts.forEach((part, index) => {
    if (part !== '') spans.push(text(part));
    const value = values[index];
    if (value !== undefined) spans.push(...speak(value));
  });
  return spans;
}

/** Anything speakable as spans. */
export function speak(value: Speakable): Spans {
  if (typeof value === 'string') return value === '' ? [] : [text(value)];
  if (typeof value === 'number') return [text(String(value))];
  return 'kind' in value ? [value] : value;
}

/** Values joined as in a sentence: `a`, `a and b`, `a, b and c`. */
export function list(values: readonly Speakable[], last: 'and' | 'or' = 'and'): Spans {
  return values.flatMap((value, index) => {
    if (index === 0) return speak(value);
    const joint = index === values.length - 1 ? ` ${last} ` : ', ';
    return [text(joint), ...speak(value)];
  });
}

/** The words alone, for logs, for measuring and for tests. Times are ISO 8601 in UTC. */
export const plain = (spans: Spans): string =>
  spans
    .map((span) => {
      switch (span.kind) {
        case 'text':
        case 'strong':
        case 'code':
        case 'money':
          return span.text;
        case 'command':
          return span.line;
        case 'mention':
          return span.name;
        case 'time':
          return isoTime(span.at);
        case 'link':
          return span.label;
      }
    })
    .join('');
