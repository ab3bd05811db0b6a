import { usd } from '../../money.ts';
import type { Rate } from '../../ports/price-list.ts';
import { decimalOf, headAndCells, linesOf, signsOf } from '../data/lines.ts';

/** How often EC2 took such a machine back within a month, as a part of those running: `5-10%`. */
export interface Interruption {
  readonly label: string;
  readonly asOf: string;
}

/** What is embedded of Spot: no price of now. Linux alone. */
export interface SpotTable {
  /** The average of a region's zones at one moment; undefined: not known, or not sold as Spot. */
  average(type: string, region: string): Rate | undefined;
  interruption(type: string, region: string): Interruption | undefined;
}

/** The figures of one source: by type its cells, each after a space. */
interface Section {
  readonly asOf: string;
  readonly detail: string;
  readonly lines: Map<string, string>;
}

/**
 * Reads the text that scripts/catalogue.ts writes: sections `average` (a cell is the sign of a region and USD an hour) and
 * `interruption` (a cell is the number of a label, a slash, and the signs of regions).
 */
export function readSpot(text: string): SpotTable {
  let regions: readonly string[] = [];
  let labels: readonly string[] = [];
  const sections = new Map<string, Section>();
  let lines = new Map<string, string>();
  for (const line of linesOf(text)) {
    const [head, rest] = headAndCells(line);
    if (head === 'regions') regions = rest.slice(1).split(' ');
    else if (head === 'labels') labels = rest.slice(1).split(' ');
    else if (head === 'average' || head === 'interruption') {
      const [, asOf = '', detail = ''] = /^ (\S+) (.*)$/.exec(rest) ?? [];
      lines = new Map();
      sections.set(head, { asOf, detail, lines });
    } else lines.set(head, rest);
  }
  const signOf = signsOf(regions);
  const cellsOf = (section: string, type: string): readonly string[] =>
    (sections.get(section)?.lines.get(type) ?? ' ').slice(1).split(' ');

  return {
    average(type, region) {
      const sign = signOf.get(region);
      const { asOf = '', detail } = sections.get('average') ?? {};
      const cell = sign && cellsOf('average', type).find((one) => one.startsWith(sign));
      if (cell === undefined || cell === '') return undefined;
      return {
        perHour: usd(decimalOf(cell.slice(1))),
        source: { name: 'embedded catalogue', ...(detail !== undefined && { detail }) },
        asOf,
      };
    },
    interruption(type, region) {
      const sign = signOf.get(region);
      const { asOf = '' } = sections.get('interruption') ?? {};
      const cell = sign && cellsOf('interruption', type).find((one) => one.slice(one.indexOf('/')).includes(sign));
      const label = cell && labels[Number(cell.slice(0, cell.indexOf('/')))];
      return label === undefined || label === '' ? undefined : { label, asOf };
    },
  };
}
