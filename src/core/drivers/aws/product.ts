import Big from 'big.js';
import { z } from 'zod';
import { usd, type Money } from '../../money.ts';

/** One product of the Price List as GetProducts hands it over: a JSON text. Only what a quote needs; old files lack some attributes. */
const WireProduct = z.object({
  product: z.object({
    sku: z.string(),
    attributes: z.record(z.string(), z.string()),
  }),
  terms: z
    .object({
      OnDemand: z
        .record(
          z.string(),
          z.object({
            priceDimensions: z.record(
              z.string(),
              z.object({ unit: z.string(), pricePerUnit: z.record(z.string(), z.string()) }),
            ),
          }),
        )
        .optional(),
    })
    .optional(),
  publicationDate: z.string().optional(),
});

/** What is read of one product. */
export interface PricedProduct {
  readonly sku: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** USD an hour; absent: not sold On-Demand by the hour in USD, or at 0, which means that it is not sold this way. */
  readonly perHour?: Money;
  /** Day of the price list. */
  readonly publishedOn: string;
}

/** Reads one product. Undefined: not of a form that we know. */
export function readProduct(json: string): PricedProduct | undefined {
  const parsed = WireProduct.safeParse(safeJson(json));
  if (!parsed.success) return undefined;
  const { product, terms, publicationDate } = parsed.data;
  const hourly = Object.values(terms?.OnDemand ?? {})
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .filter(({ unit }) => unit === 'Hrs')
    .flatMap(({ pricePerUnit }) => pricePerUnit['USD'] ?? []);
  const [price, second] = hourly;
  const amount = price === undefined || second !== undefined ? undefined : new Big(price);
  return {
    sku: product.sku,
    attributes: product.attributes,
    publishedOn: publicationDate?.slice(0, 10) ?? 'an unknown day',
    ...(amount?.gt(0) === true && { perHour: usd(amount) }),
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
