/**
 * What Discord's client makes of a text, apart from `src`: after "Markdown Text 101" of its help centre and "Message Formatting"
 * of the API Reference. It takes more for markup than the client does rather than less.
 */
export interface Token {
  /** `text` and `code` are as they are shown; what is bold, a heading or small stands before what is in it, with no text. */
  readonly kind: string;
  readonly text: string;
}

/** The tokens of a text, in order. */
export function readMarkdown(source: string, beginsLine = true): readonly Token[] {
  const tokens: Token[] = [];
  const add = ({ kind, text }: Token) => {
    const last = tokens.at(-1);
    if (kind === 'text' && last?.kind === 'text') tokens.splice(-1, 1, { kind, text: last.text + text });
    else tokens.push({ kind, text });
  };
  let at = 0;
  let isStart = beginsLine;
  while (at < source.length) {
    const { kind, whole, inside, holds } = firstOf(isStart ? linesFirst : rules, source, at);
    if (holds) {
      add({ kind, text: '' });
      readMarkdown(inside, isStart).forEach(add);
    } else add({ kind, text: inside });
    at += whole.length;
    isStart = whole.endsWith('\n') || (isStart && whole.trim() === '');
  }
  return tokens;
}

interface Rule {
  readonly kind: string;
  /** Sticky; what is in it is the group `in`, or all of it. */
  readonly form: RegExp;
  /** What is in it is read again. */
  readonly holds?: true;
}

/** What begins at a place: the first rule that holds, or one sign of text. */
function firstOf(all: readonly Rule[], source: string, at: number) {
  for (const { kind, form, holds = false } of all) {
    form.lastIndex = at;
    const match = form.exec(source);
    if (match !== null) return { kind, whole: match[0], inside: match.groups?.['in'] ?? match[0], holds };
  }
  const sign = source.slice(at, at + 1);
  return { kind: 'text', whole: sign, inside: sign, holds: false };
}

/** In order. What is not ASCII, and letters and figures but those of addresses, begin nothing: they are first, to be quick. */
const rules: readonly Rule[] = [
  { kind: 'text', form: /(?:(?!https?:|ftp:|steam:|discord)[A-Za-z0-9&,;.\u0080-\uffff])+ */iy },
  { kind: 'text', form: /\\(?<in>[^0-9A-Za-z\s])/y },
  { kind: 'block', form: /```(?:[\w+\-.]*\n)?\n*(?<in>[^]*?[^\n][^]*?)\n*```/y },
  { kind: 'code', form: /(?<mark>`+)(?<in>[^]+?)(?<!`)\k<mark>(?!`)/y },
  { kind: 'bold', form: /\*\*(?<in>(?:\\[^]|[^\\])+?)\*\*(?!\*)/y, holds: true },
  { kind: 'underlined', form: /__(?<in>(?:\\[^]|[^\\])+?)__(?!_)/y, holds: true },
  { kind: 'italic', form: /\*(?!\s)(?<in>(?:\\[^]|\*\*|[^*\\])+?)\*(?!\*)/y, holds: true },
  { kind: 'italic', form: /_(?<in>(?:\\[^]|__|[^_\\])+?)_(?!\w)/y, holds: true },
  { kind: 'struck', form: /~~(?<in>[^]+?)~~/y, holds: true },
  { kind: 'spoiler', form: /\|\|(?<in>[^]+?)\|\|/y, holds: true },
  { kind: 'user', form: /<@!?(?<in>\d+)>/y },
  { kind: 'role', form: /<@&(?<in>\d+)>/y },
  { kind: 'channel', form: /<#(?<in>\d+)>/y },
  { kind: 'everyone', form: /@(?<in>everyone|here)/y },
  { kind: 'slash command', form: /<\/(?<in>[^>]+):\d+>/y },
  { kind: 'place of the server', form: /<id:(?<in>\w+)>/y },
  { kind: 'emoji', form: /<a?:(?<in>\w+):\d+>/y },
  { kind: 'emoji', form: /:(?<in>[\w~+-]+):/y },
  { kind: 'time', form: /<t:(?<in>-?\d+(?::\w)?)>/y },
  { kind: 'link', form: /\[(?<in>(?:\\[^]|[^\]\\])+)\]\(\s*<?[^\s)]+[^)]*\)/y },
  { kind: 'link', form: /<?(?:https?|ftp|steam):\/\/[^\s<>]{2,}/iy },
  { kind: 'link', form: /(?:discord|discordapp)\.(?:gg|com|new|gift)\/[^\s<>]+/iy },
  { kind: 'link', form: /<(?:[^\s<>]+@[^\s<>]+|\+\d+)>/y },
];

/** What begins at the beginning of a line alone, and the rest. */
const linesFirst: readonly Rule[] = [
  { kind: 'heading', form: /#{1,3}\s+(?<in>[^\n]*?)(?:\s*#+)?(?=\n|$)/y, holds: true },
  { kind: 'small', form: /-#\s+(?<in>[^\n]+)/y, holds: true },
  { kind: 'quotation', form: />(?:>>)?\s+(?<in>[^\n]*)/y, holds: true },
  { kind: 'list', form: /(?:[-*+•]|\d+\.)\s+(?<in>[^\n]*)/y, holds: true },
  ...rules,
];

/** The words as they are shown, without what marks them. */
export const shownWords = (tokens: readonly Token[]): string =>
  tokens
    .map(({ text }) => text)
    .join('')
    .replaceAll('\u200B', '');

/** What was read, each kind once. */
export const kindsIn = (tokens: readonly Token[]): readonly string[] => [
  ...new Set(tokens.map(({ kind }) => kind).toSorted()),
];
