import type { Table } from '../../commands/reply/reply.ts';
import { aligned, type AlignedLot } from '../monospace.ts';
import { shortened } from '../plain-words.ts';
import { lackingWords } from '../words.ts';
import { textDisplay } from './components.ts';
import { blockLine, fenceCharacters, fenced } from './markup.ts';
import { contexts, partCharacters, type Part } from './part.ts';

/** Columns of a line of one width: what a phone shows in a block of code without breaking it. */
const lineColumns = 40;
/** Columns of a line where those that must stay need more. */
const widestColumns = 56;
/** Characters of a line: marks on letters take no column, and a line may have any number of them. */
const lineCharacters = 400;

/** A table in blocks of code, as many as it needs, each with its header, and what it does not show. @param command The platform's own, `/ec2`. */
export function tableParts(table: Table, command: string): readonly Part[] {
  const { lots, hidden, cut } = aligned(table, lineColumns, command, widestColumns);
  return [
    ...lots.flatMap((lot, at) =>
      // A row that stands in several lots is one: it is counted where it begins.
      blocksOf(lot).map(({ rows, ...part }): Part => (at === 0 ? { ...part, rows } : part)),
    ),
    // Columns that a phone has no room for are usual: a file at every answer would be in the way.
    ...contexts(lackingWords(hidden, cut, true), command).map((part): Part => (cut ? { ...part, cut } : part)),
  ];
}

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
