import { DescribeSavingsPlansOfferingRatesCommand, type SavingsplansClient } from '@aws-sdk/client-savingsplans';
import { money } from '../../money.ts';
import type { SavingsRate } from '../../ports/price-list.ts';
import { stated } from './errors.ts';
import { allPages } from './all-pages.ts';
import { isDecimal, payments } from './product.ts';

/** Results of one page (Savings Plans API: at most 1,000). */
const resultsAtOnce = 1_000;
/** `durationSeconds` of an offering, in years of 365 days. */
const years: ReadonlyMap<number, SavingsRate['years']> = new Map([
  [31_536_000, 1],
  [94_608_000, 3],
]);
const plans: ReadonlyMap<string, SavingsRate['plan']> = new Map([
  ['Compute', 'compute'],
  ['EC2Instance', 'ec2-instance'],
]);

/** Rates for one usage type and operation. A rate belongs to its offering, usage type and operation together: by less than these three it would be another's. */
export async function savingsRates(
  client: SavingsplansClient,
  { usageType, operation }: { readonly usageType: string; readonly operation: string },
): Promise<readonly SavingsRate[]> {
  const found = await allPages(async (nextToken) => {
    const answer = await client.send(
      new DescribeSavingsPlansOfferingRatesCommand({
        savingsPlanTypes: ['Compute', 'EC2Instance'],
        products: ['EC2'],
        serviceCodes: ['AmazonEC2'],
        usageTypes: [usageType],
        operations: [operation],
        maxResults: resultsAtOnce,
        ...(nextToken !== undefined && { nextToken }),
      }),
    );
    return { items: stated(answer.searchResults), next: answer.nextToken };
  });
  return found.filter((one) => one.usageType === usageType && one.operation === operation).flatMap(readRate);
}

/** The part of an offering's rate that is read; AWS's own words, of which there may be newer ones than the SDK knows. */
interface WireRate {
  readonly savingsPlanOffering?:
    | {
        readonly offeringId?: string | undefined;
        readonly paymentOption?: string | undefined;
        readonly planType?: string | undefined;
        readonly durationSeconds?: number | undefined;
        readonly currency?: string | undefined;
      }
    | undefined;
  readonly rate?: string | undefined;
  readonly unit?: string | undefined;
}

/** One rate; nothing where it is of a plan, a length or a unit that machines are not paid by. */
export function readRate({ savingsPlanOffering: offering, rate, unit }: WireRate): readonly SavingsRate[] {
  const plan = plans.get(offering?.planType ?? '');
  const length = years.get(offering?.durationSeconds ?? 0);
  const payment = payments.get(offering?.paymentOption ?? '');
  const { offeringId, currency } = offering ?? {};
  if (plan === undefined || length === undefined || payment === undefined || unit !== 'Hrs') return [];
  if (offeringId === undefined || currency === undefined || rate === undefined || !isDecimal(rate)) return [];
  return [{ offeringId, plan, years: length, payment, perHour: money(rate, currency) }];
}
