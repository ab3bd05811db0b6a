import { mibPerGib } from '../../core/gib.ts';
import { money, toRecord, type Money } from '../../core/money.ts';
import { badValue, oneWord, plainly, startingWith, type Declared } from './option.ts';

/** A figure in one of several units; the first is meant where none is said. */
interface Measure {
  readonly shape: string;
  readonly about: string;
  /** Units in lower case, by how many of the option's own unit they are. */
  readonly units: readonly (readonly [unit: string, size: number])[];
  /** Nothing between two numbers. */
  readonly whole?: boolean;
  /** What completion offers, as it is typed. */
  readonly usual: readonly string[];
  readonly right: string;
  readonly print: (value: number) => string;
}

/** Beyond this a figure is a mistake of typing. */
const figureLimit = 1e9;

/** Nothing finer than the smallest unit is taken but 0; a bare word, where it bears its unit: `16GiB`, `4vcpu`. */
function measure({ shape, about, units, whole = false, usual, right, print }: Measure): Declared<number> {
  const finest = Math.min(...units.map(([, size]) => size));
  const sizeOf = (word: string, needsUnit: boolean): number | undefined => {
    const [, figure = '', unit = ''] = /^(\d{1,10}(?:\.\d{1,10})?)\s*([a-z/-]*)$/i.exec(word.trim()) ?? [];
    const size = unit === '' && !needsUnit ? units[0]?.[1] : units.find(([one]) => one === unit.toLowerCase())?.[1];
    const value = figure === '' || size === undefined ? Number.NaN : Number(figure) * size;
    const fits = value === 0 || (value >= finest && value <= figureLimit);
    return fits && (!whole || Number.isInteger(value)) ? value : undefined;
  };
  return oneWord({
    shape,
    about,
    figure: { min: 0, max: figureLimit / (units[0]?.[1] ?? 1), whole },
    recognises: (word) => sizeOf(word, true) !== undefined,
    parse: (word) => sizeOf(word, false) ?? badValue(shape, word, right),
    print,
    suggest: async (typed) => startingWith(typed, plainly(usual)),
  });
}

const gibPerTib = 1_024;

/** Memory in MiB, typed in GiB: `16`, `16GiB`, `16gb`, `0.5`, `512MiB`, `1TiB`. People say GB and mean GiB. */
export const memory = (about: string): Declared<number> =>
  measure({
    shape: 'GiB',
    about,
    units: [
      ['gib', mibPerGib],
      ['gb', mibPerGib],
      ['g', mibPerGib],
      ['mib', 1],
      ['mb', 1],
      ['tib', mibPerGib * gibPerTib],
      ['tb', mibPerGib * gibPerTib],
    ],
    usual: ['1', '2', '4', '8', '16', '32', '64', '128', '256', '512'],
    right: 'GiB as 16, 0.5 or 16GiB',
    print: (value) => String(value / mibPerGib),
  });

/** Gbit/s, as AWS tells network: `10`, `10gbps`, `750mbps`. */
export const networkSpeed = (about: string): Declared<number> =>
  measure({
    shape: 'Gbit/s',
    about,
    units: [
      ['gbit/s', 1],
      ['gbps', 1],
      ['gbit', 1],
      ['mbit/s', 0.001],
      ['mbps', 0.001],
      ['mbit', 0.001],
    ],
    usual: ['1', '5', '10', '12.5', '25', '50', '100', '200'],
    right: 'Gbit/s as 10, 12.5 or 750mbps',
    print: String,
  });

/** A number of vCPUs: `4`, `4vcpu`. */
export const vCpuCount = (about: string): Declared<number> =>
  measure({
    shape: 'NUMBER',
    about,
    units: [
      ['vcpu', 1],
      ['vcpus', 1],
      ['cpu', 1],
      ['cpus', 1],
    ],
    whole: true,
    usual: ['1', '2', '4', '8', '16', '32', '64', '96', '128', '192'],
    right: 'a whole number, as 4',
    print: String,
  });

/** A number of whole GPUs: `1`, `4gpu`. */
export const gpuCount = (about: string): Declared<number> =>
  measure({
    shape: 'NUMBER',
    about,
    units: [
      ['gpu', 1],
      ['gpus', 1],
    ],
    whole: true,
    usual: ['1', '2', '4', '8'],
    right: 'a whole number, as 1',
    print: String,
  });

const currencies = ['USD', 'CNY', 'EUR'] as const;

/** A price of an hour, exact: `0.2`, `$0.2`, `0.2usd`, `1.5cny`. Dollars where nothing is said. */
export const hourlyPrice = (about: string): Declared<Money> =>
  oneWord({
    shape: '$/HOUR',
    about,
    recognises: (word) => word.startsWith('$') && priceOf(word) !== undefined,
    parse: (word) => priceOf(word) ?? badValue('$/HOUR', word, 'a price of an hour, as 0.2 or $0.2'),
    print: priceWord,
    suggest: async (typed) => startingWith(typed, plainly(['0.05', '0.1', '0.2', '0.5', '1', '2', '5'])),
  });

/** A price as it is typed: `0.2`, `1.5cny`. */
export const priceWord = (value: Money): string => toRecord(value).replace(' ', '').toLowerCase();

function priceOf(word: string): Money | undefined {
  const [, sign = '', figure = '', named = ''] =
    /^(\$?)(\d{1,9}(?:\.\d{1,10})?)\s*([a-z]*)$/i.exec(word.trim().replace(/\/h(our)?$/i, '')) ?? [];
  const currency = currencies.find((one) => one === (named === '' ? 'USD' : named.toUpperCase()));
  return figure === '' || currency === undefined || (sign !== '' && currency !== 'USD')
    ? undefined
    : money(figure, currency);
}
