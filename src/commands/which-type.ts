import type { Types } from '../core/facts/instance-types/types.ts';
import { didYouMean } from '../core/near.ts';
import type { TypeFacts } from '../core/ports/instance-type.ts';
import type { Problem } from '../core/problem.ts';
import { code, list, say } from '../core/text.ts';

/** Sizes of a family that are told; the rest are counted. */
const sizesTold = 12;

/** The facts of a type, or why there are none: a family is told with its sizes, a name that is none with the nearest. `know` goes before. */
export function factsOf(
  word: string,
  types: Pick<Types, 'find' | 'names' | 'typesOf'>,
  region: string,
): TypeFacts | Problem {
  const facts = types.find(word, region);
  if (facts !== undefined) return facts;
  const sizes = types.typesOf(word);
  if (sizes.length === 0)
    return {
      problem: 'unknown-type',
      what: say`There is no instance type ${code(word)}.`,
      todo: didYouMean(word, types.names(), say`A type is a family and a size, as ${code('m5.large')}.`),
    };
  const more = sizes.length - sizesTold;
  return {
    problem: 'unknown-type',
    what: say`${code(word)} is a family, not a type.`,
    todo: say`Name one of its sizes: ${list([...sizes.slice(0, sizesTold).map(code), ...(more > 0 ? [`${more} more`] : [])])}.`,
  };
}
