/**
 * The embedded figures of commitments, for scripts/catalogue.ts: which figure of which table may be told, and the text of
 * the file. Every figure that was written is read back through the code that the product uses and compared with its row; a
 * difference throws.
 */
import { regionSigns } from '../src/core/facts/data/lines.ts';
import { familyOf, sizeOf, typeOrder } from '../src/core/facts/instance-types/catalogue.ts';
import { platformOf } from '../src/core/facts/prices/platforms.ts';
import { partOf, readTerms, toldPerHour } from '../src/core/facts/prices/term-table.ts';
import { terms, termHours, termWord, type Term } from '../src/core/facts/prices/terms.ts';
import type { OperatingSystem } from '../src/core/ports/price-list.ts';
import { made, numberOf, short, type Made, type Row } from './catalogue-made.ts';

/** Figures of one source for one system: by type and region the text of each column, empty where it has none. */
interface Section {
  readonly asOf: string;
  readonly os: OperatingSystem;
  readonly detail: string;
  readonly columns: readonly string[];
  readonly figures: Map<string, Map<string, readonly string[]>>;
}

/** The tables that the figures are taken from. */
export interface Tables {
  /** About July 2026, every region. */
  readonly regions: readonly Row[];
  /** Of 2025-04. */
  readonly noUpfront: readonly Row[];
  /** Of 2023-05, us-east-1. */
  readonly allTerms: readonly Row[];
  /** Rates of Savings Plans as the bulk files have them, one each. */
  readonly savings: readonly SavingsRow[];
}

/** A rate of a Savings Plan for one kind of usage. */
export interface SavingsRow {
  readonly asOf: string;
  readonly term: Term;
  readonly region: string;
  /** With AWS's prefix of the region: `APN1-BoxUsage:c5.xlarge`. */
  readonly usageType: string;
  readonly operation: string;
  readonly rate: string;
}

const section = (asOf: string, os: OperatingSystem, detail: string, columns: readonly string[]): Section => ({
  asOf,
  os,
  detail,
  columns,
  figures: new Map(),
});
const put = ({ figures }: Section, type: string, region: string, cells: readonly string[]): void => {
  if (cells.every((cell) => cell === '')) return;
  figures.set(type, (figures.get(type) ?? new Map<string, readonly string[]>()).set(region, cells));
};

/** A table tells what is paid all upfront as an hour's share of six digits; every one of these is that of a whole number of dollars. */
function upfrontOf(perHour: string, word: string): string {
  if (perHour === '') return '';
  const hours = termHours(word.includes('-1y-') ? 1 : 3);
  const dollars = numberOf(perHour).times(hours).round(0);
  if (!dollars.div(hours).round(6).eq(perHour)) throw new Error(`${perHour} is no share of whole dollars`);
  return dollars.toFixed();
}

