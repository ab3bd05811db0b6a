import type { RawTextElement, RichTextBlock, TableBlock } from '@slack/types';
import type { Column, Table } from '../../commands/reply/reply.ts';
import { harmless, type Spans } from '../../core/text.ts';
import { shortened, wordsOf } from '../plain-words.ts';
import { limits } from './limits.ts';
import { elementsOf } from './rich-text.ts';

/** Characters of the cells of one block: below what Slack takes for all cells, for the rest of the message needs room as well. */
const blockCharacters = 7_500;
/** Characters of a column's title; a longer one is cut. */
const titleCharacters = 100;
/** What is seen of a moment or a mention, at most, in characters. */
const shownCharacters = 64;
/** No cell may be empty: one without a value, and the title of a column without one. */
const emptyCell = '–';
const emptyTitle = ' ';

type Cell = RawTextElement | RichTextBlock;

/** Some rows of a table, below its header. */
export interface TablePart {
  readonly block: TableBlock;
  readonly columns: readonly Column[];
  readonly rows: Table['rows'];
}

/** A table in as many blocks as it needs, and what was left out of it. */
export interface Tabled {
  readonly parts: readonly TablePart[];
  /** Titles of the columns that are too many. */
  readonly hidden: readonly string[];
  /** Some cells were cut. */
  readonly cut: boolean;
}

/** A table as Slack's own, in order. @param command The platform's own, `/ec2`. */
export function tabled(table: Table, command: string): Tabled {
  const shown = table.columns.map((column, index) => ({ column, index }));
  if (shown.length === 0) return { parts: [], hidden: [], cut: false };
  const kept = table.folds === true ? shown : fitting(shown);
  const hidden = shown
    .filter((one) => !kept.includes(one) && one.column.title !== '')
    .map(({ column }) => column.title);
  let cut = false;
  const groups = table.folds === true ? folded(shown) : [kept];
  const parts = groups.flatMap((group) => {
    const made = blocksOf(
      group.map(({ column }) => column),
      table.rows.map((row) => group.map(({ index }) => row[index] ?? [])),
      command,
    );
    cut ||= made.cut;
    return made.parts;
  });
  return { parts, hidden, cut };
}

interface Shown {
  readonly column: Column;
  readonly index: number;
}

/** Columns that all stay: the first before each further lot. */
function folded(all: readonly Shown[]): readonly (readonly Shown[])[] {
  const [first, ...rest] = all;
  if (first === undefined || all.length <= limits.tableColumns) return [all];
  const lot = limits.tableColumns - 1;
  return Array.from({ length: Math.ceil(rest.length / lot) }, (_, at) => [
    first,
    ...rest.slice(at * lot, (at + 1) * lot),
  ]);
}

/** Columns of the highest rank go first, as everywhere; where all have the same, the last. */
function fitting(all: readonly Shown[]): readonly Shown[] {
  let kept = all;
  while (kept.length > limits.tableColumns) {
    const rank = Math.max(...kept.map(({ column }) => column.rank));
    const gone = kept.findLast(({ column }) => column.rank === rank);
    kept = kept.filter((one) => one !== gone);
  }
  return kept;
}

function blocksOf(
  columns: readonly Column[],
  rows: Table['rows'],
  command: string,
): { readonly parts: readonly TablePart[]; readonly cut: boolean } {
  const header = columns.map(({ title }): Cell => ({
    type: 'raw_text',
    text: title === '' ? emptyTitle : shortened(harmless(title), titleCharacters),
  }));
  const room = blockCharacters - charactersOf(header);
  const cellRoom = Math.floor(room / columns.length);
  const parts: TablePart[] = [];
  let cut = false;
  let cells: Cell[][] = [];
  let told: (readonly Spans[])[] = [];
  let used = 0;
  const turn = () => {
    parts.push({
      block: {
        type: 'table',
        rows: [header, ...cells],
        column_settings: columns.map(({ align, wraps }) => ({ align, is_wrapped: wraps })),
      },
      columns,
      rows: told,
    });
    cells = [];
    told = [];
    used = 0;
  };
  for (const row of rows) {
    let line = row.map((spans) => cellOf(spans, command));
    if (charactersOf(line) > room) {
      cut = true;
      line = row.map((spans) =>
        cellOf([{ kind: 'text', text: shortened(wordsOf(spans, command), cellRoom) }], command),
      );
    }
    const size = charactersOf(line);
    if (cells.length + 1 === limits.tableRows || (used + size > room && cells.length > 0)) turn();
    cells.push(line);
    told.push(row);
    used += size;
  }
  if (cells.length > 0 || parts.length === 0) turn();
  return { parts, cut };
}

/** Plain words as they are, the rest as rich text, so that times are in the reader's zone. */
function cellOf(spans: Spans, command: string): Cell {
  const elements = elementsOf(spans, command);
  if (elements.every((element) => element.type === 'text' && element.text.trim() === ''))
    return { type: 'raw_text', text: emptyCell };
  if (spans.every(({ kind }) => kind === 'text' || kind === 'money'))
    return { type: 'raw_text', text: wordsOf(spans, command) };
  // A cell of nothing but moments has no characters to whoever counts them: it could be taken for empty.
  const dates = elements.every(({ type }) => type === 'date');
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: dates ? [...elements, { type: 'text', text: ' ' }] : elements }],
  };
}

const charactersOf = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + ofCell(cell), 0);

const ofCell = (cell: Cell): number =>
  cell.type === 'raw_text'
    ? cell.text.length
    : cell.elements.reduce(
        (sum, section) =>
          sum +
          (section.type === 'rich_text_section'
            ? section.elements.reduce(
                (all, element) =>
                  all +
                  (element.type === 'text'
                    ? element.text.length
                    : element.type === 'link'
                      ? element.url.length + (element.text ?? '').length
                      : shownCharacters),
                0,
              )
            : 0),
        0,
      );
