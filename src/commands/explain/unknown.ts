import { classNames } from '../../core/facts/instance-types/classes.ts';
import { familiesLike, typesLike } from '../../core/facts/instance-types/known.ts';
import type { TypeName } from '../../core/facts/instance-types/name.ts';
import type { Types } from '../../core/facts/instance-types/types.ts';
import { didYouMean, nearest } from '../../core/near.ts';
import type { Problem } from '../../core/problem.ts';
import { code, command, list, say, type Speakable } from '../../core/text.ts';
import { quoted } from '../reply/reply.ts';
import type { Explainer } from './explainer.ts';
import { nameInWords } from './words.ts';

/** Real names told instead. */
const toldInstead = 3;

const asLine = (name: string): Speakable => command(`explain ${name.split(' ').map(quoted).join(' ')}`);

/** A type that the facts do not have: what its name would mean, where it can be read, and real ones that are near. @param asOf The day of the facts. */
export function noSuchType(type: string, name: TypeName | undefined, types: Types, asOf: string): Problem {
  if (name === undefined)
    return {
      problem: 'unknown-type',
      what: say`There is no instance type ${code(type)}.`,
      todo: didYouMean(type, types.names(), say`A type is a family and a size, as ${code('m5.large')}.`, asLine),
    };
  const sizes = types.typesOf(name.family);
  return {
    problem: 'unknown-type',
    what: say`${code(type)} reads like ${nameInWords(name)}. ${unheardOf('type', asOf)}`,
    todo:
      sizes.length > 0
        ? say`${code(name.family)} is offered as ${list(sizes.map((one) => code(one)))}.`
        : insteadOf(typesLike(name, types)),
  };
}

/** A family that the facts do not have. @param asOf The day of the facts. */
export function noSuchFamily(name: TypeName, types: Types, asOf: string): Problem {
  return {
    problem: 'unknown-type',
    what: say`${code(name.family)} reads like ${nameInWords(name)}. ${unheardOf('family', asOf)}`,
    todo: insteadOf(familiesLike(name, types)),
  };
}

/** EC2's API has names that DescribeInstanceTypes tells nothing of, of retired types and of others: nobody can say that a type does not exist. */
const unheardOf = (what: string, asOf: string): string =>
  `The facts here (as of ${asOf}) have no such ${what}: it is retired, not yet in them, or does not exist.`;

const insteadOf = (near: readonly string[]) =>
  near.length > 0
    ? say`The most like it are ${list(near.slice(0, toldInstead).map(asLine))}.`
    : say`A type is a family and a size, as ${code('m5.large')}.`;

/** Letters that two spellings of one class may differ in length. */
const lettersMore = 2;

/** Two words or more that are nearly a class of families: the one that is meant. One word is near to too much. */
export const explainMistypedClass: Explainer = async ({ words }) => {
  const [near] = nearest(
    words,
    classNames.filter((name) => name.includes(' ') && Math.abs(name.length - words.length) <= lettersMore),
    1,
  );
  return near === undefined
    ? undefined
    : {
        problem: 'unknown-type',
        what: say`No class of instance types is called ${code(words)}.`,
        todo: say`Did you mean ${asLine(near)}?`,
      };
};
