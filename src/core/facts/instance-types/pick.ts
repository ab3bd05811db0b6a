import type { Reading } from '../../ports/cloud.ts';
import type { Problem } from '../../problem.ts';
import { unknownRegion, type Prices } from '../prices/prices.ts';
import { askedPrices, offersIn, type Market, type PriceSource } from './offers.ts';
import { countFitting, recommend, relaxations, type Relaxation } from './recommend.ts';
import type { RegionTypes, Types } from './types.ts';
import type { Offer, Wishes } from './wishes.ts';

/** Types of a region that meet wishes, and what they were picked from. */
export interface Picked {
  readonly recommended: readonly Offer[];
  /** How many more there were if the previous generation were not left out. */
  readonly older: number;
  /** Where there is none: which wish to let go. */
  readonly relaxations: readonly Relaxation[];
  /** Where the facts are from, and which types the region has. */
  readonly from: Pick<RegionTypes, 'source' | 'asOf' | 'readAt' | 'gap' | 'anyRegion'>;
}

/**
 * Puts all types of a region in order by the catalogue's prices, and asks for the prices of those that will be told: see
 * {@link askedPrices}. @param told How many will be told. @param but A type that is not wanted itself.
 */
export async function pick(
  { types, prices }: { readonly types: Pick<Types, 'of'>; readonly prices: PriceSource & Pick<Prices, 'regions'> },
  market: Market,
  wishes: Wishes,
  { told, but, ...reading }: Reading & { readonly told: number; readonly but?: string | undefined },
): Promise<Picked | Problem> {
  const { region } = market;
  const from = await types.of(region, reading.signal);
  if (from.readAt === undefined && from.anyRegion === true && !prices.regions().includes(region))
    return from.gap ?? unknownRegion(region, prices.regions());
  const all = await offersIn(market, from, prices, reading.signal);
  // A region whose types are not known has at least those with a price there.
  const offers = all.filter(({ facts, rate }) => facts.name !== but && (rate !== undefined || from.anyRegion !== true));
  // Whether a price is too high is for the price that is asked for to say.
  const askable = prices.live ? recommend(offers, { ...wishes, 'max-price': undefined }) : [];
  const asked = await askedPrices(askable, market, prices, { ...reading, told });
  const rated = asked.size === 0 ? offers : offers.map((offer) => asked.get(offer.facts.name) ?? offer);
  const recommended = recommend(rated, wishes);
  const older = countFitting(rated, { ...wishes, older: true }) - recommended.length;
  return { recommended, older, relaxations: recommended.length === 0 ? relaxations(rated, wishes) : [], from };
}
