import { stringify } from 'csv-stringify/sync';
import type { Picture } from '../commands/reply/picture.ts';
import { column, table, type Reply, type Table } from '../commands/reply/reply.ts';
import { plain, type Spans } from '../core/text.ts';
import { isoTime } from '../core/time.ts';

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

/** Every point of every line of a picture, as a table. */
export const figuresOf = ({ across, up, series }: Picture): Table =>
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
