import type { TypeFacts } from '../../ports/instance-type.ts';
import { factsOf, smallestOf, type Known } from './known.ts';
import { readTypeName, type TypeName } from './name.ts';
import { classes, seriesOf, type TypeClass } from './series.ts';

/** Families that people speak of together. */
export interface FamilyClass {
  readonly name: string;
  readonly means: string;
  /** Whether a family is of it. @param facts Of any type of the family. */
  has(family: TypeName | undefined, facts: TypeFacts): boolean;
}

const awsClasses: Readonly<Record<TypeClass, { readonly short: string; readonly means: string }>> = {
  'general purpose': { short: 'general', means: 'CPU, memory and network in balance' },
  'compute optimized': { short: 'compute', means: 'much CPU for the price, about 2 GiB a vCPU' },
  'memory optimized': { short: 'memory', means: 'much memory for the price, 8 GiB a vCPU and more' },
  'storage optimized': { short: 'storage', means: 'large and fast local disks' },
  'accelerated computing': { short: 'accelerated', means: 'GPUs and other devices that compute beside the CPU' },
  'high performance computing': { short: 'hpc', means: 'simulations over many machines' },
};

/** Other words, with what makes a family one of theirs. */
const ownClasses: readonly (FamilyClass & { readonly also: readonly string[] })[] = [
  {
    name: 'burstable',
    also: ['t series', 'burst'],
    means: 'a small share of the CPU for ever, and more for a while',
    has: (_, { burstable }) => burstable,
  },
  {
    name: 'flex',
    also: [],
    means: 'cheaper by not promising the full CPU all the time',
    has: (family) => family?.variant === 'flex',
  },
  {
    name: 'graviton',
    also: ['arm', 'arm64'],
    means: 'AWS’s own arm64 processors',
    has: (_, { processor }) => processor === 'AWS',
  },
  { name: 'amd', also: [], means: 'AMD processors', has: (_, { processor }) => processor === 'AMD' },
  { name: 'intel', also: [], means: 'Intel processors', has: (_, { processor }) => processor === 'Intel' },
  {
    name: 'gpu',
    also: ['gpus'],
    means: 'graphics processors, whole ones or parts of one',
    has: (_, { accelerators }) => accelerators.some(({ kind }) => kind === 'gpu'),
  },
  {
    name: 'high memory',
    also: ['high-memory'],
    means: '3 TiB of memory and more',
    has: (family) => family?.series === 'u',
  },
];

/** The classes by their own names. */
export const classNames: readonly string[] = [...classes, ...ownClasses.map(({ name }) => name)];

/** The class that words name, or the series (`r`, `r series`); undefined: none. */
export function classOf(words: string): FamilyClass | undefined {
  const wanted = words.replace('optimised', 'optimized').replace(/ (instances?|types?|families)$/, '');
  const own = ownClasses.find(({ name, also }) => name === wanted || also.includes(wanted));
  if (own !== undefined) return own;
  const name = classes.find((one) => one === wanted || awsClasses[one].short === wanted);
  if (name !== undefined) return { name, means: awsClasses[name].means, has: (family) => family?.class === name };
  const series = seriesOf(wanted.replace(/[ -]series$/, ''));
  return (
    series && {
      name: `${series.letters} series`,
      means: series.means,
      has: (family) => family?.series === series.letters,
    }
  );
}

/** A family of a class. */
export interface ClassMember {
  readonly family: string;
  readonly name: TypeName | undefined;
  readonly sizes: readonly TypeFacts[];
  readonly current: boolean;
}

/** New before old, and plain before special: each option puts a family as far back as a generation does. */
const rank = ({ current, name }: ClassMember): number =>
  (current ? 100 : 0) + (name?.generation ?? 0) - (name?.options.length ?? 0);

/** The families of a class: current ones first, of these the newest and plainest. */
export function familiesIn({ has }: FamilyClass, known: Known): readonly ClassMember[] {
  return known
    .families()
    .flatMap((family) => {
      const first = smallestOf(family, known);
      const name = readTypeName(family);
      return first !== undefined && has(name, first)
        ? [{ family, name, sizes: factsOf(family, known), current: first.currentGeneration }]
        : [];
    })
    .toSorted((one, other) => rank(other) - rank(one));
}
