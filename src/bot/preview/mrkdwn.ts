import { secondMs } from '../../core/time.ts';
import { markup, type Html } from './html.ts';
import { inForm, isoOf, type Viewer } from './slack-time.ts';

/** What a message is shown with, besides what it holds. */
export interface Reading extends Viewer {
  /** Names of users by id. */
  readonly users: ReadonlyMap<string, string>;
}

/** Before an opening mark and after a closing one stands nothing, or none of these. */
const wordSign = /[\p{L}\p{N}]/u;
/** A mark after a space closes nothing, nor one that the renderer parts from the word before it. */
const apart = /[\s\u200B]/;
const tags = { '*': 'b', _: 'i', '~': 's' } as const;
type Mark = keyof typeof tags;
const isMark = (sign: string): sign is Mark => sign in tags;

/**
 * Slack's markup as HTML, as far as the renderer writes it: bold, italics, strikes, code, links, users, moments, and the
 * signs that are escaped (docs.slack.dev/messaging/formatting-message-text). Whatever else stands there is text.
 */
export function mrkdwn(text: string, reading: Reading): Html {
  const lines = text
    .split('\n')
    .map((line) =>
      line.startsWith('&gt;') ? markup`<q>${inline(line.slice('&gt;'.length), reading)}</q>` : inline(line, reading),
    );
  return markup`${lines.map((line, at) => (at === 0 ? line : markup`<br />${line}`))}`;
}

/** One line. */
function inline(text: string, reading: Reading): readonly Html[] {
  const pieces: Html[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') pieces.push(markup`${unescaped(plain)}`);
    plain = '';
  };
  let at = 0;
  /** Takes what is marked from here to there. */
  const take = (end: number, piece: Html) => {
    flush();
    pieces.push(piece);
    at = end;
  };
  while (at < text.length) {
    const sign = text.charAt(at);
    const end = sign === '<' ? text.indexOf('>', at) : closing(text, at, sign);
    const inside = text.slice(at + 1, end);
    if (end < 0) plain += text.charAt(at++);
    else if (sign === '<') take(end + 1, reference(inside, reading));
    else if (sign === '`') take(end + 1, markup`<code>${coded(inside)}</code>`);
    else if (isMark(sign)) take(end + 1, emphasis(sign, inline(inside, reading)));
    else plain += text.charAt(at++);
  }
  flush();
  return pieces;
}

function emphasis(mark: Mark, inside: readonly Html[]): Html {
  switch (tags[mark]) {
    case 'b':
      return markup`<b>${inside}</b>`;
    case 'i':
      return markup`<i>${inside}</i>`;
    case 's':
      return markup`<s>${inside}</s>`;
  }
}

/** Where the mark that opens here closes; -1 where none opens, none closes, or another opens before that. */
function closing(text: string, at: number, sign: string): number {
  if ((sign !== '`' && !isMark(sign)) || !opens(text, at)) return -1;
  for (let end = text.indexOf(sign, at + 1); end >= 0; end = text.indexOf(sign, end + 1)) {
    const [before, after] = [text.charAt(end - 1), text.charAt(end + 1)];
    if (end > at + 1 && !apart.test(before) && (after === '' || !wordSign.test(after))) return end;
    if (opens(text, end)) return -1;
  }
  return -1;
}

/** Whether a mark stands before a word, and not within one. */
function opens(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  return (
    (before === '' || !(wordSign.test(before) || before === text.charAt(at))) && !/^\s?$/.test(text.charAt(at + 1))
  );
}

/** What stands between `<` and `>`. */
function reference(inside: string, reading: Reading): Html {
  const bar = inside.indexOf('|');
  const [target, label] = bar < 0 ? [inside, undefined] : [inside.slice(0, bar), inside.slice(bar + 1)];
  const user = /^@([UW][A-Z0-9]+)$/.exec(target)?.[1];
  if (user !== undefined) return mentioned(reading.users.get(user) ?? user);
  const [, unix, form] = /^!date\^(\d{1,12})\^([^^]+)(?:\^.*)?$/.exec(target) ?? [];
  if (unix !== undefined && form !== undefined) return moment(Number(unix) * secondMs, form, reading);
  if (/^https?:\/\//i.test(target)) return linked(unescaped(target), unescaped(label ?? target));
  // A channel, a group, everybody: the renderer writes none of these, so whoever reads the page is to see it.
  return markup`<strong class="loud">${`<${inside}>`}</strong>`;
}

/** A person who is told. */
export const mentioned = (name: string): Html => markup`<span class="mention">@${name}</span>`;

/** A moment in the viewer's zone. */
export const moment = (at: number, form: string, viewer: Viewer): Html =>
  markup`<time datetime="${isoOf(at)}">${inForm(at, form, viewer)}</time>`;

/** A link to a page, which opens beside this one. */
export const linked = (url: string, label: string): Html =>
  /^https?:\/\//i.test(url)
    ? markup`<a href="${url}" target="_blank" rel="noreferrer noopener">${label}</a>`
    : markup`${label} (${url})`;

/** Code holds no marks, and escaped signs all the same. */
const coded = (text: string): string => unescaped(text);

/** The three signs that Slack wants escaped, in the order that keeps `&amp;lt;` what it is. */
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
