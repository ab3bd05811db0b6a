import type { Picture } from '../../commands/reply/picture.ts';
import { actionsOf, type Reply, type Table, type Tone } from '../../commands/reply/reply.ts';
import { code, harmless, type Spans } from '../../core/text.ts';
import { isoTime } from '../../core/time.ts';
import { widthOf } from '../width.ts';
import { buttonParts, choiceParts } from './controls.ts';
import { limits } from './limits.ts';
import { bySigns, shortened, wordsOf } from './markup.ts';
import { aligned } from './monospace.ts';
import { context, fieldParts, plainly, sections, type Part, type Showing } from './part.ts';
import { preformatted } from './rich-text.ts';
import { tabled } from './table.ts';

/** A tone in a sign and a word: neither a colour nor a sign alone tells everybody. */
const tones = {
  plain: { sign: '', word: '' },
  good: { sign: '✅', word: 'Done:' },
  warning: { sign: '⚠️', word: 'Attention:' },
  danger: { sign: '❌', word: 'Failed:' },
  problem: { sign: '❗', word: 'Problem:' },
} as const satisfies Record<Tone, { readonly sign: string; readonly word: string }>;

/** What gives every row of a table, and all of each. */
const everyRow = 'as:csv';
/** Columns of a line of one width: what a window of Slack shows without breaking it. */
const lineColumns = 72;
/** A table of more rows is a table of its own message rather than lines in another's. */
const linesBeside = 20;
/** Rows of a table in App Home; the rest is said to be there. */
const homeRows = 30;
/** Characters of one block of lines. */
const linesCharacters = 3_000;
/** Lines of a picture that are told in words; of more the rest is said to be there. */
const seriesTold = 12;

/** Where a reply is shown: as messages, or in App Home, which has no tables. */
export type Surface = 'message' | 'home';

/** The whole reply, in order. */
export function partsOf(reply: Reply, how: Showing, surface: Surface): readonly Part[] {
  let counted = 0;
  const count = () => (counted += 1) - 1;
  const taken = new Set<string>();
  const all = actionsOf(reply);
  const firstTable = reply.blocks.find(({ kind }) => kind === 'table');
  const { command } = how;
  return [
    ...titleParts(reply, command),
    ...reply.blocks.flatMap((block): readonly Part[] => {
      switch (block.kind) {
        case 'text':
          return sections(block.spans, command);
        case 'note':
          return context(block.spans, command);
        case 'fields':
          return fieldParts(block.fields, command);
        case 'code':
          return codeParts(block.lines);
        case 'table':
          return surface === 'message' ? tableParts(block, block !== firstTable, command) : homeTable(block, command);
        case 'picture':
          return pictureParts(block, how);
        case 'choice':
          return choiceParts(block, command, count, taken);
        case 'actions':
          return buttonParts(block.actions, all, command, count);
      }
    }),
  ];
}

/** The title in words, the tone before it; empty where there is nothing to say. */
export const titleOf = ({ tone, title }: Reply): Spans => {
  const { word } = tones[tone];
  return word === '' ? title : [plainly(`${word} `), ...title];
};

/** A heading where it is words alone; else a section, which shows code, times and people as what they are. */
function titleParts(reply: Reply, command: string): readonly Part[] {
  const { sign } = tones[reply.tone];
  const said = titleOf(reply);
  const spans = sign === '' ? said : [plainly(`${sign} `), ...said];
  const words = wordsOf(spans, command).trim();
  if (words === '') return [];
  const alone = reply.title.every(({ kind }) => kind === 'text' || kind === 'strong' || kind === 'money');
  if (alone && words.length <= limits.header)
    return [{ block: { type: 'header', text: { type: 'plain_text', text: words, emoji: false } }, words: [said] }];
  return sections(
    spans.map((span) => (span.kind === 'text' || span.kind === 'money' ? { kind: 'strong', text: span.text } : span)),
    command,
  ).map((part, at) => ({ ...part, words: at === 0 ? [said] : [] }));
}

/** Lines to copy; one that no block takes goes on in the next. */
function codeParts(lines: readonly string[]): readonly Part[] {
  const parts: string[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const line of lines.flatMap((one) => (one === '' ? [''] : bySigns(harmless(one), linesCharacters - 1)))) {
    if (used + line.length + 1 > linesCharacters) {
      parts.push([]);
      used = 0;
    }
    parts.at(-1)?.push(line);
    used += line.length + 1;
  }
  return parts
    .filter((some) => some.some((line) => line !== ''))
    .map((some) => ({ block: preformatted(some), words: some.map((line) => [plainly(line)]) }));
}

