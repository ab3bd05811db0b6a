import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { z } from 'zod';
import { listQuestion, priceListRegion, pricePartition, withoutPrefix } from '../../facts/prices/question.ts';
import type { ListedProduct, PriceList, PriceQuestion } from '../../ports/price-list.ts';
import type { Problem } from '../../problem.ts';
import { code, say } from '../../text.ts';
import { firstRegion, type AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';
import { atMost } from '../../at-most.ts';
import { NotAnswered, readProblem, stated } from './errors.ts';
import { allPages } from './all-pages.ts';
import { readProduct, type WithAttributes } from './product.ts';
import { savingsRates } from './savings-plans.ts';
import { spotPrices } from './spot.ts';

/** Calls to the price list at once: its own limits are low, and its answers large. */
const callsAtOnce = 8;

/** The SDK hands products over as JSON texts, wrapped in an object of its own. */
const Texts = z.array(z.unknown().transform(String));

/** The Price List Query API, Savings Plans and Spot history. Prices are the same for every account: one of the region's partition is asked. */
export function createPriceList(accounts: readonly AccountConfig[], clients: Clients): PriceList {
  const limited = atMost(callsAtOnce);
  return {
    async products(question) {
      const account = asking(accounts, question.region);
      if (account === undefined) return noAccount(question.region);
      try {
        return await productsOf(account, clients, limited, question);
      } catch (error) {
        return readProblem(error, say`prices`);
      }
    },
    async savingsRates(usage) {
      const account = asking(accounts, usage.region);
      if (account === undefined) return noAccount(usage.region);
      try {
        return await savingsRates(clients.savingsPlans(account), usage);
      } catch (error) {
        return readProblem(error, say`Savings Plans`);
      }
    },
    async spotPrices(question, since) {
      const { account: name, region } = question;
      const account = name === undefined ? asking(accounts, region) : accounts.find((one) => one.name === name);
      if (account === undefined) return noAccount(region);
      try {
        return await spotPrices(clients.reading(account, region), question, since);
      } catch (error) {
        return readProblem(error, say`Spot prices in ${region}`);
      }
    },
  };
}

/** Who asks for a region's prices. GovCloud's credentials do not hold at the endpoints that know its prices: another account goes first. */
function asking(accounts: readonly AccountConfig[], region: string): AccountConfig | undefined {
  const able = accounts.filter((one) => pricePartition(firstRegion(one)) === pricePartition(region));
  return able.find((one) => !firstRegion(one).startsWith('us-gov-')) ?? able[0];
}

const noAccount = (region: string): Problem => ({
  problem: 'no-price',
  what: say`Prices in ${region} are told to accounts of its own partition, and none is configured.`,
  todo: say`Configure an account that has ${code(region)}.`,
});

async function productsOf(
  account: AccountConfig,
  clients: Clients,
  limited: ReturnType<typeof atMost>,
  question: PriceQuestion,
): Promise<readonly ListedProduct[]> {
  const { service, filters, usageType } = listQuestion(question);
  const client = clients.pricing(account, priceListRegion(question.region, firstRegion(account)));
  const parts = await Promise.all(
    filters.map(async (wanted) => {
      const all = await allPages(async (token) => {
        const answer = await limited(() =>
          client.send(
            new GetProductsCommand({
              ServiceCode: service,
              Filters: Object.entries(wanted).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value })),
              FormatVersion: 'aws_v1',
              ...(token !== undefined && { NextToken: token }),
            }),
          ),
        );
        return { items: Texts.parse(stated(answer.PriceList)), next: answer.NextToken };
      });
      const products = all.flatMap((json) => readProduct(json) ?? []);
      // What cannot be read must not be taken for what is not sold.
      if (products.length === 0 && all.length > 0) throw new NotAnswered();
      return products.filter((one) => fits(one, wanted));
    }),
  );
  return (
    parts
      .flat()
      // What does not say what it is billed as is held against the filters alone.
      .filter((one) => one.usageType === '' || usageType.test(withoutPrefix(one.usageType)))
      .map(({ attributes: _, ...product }) => product)
  );
}

/**
 * Whether it has every attribute asked for, as far as it says so: files of before 2021 lack some, and whoever stands in AWS's
 * place may not know all filters. A Capacity Block has its own market, at a price of 0.
 */
const fits = ({ attributes }: WithAttributes, wanted: Readonly<Record<string, string>>): boolean =>
  (attributes['marketoption'] ?? 'OnDemand') === 'OnDemand' &&
  Object.entries(wanted).every(([field, value]) => (attributes[field] ?? value) === value);
