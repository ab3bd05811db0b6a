import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const Money = z.record(z.string(), z.string());
const Term = z.object({
  priceDimensions: z.record(z.string(), z.object({ unit: z.string(), pricePerUnit: Money })),
  termAttributes: z.record(z.string(), z.string()).optional(),
});
const Samples = z.object({
  products: z.array(
    z.looseObject({
      from: z.string(),
      product: z.looseObject({
        sku: z.string(),
        productFamily: z.string().optional(),
        attributes: z.record(z.string(), z.string()),
      }),
      terms: z
        .object({
          OnDemand: z.record(z.string(), Term).optional(),
          Reserved: z.record(z.string(), Term).optional(),
        })
        .optional(),
      publicationDate: z.string().optional(),
    }),
  ),
  savings: z.array(
    z.looseObject({
      from: z.string(),
      savingsPlanOffering: z.looseObject({
        offeringId: z.string(),
        paymentOption: z.string(),
        planType: z.string(),
        durationSeconds: z.number(),
        currency: z.string(),
      }),
      rate: z.string(),
      unit: z.string(),
      usageType: z.string(),
      operation: z.string(),
    }),
  ),
  spot: z.array(z.record(z.string(), z.string())),
});

/** Authentic answers of AWS (fixtures/price-samples.json says whence). */
export const samples = Samples.parse(
  JSON.parse(await readFile(new URL('../../../fixtures/price-samples.json', import.meta.url), 'utf8')),
);

export type SampleProduct = (typeof samples)['products'][number];
export type SampleTerm = z.infer<typeof Term>;

/** What AWS wrote for the units of a term, as text: `{ Hrs: 'USD 0.1920000000' }`. */
export const writtenPrices = (term: SampleTerm): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.values(term.priceDimensions).map(({ unit, pricePerUnit }) => [
      unit,
      Object.entries(pricePerUnit)
        .map(([currency, amount]) => `${currency} ${amount}`)
        .join(', '),
    ]),
  );
