import { code, say } from '../../text.ts';
import { isProcessorLetter, optionMeans, processorLetters, type Maker } from './letters.ts';
import { seriesOf, seriesTable, type TypeClass } from './series.ts';

/** What is said to a name that is none. */
export const typeForm = say`A type is a family and a size, as ${code('m5.large')}.`;

/** A stretch of a name and what it means. The texts of all parts, one after the other, are the name. */
export interface NamePart {
  /** As it stands in the name, with the sign before it: `m`, `-flex`, `.xlarge`. */
  readonly text: string;
  readonly is: 'series' | 'generation' | 'processor' | 'option' | 'variant' | 'size';
  readonly means: string;
  /** vCPUs that types of the size have as a rule; undefined: no rule is known, or it is no size. */
  readonly vCpus?: number;
}

/** A name of an instance type, or of a family alone, taken apart. It says nothing about whether AWS has such a type. */
export interface TypeName {
  /** Everything before the dot, as EC2 uses the word: `c6i`. */
  readonly family: string;
  /** Undefined: the name is that of a family. */
  readonly size: string | undefined;
  readonly series: string;
  readonly class: TypeClass;
  /** Undefined: a Mac that is named by its chip alone. */
  readonly generation: number | undefined;
  /** Undefined: the name does not say, and only the facts of the type do. */
  readonly maker: Maker | undefined;
  /** Letters of the options, in the order of the name: `dn`. */
  readonly options: string;
  /** What follows a hyphen, without it: `flex`, `12tb`, `m2pro`, `gb200`. */
  readonly variant: string | undefined;
  readonly parts: readonly NamePart[];
}

const alone = new Set(['u', 'mac']);
const regularSeries = seriesTable.flatMap(({ letters }) => (alone.has(letters) ? [] : [letters])).join('|');

/** The forms of a family's name, of which all names in EC2's API are (first that fits). The groups are the parts, in order. */
const forms: readonly RegExp[] = [
  /^(?<series>u)(?<variant>-[1-9]\d{0,2}tb)(?<generation>\d)$/,
  /^(?<series>u)(?<generation>[1-9]\d?)(?<processor>[agi])?(?<options>[a-z]{0,5})(?<variant>-[1-9]\d{0,2}tb)$/,
  /^(?<series>mac)(?=\d|-)(?<generation>[1-9]\d?)?(?<variant>-m[1-9]\d?(?:pro|max|ultra)?)?$/,
  /^(?<series>p)(?<generation>[1-9]\d?)(?<options>[a-z]{0,5})(?<variant>-g?b[1-9]\d{2})$/,
  new RegExp(
    `^(?<series>${regularSeries})(?<generation>[1-9]\\d?)(?<processor>[agi])?(?<options>[a-z]{0,5})(?<variant>-flex)?$`,
  ),
];

const sizeForm =
  /^(?:nano|micro|small|medium|large|(?<times>[1-9]\d{0,2})?xlarge|metal(?:-(?<metalTimes>[1-9]\d{0,2})xl)?)$/;

/**
 * Reads the name of a type (`m5d.xlarge`) or of a family (`m5d`), in small letters; undefined: it has the form of neither.
 * Names that do not exist yet are read as well. Never throws.
 */
export function readTypeName(text: string): TypeName | undefined {
  const dot = text.indexOf('.');
  const family = readFamily(dot < 0 ? text : text.slice(0, dot));
  if (family === undefined || dot < 0) return family;
  const size = text.slice(dot + 1);
  const meaning = meaningOfSize(size);
  if (meaning === undefined) return undefined;
  return { ...family, size, parts: [...family.parts, { text: `.${size}`, is: 'size', ...meaning }] };
}

function readFamily(family: string): TypeName | undefined {
  const groups = groupsOf(family);
  const series = seriesOf(groups?.['series'] ?? '');
  if (groups === undefined || series === undefined) return undefined;
  const { generation, processor = '', options = '', variant } = groups;
  const letters = processor + options;
  if (new Set(letters).size < letters.length) return undefined;
  return {
    family,
    size: undefined,
    series: series.letters,
    class: series.class,
    generation: generation === undefined ? undefined : Number(generation),
    maker: isProcessorLetter(processor) ? processorLetters[processor].maker : undefined,
    options,
    variant: variant?.slice(1),
    // Few who look through the families of a series read them: words cost more than the name.
    get parts() {
      return Object.entries(groups).flatMap(([is, part]) => partsOf(is, part, family));
    },
  };
}

/** The name that was read. */
export const printTypeName = ({ parts }: TypeName): string => parts.map(({ text }) => text).join('');

function groupsOf(family: string): Readonly<Record<string, string | undefined>> | undefined {
  for (const form of forms) {
    const { groups } = form.exec(family) ?? {};
    if (groups !== undefined) return groups;
  }
  return undefined;
}

function partsOf(group: string, text: string | undefined, family: string): readonly NamePart[] {
  if (text === undefined) return [];
  switch (group) {
    case 'series':
      return [{ text, is: 'series', means: seriesOf(text)?.means ?? '' }];
    case 'generation':
      return [{ text, is: 'generation', means: `generation ${text}` }];
    case 'processor':
      return isProcessorLetter(text) ? [{ text, is: 'processor', means: processorLetters[text].means }] : [];
    case 'options':
      return Array.from(text, (letter) => ({
        text: letter,
        is: 'option',
        means: optionMeans(letter, family) ?? 'a letter whose meaning is not known here',
      }));
    default:
      return [{ text, is: 'variant', means: meaningOfVariant(text.slice(1)) }];
  }
}

function meaningOfVariant(variant: string): string {
  if (variant === 'flex') return 'flex: cheaper, and the full CPU not all the time';
  const [, tebibytes] = /^(\d+)tb$/.exec(variant) ?? [];
  if (tebibytes !== undefined) return `${tebibytes} TiB of memory`;
  const [, chip = '', more = ''] = /^(m\d+)(.*)$/.exec(variant) ?? [];
  if (chip !== '') return `Apple ${chip.toUpperCase()}${more && ` ${more[0]?.toUpperCase()}${more.slice(1)}`} chip`;
  return `${variant.toUpperCase()} GPUs`;
}

/** Sizes below xlarge, as AWS weighs them (EC2 guide, "Reserved Instances", normalization factors: 8 for xlarge). */
const smallSizes: Readonly<Record<string, string>> = {
  nano: '1/32 of an xlarge',
  micro: '1/16 of an xlarge',
  small: '1/8 of an xlarge',
  medium: '1/4 of an xlarge',
  large: '1/2 of an xlarge',
};

/** Exceptions are cluster types, those of HPC, c4 and d2. */
const vCpusOfXlarge = 4;

function meaningOfSize(size: string): Pick<NamePart, 'means' | 'vCpus'> | undefined {
  const read = sizeForm.exec(size);
  if (read === null) return undefined;
  const { times, metalTimes } = read.groups ?? {};
  if (metalTimes !== undefined) return { means: `bare metal, without a hypervisor, as large as ${metalTimes}xlarge` };
  if (size === 'metal') return { means: 'bare metal: the whole machine, without a hypervisor' };
  const small = smallSizes[size];
  if (small !== undefined) return { means: small };
  const vCpus = Number(times ?? 1) * vCpusOfXlarge;
  return { means: `${vCpus} vCPUs as a rule`, vCpus };
}
