import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { z } from 'zod';
import { platformRow, priceAttributes } from '../../facts/prices/platforms.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { PriceList, Product, Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, list, say, type Spans } from '../../text.ts';
import { hourMs, type Instant } from '../../time.ts';
import type { AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';
import { stated, readProblem } from './errors.ts';
import { readProduct, type PricedProduct } from './product.ts';
import { untilAborted } from '../../until-aborted.ts';

/** How long a figure is believed without asking again; a price list changes at most a few times a month. */
const freshMs = hourMs;
/** Figures kept in memory; then the oldest goes. */
const ratesKept = 5_000;

/** The SDK hands products over as JSON texts, wrapped in an object of its own. */
const Texts = z.array(z.unknown().transform(String));

/** On-Demand rates by GetProducts, with filters that leave one product: without licenceModel and operation Windows alone has three. */
export function createPriceList(account: AccountConfig, clients: Clients, clock: Clock): PriceList {
  const known = new Map<string, { readonly rate: Rate; readonly at: Instant }>();
  const asking = new Map<string, Promise<Rate | Problem>>();

  const ask = async (product: Product): Promise<Rate | Problem> => {
    try {
      const answer = await clients
        .pricing(account)
        .send(new GetProductsCommand({ ServiceCode: 'AmazonEC2', Filters: filtersOf(product) }));
      const products = Texts.parse(stated(answer.PriceList))
        .flatMap((json) => readProduct(json) ?? [])
        .filter(({ attributes }) => isOnDemand(attributes));
      return chosen(product, products, clock.now());
    } catch (error) {
      return readProblem(error, say`prices`);
    }
  };
  return {
    async onDemand(product, { signal }: Reading) {
      const key = `${product.type} ${product.region} ${product.os}`;
      const before = known.get(key);
      if (before !== undefined && clock.now() - before.at < freshMs) return before.rate;
      // Equal questions share one answer; who asked first may go, the others still wait.
      const shared = asking.get(key) ?? ask(product).finally(() => asking.delete(key));
      asking.set(key, shared);
      const rate = await untilAborted(shared, signal);
      if (!isProblem(rate)) {
        const [oldest] = known.keys();
        if (known.size >= ratesKept && oldest !== undefined) known.delete(oldest);
        known.set(key, { rate, at: clock.now() });
      }
      return rate;
    },
  };
}

/** Filters that leave one product. */
export const filtersOf = (product: Product) =>
  Object.entries(priceAttributes(product)).map(([Field, Value]) => ({ Type: 'TERM_MATCH' as const, Field, Value }));

/** Older shapes lack `marketoption`; a Capacity Block product is priced at 0 and not sold by the hour. */
const isOnDemand = (attributes: Readonly<Record<string, string>>): boolean =>
  (attributes['marketoption'] ?? 'OnDemand') === 'OnDemand';

function chosen({ type, region, os }: Product, products: readonly PricedProduct[], readAt: Instant): Rate | Problem {
  const what = (why: Spans): Problem => ({
    problem: 'no-price',
    what: say`${code(type)} with ${platformRow(os).words} in ${region}: ${why}`,
    todo: say`Check type, region and system; AWS's EC2 pricing page has what is sold.`,
  });
  const [only, second] = products;
  if (only === undefined) return what(say`AWS's price list has no On-Demand price.`);
  if (second !== undefined)
    return what(
      say`AWS's price list has several products, ${list(products.map(({ sku, perHour }) => say`${code(sku)}${perHour === undefined ? '' : ` ($${perHour.amount.toFixed()})`}`))}; none is picked.`,
    );
  if (only.perHour === undefined)
    return what(say`AWS's price list has ${code(only.sku)} without an hourly price in USD.`);
  return {
    perHour: only.perHour,
    source: { name: 'AWS', detail: 'Price List' },
    asOf: only.publishedOn,
    readAt,
    sku: only.sku,
  };
}
