import { unknownRegion } from '../core/facts/prices/prices.ts';
import type { Problem } from '../core/problem.ts';
import type { Context } from './command.ts';
import { region as regionOption } from './options/kinds.ts';
import type { Declared } from './options/option.ts';

/** Where prices are told for when no region is named; said in the answer. */
export const usualRegion = 'us-east-1';

/** The region of a quote. */
export const quotedRegion = (): Declared<string> =>
  regionOption(`A region, such as eu-west-1; if left out the one that use has set, else ${usualRegion}`);

/** Where prices are told for. */
export interface Quoted {
  readonly region: string;
  /** None was named, and none is set for the place. */
  readonly assumed: boolean;
  /** `us-east-1 (none was named)`. */
  readonly regionWords: string;
}

/** The region of a quote: the one named, else what `use` has set, else {@link usualRegion}. `unknown-region`: it has no prices, and is not looked at. */
export async function quoteRegion(
  asked: string | undefined,
  { core, uses }: Pick<Context<'reads'>, 'core' | 'uses'>,
): Promise<Quoted | Problem> {
  const priced = core.prices.regions();
  if (asked !== undefined && !priced.includes(asked)) {
    const homes = await core.cloud.homes();
    if (!homes.some(({ regions }) => regions.includes(asked))) return unknownRegion(asked, priced);
  }
  const region = asked ?? uses.region ?? usualRegion;
  const assumed = asked === undefined && uses.region === undefined;
  return { region, assumed, regionWords: assumed ? `${region} (none was named)` : region };
}
