import type { TypeFacts } from '../../ports/instance-type.ts';
import { inSlices } from '../../slices.ts';
import { linesOf } from '../data/lines.ts';
import { readData } from '../data/locate.ts';
import { readType, writeType } from './line.ts';

/** Facts of instance types, at once. */
export interface Catalogue {
  /** Undefined: no such name in the data. */
  find(type: string): TypeFacts | undefined;
  /** Every name, in the order of family, then size. */
  names(): readonly string[];
  /** Names of a family's types, as its sizes grow; empty: no such family. */
  typesOf(family: string): readonly string[];
  /** The families, in order. */
  families(): readonly string[];
  /** Day of the data. */
  readonly asOf: string;
}

/** Reads the embedded file; a type's line is taken apart when it is asked for. */
export const openCatalogue = async (): Promise<Catalogue> => readCatalogue(await readData('instance-types.txt'));

/** The text that {@link readCatalogue} reads. Writes in slices. @param types In the order in which `names` tells them. */
export async function writeCatalogue(asOf: string, types: readonly TypeFacts[], signal: AbortSignal): Promise<string> {
  const lines = [`asOf\t${asOf}`];
  await inSlices(types, (one) => lines.push(writeType(one)), signal);
  return [...lines, ''].join('\n');
}

/** Reads the text of {@link writeCatalogue}; lines that begin with # are remarks. */
export function readCatalogue(text: string): Catalogue {
  const lines = new Map<string, string>();
  let asOf = '';
  for (const line of linesOf(text)) {
    const name = line.slice(0, line.indexOf('\t'));
    if (name === 'asOf') asOf = line.slice(name.length + 1);
    else lines.set(name, line);
  }
  const known = new Map<string, TypeFacts>();
  let families: ReadonlyMap<string, readonly string[]> | undefined;
  const byFamily = () => (families ??= inFamilies(lines.keys()));
  return {
    asOf,
    names: () => [...lines.keys()],
    typesOf: (family) => byFamily().get(family) ?? [],
    families: () => [...byFamily().keys()],
    find(type) {
      const line = lines.get(type);
      if (line === undefined) return undefined;
      const facts = known.get(type) ?? readType(line);
      known.set(type, facts);
      return facts;
    },
  };
}

/** Types by their families, both in the order given. */
export function inFamilies(types: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const families = new Map<string, string[]>();
  for (const type of types) {
    const family = familyOf(type);
    const some = families.get(family);
    if (some === undefined) families.set(family, [type]);
    else some.push(type);
  }
  return families;
}

/** The family of a type, everything before the dot. */
export const familyOf = (type: string): string => type.slice(0, type.indexOf('.'));

/** The size of a type, everything after the dot. */
export const sizeOf = (type: string): string => type.slice(type.indexOf('.') + 1);

/** Families, then sizes as they grow: what a person expects of a list. */
export function typeOrder(one: string, other: string): number {
  const [family, otherFamily] = [familyOf(one), familyOf(other)];
  return family === otherFamily ? sizeOrder(sizeOf(one)) - sizeOrder(sizeOf(other)) : family < otherFamily ? -1 : 1;
}

const sizeOrder = (size: string): number => {
  const named = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge'].indexOf(size);
  if (named >= 0) return named - 10;
  return Number(/(\d+)xl/.exec(size)?.[1] ?? 999) + (size.startsWith('metal') ? 0.5 : 0);
};
