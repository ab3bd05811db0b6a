import type { Money } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Product, Provenance, Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { say } from '../../text.ts';
import { noPrice } from './billing.ts';
import type { Figures, ZonePrices } from './market.ts';
import type { Prices } from './prices.ts';
import type { Interruption } from './spot-table.ts';
import type { PricedTerm } from './terms.ts';

/** What Spot costs: in the zones now, or, where AWS does not tell, as the embedded average of them, which is of no one's now. */
export interface SpotOffer extends Provenance {
  /** The lowest of the zones; the average where that is all that is known. */
  readonly least: Money;
  readonly most: Money;
  /** By their names; none: it is an average. */
  readonly zones: readonly ZonePrices[];
  readonly interruption: Interruption | undefined;
}

/** Every way to pay for a machine. */
export interface Offer {
  readonly product: Product;
  readonly onDemand: Rate | Problem;
  readonly spot: SpotOffer | Problem;
  readonly reserved: readonly PricedTerm[] | Problem;
  readonly savings: readonly PricedTerm[] | Problem;
}

/** What is asked besides the product. */
export interface OfferQuestion {
  /** Whose names of zones. */
  readonly account?: string | undefined;
  /** Spot over 30 days instead of now. */
  readonly history: boolean;
}

/** All ways to pay, asked at once. Of each what is known, or why nothing is. */
export async function offerOf(
  product: Product,
  prices: Prices,
  reading: Reading,
  question: OfferQuestion = { history: false },
): Promise<Offer> {
  const [onDemand, spot, reserved, savings] = await Promise.all([
    prices.onDemand(product, reading),
    spotOf(product, prices, reading, question),
    prices.reserved(product, reading),
    prices.savings(product, reading),
  ]);
  return { product, onDemand, spot, reserved, savings };
}

async function spotOf(
  { tenancy, ...machine }: Product,
  prices: Prices,
  reading: Reading,
  { account, history }: OfferQuestion,
): Promise<SpotOffer | Problem> {
  if (tenancy === 'dedicated')
    return noPrice(say`Spot prices are those of shared tenancy.`, say`Ask without a tenancy.`);
  const asked = { ...machine, account };
  const now = await (history ? prices.spotHistory(asked, reading) : prices.spot(asked, reading));
  const often = { interruption: prices.interruption(asked) };
  if (!isProblem(now)) return { ...rangeOf(now), ...often };
  const average = prices.spotAverage(asked);
  if (average === undefined) return now;
  const { perHour, source, asOf } = average;
  return { least: perHour, most: perHour, zones: [], source, asOf, ...often };
}

function rangeOf({ items, ...from }: Figures<ZonePrices>): Omit<SpotOffer, 'interruption'> {
  const sorted = items.map(({ now }) => now).toSorted((one, other) => one.amount.cmp(other.amount));
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) throw new Error('Spot prices of no zone');
  return { ...from, least, most, zones: items };
}

/** Every commitment of an offer that has a figure. */
export const termsOf = ({ reserved, savings }: Offer): readonly PricedTerm[] =>
  [reserved, savings].flatMap((found) => (isProblem(found) ? [] : found));
