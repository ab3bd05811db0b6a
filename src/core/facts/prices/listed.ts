import { exact, isZero } from '../../money.ts';
import type { ListedProduct, Product, Provenance, Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, link, list, say, type Spans } from '../../text.ts';
import type { Fetched } from '../cache.ts';
import { platformRow } from './platforms.ts';

/** Products of one question, as they were read. */
export type Listed = Fetched<readonly ListedProduct[]>;

/** A product sold by the hour, if only one: nothing is picked out of several, and a price of 0 means that it is not sold this way. */
export function onlyOne({ value: products }: Listed, what: Spans): ListedProduct | Problem {
  const sold = products.filter(({ price, reserved }) => (price !== undefined && !isZero(price)) || reserved.length > 0);
  const [only, second] = sold;
  if (only === undefined) return notListed(say`${what}: AWS's price list has no such product with a price.`);
  return second === undefined ? only : several(what, sold);
}

const several = (what: Spans, sold: readonly ListedProduct[]): Problem =>
  notListed(
    say`${what}: AWS's price list has several products, ${list(sold.map(({ sku, price }) => say`${code(sku)}${price === undefined ? '' : ` (${exact(price)})`}`))}; none is picked.`,
  );

const notListed = (what: Spans): Problem => ({
  problem: 'no-price',
  what,
  todo: say`Check type, region and system; AWS's EC2 pricing page has what is sold.`,
});

/** What a product is in words: `m5.large with Windows in eu-west-1`. */
export const productInWords = ({ type, region, os, tenancy }: Product): Spans =>
  say`${code(type)} with ${platformRow(os).words}${tenancy === 'dedicated' ? ' as a Dedicated Instance' : ''} in ${region}`;

/** The one price of an hour. */
export function hourlyRate(listed: Listed, what: Spans, unit = 'Hrs'): Rate | Problem {
  const only = onlyOne(listed, what);
  if (isProblem(only)) return only;
  const { price, sku } = only;
  if (price === undefined || isZero(price) || only.unit !== unit)
    return notListed(say`${what}: AWS's price list has ${code(sku)} without an On-Demand price of an hour.`);
  return { perHour: price, sku, ...provenanceOf(only, listed) };
}

/** Where a listed figure is from. */
export const provenanceOf = ({ publishedOn }: ListedProduct, { readAt }: Fetched<unknown>): Provenance => ({
  source: { name: 'AWS', detail: 'Price List' },
  asOf: publishedOn,
  readAt,
});

/** Once a region and hour in which at least one Dedicated Instance runs AWS has also billed a fee of 2 USD; no price list has it, so it is in no sum. */
export const dedicatedFee: Spans = say`AWS may also bill $2 an hour, once a region, while any Dedicated Instance runs there (${link('https://aws.amazon.com/ec2/pricing/dedicated-instances/', 'its page')}); it is in no sum here.`;

/** The price of an hour where all products asked for agree on one; undefined: none is listed. */
export function agreed(listed: Listed, what: Spans): Rate | Problem | undefined {
  const priced = listed.value.filter(({ price, unit }) => price !== undefined && !isZero(price) && unit === 'Hrs');
  const [first] = priced;
  if (first?.price === undefined) return undefined;
  const prices = new Set(priced.map(({ price }) => price && exact(price)));
  if (prices.size > 1) return several(what, priced);
  return { perHour: first.price, sku: first.sku, ...provenanceOf(first, listed) };
}
