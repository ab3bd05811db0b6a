import { familyOf } from '../../core/facts/instance-types/catalogue.ts';
import { judgementOf } from '../../core/facts/instance-types/families.ts';
import { factsOf } from '../../core/facts/instance-types/known.ts';
import { readTypeName, type TypeName } from '../../core/facts/instance-types/name.ts';
import { watchOf } from '../../core/facts/instance-types/watch.ts';
import { exact, hoursPerMonth, rounded, times } from '../../core/money.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import type { Rate } from '../../core/ports/price-list.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { code, list, say, strong, type Spans } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { isTypeWord } from '../options/kinds.ts';
import { action, actions, column, fields, line, paragraph, prose, reply, table, type Reply } from '../reply/reply.ts';
import { acceleratorInWords } from '../../core/facts/instance-types/reasons.ts';
import { ebsInWords, networkInWords, rateNote, typeInWords } from '../words.ts';
import { besideShown, besideTable, newestOf, standIns } from './beside.ts';
import { burstFields } from './burst.ts';
import type { Explainer, Wanted } from './explainer.ts';
import { moreFacts } from './facts.ts';
import { offeredInWords } from './offered.ts';
import { rateOf, ratesOf } from './rates.ts';
import { sizesTable } from './sizes.ts';
import { noSuchType } from '../which-type.ts';
import {
  asItIs,
  disksInWords,
  explaining,
  factsNote,
  morePlease,
  nameInWords,
  placeInWords,
  processorInWords,
  samePlace,
} from './words.ts';

/** Things to watch on the first screen. */
const watchedFirst = 2;

/** Explains an instance type: `m5d.xlarge`. */
export const explainType: Explainer = async (wanted, context) => {
  const { words: type, region } = wanted;
  if (!/^\S+\.\S*$/.test(type)) return undefined;
  const { types } = context.core;
  await types.know([{ type, region }], context.signal);
  const facts = types.find(type, region);
  const read = readTypeName(type);
  const name = facts === undefined ? read : read && asItIs(read, facts);
  if (facts !== undefined) return told(facts, name, wanted, context);
  const meant = isTypeWord(type) || readTypeName(familyOf(type)) !== undefined;
  return meant ? noSuchType(type, types) : undefined;
};

async function told(
  facts: TypeFacts,
  name: TypeName | undefined,
  wanted: Wanted,
  context: Context<'reads'>,
): Promise<Reply> {
  const { region, more } = wanted;
  const family = familyOf(facts.name);
  const known = await context.core.types.of(region, context.signal);
  const all = standIns(facts, known, wanted);
  const here = factsOf(family, known);
  const sizes = here.length > 0 ? here : factsOf(family, context.core.types);
  const rates = await ratesOf(
    [facts.name, ...all.map((one) => one.facts.name), ...(more ? sizes.map((one) => one.name) : [])],
    wanted,
    context,
  );
  const own = rateOf(rates, facts.name);
  const beside = besideShown(all, rates, wanted, known);
  const watch = watchOf(facts);
  const judged = name && judgementOf(name);
  return reply(
    'plain',
    say`${strong(facts.name)}: ${typeInWords(facts)}`,
    fields(
      ['Name', name === undefined ? 'has a form that is not known here' : more ? undefined : nameInWords(name)],
      ['Price', await priceInWords(facts.name, rates.get(facts.name), wanted, context)],
      ['Good for', judged?.good],
      ['Bad for', judged?.bad],
      ['Processor', processorInWords(facts, name)],
      ['Accelerators', facts.accelerators.map(acceleratorInWords).join(', ')],
      ['Disks', disksInWords(facts) || 'EBS volumes alone, no local disk'],
      ['Network', networkInWords(facts)],
      ['EBS', ebsInWords(facts)],
      ...(await burstFields(facts, known, own?.perHour, wanted, context)),
      ['Offered', await offeredInWords(facts.name, known, wanted, context)],
      ...(more
        ? moreFacts(facts)
        : [
            ['Free plan', facts.freeTier ? 'may be used in it' : undefined] as const,
            ['Sizes', sizesInWords(sizes, facts.name)] as const,
          ]),
    ),
    ...(more ? watch : watch.slice(0, watchedFirst)).map((one) => paragraph(say`Watch: ${one}`)),
    more && name !== undefined ? partsTable(name) : undefined,
    besideTable(beside, rates, own?.perHour),
    more ? sizesTable(sizes, rates, facts.name) : undefined,
    own === undefined ? undefined : rateNote(own, context.now),
    factsNote(known, context.now),
    actions(
      morePlease(wanted),
      action('Price', line`price ${[facts.name, ...samePlace(wanted)]}`),
      explaining(`Family ${family}`, family, wanted),
      ...newestOf(all)
        .slice(0, 1)
        .map((one) => explaining(one.facts.name, one.facts.name, wanted)),
    ),
  );
}

/** A Mac has no price of its own: its host has. */
async function priceInWords(
  type: string,
  rate: Rate | Problem | undefined,
  wanted: Wanted,
  { core, signal }: Context<'reads'>,
): Promise<Spans> {
  if (type.startsWith('mac')) {
    const host = await core.prices.host(familyOf(type), wanted.region, { signal });
    return isProblem(host)
      ? say`its Dedicated Host is billed, not the instance. ${host.what}`
      : say`${strong(exact(host.perHour))} an hour of its Dedicated Host, which is billed, not the instance; ${placeInWords(wanted)}`;
  }
  if (rate === undefined || isProblem(rate)) return say`unknown. ${rate?.what ?? ''}`;
  return say`${strong(exact(rate.perHour))} an hour, ${rounded(times(rate.perHour, hoursPerMonth))} a month On-Demand; ${placeInWords(wanted)}`;
}

/** The ladder, with the type's own step in bold. */
const sizesInWords = (sizes: readonly TypeFacts[], own: string): Spans =>
  list(sizes.map(({ name }) => (name === own ? strong : code)(name.slice(name.indexOf('.') + 1))));

const partsTable = ({ parts }: TypeName) =>
  table(
    [column('Part'), prose('Means')],
    parts.map(({ text, means }) => [code(text), means]),
  );
