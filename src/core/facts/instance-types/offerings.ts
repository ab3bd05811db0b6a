import type { Offering } from '../../ports/instance-type.ts';
import { linesOf } from '../data/lines.ts';
import { readData } from '../data/locate.ts';

/** Which types the zones of a region have. */
export interface RegionOfferings {
  readonly types: readonly string[];
  /** Names of zones, in order; none: the region does not have the type. */
  zonesOf(type: string): readonly string[];
}

/** Offerings of several regions, as of one day. */
export interface OfferingTable {
  /** Day of the data. */
  readonly asOf: string;
  readonly regions: readonly string[];
  /** Undefined: the data has no such region. */
  of(region: string): RegionOfferings | undefined;
  /** Regions that have a type. */
  regionsWith(type: string): readonly string[];
}

/** The embedded table: 30 regions of the `aws` partition. Its zone letters are those of the account that was asked. */
export const openOfferings = async (): Promise<OfferingTable> => readOfferings(await readData('offerings.txt'));

/**
 * Text of which a region's part is small: a row a type, a cell a region, which is the number (base 36) of a `+` line
 * with the zones, written as what follows the region's name. Empty cell: the region does not have it.
 */
export function writeOfferings(asOf: string, byRegion: ReadonlyMap<string, readonly Offering[]>): string {
  const regions = [...byRegion.keys()];
  const patterns = new Map<string, number>();
  const rows = new Map<string, string[]>();
  regions.forEach((region, index) => {
    for (const { type, zones } of byRegion.get(region) ?? []) {
      const pattern = zones
        .toSorted()
        .map((zone) => (zone.startsWith(region) ? zone.slice(region.length) : ` ${zone}`))
        .join(',');
      const number = patterns.get(pattern) ?? patterns.size;
      patterns.set(pattern, number);
      const row = rows.get(type) ?? [];
      row[index] = number.toString(36);
      rows.set(type, row);
    }
  });
  return [
    `asOf\t${asOf}`,
    `regions\t${regions.join(' ')}`,
    ...[...patterns.keys()].map((pattern) => `+\t${pattern}`),
    ...[...rows].map(
      ([type, row]) => `${type}\t${Array.from({ length: row.length }, (_, at) => row[at] ?? '').join(' ')}`,
    ),
    '',
  ].join('\n');
}

/** The inverse of {@link writeOfferings}; a row is taken apart when it is asked for. */
export function readOfferings(text: string): OfferingTable {
  const rows = new Map<string, string>();
  const patterns: string[] = [];
  let asOf = '';
  let regions: readonly string[] = [];
  for (const line of linesOf(text)) {
    const at = line.indexOf('\t');
    const [head, rest] = [line.slice(0, at), line.slice(at + 1)];
    if (head === 'asOf') asOf = rest;
    else if (head === 'regions') regions = rest.split(' ');
    else if (head === '+') patterns.push(rest);
    else rows.set(head, rest);
  }
  const cellOf = (row: string, index: number): string => row.split(' ')[index] ?? '';
  return {
    asOf,
    regions,
    regionsWith(type) {
      const cells = (rows.get(type) ?? '').split(' ');
      return regions.filter((_, index) => (cells[index] ?? '') !== '');
    },
    of(region) {
      const index = regions.indexOf(region);
      if (index < 0) return undefined;
      return {
        get types() {
          return [...rows].flatMap(([type, row]) => (cellOf(row, index) === '' ? [] : [type]));
        },
        zonesOf(type) {
          const cell = cellOf(rows.get(type) ?? '', index);
          const pattern = cell === '' ? undefined : patterns[Number.parseInt(cell, 36)];
          return pattern?.split(',').map((zone) => (zone.startsWith(' ') ? zone.slice(1) : `${region}${zone}`)) ?? [];
        },
      };
    },
  };
}