/** The four sources, newest first; a figure that a newer one has is left out of an older one. */
function sectionsOf({ regions, noUpfront, allTerms, savings }: Tables): readonly Section[] {
  const onDemand = new Map(regions.map((row) => [`${row['instance_type']} ${row['region']}`, row['linux'] ?? '']));

  const standard = section('2026-07', 'linux', 'AWS Price List, Reserved Instances', ['ri-1y-all', 'ri-3y-all']);
  for (const row of regions)
    put(standard, row['instance_type'] ?? '', row['region'] ?? '', [
      upfrontOf(row['linux_ri_std_1y_all_upfront'] ?? '', 'ri-1y-all'),
      upfrontOf(row['linux_ri_std_3y_all_upfront'] ?? '', 'ri-3y-all'),
    ]);

  const none = section('2025-04', 'linux', 'AWS Price List, Reserved Instances', [
    'ri-1y-none',
    'ri-3y-none',
    'cri-1y-none',
    'cri-3y-none',
  ]);
  for (const row of noUpfront) {
    const type = row['instance_type'] ?? '';
    const region = row['region'] ?? '';
    // Where On-Demand has a new price the reserved one of that time is no longer true.
    const now = onDemand.get(`${type} ${region}`) ?? '';
    if (now === '' || !numberOf(now).eq(row['linux_on_demand'] ?? '')) continue;
    put(none, type, region, [
      row['ri_std_1y_no_upfront'] ?? '',
      row['ri_std_3y_no_upfront'] ?? '',
      row['ri_conv_1y_no_upfront'] ?? '',
      row['ri_conv_3y_no_upfront'] ?? '',
    ]);
  }

  const reserved = terms.filter(({ plan }) => plan === 'ri' || plan === 'cri').map(termWord);
  const all = section('2023-05', 'linux', 'AWS Price List, Reserved Instances', reserved);
  const newer = (type: string, word: string): boolean =>
    [standard, none].some(
      ({ columns, figures }) => (figures.get(type)?.get('us-east-1')?.[columns.indexOf(word)] ?? '') !== '',
    );
  for (const row of allTerms) {
    const type = row['instance_type'] ?? '';
    // Its price was cut since.
    if (type === 'p4d.24xlarge') continue;
    put(
      all,
      type,
      'us-east-1',
      reserved.map((word) => {
        const figure = row[columnOf(word)] ?? '';
        return newer(type, word) ? '' : word.endsWith('-all') ? upfrontOf(figure, word) : figure;
      }),
    );
  }

  const plans = new Map<string, Section>();
  for (const { asOf, term, region, usageType, operation, rate } of savings) {
    const os = platformOf(operation);
    const [, type] = /-BoxUsage:(.+)$/.exec(usageType) ?? [];
    if (os === undefined || type === undefined) continue;
    const columns = terms.filter(({ plan }) => plan === 'sp' || plan === 'esp').map(termWord);
    const own = plans.get(`${asOf} ${os}`) ?? section(asOf, os, 'AWS Price List, Savings Plans', columns);
    plans.set(`${asOf} ${os}`, own);
    const before = own.figures.get(type)?.get(region) ?? [];
    put(
      own,
      type,
      region,
      columns.map((word, index) => (word === termWord(term) ? rate : (before[index] ?? ''))),
    );
  }
  return [standard, ...plans.values(), none, all].toSorted((one, other) => (one.asOf > other.asOf ? -1 : 1));
}

/** `ri-1y-none` → `ri_1y_std_no_upfront_effective`. */
const columnOf = (word: string): string => {
  const [plan, years, payment] = word.split('-');
  return `ri_${years}_${plan === 'ri' ? 'std' : 'conv'}_${payment === 'none' ? 'no' : payment}_upfront_effective`;
};

type Figures = Section['figures'];

/** A digit more than AWS rounds to tells nothing. */
const digitsAtMost = 6;

/** The cells of a type, each after a space: all of them, or those alone that are no part of the family's largest size, whichever is shorter. */
function lineOf(type: string, all: Figures, regions: readonly string[], vCpusOf: (type: string) => number | undefined) {
  const own = all.get(type) ?? new Map<string, readonly string[]>();
  const whole = cellsOf(own, regions);
  const family = familyOf(type);
  const [largest = type] = [...all.keys()]
    .filter((one) => familyOf(one) === family && vCpusOf(one) !== undefined)
    .toSorted(
      (one, other) =>
        (all.get(other)?.size ?? 0) - (all.get(one)?.size ?? 0) ||
        (vCpusOf(other) ?? 0) - (vCpusOf(one) ?? 0) ||
        typeOrder(one, other),
    );
  const parts = (vCpusOf(largest) ?? 0) / (vCpusOf(type) ?? 0);
  if (largest === type || !Number.isInteger(parts) || parts < 1) return whole;
  const others = all.get(largest) ?? new Map<string, readonly string[]>();
  const derived = Array.from({ length: digitsAtMost + 1 }, (_, digits) => {
    const left = new Map<string, readonly string[]>();
    for (const region of new Set([...own.keys(), ...others.keys()])) {
      const wanted = own.get(region) ?? [];
      const got = (others.get(region) ?? []).map((figure) => (figure === '' ? '' : partOf(figure, parts, digits)));
      if (wanted.map(short).join('/') !== got.map(short).join('/')) left.set(region, wanted.length > 0 ? wanted : ['']);
    }
    return ` =${sizeOf(largest)}/${parts}/${digits}${cellsOf(left, regions)}`;
  });
  return [whole, ...derived].reduce((best, one) => (one.length < best.length ? one : best));
}

