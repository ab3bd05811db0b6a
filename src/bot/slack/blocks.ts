import type { Picture } from '../../commands/reply/picture.ts';
import { actionsOf, type Reply, type Table } from '../../commands/reply/reply.ts';
import { harmless, type Spans } from '../../core/text.ts';
import { lotsOf } from '../lots.ts';
import { aligned } from '../monospace.ts';
import { plainly, shortened, wordsOf } from '../plain-words.ts';
import { runsOf } from '../runs.ts';
import { altOf, toldPicture } from '../told-picture.ts';
import { widthOf } from '../width.ts';
import { lackingWords, leftOut, titleOf, toneSigns } from '../words.ts';
import { buttonParts, choiceParts } from './controls.ts';
import { limits } from './limits.ts';
import { contexts, fieldParts, sections, type Part, type Showing } from './part.ts';
import { elementsOf, preformatted } from './rich-text.ts';
import { tabled } from './table.ts';

/** Columns of a line of one width: what a window of Slack shows without breaking it. */
const lineColumns = 72;
/** A table of more rows is a table of its own message rather than lines in another's. */
const linesBeside = 20;
/** Rows of a table in App Home; the rest is said to be there. */
const homeRows = 30;
/** Characters of one block of lines. */
const linesCharacters = 3_000;
/** Characters of a title that are shown as one; a longer one goes on below. */
const titleCharacters = 2_000;

/** Where a reply is shown: as messages, or in App Home, which has no tables. */
export type Surface = 'message' | 'home';

/** The whole reply, in order. */
export function partsOf(reply: Reply, how: Showing, surface: Surface): readonly Part[] {
  let counted = 0;
  const count = () => (counted += 1) - 1;
  const taken = new Set<string>();
  const all = actionsOf(reply);
  const { command } = how;
  return [
    ...titleParts(reply, command),
    ...runsOf(reply.blocks).flatMap(({ block, lines }): readonly Part[] => {
      switch (block.kind) {
        case 'text':
          return sections(lines, command);
        case 'note':
          return contexts(lines, command);
        case 'fields':
          return fieldParts(block.fields, command);
        case 'code':
          return codeParts(block.lines);
        case 'table':
          return surface === 'message' ? tableParts(block, command) : homeTable(block, command);
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

/**
 * A heading where it is short and words alone. Else rich text, in which code, times and people are shown as what they are,
 * and which needs no marks around what is bold.
 */
function titleParts(reply: Reply, command: string): readonly Part[] {
  const sign = toneSigns[reply.tone];
  const said = titleOf(reply);
  const spans = sign === '' ? said : [plainly(`${sign} `), ...said];
  const words = wordsOf(spans, command).trim();
  if (words === '') return [];
  if (words.length > titleCharacters)
    return [...headingOf(shortened(words, limits.header), []), ...sections([spans], command)];
  const alone = reply.title.every(({ kind }) => kind === 'text' || kind === 'strong' || kind === 'money');
  if (alone && words.length <= limits.header) return headingOf(words, [said]);
  const elements = elementsOf(
    spans.map((span) => (span.kind === 'text' || span.kind === 'money' ? { kind: 'strong', text: span.text } : span)),
    command,
  );
  return [{ block: { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }, words: [said] }];
}

const headingOf = (text: string, words: readonly Spans[]): readonly Part[] => [
  { block: { type: 'header', text: { type: 'plain_text', text, emoji: false } }, words },
];

/** Lines to copy; one that no block takes goes on in the next. */
function codeParts(lines: readonly string[]): readonly Part[] {
  return lotsOf(lines.map(harmless), linesCharacters)
    .filter((some) => some.some((line) => line !== ''))
    .map((some) => ({ block: preformatted(some), words: some.map((line) => [plainly(line)]) }));
}

const rowWords = (row: readonly Spans[]): Spans =>
  row.flatMap((cell, at) => (at === 0 ? cell : [plainly('; '), ...cell]));
const headWords = (columns: Table['columns']): Spans => [plainly(columns.map(({ title }) => title).join('; '))];

function tableParts(table: Table, command: string): readonly Part[] {
  const { parts, hidden, cut } = tabled(table, command);
  return [
    ...parts.map(({ block, columns, rows }): Part => ({
      block,
      words: [headWords(columns), ...rows.map(rowWords)],
      rows: rows.length,
      ...(parts.length === 1 && { instead: () => beside(table, command) }),
    })),
    ...lacking(hidden, cut, command, 'message'),
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
    : { block, words: [headWords(table.columns), ...table.rows.map(rowWords)], rows: table.rows.length };
}

/** What a table does not show, and how to have it, where there is a line that it can be added to. */
function lacking(hidden: readonly string[], cut: boolean, command: string, surface: Surface): readonly Part[] {
  return contexts(lackingWords(hidden, cut, surface === 'message'), command).map((part): Part => ({
    ...part,
    cut: true,
  }));
}

function homeTable(table: Table, command: string): readonly Part[] {
  const rows = table.rows.slice(0, homeRows);
  const { lines, hidden, cut } = aligned({ ...table, rows }, lineColumns, command);
  const more = table.rows.length - rows.length;
  return [
    ...codeParts(lines),
    ...lacking(hidden, cut, command, 'home'),
    ...(more > 0 ? contexts([[plainly(leftOut(more))]], command).map((part): Part => ({ ...part, cut: true })) : []),
  ];
}

function pictureParts(picture: Picture, how: Showing): readonly Part[] {
  const title = harmless(picture.title).trim();
  const file = how.fileOf?.(picture);
  const words = [
    ...(title === '' ? [] : [[plainly(title)]]),
    ...(wordsOf(picture.alt, how.command).trim() === '' ? [] : [picture.alt]),
  ];
  if (file !== undefined)
    return [
      {
        block: {
          type: 'image',
          slack_file: { id: file },
          alt_text: shortened(altOf(picture, how.command), limits.imageAlt),
        },
        words,
      },
    ];
  const { head, lines } = toldPicture(picture);
  return [...sections(head, how.command), ...contexts(lines, how.command)];
}
