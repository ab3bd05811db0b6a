import type { Rate } from '../../core/ports/price-list.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import type { Context } from '../command.ts';
import type { Wanted } from './explainer.ts';

/** Questions to the price list at once: its own limits are low. */
const atOnce = 8;

/** On-Demand prices by type. */
export type Rates = ReadonlyMap<string, Rate | Problem>;

/** What each of the types costs where and with what is wanted. */
export async function ratesOf(
  types: Iterable<string>,
  { region, os }: Wanted,
  { core, signal }: Context<'reads'>,
): Promise<Rates> {
  const rates = new Map<string, Rate | Problem>();
  const wanted = [...new Set(types)];
  for (let from = 0; from < wanted.length; from += atOnce)
    await Promise.all(
      wanted.slice(from, from + atOnce).map(async (type) => {
        rates.set(type, await core.prices.onDemand({ type, region, os }, { signal }));
      }),
    );
  return rates;
}

/** The price of a type, where it is known. */
export function rateOf(rates: Rates, type: string): Rate | undefined {
  const rate = rates.get(type);
  return rate === undefined || isProblem(rate) ? undefined : rate;
}
