import Big from 'big.js';
import { LRUCache } from 'lru-cache';
import { money, usd, zero, type Money } from '../../money.ts';
import { operatingSystems, type OperatingSystem, type Product, type Provenance } from '../../ports/price-list.ts';
import { decimalOf, headAndCells, linesOf, regionSigns, signsOf } from '../data/lines.ts';
import { familyOf } from '../instance-types/catalogue.ts';
import { effectivePerHour, paidOfRate, terms, termWord, type PricedTerm, type Term } from './terms.ts';

/** The embedded figures of commitments. Of each the newest source that has it, with that source's own day. */
export interface TermTable {
  /** What is known of a product, in the order of {@link terms}; empty: nothing. */
  find(product: Product): readonly PricedTerm[];
  /** Every product of which something is known. */
  products(): Iterable<Product>;
}

/** The figures of one source for one operating system: by type its cells, each after a space. */
interface Section extends Provenance {
  readonly os: OperatingSystem;
  readonly columns: readonly Term[];
  readonly lines: Map<string, string>;
}

/** Products whose terms are kept as they were read, a few kilobytes each. */
const productsKept = 500;

const byWord: ReadonlyMap<string, Term> = new Map(terms.map((term) => [termWord(term), term]));

/**
 * Reads the text that scripts/catalogue.ts writes. A cell is REGIONS/FIGURE/…, the signs of its regions and a figure for
 * each column of its source, empty where there is none. What a figure is follows from the column: of a reservation paid all
 * upfront that sum in whole dollars, of every other commitment all that an hour costs. A line whose first cell is
 * =SIZE/PARTS/DIGITS leaves out each region in which the figures are those of another size of its family, divided by PARTS
 * and rounded.
 */
export function readTerms(text: string): TermTable {
  let regions: readonly string[] = [];
  const sections: Section[] = [];
  for (const line of linesOf(text)) {
    const [head, rest] = headAndCells(line);
    if (head === 'regions') regions = rest.slice(1).split(' ');
    else if (head === 'source') sections.push(sectionOf(rest.slice(1)));
    else sections.at(-1)?.lines.set(head, rest);
  }
  const signOf = signsOf(regions);

  const look = ({ type, region, os }: Product): readonly PricedTerm[] => {
    const sign = signOf.get(region);
    if (sign === undefined) return [];
    const found = new Map<Term, PricedTerm>();
    for (const section of sections) {
      if (section.os !== os) continue;
      const figures = figuresOf(section, type, sign);
      for (const [index, term] of section.columns.entries()) {
        const figure = figures[index] ?? '';
        if (figure !== '' && !found.has(term)) found.set(term, pricedBy(term, figure, section));
      }
    }
    return terms.flatMap((term) => found.get(term) ?? []);
  };
  const known = new LRUCache<string, readonly PricedTerm[]>({ max: productsKept });

  return {
    find(product) {
      if (product.tenancy === 'dedicated') return [];
      const key = `${product.type} ${product.region} ${product.os}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const found = look(product);
      known.set(key, found);
      return found;
    },
    *products() {
      const told = new Set<string>();
      for (const section of sections)
        for (const type of section.lines.keys())
          for (const [index, region] of regions.entries()) {
            const key = `${type} ${region} ${section.os}`;
            if (told.has(key) || figuresOf(section, type, regionSigns[index] ?? '').every((one) => one === ''))
              continue;
            told.add(key);
            yield { type, region, os: section.os };
          }
    },
  };
}

/** `2025-04 linux ri-1y-none,ri-3y-none What it is called`. */
function sectionOf(words: string): Section {
  const [, asOf = '', system = '', columns = '', detail = ''] = /^(\S+) (\S+) (\S+) (.*)$/.exec(words) ?? [];
  const os = operatingSystems.find((one) => one === system);
  const named = columns.split(',').map((word) => byWord.get(word));
  if (os === undefined || named.includes(undefined)) throw new Error(`a source of terms cannot be read: ${words}`);
  return {
    asOf,
    source: { name: 'embedded catalogue', detail },
    os,
    columns: named.flatMap((term) => term ?? []),
    lines: new Map(),
  };
}

/** The figures of a region in a line of cells; undefined: it has no cell of its own. */
function cellOf(cells: string, sign: string): readonly string[] | undefined {
  for (const cell of cells.slice(1).split(' ')) {
    const slash = cell.indexOf('/');
    if (!cell.startsWith('=') && cell.slice(0, slash).includes(sign)) return cell.slice(slash + 1).split('/');
  }
  return undefined;
}

/** The figures of a type in a region, its own or a part of another size's; empty: none. */
function figuresOf({ lines }: Section, type: string, sign: string): readonly string[] {
  const line = lines.get(type) ?? '';
  const own = cellOf(line, sign);
  const [, size, parts, digits] = /^ =([^/]+)\/(\d+)\/(\d)/.exec(line) ?? [];
  if (own !== undefined || size === undefined) return own ?? [];
  const other = cellOf(lines.get(`${familyOf(type)}.${size}`) ?? '', sign) ?? [];
  return other.map((figure) => (figure === '' ? '' : partOf(figure, Number(parts), Number(digits))));
}

/** The same figure of a size that is a part of another, as AWS rounds it. */
export const partOf = (figure: string, parts: number, digits: number): string =>
  new Big(decimalOf(figure)).div(parts).round(digits).toFixed();

function pricedBy(term: Term, figure: string, { source, asOf }: Section): PricedTerm {
  const { plan, years, payment } = term;
  const told = { ...term, source, asOf };
  const price = usd(decimalOf(figure));
  if (plan === 'sp' || plan === 'esp') return { ...told, effectivePerHour: price, paid: paidOfRate(price, term) };
  switch (payment) {
    case 'none':
      return { ...told, effectivePerHour: price, paid: { upfront: zero, perHour: price } };
    case 'all': {
      const paid = { upfront: price, perHour: zero };
      return { ...told, effectivePerHour: effectivePerHour({ ...paid, years }), paid };
    }
    case 'partial':
      return { ...told, effectivePerHour: price };
  }
}

/** Digits to which AWS's tables tell what an hour of a commitment costs. */
const hourDigits = 6;

/** All that an hour costs as tables tell it, to six digits. */
export const toldPerHour = ({ effectivePerHour: whole }: Pick<PricedTerm, 'effectivePerHour'>): Money =>
  money(whole.amount.round(hourDigits), whole.currency);
