import { stringify } from 'csv-stringify/sync';
import type { Picture } from '../../commands/reply/picture.ts';
import { column, table, type Reply, type Table } from '../../commands/reply/reply.ts';
import { isProblem } from '../../core/problem.ts';
import { plain, type Spans } from '../../core/text.ts';
import { isoTime } from '../../core/time.ts';
import { tokens } from '../tokens.ts';

/** What asks for CSV, anywhere in a line but in quotes. */
export const csvWord = 'as:csv';
/** `help as:csv` asks what the word means. */
const helps = /^\s*(help|\?)$/i;
const wanted = /^(--)?as[:=]csv$/i;
const lastInLine = /(^|\s)(--)?as[:=]csv(?=\s|$)(?!.*\sas[:=]csv(?=\s|$))/i;

/** A line without its `as:csv`, and whether it had one. */
export function withoutCsv(line: string): { readonly line: string; readonly csv: boolean } {
  const words = tokens(line);
  const csv = !isProblem(words) && words.some(({ text, quoted }) => !quoted && wanted.test(text));
  const rest = csv ? line.replace(lastInLine, '').trimEnd() : line;
  return helps.test(rest) ? { line, csv: false } : { line: rest, csv };
}

/**
 * The tables and the figures of the pictures of a reply as CSV (RFC 4180), a header each, an empty line between them; undefined where it has none.
 * Times are ISO 8601 in UTC, sums USD without a sign. What a spreadsheet would take for a formula has an apostrophe before it: names and tags are
 * other people's text.
 */
export function csvOf(reply: Reply): string | undefined {
  const tables = reply.blocks.flatMap((block): readonly Table[] =>
    block.kind === 'table' ? [block] : block.kind === 'picture' ? [figuresOf(block)] : [],
  );
  if (tables.length === 0) return undefined;
  return tables
    .map(({ columns, rows }) =>
      stringify([columns.map(({ title }) => title), ...rows.map((row) => row.map(cellOf))], { escape_formulas: true }),
    )
    .join('\n');
}

/** Every point of every line. */
const figuresOf = ({ across, up, series }: Picture): Table =>
  table(
    [column('Line'), column(across.label), column(`${up.label} (${up.unit})`)],
    series.flatMap(({ label, points }) =>
      points.map(({ at, value }) => [label, across.of === 'time' ? isoTime(at) : at, value]),
    ),
  );

/** Sums as bare numbers in USD: a program is to add them up. */
const cellOf = (cell: Spans): string =>
  cell.map((span) => (span.kind === 'money' ? span.digits : plain([span]))).join('');

/** What a reply says besides its tables and pictures: what was not seen, whose account it is, sums. Told apart from the rows, so that it is neither lost nor in their way. */
export const besideTables = (reply: Reply): Reply => ({
  ...reply,
  blocks: reply.blocks.filter(({ kind }) => kind !== 'table' && kind !== 'picture' && kind !== 'actions'),
});
