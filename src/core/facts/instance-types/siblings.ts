import type { TypeFacts } from '../../ports/instance-type.ts';
import { sizeOf } from './catalogue.ts';
import { factsOf, familiesOf, smallestOf, type Known } from './known.ts';
import { readTypeName, type TypeName } from './name.ts';

/** How a family stands to another: newer of its line, cheaper by giving less of the CPU, with all of it, or of another maker. */
export const relations = ['newer', 'flex', 'not flex', 'Graviton', 'AMD', 'Intel'] as const;
export type Relation = (typeof relations)[number];

/** A family beside another. */
export interface FamilySibling {
  readonly family: string;
  readonly relation: Relation;
  readonly generation: number;
}

/** A type that may stand in for another: of its size, else the next larger one there is. */
export interface Sibling extends FamilySibling {
  readonly facts: TypeFacts;
}

/** Lines that go on under another name (AWS's pages of the later families; z1d and x by their clock and memory). */
const goesOnAs: Readonly<Record<string, readonly string[]>> = {
  a1: ['m6g'],
  g4dn: ['g5'],
  i3en: ['i7ie'],
  p3: ['p4d'],
  p3dn: ['p4d'],
  p4d: ['p5'],
  p4de: ['p5'],
  p5: ['p6-b200', 'p6-b300'],
  p5e: ['p6-b200', 'p6-b300'],
  p5en: ['p6-b200', 'p6-b300'],
  trn1n: ['trn2'],
  'u-3tb1': ['u7i-6tb'],
  'u-6tb1': ['u7i-6tb'],
  'u-9tb1': ['u7i-12tb'],
  'u-12tb1': ['u7i-12tb'],
  'u-18tb1': ['u7in-24tb'],
  'u-24tb1': ['u7in-24tb'],
  x1: ['x2idn'],
  x1e: ['x2iedn'],
  z1d: ['r7iz', 'm8azn'],
};

const makerRelation: Readonly<Record<string, Relation>> = { AWS: 'Graviton', AMD: 'AMD', Intel: 'Intel' };

/**
 * Families beside that of a type, newest first under each relation: of the same series and options, a later generation of the
 * same maker, another maker, flex. Newer ones that AWS counts as previous are left out where there is a current one; of
 * another maker those of earlier generations, but for its newest.
 */
export function familiesBeside(facts: TypeFacts, known: Known): readonly FamilySibling[] {
  const own = readTypeName(facts.name);
  if (own === undefined) return [];
  const found = [...byRule(own, facts.processor, known), ...byTable(own.family, known)];
  return relations.flatMap((relation) => {
    const some = found
      .filter((one) => one.relation === relation)
      .toSorted((one, other) => other.generation - one.generation);
    return relation === 'newer' ? currentOf(some, known) : notOlder(some, own.generation ?? 0);
  });
}

/** The types that may stand in for a type, see {@link familiesBeside}. */
export const siblingsOf = (facts: TypeFacts, known: Known): readonly Sibling[] =>
  familiesBeside(facts, known).flatMap((beside) => {
    const same = sameSize(facts, beside.family, known);
    return same === undefined ? [] : [{ ...beside, facts: same }];
  });

/** Of a family the type of the same size, else the smallest that has as many vCPUs; bare metal for bare metal. */
export function sameSize({ name, vCpus, bareMetal }: TypeFacts, family: string, known: Known): TypeFacts | undefined {
  return (
    known.find(`${family}.${sizeOf(name)}`) ??
    factsOf(family, known)
      .filter((one) => one.bareMetal === bareMetal && one.vCpus >= vCpus)
      .toSorted((one, other) => one.vCpus - other.vCpus)[0]
  );
}

function byRule(own: TypeName, ownMaker: string, known: Known): readonly FamilySibling[] {
  // What a Mac, or a machine that is named by its accelerator or memory, is chosen for is no option's letter.
  if (own.series === 'mac' || (own.variant !== undefined && own.variant !== 'flex')) return [];
  return familiesOf(own.series, own.options, known).flatMap(({ name, maker }) => {
    const relation = relationOf(own, ownMaker, name, maker);
    return relation === undefined ? [] : [{ family: name.family, relation, generation: name.generation ?? 0 }];
  });
}

function relationOf(own: TypeName, ownMaker: string, other: TypeName, maker: string): Relation | undefined {
  const later = (other.generation ?? 0) - (own.generation ?? 0);
  // Beside an accelerator the processor is of no account: g5, g6 and g7 are one line, g5g has another GPU.
  if (own.class === 'accelerated computing') return later > 0 && own.maker === other.maker ? 'newer' : undefined;
  if (maker !== ownMaker) return other.variant === undefined ? makerRelation[maker] : undefined;
  if (own.variant === other.variant) return later > 0 ? 'newer' : undefined;
  if (later < 0) return undefined;
  return other.variant === 'flex' ? 'flex' : 'not flex';
}

/** What the table leads to, and from there whatever is newer. */
const byTable = (family: string, known: Known): readonly FamilySibling[] =>
  (goesOnAs[family] ?? []).flatMap((next) => {
    const facts = smallestOf(next, known);
    const generation = readTypeName(next)?.generation ?? 0;
    return [
      ...(facts === undefined ? [] : [{ family: next, relation: 'newer' as const, generation }]),
      ...(facts === undefined
        ? byTable(next, known)
        : familiesBeside(facts, known).filter(({ relation }) => relation === 'newer')),
    ];
  });

function currentOf(newer: readonly FamilySibling[], known: Known): readonly FamilySibling[] {
  const current = newer.filter(({ family }) => smallestOf(family, known)?.currentGeneration);
  return current.length > 0 ? current : newer;
}

const notOlder = (some: readonly FamilySibling[], generation: number): readonly FamilySibling[] =>
  some.filter((one, index) => index === 0 || one.generation >= generation);
