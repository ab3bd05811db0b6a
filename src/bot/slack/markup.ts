import { harmless } from '../../core/text.ts';
import { isoTime, secondMs, type Instant } from '../../core/time.ts';
import { typed, wordsOf } from '../plain-words.ts';
import { apart, insteadOfBacktick, marked, unmarked, writing, type Writer, type Written } from '../written.ts';

/**
 * How Slack writes a moment in the reader's zone (docs.slack.dev/messaging/formatting-message-text, "Date formatting"):
 * `Nov 24, 2026, 10:05 AM`. Moments stand within sentences, "at …" and "until …", where `today` would not read.
 */
export const dateForm = '{date_short}, {time}';

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

/** Before what is marked only a space or an opening sign may stand, after it only a space or a closing one. */
const opening = /[([{“‘"'/–—-]/u;
const closing = /[)\]}”’"'.,;:!?/–—-]/u;

/** Slack would take a mark beside a letter for one. */
function parted(one: Written, next: Written): boolean {
  const [last, first] = [one.text.slice(-1), next.text.slice(0, 1)];
  return !/\s/.test(last + first) && ((next.marked && !opening.test(last)) || (one.marked && !closing.test(first)));
}

/** Without spaces at its end; a `>` that begins a line would make a quotation of it, also where it is escaped. */
const unquoted = (text: string): string => text.replace(/^\s*(?=&gt;)/, apart).trimEnd();

/**
 * Spans as Slack reads them, in parts of at most so many UTF-16 code units; never broken within an entity or a mark. Empty
 * parts are left out.
 */
export const written = writing({ longestSign: '&amp;'.length, marks: 4, parted, asLine: unquoted });