const rowWords = (row: readonly Spans[]): Spans =>
  row.flatMap((cell, at) => (at === 0 ? cell : [plainly('; '), ...cell]));
const headWords = ({ columns }: Table): Spans => [plainly(columns.map(({ title }) => title).join('; '))];

/** @param further Another table stands before it, which may be in the same message. */
function tableParts(table: Table, further: boolean, command: string): readonly Part[] {
  const { parts, hidden, cut } = tabled(table, command);
  const instead = further && parts.length === 1 ? beside(table, command) : undefined;
  return [
    ...parts.map(({ block, rows }): Part => ({
      block,
      words: [headWords(table), ...rows.map(rowWords)],
      rows: rows.length,
      ...(instead !== undefined && { instead }),
    })),
    ...lacking(hidden, cut, command),
  ];
}

/** A small table as lines; undefined where they would tell less: times are in the reader's zone in a table alone. */
function beside(table: Table, command: string): Part | undefined {
  const told = table.rows.flat(2).every(({ kind }) => kind !== 'time' && kind !== 'mention' && kind !== 'link');
  if (!told || table.rows.length > linesBeside) return undefined;
  const { lines, hidden, cut } = aligned(table, lineColumns, command);
  if (cut || hidden.length > 0 || lines.length === 0 || lines.some((line) => widthOf(line) > lineColumns))
    return undefined;
  const block = preformatted(lines);
  return lines.join('\n').length > linesCharacters || lines.every((line) => line === '')
    ? undefined
    : { block, words: [headWords(table), ...table.rows.map(rowWords)], rows: table.rows.length };
}

/** What a table does not show, and how to have it. */
const lacking = (hidden: readonly string[], cut: boolean, command: string): readonly Part[] =>
  [
    ...(hidden.length > 0
      ? context([plainly(`Hidden: ${hidden.join(', ')}; `), code(everyRow), plainly(' shows all.')], command)
      : []),
    ...(cut ? context([plainly('Some of it is cut; '), code(everyRow), plainly(' shows all.')], command) : []),
  ].map((part): Part => ({ ...part, cut: true }));

function homeTable(table: Table, command: string): readonly Part[] {
  const rows = table.rows.slice(0, homeRows);
  const { lines, hidden, cut } = aligned({ ...table, rows }, lineColumns, command);
  const more = table.rows.length - rows.length;
  return [
    ...codeParts(lines),
    ...lacking(hidden, cut, command),
    ...(more > 0 ? context([plainly(leftOut(more))], command).map((part): Part => ({ ...part, cut: true })) : []),
  ];
}

/** How many rows are not shown. */
export const leftOut = (rows: number): string => `${rows} more ${rows === 1 ? 'row is' : 'rows are'} not shown here.`;

function pictureParts(picture: Picture, how: Showing): readonly Part[] {
  const title = harmless(picture.title).trim();
  const gist = wordsOf(picture.alt, how.command).trim();
  const file = how.fileOf?.(picture);
  const words = [...(title === '' ? [] : [[plainly(title)]]), ...(gist === '' ? [] : [picture.alt])];
  if (file !== undefined)
    return [
      {
        block: {
          type: 'image',
          slack_file: { id: file },
          ...(title !== '' && {
            title: { type: 'plain_text', text: shortened(title, limits.imageTitle), emoji: false },
          }),
          alt_text: shortened(gist || title || picture.up.label || 'A picture', limits.imageAlt),
        },
        words,
      },
    ];
  const told = picture.series.slice(0, seriesTold).map((one) => seriesWords(one, picture));
  const more = picture.series.length - told.length;
  return [
    ...sections([{ kind: 'strong', text: `${title} (${picture.up.unit})` }], how.command),
    ...sections(picture.alt, how.command),
    ...told.flatMap((line) => context(line, how.command)),
    ...(more > 0 ? context([plainly(`${more} more lines are not told.`)], how.command) : []),
  ];
}

/** From where to where a line goes, and between which figures. */
function seriesWords({ label, points }: Picture['series'][number], { across }: Picture): Spans {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [plainly(label)];
  const place = (at: number): string => (across.of === 'time' ? isoTime(at) : `${across.label} ${at}`);
  const values = points.map(({ value }) => value).toSorted((one, other) => Number(one) - Number(other));
  const [least = '', most = ''] = [values[0], values.at(-1)];
  return [
    plainly(
      `${label}: ${first.value} (${place(first.at)})` +
        (points.length === 1 ? '' : ` to ${last.value} (${place(last.at)}), between ${least} and ${most}`),
    ),
  ];
}
