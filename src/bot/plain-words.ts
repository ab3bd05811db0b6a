import { harmless, type Span, type Spans } from '../core/text.ts';
import { isoTime } from '../core/time.ts';

/** Plain words. */
export const plainly = (text: string): Span => ({ kind: 'text', text: harmless(text) });

/** What to type, with the command of the platform before it. */
export const typed = (line: string, command: string): string => `${command} ${harmless(line).trim()}`.trim();

/** The words alone, where text is shown as it is; times in UTC. */
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
