import type { RichTextBlock, RichTextElement, RichTextText } from '@slack/types';
import { harmless, type Span, type Spans } from '../../core/text.ts';
import { isoTime, secondMs } from '../../core/time.ts';
import { typed } from '../plain-words.ts';
import { dateForm, userOf } from './markup.ts';

/** Spans as elements of rich text, where text is never read as markup; empty ones are left out. @param command The platform's own, `/ec2`. */
export function elementsOf(spans: Spans, command: string): RichTextElement[] {
  const elements: RichTextElement[] = [];
  for (const span of spans) {
    const element = elementOf(span, command);
    const last = elements.at(-1);
    if (element.type !== 'text') elements.push(element);
    else if (last?.type === 'text' && alike(last, element))
      elements.splice(-1, 1, { ...last, text: last.text + element.text });
    else if (element.text !== '') elements.push(element);
  }
  return elements;
}

const alike = ({ style: one }: RichTextText, { style: other }: RichTextText): boolean =>
  one?.bold === other?.bold && one?.code === other?.code;

function elementOf(span: Span, command: string): RichTextElement {
  switch (span.kind) {
    case 'text':
    case 'money':
      return { type: 'text', text: harmless(span.text) };
    case 'strong':
      return { type: 'text', text: harmless(span.text), style: { bold: true } };
    case 'code':
      return { type: 'text', text: harmless(span.text), style: { code: true } };
    case 'command':
      return { type: 'text', text: typed(span.line, command), style: { code: true } };
    case 'mention': {
      const user = userOf(span.personId);
      return user === undefined
        ? { type: 'text', text: harmless(span.name), style: { bold: true } }
        : { type: 'user', user_id: user };
    }
    case 'time':
      return {
        type: 'date',
        timestamp: Math.floor(span.at / secondMs),
        format: dateForm,
        fallback: isoTime(span.at),
      };
    case 'link':
      return /^https?:\/\//i.test(span.url) && span.label !== ''
        ? { type: 'link', url: harmless(span.url), text: harmless(span.label) }
        : { type: 'text', text: harmless(span.label) };
  }
}

/** Lines in a font of one width, as they are. */
export const preformatted = (lines: readonly string[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: lines.join('\n') }] }],
});
