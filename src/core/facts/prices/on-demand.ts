import Big from 'big.js';
import { usd } from '../../money.ts';
import type { OperatingSystem, Product, Rate } from '../../ports/price-list.ts';
import { inSlices } from '../../slices.ts';
import { headAndCells, linesOf } from '../data/lines.ts';

/** Systems of the embedded table, in the order of its columns. */
export const tableSystems = [
  'linux',
  'rhel',
  'rhel-ha',
  'suse',
  'ubuntu-pro',
  'windows',
  'windows-sql-web',
  'windows-sql-std',
  'windows-sql-ent',
  'linux-sql-web',
  'linux-sql-std',
  'linux-sql-ent',
] as const satisfies readonly OperatingSystem[];

/** The embedded On-Demand table. It stays the text that it is, some ten bytes a price; the one cell is read that is asked for. */
export interface OnDemandTable {
  readonly regions: readonly string[];
  readonly types: readonly string[];
  /** Undefined: not sold so, as far as the table knows. */
  find(product: Product): Rate | undefined;
  /** What a type is sold with in a region. */
  systems(type: string, region: string): readonly OperatingSystem[];
  /** Regions that sell the type, and what it is sold with there. */
  soldIn(type: string): ReadonlyMap<string, readonly OperatingSystem[]>;
}

/** The cells of a type out of one source, each after a space. */
interface Line {
  readonly asOf: string;
  readonly detail: string;
  readonly cells: string;
}

/** Reads the text that scripts/catalogue.ts writes, in slices; its first lines say the form. */
export async function readOnDemand(text: string): Promise<OnDemandTable> {
  let regions: readonly string[] = [];
  const patterns: (readonly string[])[] = [];
  const lines = new Map<string, Line[]>();
  let asOf = '';
  let detail = '';
  const take = (line: string): void => {
    const [head, rest] = headAndCells(line);
    if (head === 'regions') regions = rest.slice(1).split(' ');
    else if (head === '+') patterns.push(rest.slice(1).split(','));
    else if (head === 'source') [, asOf = '', detail = ''] = /^ (\S+) (.*)$/.exec(rest) ?? [];
    else {
      const own = lines.get(head);
      const made = { asOf, detail, cells: rest };
      if (own === undefined) lines.set(head, [made]);
      else own.push(made);
    }
  };
  await inSlices(linesOf(text), take, new AbortController().signal);
  const indexOf = new Map(regions.map((region, index) => [region, index]));

  /** What a cell says of a system: its price above the base, and the base; undefined: not sold. */
  const inCell = (cell: string, column: number): { readonly base: string; readonly above: string } | undefined => {
    if (cell === '') return undefined;
    const [, pattern = '', linux = ''] = cell.split('/');
    if (column === 0) return linux === '' ? undefined : { base: linux, above: '0' };
    const above = patterns[Number(pattern)]?.[column - 1] ?? '';
    return above === '' ? undefined : { base: linux === '' ? '0' : linux, above };
  };

  /** The cell of a region in the line of a type; empty: not sold there. */
  const cellOf = ({ cells }: Line, region: string): string => {
    const start = cells.indexOf(` ${indexOf.get(region) ?? 'none'}/`);
    if (start < 0) return '';
    const end = cells.indexOf(' ', start + 1);
    return cells.slice(start + 1, end < 0 ? undefined : end);
  };

  return {
    regions,
    types: [...lines.keys()],
    find({ type, region, os }) {
      const column = tableSystems.findIndex((one) => one === os);
      if (column < 0) return undefined;
      for (const line of lines.get(type) ?? []) {
        const { asOf: day, detail: from } = line;
        const price = inCell(cellOf(line, region), column);
        if (price === undefined) continue;
        return {
          perHour: usd(new Big(price.base).plus(price.above)),
          source: { name: 'embedded catalogue', detail: from },
          asOf: day,
        };
      }
      return undefined;
    },
    systems(type, region) {
      const cells = (lines.get(type) ?? []).map((line) => cellOf(line, region));
      return tableSystems.filter((_, column) => cells.some((cell) => inCell(cell, column) !== undefined));
    },
    soldIn(type) {
      const sold = new Map<string, readonly OperatingSystem[]>();
      for (const { cells } of lines.get(type) ?? [])
        for (const cell of cells.slice(1).split(' ')) {
          const region = regions[Number(cell.slice(0, cell.indexOf('/')))] ?? '';
          const known = sold.get(region) ?? [];
          const more = tableSystems.filter((os, column) => !known.includes(os) && inCell(cell, column) !== undefined);
          sold.set(region, [...known, ...more]);
        }
      return sold;
    },
  };
}
