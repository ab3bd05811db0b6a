import type { Table } from '../../commands/reply/reply.ts';
import type { Spans } from '../../core/text.ts';
import { aligned, type AlignedLot } from '../monospace.ts';
import { plainly, shortened, wordsOf } from '../plain-words.ts';
import { lackingWords } from '../words.ts';
import { textDisplay } from './components.ts';
import { blockLine, fenceCharacters, fenced } from './markup.ts';
import { contexts, listed, partCharacters, type Part } from './part.ts';

/** Columns of a line of one width: what a phone shows in a block of code without breaking it. */
const lineColumns = 36;
/** Columns of a line where those that must stay need more. */
const widestColumns = 56;
/** Characters of a line: marks on letters take no column, and a line may have any number of them. */
const lineCharacters = 400;

/**
 * A table in blocks of code, as many as it needs, each with its header, and what it does not show. Where sentences would be cut
 * it is a list instead. @param command The platform's own, `/ec2`. @param hasFile Whether its line gives a file when it is asked
 * for: what changes something gives none.
 */
export function tableParts(table: Table, command: string, hasFile: boolean): readonly Part[] {
  const { lots, hidden, cut, cutSentences, kept } = aligned(table, lineColumns, command, widestColumns);
  if (table.lines !== undefined && (cut || hidden.length > 0))
    return listed(table.lines, command).map((part) => ({ ...part, rows: linesIn(part) }));
  const asList = cutSentences && table.folds !== true;
  return [
    ...(asList
      ? listParts(table, kept, command)
      : lots.flatMap((lot, at) =>
          // A row that stands in several lots is one: it is counted where it begins.
          blocksOf(lot).map(({ rows, ...part }): Part => (at === 0 ? { ...part, rows } : part)),
        )),
    // What a phone has no room for is usual, and said: a file at every answer would be in the way.
    ...contexts(lackingWords(hidden, cut && !asList, hasFile), command),
  ];
}

/** A row in a line: its first cell, and the others behind it, with their titles where there are several. */
function listParts({ columns, rows }: Table, kept: readonly number[], command: string): readonly Part[] {
  const isEmpty = (cell: Spans): boolean => wordsOf(cell, command).trim() === '';
  const [first = 0, ...others] = kept;
  const items = rows.map((row): Spans => {
    const head = row[first] ?? [];
    const cells = others
      .map((index) => ({ title: columns[index]?.title ?? '', cell: row[index] ?? [] }))
      .filter(({ cell }) => !isEmpty(cell));
    return [
      ...(isEmpty(head) ? [plainly('–')] : inBold(head)),
      ...cells.flatMap(({ title, cell }, at) => [
        plainly(at === 0 ? ': ' : '; '),
        ...(cells.length > 1 && title !== '' ? [plainly(`${title}: `)] : []),
        ...cell,
      ]),
    ];
  });
  return listed(items, command).map((part) => ({ ...part, rows: linesIn(part) }));
}

/** What a row is about, in bold where it is words alone. */
const inBold = (cell: Spans): Spans =>
  cell.every(({ kind }) => kind === 'text')
    ? cell.map((span) => (span.kind === 'text' ? { kind: 'strong', text: span.text } : span))
    : cell;

const linesIn = ({ components }: Part): number =>
  components.reduce((sum, one) => sum + ('content' in one ? one.content.split('\n').length : 0), 0);

type Block = Part & { readonly rows: number };

/** Rows below their header, in blocks that a message holds. */
function blocksOf({ head, rows }: AlignedLot): readonly Block[] {
  const header = head === undefined ? [] : [blockLine(shortened(head, lineCharacters))];
  const blocks: Block[] = [];
  let lines: string[] = [];
  const turn = () => {
    const all = [...header, ...lines];
    if (all.some((line) => line !== '')) blocks.push({ components: [textDisplay(fenced(all))], rows: lines.length });
    lines = [];
  };
  const room = partCharacters - fenceCharacters - charactersOf(header);
  for (const row of rows.map((one) => blockLine(shortened(one, lineCharacters)))) {
    if (charactersOf([...lines, row]) > room) turn();
    lines.push(row);
  }
  if (lines.length > 0 || blocks.length === 0) turn();
  return blocks;
}

const charactersOf = (lines: readonly string[]): number => lines.reduce((sum, { length }) => sum + length + 1, 0);
