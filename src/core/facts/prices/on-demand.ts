import Big from 'big.js';
import { usd } from '../../money.ts';
import { operatingSystems, type OperatingSystem, type Product, type Rate } from '../../ports/price-list.ts';

/** The embedded On-Demand table. A type's line is read when it is asked for; a figure that was read is kept. */
export interface OnDemandTable {
  readonly regions: readonly string[];
  readonly types: readonly string[];
  /** Undefined: not sold so, as far as the table knows. */
  find(product: Product): Rate | undefined;
  /** Regions that sell the type, and what it is sold with there. */
  soldIn(type: string): ReadonlyMap<string, readonly OperatingSystem[]>;
}

interface Line {
  readonly asOf: string;
  readonly detail: string;
  readonly cells: string;
}

/** Reads the text that scripts/catalogue.ts writes; its first lines say the form. */
export function readOnDemand(text: string): OnDemandTable {
  let regions: readonly string[] = [];
  const patterns: string[] = [];
  const lines = new Map<string, Line[]>();
  let asOf = '';
  let detail = '';
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const space = line.indexOf(' ');
    const head = line.slice(0, space);
    const rest = line.slice(space + 1);
    if (head === 'regions') regions = rest.split(' ');
    else if (head === '+') patterns.push(rest);
    else if (head === 'source') [asOf, detail] = [rest.slice(0, rest.indexOf(' ')), rest.slice(rest.indexOf(' ') + 1)];
    else lines.set(head, [...(lines.get(head) ?? []), { asOf, detail, cells: rest }]);
  }

  const known = new Map<string, ReadonlyMap<string, ReadonlyMap<OperatingSystem, Rate>>>();
  const readType = (type: string): ReadonlyMap<string, ReadonlyMap<OperatingSystem, Rate>> => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const byRegion = new Map<string, Map<OperatingSystem, Rate>>();
    for (const { asOf: day, detail: from, cells } of lines.get(type) ?? []) {
      for (const cell of cells.split(' ')) {
        const [region = '', pattern = '', linux = ''] = cell.split('/');
        const rates = byRegion.get(regions[Number(region)] ?? '') ?? new Map<OperatingSystem, Rate>();
        const base = new Big(linux === '' ? '0' : linux);
        const add = (os: OperatingSystem, amount: Big) => {
          if (!rates.has(os))
            rates.set(os, { perHour: usd(amount), source: { name: 'embedded catalogue', detail: from }, asOf: day });
        };
        if (linux !== '') add('linux', base);
        (patterns[Number(pattern)] ?? '').split(',').forEach((above, index) => {
          const os = operatingSystems[index + 1];
          if (above !== '' && os !== undefined) add(os, base.plus(above));
        });
        byRegion.set(regions[Number(region)] ?? '', rates);
      }
    }
    known.set(type, byRegion);
    return byRegion;
  };

  return {
    regions,
    types: [...lines.keys()],
    find: ({ type, region, os }) => readType(type).get(region)?.get(os),
    soldIn: (type) => new Map([...readType(type)].map(([region, rates]) => [region, [...rates.keys()]])),
  };
}
