import { familiesLike, typesLike } from '../core/facts/instance-types/known.ts';
import { readTypeName, typeForm, type TypeName } from '../core/facts/instance-types/name.ts';
import type { Types } from '../core/facts/instance-types/types.ts';
import { didYouMean } from '../core/near.ts';
import type { TypeFacts } from '../core/ports/instance-type.ts';
import type { Problem } from '../core/problem.ts';
import { code, list, say, type Spans } from '../core/text.ts';
import { nameInWords } from './explain/words.ts';

/** Sizes of a family that are told; the rest are counted. */
const sizesTold = 12;
/** Real names told instead of one that there is not. */
const toldInstead = 3;

/** The facts of a type, or why there are none: a family is told with its sizes, a name that is none as {@link noSuchType} does. `know` goes before. */
export function factsOf(
  word: string,
  types: Pick<Types, 'find' | 'names' | 'families' | 'typesOf'>,
  region: string,
): TypeFacts | Problem {
  const facts = types.find(word, region);
  if (facts !== undefined) return facts;
  const sizes = types.typesOf(word);
  if (sizes.length === 0) return noSuchType(word, types);
  const more = sizes.length - sizesTold;
  return {
    problem: 'unknown-type',
    what: say`${code(word)} is a family, not a type.`,
    todo: say`Name one of its sizes: ${list([...sizes.slice(0, sizesTold).map(code), ...(more > 0 ? [`${more} more`] : [])])}.`,
  };
}

/** A type that the facts do not have: what its name would mean, where it can be read, and real ones that are near. */
export function noSuchType(type: string, types: Pick<Types, 'find' | 'names' | 'families' | 'typesOf'>): Problem {
  const name = readTypeName(type);
  if (name === undefined)
    return {
      problem: 'unknown-type',
      what: say`There is no instance type ${code(type)}.`,
      todo: didYouMean(type, types.names(), typeForm),
    };
  const sizes = types.typesOf(name.family);
  return {
    problem: 'unknown-type',
    what: say`${code(type)} reads like ${nameInWords(name)}. ${unheardOf('type')}`,
    todo:
      sizes.length > 0
        ? say`${code(name.family)} is offered as ${list(sizes.map((one) => code(one)))}.`
        : insteadOf(typesLike(name, types)),
  };
}

/** A family that the facts do not have. */
export function noSuchFamily(name: TypeName, types: Pick<Types, 'find' | 'families' | 'typesOf'>): Problem {
  return {
    problem: 'unknown-type',
    what: say`${code(name.family)} reads like ${nameInWords(name)}. ${unheardOf('family')}`,
    todo: insteadOf(familiesLike(name, types)),
  };
}

/** EC2's API has names that DescribeInstanceTypes tells nothing of, of retired types and of others: nobody can say that a type does not exist. */
const unheardOf = (what: string): string =>
  `The facts here have no such ${what}: it is retired, not yet in them, or does not exist.`;

const insteadOf = (near: readonly string[]): Spans =>
  near.length > 0 ? say`The most like it are ${list(near.slice(0, toldInstead).map(code))}.` : typeForm;
