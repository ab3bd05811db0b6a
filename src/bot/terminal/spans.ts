import type { Span, Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { cut, padded, widthOf } from '../width.ts';
import type { Style, Styler } from './style.ts';

/** A stretch of one style. Text of spans holds no control characters (core/text.ts); what we add ourselves is the style alone. */
export interface Piece {
  readonly text: string;
  readonly style: Style;
}

/** How a terminal shows each span. Times are in the zone of the process (`TZ`), which is named. */
export function piece(span: Span): Piece {
  switch (span.kind) {
    case 'text':
    case 'money':
      return { text: span.text, style: 'plain' };
    case 'strong':
      return { text: span.text, style: 'strong' };
    case 'code':
      return { text: span.text, style: 'code' };
    case 'command':
      return { text: span.line, style: 'command' };
    case 'mention':
      return { text: span.name, style: 'strong' };
    case 'time':
      return { text: localTime(span.at), style: 'plain' };
    case 'link':
      return { text: `${span.label} (${span.url})`, style: 'plain' };
  }
}

/** `2026-11-24 11:00:00 CET`. */
export function localTime(at: Instant): string {
  const parts = Object.fromEntries(timeForm.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}:${parts['second']} ${parts['timeZoneName']}`;
}

const timeForm = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});

/** The words alone. */
export const wordsOf = (spans: Spans): string => spans.map((span) => piece(span).text).join('');

/** One cell: cut and padded to its width, styled. */
export function cell(spans: Spans, width: number, align: 'left' | 'right', style: Styler): string {
  const words = wordsOf(spans);
  const fits = widthOf(words) <= width;
  if (!fits)
    return style(spans.length === 1 && spans[0] !== undefined ? piece(spans[0]).style : 'plain', cut(words, width));
  const space = padded('', width - widthOf(words), 'left');
  const styled = spans.map((span) => style(piece(span).style, piece(span).text)).join('');
  return align === 'left' ? styled + space : space + styled;
}

/** Words in lines of at most so many columns; a word that is longer than a line is broken. */
export function wrap(spans: Spans, width: number, style: Styler, hang = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  /** Spaces before the next word, written only once that word stands on the same line. */
  let gap = 0;
  const turn = () => {
    lines.push(line);
    line = hang;
    used = hang.length;
    gap = 0;
  };
  const write = (words: string, kind: Style) => {
    line += ' '.repeat(gap) + style(kind, words);
    used += gap + widthOf(words);
    gap = 0;
  };
  const put = (word: string, kind: Style) => {
    let rest = word;
    const empty = () => used <= hang.length;
    if (used + gap + widthOf(rest) > width && !empty()) turn();
    while (used + gap + widthOf(rest) > width) {
      const part = takeColumns(rest, Math.max(1, width - used - gap));
      if (part === rest) break;
      write(part, kind);
      rest = rest.slice(part.length);
      turn();
    }
    write(rest, kind);
  };
  /** Words of several spans with no space between them, as a value and the full stop after it: they stay together. */
  let glued: Piece[] = [];
  const flush = () => {
    const together = glued.reduce((sum, { text }) => sum + widthOf(text), 0);
    if (used + gap + together > width && used > hang.length && together <= width - hang.length) turn();
    for (const { text, style: kind } of glued) put(text, kind);
    glued = [];
  };
  for (const { text, style: kind } of spans.map(piece)) {
    for (const word of text.split(/( +)/)) {
      if (word === '') continue;
      if (!word.startsWith(' ')) glued.push({ text: word, style: kind });
      else {
        flush();
        // Spaces at the beginning of a line that was turned are dropped; those of the first are an indent.
        if (used > hang.length || lines.length === 0) gap += word.length;
      }
    }
  }
  flush();
  if (used > hang.length || lines.length === 0) lines.push(line);
  return lines;
}

function takeColumns(text: string, width: number): string {
  let taken = '';
  for (const sign of text) {
    if (widthOf(taken + sign) > width && taken !== '') break;
    taken += sign;
  }
  return taken;
}
