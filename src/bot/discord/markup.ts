import { harmless } from '../../core/text.ts';
import { secondMs, type Instant } from '../../core/time.ts';
import { typed } from '../plain-words.ts';
import { apart, insteadOfBacktick, marked, unmarked, writing, type Writer, type Written } from '../written.ts';

/** Most text is of these signs alone and begins with a letter, and needs no second look. */
const calm = /^[A-Za-z][A-Za-z0-9 .,;$%+='?!&-]*$/;

/**
 * What begins something in Discord's markdown, or stands in what does: links, mentions, times and emoji among them. Before such
 * a sign a backslash makes it one of the text (Discord's help centre, "Markdown Text 101"); a colon before a space begins nothing. The slash is among them because an
 * address, and an invitation without `https:`, is looked for in the text as it was sent.
 */
const marks = /[\\*_~`|<>[\]()#/]|:(?! )/g;

/** `- ` and `1. ` begin a list where they begin a line, and what is bold may begin one. */
const unlisted = (text: string): string =>
  text.replace(/^(\s*)([-+•])(?=\s|$)/, '$1\\$2').replace(/^(\s*\d+)\.(?=\s|$)/, '$1\\.');

/** Text of markdown in which nothing is markup; an `@` stands apart from what follows, so that it notifies nobody. */
export const literal = (text: string): string =>
  calm.test(text) ? text : unlisted(harmless(text).replace(marks, '\\$&').replaceAll('@', `@${apart}`));

/** The user of Discord who is meant; undefined where it is nobody of Discord. */
export const userOf = (personId: string): string | undefined => /^discord:(\d{1,20})$/.exec(personId)?.[1];

/** In code nothing is read; what could notify is kept from it all the same. */
const unmentioned = (text: string): string => text.replace(/@(?=everyone|here|[!&]?\d)/g, `@${apart}`);

const bold = (text: string): Written => marked(harmless(text), '**', literal);
const inCode = (text: string): Written =>
  marked(harmless(text), '`', (words) => unmentioned(words.replaceAll('`', insteadOfBacktick)));

/**
 * A moment in the reader's zone (API Reference, "Message Formatting", Timestamp Styles): date and time, for moments stand within
 * sentences, "at …" and "until …".
 */
const dated = (at: Instant): string => `<t:${Math.floor(at / secondMs)}:f>`;

/** Only pages: of what we link ourselves nothing else is wanted. */
const page = /^https:\/\//i;
/** An address as it may stand between `(<` and `>)`. */
const addressed = (url: string): string =>
  harmless(url)
    .replace(/\s/g, encodeURIComponent)
    .replace(/[<>()[\]\\|`*_~@]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
/** The words of a link: in them no backslash is read, so that marks are left out. */
const unmarkedWords = (label: string): string =>
  harmless(label)
    .replace(/[\\*_~`|<>[\]()#:/@\s]+/g, ' ')
    .trim();

function linked(url: string, label: string): Written {
  const words = unmarkedWords(label);
  return unmarked(page.test(url) && words !== '' ? `[${words}](<${addressed(url)}>)` : literal(label));
}

/** Text displays. @param command The platform's own, `/ec2`. */
export const markdown =
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
        return linked(span.url, span.label);
    }
  };

/** Two marks that are the same would be one that is longer. */
function parted(one: Written, next: Written): boolean {
  const [last, first] = [one.text.slice(-1), next.text.slice(0, 1)];
  return (one.marked || next.marked) && last === first && (first === '*' || first === '`');
}

/** Spans as Discord reads them, in parts of at most so many UTF-16 code units; never broken within a mark. Empty parts are left out. */
export const written = writing({ longestSign: 2, marks: 4, parted, asLine: (text) => unlisted(text.trim()) });

/** A line as it may stand in a block of code, which three backticks would end. */
export const blockLine = (text: string): string => unmentioned(harmless(text)).replace(/`(?=`)/g, `\`${apart}`);

/** UTF-16 code units around the lines of a block. */
export const fenceCharacters = '```\n\n```'.length;

/** Lines in a font of one width. @param lines Made by {@link blockLine}, one at least that is not empty. */
export const fenced = (lines: readonly string[]): string => `\`\`\`\n${lines.join('\n')}\n\`\`\``;
