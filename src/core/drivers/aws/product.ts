import Big from 'big.js';
import { z } from 'zod';
import { money, type Money } from '../../money.ts';
import type { ListedProduct, Payment, ReservedTerm } from '../../ports/price-list.ts';

const Dimension = z.object({
  unit: z.string(),
  pricePerUnit: z.record(z.string(), z.string()),
});
const Term = z.object({
  priceDimensions: z.record(z.string(), Dimension),
  termAttributes: z.record(z.string(), z.unknown()).optional(),
});

/** One product of the Price List as GetProducts hands it over: a JSON text. Only what a quote needs; old files lack some attributes. */
const WireProduct = z.object({
  product: z.object({
    sku: z.string(),
    productFamily: z.string().optional(),
    attributes: z.record(z.string(), z.unknown()),
  }),
  terms: z
    .object({
      OnDemand: z.record(z.string(), Term).optional(),
      Reserved: z.record(z.string(), Term).optional(),
    })
    .optional(),
  publicationDate: z.string().optional(),
});

/** A product with the attributes that it was asked by, for holding against the question. */
export interface WithAttributes extends ListedProduct {
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Reads one product. Undefined: not of a form that we know. */
export function readProduct(json: string): WithAttributes | undefined {
  const parsed = WireProduct.safeParse(safeJson(json));
  if (!parsed.success) return undefined;
  const { product, terms, publicationDate } = parsed.data;
  const { productFamily, attributes } = product;
  const dimensions = Object.values(terms?.OnDemand ?? {}).flatMap(({ priceDimensions }) =>
    Object.values(priceDimensions),
  );
  const [only, second] = dimensions;
  return {
    sku: product.sku,
    attributes: { ...attributes, ...(productFamily !== undefined && { productFamily }) },
    usageType: textOf(attributes['usagetype']),
    operation: textOf(attributes['operation']),
    // Several dimensions are steps of quantity, of which none is the price of one unit.
    price: second === undefined ? priceOf(only) : undefined,
    unit: second === undefined ? (only?.unit ?? '') : '',
    reserved: Object.values(terms?.Reserved ?? {}).flatMap((term) => reservedTerm(term) ?? []),
    publishedOn: publicationDate?.slice(0, 'YYYY-MM-DD'.length) ?? 'an unknown day',
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The amount in the currency of its partition: the Price List gives one alone. */
function priceOf(dimension: z.infer<typeof Dimension> | undefined): Money | undefined {
  const [only, second] = Object.entries(dimension?.pricePerUnit ?? {});
  if (only === undefined || second !== undefined) return undefined;
  const [currency, amount] = only;
  return isDecimal(amount) ? money(new Big(amount), currency) : undefined;
}

/** Whether it is a decimal as AWS writes it, `0.1920000000` or `252`, and no longer than a price can be: what follows the first digits would be reckoned with as long as it is. */
export const isDecimal = (text: string): boolean => /^\d{1,9}(\.\d{1,12})?$/.test(text);

const lengths: ReadonlyMap<string, ReservedTerm['years']> = new Map([
  ['1yr', 1],
  ['1 yr', 1],
  ['3yr', 3],
  ['3 yr', 3],
]);

/** AWS's words for a payment, which Reserved Instances and Savings Plans share. */
export const payments: ReadonlyMap<string, Payment> = new Map([
  ['No Upfront', 'none'],
  ['Partial Upfront', 'partial'],
  ['All Upfront', 'all'],
]);

/** A term with all that its payment consists of: the upfront fee has the unit Quantity, the hour Hrs, in any order. */
function reservedTerm({ priceDimensions, termAttributes = {} }: z.infer<typeof Term>): ReservedTerm | undefined {
  const years = lengths.get(textOf(termAttributes['LeaseContractLength']));
  const payment = payments.get(textOf(termAttributes['PurchaseOption']));
  const offered = termAttributes['OfferingClass'] ?? 'standard';
  if (years === undefined || payment === undefined || (offered !== 'standard' && offered !== 'convertible'))
    return undefined;
  const dimensions = Object.values(priceDimensions);
  const fee = priceOf(dimensions.find(({ unit }) => unit === 'Quantity'));
  const hour = priceOf(dimensions.find(({ unit }) => unit === 'Hrs'));
  const currency = (fee ?? hour)?.currency;
  if (currency === undefined || (fee !== undefined && hour !== undefined && fee.currency !== hour.currency))
    return undefined;
  // A part that the payment needs and that is missing would make the term look cheaper than it is.
  if (hour === undefined && payment !== 'all') return undefined;
  if (fee === undefined && payment !== 'none') return undefined;
  return {
    years,
    class: offered,
    payment,
    upfront: fee ?? money('0', currency),
    perHour: hour ?? money('0', currency),
  };
}

function safeJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
