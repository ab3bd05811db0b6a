/** Rates of Savings Plans out of the two files that have some, for scripts/catalogue.ts. */
import { z } from 'zod';
import { terms } from '../src/core/facts/prices/terms.ts';
import type { Row } from './catalogue-made.ts';
import type { SavingsRow } from './catalogue-terms.ts';

/** `3`, `3yr` and `No Upfront` as the files have them. */
const termOf = (plan: 'sp' | 'esp', length: string, payment: string) => {
  const term = terms.find(
    (one) =>
      one.plan === plan &&
      String(one.years) === length.slice(0, 1) &&
      payment.toLowerCase().startsWith(paidAs[one.payment]),
  );
  if (term === undefined) throw new Error(`no Savings Plan is paid ${payment} for ${length}`);
  return term;
};
const paidAs = { none: 'no ', partial: 'partial ', all: 'all ' } as const;

const Rates = z.array(
  z.object({
    discountedrate: z.string(),
    discountedusagetype: z.string(),
    discountedoperation: z.string(),
    purchaseoption: z.string(),
    leasecontractlength: z.union([z.string(), z.number()]).transform(String),
  }),
);
const Tokyo = z.object({ computeSavingsPlan: Rates, ec2InstanceSavingsPlan: Rates });

/** c5.xlarge in Tokyo, both plans. @param json Of 2025-09-26. */
export function savingsOfTokyo(json: string): readonly SavingsRow[] {
  const { computeSavingsPlan, ec2InstanceSavingsPlan } = Tokyo.parse(JSON.parse(json));
  const rowsOf = (plan: 'sp' | 'esp', rates: z.infer<typeof Rates>): readonly SavingsRow[] =>
    rates.map((row) => ({
      asOf: '2025-09-26',
      term: termOf(plan, row.leasecontractlength, row.purchaseoption),
      region: 'ap-northeast-1',
      usageType: row.discountedusagetype,
      operation: row.discountedoperation,
      rate: row.discountedrate,
    }));
  return [...rowsOf('sp', computeSavingsPlan), ...rowsOf('esp', ec2InstanceSavingsPlan)];
}

/** A sample of Taipei. @param rows Of 2025-09-11; the file is misnamed: every row is of one EC2 Instance Savings Plan. */
export const savingsOfTaipei = (rows: readonly Row[]): readonly SavingsRow[] =>
  rows.map((row) => ({
    asOf: '2025-09-11',
    term: termOf('esp', row['LeaseContractLength'] ?? '', row['PurchaseOption'] ?? ''),
    region: row['DiscountedRegionCode'] ?? '',
    usageType: row['DiscountedUsageType'] ?? '',
    operation: row['DiscountedOperation'] ?? '',
    rate: row['DiscountedRate'] ?? '',
  }));
