import { stringify } from 'csv-stringify/sync';
import type { Reply, Table } from '../../commands/reply/reply.ts';
import { plain } from '../../core/text.ts';

/** `as:csv` at the end of a line. */
const asked = /(^|\s)(--)?as[:=]csv\s*$/i;

/** A line without its `as:csv`, and whether it had one. */
export const withoutCsv = (line: string): { readonly line: string; readonly csv: boolean } => ({
  line: line.replace(asked, ''),
  csv: asked.test(line),
});

/**
 * The tables of a reply as CSV (RFC 4180), a header each, an empty line between them; undefined where it has none.
 * Times are ISO 8601 in UTC. What a spreadsheet would take for a formula has an apostrophe before it: names and tags are
 * other people's text.
 */
export function csvOf(reply: Reply): string | undefined {
  const tables = reply.blocks.filter((block): block is Table => block.kind === 'table');
  if (tables.length === 0) return undefined;
  return tables
    .map(({ columns, rows }) =>
      stringify([columns.map(({ title }) => title), ...rows.map((row) => row.map(plain))], { escape_formulas: true }),
    )
    .join('\n');
}
