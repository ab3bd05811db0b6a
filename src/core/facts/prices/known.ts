import Big from 'big.js';
import { z } from 'zod';
import type { Money } from '../../money.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type {
  ListedProduct,
  PriceList,
  PriceQuestion,
  Product,
  SavingsRate,
  SpotPoint,
  SpotQuestion,
} from '../../ports/price-list.ts';
import type { Store } from '../../ports/store.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { dayMs, hourMs, minuteMs, type Instant } from '../../time.ts';
import { createCache, type Cache } from '../cache.ts';
import { pricePartition } from './question.ts';

/** A price list is published a few times a month at most. */
const listFreshMs = dayMs;
/** Spot prices move slowly, a few times a day ("Spot Instance pricing history"). */
const spotFreshMs = 5 * minuteMs;
const spotHistoryFreshMs = hourMs;
/** Figures older than these are not told any more. */
const listKeptMs = 90 * dayMs;
const spotKeptMs = 7 * dayMs;
/** So far back goes the history that is asked for. */
export const spotHistoryMs = 30 * dayMs;
/** For the price now EC2 is asked for its last change before a moment, which must not lie ahead of AWS's own clock. */
const spotNowMs = hourMs;
/** Answers kept in memory, a few hundred bytes each; a Spot history of 30 days may have 100 KB. */
const listsInMemory = 5_000;
const historiesInMemory = 100;

/** What a machine is billed by: a product's own billing code. */
export type Usage = Parameters<PriceList['savingsRates']>[0];

/** Prices of AWS as they were last read: at once where they are known, and read anew behind the answer when they are old. */
export interface KnownPrices {
  readonly products: Cache<PriceQuestion, readonly ListedProduct[]>;
  readonly savings: Cache<Usage, readonly SavingsRate[]>;
  /** The price valid now in each zone, and what changed in the last hour. */
  readonly spot: Cache<SpotQuestion, readonly SpotPoint[]>;
  /** The last 30 days. */
  readonly spotHistory: Cache<SpotQuestion, readonly SpotPoint[]>;
}

const Amount: z.ZodType<Money> = z.object({
  amount: z.string().transform((text) => new Big(text)),
  currency: z.string(),
});
const Payment = z.enum(['none', 'partial', 'all']);
const Years = z.union([z.literal(1), z.literal(3)]);
const Products: z.ZodType<readonly ListedProduct[]> = z.array(
  z.object({
    sku: z.string(),
    usageType: z.string(),
    operation: z.string(),
    price: Amount.optional(),
    unit: z.string(),
    reserved: z.array(
      z.object({
        years: Years,
        class: z.enum(['standard', 'convertible']),
        payment: Payment,
        upfront: Amount,
        perHour: Amount,
      }),
    ),
    publishedOn: z.string(),
  }),
);
const Savings: z.ZodType<readonly SavingsRate[]> = z.array(
  z.object({
    offeringId: z.string(),
    plan: z.enum(['compute', 'ec2-instance']),
    years: Years,
    payment: Payment,
    perHour: Amount,
  }),
);
const Points: z.ZodType<readonly SpotPoint[]> = z.array(
  z.object({ zone: z.string(), at: z.number(), perHour: Amount }),
);

/** See {@link KnownPrices}. */
export function createKnownPrices({
  priceList,
  store,
  clock,
  log,
}: {
  readonly priceList: PriceList;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): KnownPrices {
  const shared = { store, clock, log };
  const rested = resting(clock);
  const spotSince = (ms: number) => (question: SpotQuestion) =>
    rested(`spot ${question.region} ${question.account ?? ''}`, () => priceList.spotPrices(question, clock.now() - ms));
  const spotKey = ({ type, region, os, account = '' }: SpotQuestion) => `${region} ${type} ${os} ${account}`;
  return {
    products: createCache({
      ...shared,
      name: 'price-list',
      schema: Products,
      freshMs: listFreshMs,
      keptMs: listKeptMs,
      most: listsInMemory,
      keyOf: questionKey,
      fetch: (question) => rested(`list ${pricePartition(question.region)}`, () => priceList.products(question)),
    }),
    savings: createCache({
      ...shared,
      name: 'savings-plan-rates',
      schema: Savings,
      freshMs: listFreshMs,
      keptMs: listKeptMs,
      most: listsInMemory,
      keyOf: ({ region, usageType, operation }) => `${region} ${usageType} ${operation}`,
      fetch: (usage) => rested(`savings ${pricePartition(usage.region)}`, () => priceList.savingsRates(usage)),
    }),
    spot: createCache({
      ...shared,
      name: 'spot-prices',
      schema: Points,
      freshMs: spotFreshMs,
      keptMs: spotKeptMs,
      most: listsInMemory,
      keyOf: spotKey,
      fetch: spotSince(spotNowMs),
    }),
    spotHistory: createCache({
      ...shared,
      name: 'spot-history',
      schema: Points,
      freshMs: spotHistoryFreshMs,
      keptMs: spotKeptMs,
      most: historiesInMemory,
      keyOf: spotKey,
      fetch: spotSince(spotHistoryMs),
    }),
  };
}

/** A service that does not answer, or refuses, is left alone for so long: whoever asks meanwhile is told so at once, and has the catalogue. */
const restMs = minuteMs;

/** Asks a source of this name, but for a while after it failed. */
function resting(clock: Clock) {
  const failed = new Map<string, { readonly at: Instant; readonly why: Problem }>();
  return async <T>(source: string, ask: () => Promise<T | Problem>): Promise<T | Problem> => {
    const before = failed.get(source);
    if (before !== undefined && clock.now() - before.at < restMs) return before.why;
    const answer = await ask();
    if (isProblem(answer)) failed.set(source, { at: clock.now(), why: answer });
    else failed.delete(source);
    return answer;
  };
}

/** One key a question, whatever the order of its fields. */
function questionKey(question: PriceQuestion): string {
  switch (question.of) {
    case 'machine':
      return `machine ${productKey(question)}`;
    case 'host':
      return `host ${question.region} ${question.family}`;
    case 'cpu-credits':
      return `cpu-credits ${question.region} ${question.family} ${question.system}`;
    case 'volumes':
    case 'ipv4':
      return `${question.of} ${question.region}`;
  }
}

/** One key a product. */
export const productKey = ({ type, region, os, tenancy }: Product): string =>
  `${region} ${type} ${os} ${tenancy ?? 'shared'}`;
