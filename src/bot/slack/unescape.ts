import { quoted } from '../../commands/reply/reply.ts';

/**
 * What a person typed, from what Slack sends of it (`should_escape: true`, and messages): links are the text that they were
 * made from, people, channels and groups their ids (`slack:U0123`), entities their signs, and code its text, in quotes where
 * it is more than a word. Quotes, dashes and invisible characters are left to the grammar, which reads them anyhow.
 */
export const typedText = (text: string): string => withoutCode(decoded(text.replace(/<([^<>]+)>/g, unwrapped)));

/** docs.slack.dev/messaging/formatting-message-text, "Retrieving messages". */
function unwrapped(whole: string, inside: string): string {
  const bar = inside.indexOf('|');
  const [head, label] = bar < 0 ? [inside, ''] : [inside.slice(0, bar), inside.slice(bar + 1)];
  const id = /^(?:[@#]|!subteam\^)([A-Z0-9]+)$/.exec(head)?.[1];
  if (id !== undefined) return `slack:${id}`;
  if (head.startsWith('!date^')) return label;
  if (/^!(?:here|channel|everyone)$/.test(head)) return `@${head.slice(1)}`;
  if (head.startsWith('!')) return label === '' ? whole : label;
  if (/^[a-z][a-z0-9+.-]*:/i.test(head)) return label === '' ? head.replace(/^(?:mailto|tel):/i, '') : label;
  return whole;
}

/** In this order, so that what was typed as `&lt;` stays what it is. */
const decoded = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** A fence, or backticks around words of one line. */
const code = /```([^]*?)```|`([^`\n]+)`/g;
/** All of the text is one piece of code. */
const allCode = /^\s*(?:```([^`]*)```|`([^`\n]+)`)\s*$/;

function withoutCode(text: string): string {
  const all = allCode.exec(text);
  if (all !== null) return (all[1] ?? all[2] ?? '').trim();
  return text.replace(code, (_, fenced?: string, inline?: string) =>
    fenced === undefined ? asWord(inline ?? '') : fenced.trim(),
  );
}

/** One word stays one; signs that are quotes themselves were meant. */
const asWord = (inside: string): string => (/\s/.test(inside) && !/["“”]/.test(inside) ? quoted(inside) : inside);
