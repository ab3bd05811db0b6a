import { judgementOf } from '../../core/facts/instance-types/families.ts';
import { factsOf } from '../../core/facts/instance-types/known.ts';
import { readTypeName, type TypeName } from '../../core/facts/instance-types/name.ts';
import type { RegionTypes } from '../../core/facts/instance-types/types.ts';
import { watchOf } from '../../core/facts/instance-types/watch.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import { code, say, strong } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { actions, fields, paragraph, reply, type Reply } from '../reply/reply.ts';
import { rateNote } from '../words.ts';
import { besideShown, besideTable, newestOf, standIns } from './beside.ts';
import type { Explainer, Wanted } from './explainer.ts';
import { rateOf, ratesOf } from './rates.ts';
import { sizesTable } from './sizes.ts';
import { noSuchFamily } from '../which-type.ts';
import { explaining, factsNote, morePlease, nameInWords, placeInWords } from './words.ts';

/** Explains a family: `m5d`. */
export const explainFamily: Explainer = async (wanted, context) => {
  const { words: family, region } = wanted;
  const name = readTypeName(family);
  if (name?.size !== undefined) return undefined;
  const { types } = context.core;
  const known = await types.of(region, context.signal);
  const sizes = types.typesOf(family).flatMap((type) => types.find(type, region) ?? []);
  const [first] = sizes;
  if (first !== undefined) return told({ family, name, sizes, first, known }, wanted, context);
  return name && noSuchFamily(name, types);
};

/** A family that there is. */
interface Family {
  readonly family: string;
  readonly name: TypeName | undefined;
  /** Wherever they are offered. */
  readonly sizes: readonly TypeFacts[];
  readonly first: TypeFacts;
  readonly known: RegionTypes;
}

async function told(
  { family, name, sizes, first, known }: Family,
  wanted: Wanted,
  context: Context<'reads'>,
): Promise<Reply> {
  const here = factsOf(family, known);
  const shown = here.length > 0 ? here : sizes;
  // Families are weighed by a size that most of them have.
  const measure = shown.find((one) => one.name === `${family}.xlarge`) ?? shown[0] ?? first;
  const all = standIns(measure, known, wanted);
  const rates = await ratesOf(
    [...shown, ...all.map(({ facts }) => facts)].map((one) => one.name),
    wanted,
    context,
  );
  const beside = besideShown(all, rates, wanted, known);
  const own = rateOf(rates, measure.name);
  const judged = name && judgementOf(name);
  return reply(
    'plain',
    say`${strong(family)}: ${name === undefined ? 'a family of instance types' : (name.parts[0]?.means ?? '')}, ${makersOf(sizes)}${first.currentGeneration ? '' : ', previous generation'}`,
    fields(
      ['Name', name === undefined ? 'has a form that is not known here' : nameInWords(name)],
      ['Class', name?.class],
      ['Good for', judged?.good],
      ['Bad for', judged?.bad],
      ['Prices for', placeInWords(wanted)],
    ),
    ...watchOf(measure).map((one) => paragraph(say`Watch: ${one}`)),
    here.length > 0
      ? undefined
      : paragraph(say`${code(family)} is not offered in ${wanted.region}; these are its sizes elsewhere.`),
    sizesTable(shown, rates),
    beside.length === 0 ? undefined : paragraph(say`Other families, at ${code(measure.name)}:`),
    besideTable(beside, rates, own?.perHour),
    own === undefined ? undefined : rateNote(own, context.now),
    factsNote(known, context.now),
    actions(
      explaining(measure.name, measure.name, wanted),
      beside.length < all.length ? morePlease(wanted) : undefined,
      name && explaining(`Class ${name.class}`, name.class, wanted),
      ...newestOf(all)
        .slice(0, 1)
        .map((one) => explaining(one.family, one.family, wanted)),
    ),
  );
}

/** Who makes the processors of a family. */
const makersOf = (sizes: readonly TypeFacts[]): string =>
  [...new Set(sizes.map(({ processor }) => (processor === 'AWS' ? 'AWS Graviton' : processor)))].join(' and ');
