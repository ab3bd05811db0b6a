import type { TypeFacts } from '../../ports/instance-type.ts';
import type { Catalogue } from './catalogue.ts';
import { readTypeName, type TypeName } from './name.ts';

/** Types among which something is looked for: those of a region, so that each can be had there. */
export type Known = Pick<Catalogue, 'find' | 'typesOf' | 'families'>;

/** A family that there is, and who makes its processor. */
export interface KnownFamily {
  readonly name: TypeName;
  /** As DescribeInstanceTypes tells it. */
  readonly maker: string;
}

/** The facts of a family's types, as its sizes grow. */
export const factsOf = (family: string, known: Known): readonly TypeFacts[] =>
  known.typesOf(family).flatMap((type) => known.find(type) ?? []);

/** The facts of a family's smallest type, which tell what all have; undefined: there is no such family. */
export function smallestOf(family: string, known: Known): TypeFacts | undefined {
  const [type] = known.typesOf(family);
  return type === undefined ? undefined : known.find(type);
}

/** The families of a series that there are. */
const inSeries = (series: string, known: Known): readonly KnownFamily[] =>
  known.families().flatMap((family): readonly KnownFamily[] => {
    // To take every name apart costs more than to see that it begins otherwise.
    const name = family.startsWith(series) ? readTypeName(family) : undefined;
    const maker = name?.series === series ? smallestOf(family, known)?.processor : undefined;
    return name === undefined || maker === undefined ? [] : [{ name, maker }];
  });

/** The families of a series with exactly these options that there are, flex among them and no other variant, by generation. */
export const familiesOf = (series: string, options: string, known: Known): readonly KnownFamily[] =>
  inSeries(series, known)
    .filter(({ name }) => name.options === options && (name.variant ?? 'flex') === 'flex')
    .toSorted(({ name: one }, { name: other }) => (one.generation ?? 0) - (other.generation ?? 0));

/** Real families like a name that is none: of its series, those of its options, then of its maker and variant, then the newest first. */
export function familiesLike(wanted: TypeName, known: Known): readonly string[] {
  const like = ({ name, maker }: KnownFamily): number =>
    (name.options === wanted.options ? 400 : 0) +
    (maker === wanted.maker ? 200 : 0) +
    (name.variant === wanted.variant ? 100 : 0) +
    (name.generation ?? 0);
  return inSeries(wanted.series, known)
    .toSorted((one, other) => like(other) - like(one))
    .map(({ name }) => name.family);
}

/** Real types like a name that is none: of its size in {@link familiesLike}, else the smallest of each. */
export function typesLike(wanted: TypeName, known: Known): readonly string[] {
  const families = familiesLike(wanted, known);
  const ofSize = families.map((family) => `${family}.${wanted.size}`).filter((type) => known.find(type) !== undefined);
  return ofSize.length > 0 ? ofSize : families.flatMap((family) => known.typesOf(family)[0] ?? []);
}

/** Types with the full CPU all the time that have the vCPUs, memory and architecture of a burstable one: what it is weighed against. */
export function fullCpuLike(burstable: TypeFacts, known: Known): readonly TypeFacts[] {
  return ['m', 'c', 'r'].flatMap((series) =>
    familiesOf(series, '', known).flatMap(({ name }) =>
      name.variant === 'flex'
        ? []
        : factsOf(name.family, known).filter(
            ({ vCpus, memoryMiB, currentGeneration, architectures }) =>
              currentGeneration &&
              vCpus === burstable.vCpus &&
              memoryMiB === burstable.memoryMiB &&
              architectures.some((one) => burstable.architectures.includes(one)),
          ),
    ),
  );
}