/** Regions of equal figures share a cell. */
function cellsOf(figures: ReadonlyMap<string, readonly string[]>, regions: readonly string[]): string {
  const cells = new Map<string, string>();
  for (const [region, own] of [...figures].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const cell = own.map(short).join('/');
    cells.set(cell, `${cells.get(cell) ?? ''}${regionSigns[regions.indexOf(region)]}`);
  }
  return [...cells].map(([cell, signs]) => ` ${signs}/${cell}`).join('');
}

/** terms.txt, compared figure by figure with its tables. */
export function makeTerms(tables: Tables, vCpusOf: (type: string) => number | undefined): Made {
  const sections = sectionsOf(tables);
  const regions = [
    ...new Set(sections.flatMap(({ figures }) => [...figures.values()].flatMap((byRegion) => [...byRegion.keys()]))),
  ].toSorted();
  if (regions.length > regionSigns.length) throw new Error('more regions than signs');
  const lines = sections.flatMap(({ asOf, os, columns, detail, figures }) => [
    `source ${asOf} ${os} ${columns.join(',')} ${detail}`,
    ...[...figures.keys()].toSorted(typeOrder).map((type) => `${type}${lineOf(type, figures, regions, vCpusOf)}`),
  ]);
  const text = [
    '# What commitments cost, USD, each figure of its own source and day. Made by scripts/catalogue.ts; see NOTICE.',
    '# A cell is REGIONS/FIGURE/…: the signs of its regions (0-9, a-z in the order of `regions`), a figure for each column of',
    '# its source, empty where there is none. A figure is all that an hour costs; of a reservation paid all upfront that sum.',
    '# =SIZE/PARTS/DIGITS: a region without a cell of its own has the figures of that size, divided and rounded.',
    `regions ${regions.join(' ')}`,
    ...lines,
    '',
  ].join('\n');

  const read = readTerms(text);
  let compared = 0;
  for (const { asOf, os, columns, figures } of sections)
    for (const [type, byRegion] of figures)
      for (const [region, cells] of byRegion) {
        const found = read.find({ type, region, os });
        for (const [index, word] of columns.entries()) {
          const wanted = cells[index] ?? '';
          if (wanted === '') continue;
          const got = found.find((term) => termWord(term) === word);
          const told = got && (isUpfront(got) ? got.paid?.upfront : got.effectivePerHour);
          if (got?.asOf !== asOf || told?.amount.eq(wanted) !== true)
            throw new Error(`${type} ${region} ${word}: wrote ${told?.amount.toFixed()}, the table has ${wanted}`);
          compared += 1;
        }
      }
  compareShares(tables, read);
  let held = 0;
  for (const product of read.products()) held += read.find(product).length;
  if (held !== compared) throw new Error(`${held} figures are read, ${compared} were written`);
  return made(text, compared);
}

const isUpfront = ({ plan, payment }: Term): boolean => payment === 'all' && (plan === 'ri' || plan === 'cri');

/** What is paid all upfront is written as a sum and told by the hour too: that hour is the table's, to its last digit. */
function compareShares({ regions }: Tables, read: ReturnType<typeof readTerms>): void {
  for (const row of regions) {
    const type = row['instance_type'] ?? '';
    const region = row['region'] ?? '';
    for (const word of ['ri-1y-all', 'ri-3y-all'] as const) {
      const wanted = row[`linux_ri_std_${word.slice(3, 5)}_all_upfront`] ?? '';
      const got = read.find({ type, region, os: 'linux' }).find((term) => termWord(term) === word);
      if (wanted === '' ? got?.asOf === '2026-07' : got === undefined || !toldPerHour(got).amount.eq(wanted))
        throw new Error(`${type} ${region} ${word}: the hour is not the table's`);
    }
  }
}
