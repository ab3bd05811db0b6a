import type { Reading } from '../../ports/cloud.ts';
import type { Product } from '../../ports/price-list.ts';
import { isProblem } from '../../problem.ts';
import { inSlices, turn } from '../../slices.ts';
import type { Catalogued } from '../prices/catalogued.ts';
import { canRun } from '../prices/platforms.ts';
import type { Prices } from '../prices/prices.ts';
import type { Catalogue } from './catalogue.ts';
import { cheapestFirst } from './recommend.ts';
import type { Offer } from './wishes.ts';

/** Where types are sold, with what system and tenancy. */
export type Market = Omit<Product, 'type'>;

/** Where prices are from. */
export type PriceSource = Pick<Prices, 'live' | 'catalogued' | 'onDemand'>;

/** Dedicated Instances: the catalogue has none of their prices. */
const nothing: Catalogued = { rates: new Map(), otherwise: new Set() };

/** Types that a market has, with the catalogue's price, cheapest first; what is sold there with other systems alone, or cannot run this one, is left out. */
export async function offersIn(
  { region, os, tenancy }: Market,
  from: Pick<Catalogue, 'find' | 'names'>,
  prices: PriceSource,
  signal: AbortSignal,
): Promise<readonly Offer[]> {
  const { rates, otherwise } = tenancy === 'dedicated' ? nothing : await prices.catalogued(region, os, signal);
  const offers: Offer[] = [];
  const take = (name: string): void => {
    const facts = from.find(name);
    if (facts === undefined || otherwise.has(name)) return;
    if (canRun(facts, os)) offers.push({ facts, rate: rates.get(name) });
  };
  await inSlices([...rates.keys(), ...from.names().filter((name) => !rates.has(name))], take, signal);
  await turn();
  return offers;
}

/** Prices that AWS is asked for at once: the price list's own limits are low. */
const askedAtOnce = 8;
/** Prices that AWS is asked for in all for one answer. Those after them keep the catalogue's figure, with its date. */
const askedAtMost = 32;

/**
 * Where there is a live price list, asks it for the prices of the cheapest, and of those without a catalogue price, until each
 * that will be told was asked for, or {@link askedAtMost} were. Gives those asked for, by name; of what AWS has no price for
 * none is known. @param told How many will be told.
 */
export async function askedPrices(
  offers: readonly Offer[],
  market: Market,
  prices: PriceSource,
  { told, ...reading }: Reading & { readonly told: number },
): Promise<ReadonlyMap<string, Offer>> {
  const asked = new Map<string, Offer>();
  while (prices.live) {
    const now = offers.map((offer) => asked.get(offer.facts.name) ?? offer).toSorted(cheapestFirst);
    const unsure = [...now.slice(0, told), ...now.filter(({ rate }) => rate === undefined)];
    const room = Math.min(askedAtOnce, askedAtMost - asked.size);
    const next = unsure.filter(({ facts }) => !asked.has(facts.name)).slice(0, room);
    if (next.length === 0) break;
    await Promise.all(
      next.map(async ({ facts }) => {
        const rate = await prices.onDemand({ ...market, type: facts.name }, reading);
        asked.set(facts.name, { facts, rate: isProblem(rate) ? undefined : rate });
      }),
    );
  }
  return asked;
}
