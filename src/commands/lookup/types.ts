import { exact } from '../../core/money.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import type { Rate } from '../../core/ports/price-list.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { code, say } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { quoteRegion } from '../quote-region.ts';
import { note, paragraph, type Block } from '../reply/reply.ts';
import { provenanceInWords, rateNote, typeInWords } from '../words.ts';

/** Instance types that were named and are known, with their price where prices are usually told for. */
export interface FoundTypes {
  readonly found: readonly { readonly facts: TypeFacts; readonly rate: Rate | undefined }[];
  /** Names that the facts here do not have. */
  readonly unknown: readonly string[];
  readonly regionWords: string;
}

/** What is known of types by their names. A type that has no price there is told without. A Problem where the region is none. */
export async function typesNamed(types: readonly string[], context: Context<'reads'>): Promise<FoundTypes | Problem> {
  const { core, signal } = context;
  const quoted = await quoteRegion(undefined, context);
  if (isProblem(quoted)) return quoted;
  const { region, regionWords } = quoted;
  await core.types.know(
    types.map((type) => ({ type, region })),
    signal,
  );
  const found = types.flatMap((type) => core.types.find(type, region) ?? []);
  const rates = await Promise.all(
    found.map(({ name }) => core.prices.onDemand({ type: name, region, os: 'linux' }, { signal })),
  );
  return {
    found: found.map((facts, index) => {
      const rate = rates[index];
      return { facts, rate: rate === undefined || isProblem(rate) ? undefined : rate };
    }),
    unknown: types.filter((type) => core.types.find(type, region) === undefined),
    regionWords,
  };
}

/** A line a type, and where the prices are from. */
export function typeBlocks({ found, regionWords }: FoundTypes, now: number): readonly Block[] {
  const rates = found.flatMap(({ rate }) => rate ?? []);
  const [first] = rates;
  const sources = new Set(rates.map((rate) => provenanceInWords(rate, now)));
  return [
    ...found.map(({ facts, rate }) =>
      paragraph(
        say`${code(facts.name)}: ${typeInWords(facts)}${rate === undefined ? '' : `, ${exact(rate.perHour)} an hour`}`,
      ),
    ),
    ...(first === undefined
      ? []
      : [
          note(say`On-Demand, Linux, ${regionWords}.`),
          sources.size === 1 && rates.length === 1
            ? rateNote(first, now)
            : note(say`Source: ${[...sources].toSorted().join('; and ')}.`),
        ]),
  ];
}
