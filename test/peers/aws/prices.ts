import { z } from 'zod';
import { Ec2Error } from '../../../src/core/drivers/ec2/error.ts';
import type { Call } from './ec2.ts';
import type { Xml } from './xml.ts';

/** A product as GetProducts hands it over, each a JSON document. */
export interface WireProduct {
  readonly product: {
    readonly sku: string;
    readonly productFamily?: string | undefined;
    readonly attributes: Readonly<Record<string, string>>;
  };
  readonly terms?: unknown;
  readonly publicationDate?: string | undefined;
}

/** A rate as DescribeSavingsPlansOfferingRates answers it. */
export interface WireRate {
  readonly savingsPlanOffering: { readonly planType: string };
  readonly usageType: string;
  readonly operation: string;
}

/** A point of DescribeSpotPriceHistory, in the field names of the CLI. */
export type WireSpot = Readonly<Record<string, string>>;

/** What the peer sells. */
export interface Sold {
  readonly products: readonly WireProduct[];
  readonly savings: readonly WireRate[];
  /** By region. */
  readonly spot: ReadonlyMap<string, readonly WireSpot[]>;
  /** Items of one page. */
  readonly pageSize: number;
}

const PricingQuestion = z.strictObject({
  ServiceCode: z.enum(['AmazonEC2', 'AmazonVPC']),
  Filters: z.array(z.strictObject({ Type: z.literal('TERM_MATCH'), Field: z.string(), Value: z.string() })).default([]),
  FormatVersion: z.literal('aws_v1').optional(),
  MaxResults: z.number().min(1).max(100).optional(),
  NextToken: z.string().optional(),
});

/** Endpoints of the price list: elsewhere no host of this name exists. */
const pricingRegions = ['us-east-1', 'eu-central-1', 'ap-south-1', 'cn-northwest-1', 'eusc-de-east-1'];

/** GetProducts: every filter must match; each product is a JSON text. */
export function answerPricing({ products, pageSize }: Sold, region: string, body: string): unknown {
  if (!pricingRegions.includes(region)) throw new Ec2Error('UnknownEndpoint', `no price list in ${region}`);
  const question = PricingQuestion.parse(JSON.parse(body));
  const found = products.filter(
    ({ product: { productFamily, attributes } }) =>
      (attributes['servicecode'] ?? question.ServiceCode) === question.ServiceCode &&
      question.Filters.every(
        ({ Field, Value }) => (Field === 'productFamily' ? productFamily : attributes[Field]) === Value,
      ),
  );
  const { items, next } = pageOf(found, question.NextToken, Math.min(pageSize, question.MaxResults ?? 100));
  return {
    FormatVersion: 'aws_v1',
    PriceList: items.map((one) => JSON.stringify(one)),
    ...(next !== undefined && { NextToken: next }),
  };
}

const RatesQuestion = z.strictObject({
  savingsPlanTypes: z.array(z.string()).optional(),
  products: z.array(z.string()).optional(),
  serviceCodes: z.array(z.string()).optional(),
  usageTypes: z.array(z.string()).optional(),
  operations: z.array(z.string()).optional(),
  maxResults: z.number().min(1).max(1_000).optional(),
  nextToken: z.string().optional(),
});

/** DescribeSavingsPlansOfferingRates. */
export function answerSavingsPlans({ savings, pageSize }: Sold, body: string): unknown {
  const { savingsPlanTypes, usageTypes, operations, nextToken, maxResults } = RatesQuestion.parse(JSON.parse(body));
  const found = savings.filter(
    ({ savingsPlanOffering: { planType }, usageType, operation }) =>
      (savingsPlanTypes?.includes(planType) ?? true) &&
      (usageTypes?.includes(usageType) ?? true) &&
      (operations?.includes(operation) ?? true),
  );
  const { items, next } = pageOf(found, nextToken, Math.min(pageSize, maxResults ?? 1_000));
  return { searchResults: items, ...(next !== undefined && { nextToken: next }) };
}

/** DescribeSpotPriceHistory: what changed since StartTime, and of each zone the last change before it; newest first. */
export function answerSpot({ spot, pageSize }: Sold, { region, params }: Call): Xml {
  const values = (name: string) =>
    [...params].filter(([key]) => new RegExp(`^${name}\\.\\d+$`).test(key)).map(([, value]) => value);
  const descriptions = values('ProductDescription');
  const types = [...values('InstanceType'), ...values('Filter\\.1\\.Value')];
  const since = Date.parse(params.get('StartTime') ?? '');
  const own = (spot.get(region) ?? [])
    .filter(
      (one) =>
        types.includes(one['InstanceType'] ?? '') &&
        (descriptions.length === 0 || descriptions.includes(one['ProductDescription'] ?? '')),
    )
    .toSorted((one, other) => at(other) - at(one));
  const seen = new Set<string>();
  const valid = own.filter((one) => {
    if (at(one) >= since) return true;
    const key = `${one['AvailabilityZone']} ${one['ProductDescription']}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const { items, next } = pageOf(valid, params.get('NextToken'), pageSize);
  return {
    spotPriceHistorySet: items.map((one) => ({
      instanceType: one['InstanceType'] ?? '',
      productDescription: one['ProductDescription'] ?? '',
      spotPrice: one['SpotPrice'] ?? '',
      timestamp: new Date(at(one)).toISOString(),
      availabilityZone: one['AvailabilityZone'] ?? '',
    })),
    // EC2 ends its pages of this call with an empty token.
    nextToken: next ?? '',
  };
}

const at = (one: WireSpot): number => Date.parse(one['Timestamp'] ?? '');

function pageOf<T>(all: readonly T[], token: string | undefined, size: number) {
  const from = Number(token ?? 0);
  const next = from + size < all.length ? String(from + size) : undefined;
  return { items: all.slice(from, from + size), next };
}
