/**
 * Makes test/fixtures/price-samples.json from a folder of collected public AWS figures:
 * `npx tsx scripts/price-samples.ts FOLDER`. The same folder gives the same bytes. Prices, terms and billing codes stay as
 * AWS wrote them; attributes that no answer depends on are left out, and what bulk files key by SKU is put into the form of the APIs.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: tsx scripts/price-samples.ts FOLDER');
const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');

/** Attributes that a question asks by, or that tell products apart. */
const kept = [
  'servicecode',
  'location',
  'regionCode',
  'instanceType',
  'operatingSystem',
  'preInstalledSw',
  'licenseModel',
  'tenancy',
  'capacitystatus',
  'marketoption',
  'operation',
  'usagetype',
  'group',
  'volumeApiName',
];
const Term = z.object({
  priceDimensions: z.record(
    z.string(),
    z
      .object({
        unit: z.string(),
        beginRange: z.string().optional(),
        endRange: z.string().optional(),
        pricePerUnit: z.record(z.string(), z.string()),
      })
      .strip(),
  ),
  termAttributes: z.record(z.string(), z.string()).optional(),
});
const Bare = z.object({
  sku: z.string(),
  productFamily: z.string().optional(),
  attributes: z
    .record(z.string(), z.string())
    .transform((all) => Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name)))),
});
const Terms = z.object({
  OnDemand: z.record(z.string(), Term).optional(),
  Reserved: z.record(z.string(), Term).optional(),
});
const Product = z.object({ product: Bare, terms: Terms.optional(), publicationDate: z.string().optional() });

type Sample = z.infer<typeof Product> & { readonly from: string };
const samples: Sample[] = [];
for (const from of [
  'getproducts-32-skus-2026-09.json',
  'getproducts-c5.xlarge-3-capacitystatus-2020-06.json',
  'getproducts-m5.large-linux-us-east-1-2021-02.json',
  'getproducts-dedicated-host-reserved-2019-09.json',
  'getproducts-public-ipv4-ap-south-1-2024-07.json',
  'products-from-bulk-csv-2025-09.json',
])
  for (const one of z.array(Product).parse(JSON.parse(await read(`pricing-api/${from}`))))
    samples.push({ from, ...one });

const wire = 'getproducts-wire-format-cli-example.json';
for (const text of z.object({ PriceList: z.array(z.string()) }).parse(JSON.parse(await read(`pricing-api/${wire}`)))
  .PriceList)
  samples.push({ from: wire, ...Product.parse(JSON.parse(text)) });

// Offer files have their terms by type, then SKU.
const bulk = 'bulk-offer-file-excerpts-2023-2024.json';
const BySku = z.record(z.string(), z.record(z.string(), Term)).optional();
const Offers = z.array(
  z.object({
    publicationDate: z.string(),
    products: z.record(z.string(), Bare),
    terms: z.object({ OnDemand: BySku, Reserved: BySku }),
  }),
);
for (const { publicationDate, products, terms } of Offers.parse(JSON.parse(await read(`pricing-api/${bulk}`))))
  for (const [sku, product] of Object.entries(products)) {
    const { [sku]: OnDemand } = terms.OnDemand ?? {};
    const { [sku]: Reserved } = terms.Reserved ?? {};
    samples.push({
      from: bulk,
      product,
      terms: { ...(OnDemand && { OnDemand }), ...(Reserved && { Reserved }) },
      publicationDate,
    });
  }

/** One rate as DescribeSavingsPlansOfferingRates answers it. */
const rate = (from: string, planType: string, row: Readonly<Record<string, string>>) => ({
  from,
  savingsPlanOffering: {
    offeringId: row['sku'],
    paymentOption: row['purchaseoption'],
    planType,
    durationSeconds: Number(row['leasecontractlength']) * 31_536_000,
    currency: row['currency'],
  },
  rate: row['discountedrate'],
  unit: row['unit'],
  productType: 'EC2',
  serviceCode: 'AmazonEC2',
  usageType: row['discountedusagetype'],
  operation: row['discountedoperation'],
});
const csv = async (path: string, header: number) => {
  const [names = '', ...lines] = (await read(path)).trim().split(/\r?\n/).slice(header);
  const keys = names.toLowerCase().replaceAll(' ', '').split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [keys[index] ?? '', cell])));
};
const Rows = z.array(
  z
    .record(z.string(), z.string().nullable())
    .transform((row) => Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, cell ?? '']))),
);
const machine = 'c5.xlarge-windows-ap-northeast-1-od-ri-sp-2025-09.json';
const whole = z
  .object({ onDemand: Rows, reservedStandard: Rows, computeSavingsPlan: Rows, ec2InstanceSavingsPlan: Rows })
  .parse(JSON.parse(await read(`savings-plans/${machine}`)));
const taipei = 'compute-savings-plan-ap-east-2-sample-2025-09.csv';
const tokyo = 'ec2-instance-sp-c5.xlarge-ap-northeast-1-10-rates-2024-07.csv';
const api = 'describe-savings-plans-offering-rates-example.json';
const fragment = 'price-list-json-fragment-2026-06.json';
const Fragment = z.object({
  terms: z.object({
    savingsPlan: z.array(
      z.object({
        sku: z.string(),
        description: z.string(),
        leaseContractLength: z.object({ duration: z.number() }),
        rates: z.array(
          z.object({
            discountedUsageType: z.string(),
            discountedOperation: z.string(),
            unit: z.string(),
            discountedRate: z.object({ price: z.string(), currency: z.string() }),
          }),
        ),
      }),
    ),
  }),
});
const savings = [
  ...whole.computeSavingsPlan.map((row) => rate(machine, 'Compute', row)),
  ...whole.ec2InstanceSavingsPlan.map((row) => rate(machine, 'EC2Instance', row)),
  ...(await csv(`savings-plans/${taipei}`, 5)).map((row) => rate(taipei, 'EC2Instance', row)),
  ...(await csv(`savings-plans/${tokyo}`, 0)).map((row) => rate(tokyo, 'EC2Instance', row)),
  ...z
    .object({ searchResults: z.array(z.looseObject({})) })
    .parse(JSON.parse(await read(`savings-plans/${api}`)))
    .searchResults.map((one) => ({ from: api, ...one })),
  ...Fragment.parse(JSON.parse(await read(`savings-plans/${fragment}`))).terms.savingsPlan.flatMap((plan) =>
    plan.rates.map((one) =>
      rate(fragment, 'Compute', {
        sku: plan.sku,
        purchaseoption: plan.description.replace(/^\d year (.* Upfront) .*$/, '$1'),
        leasecontractlength: String(plan.leaseContractLength.duration),
        currency: one.discountedRate.currency,
        discountedrate: one.discountedRate.price,
        unit: one.unit,
        discountedusagetype: one.discountedUsageType,
        discountedoperation: one.discountedOperation,
      }),
    ),
  ),
];

// What a machine of Tokyo costs in all ways: the product that its rows are of, in the form of GetProducts.
const [onDemand = {}] = whole.onDemand;
const sku = onDemand['sku'] ?? '';
const dimension = (row: Readonly<Record<string, string>>) => ({
  unit: row['unit'] ?? '',
  pricePerUnit: { [row['currency'] ?? '']: row['priceperunit'] ?? '' },
});
const terms: Record<string, z.infer<typeof Term>> = {};
for (const row of whole.reservedStandard) {
  const key = `${sku}.${row['leasecontractlength']}.${row['purchaseoption']}`;
  const term = (terms[key] ??= {
    priceDimensions: {},
    termAttributes: {
      LeaseContractLength: row['leasecontractlength'] ?? '',
      OfferingClass: row['offeringclass'] ?? '',
      PurchaseOption: row['purchaseoption'] ?? '',
    },
  });
  term.priceDimensions[`${key}.${row['unit']}`] = dimension(row);
}
const like = samples.find(({ product }) => product.sku === sku && product.attributes['capacitystatus'] === 'Used');
if (like === undefined) throw new Error(`no product ${sku} among the samples`);
samples.push({
  from: machine,
  product: like.product,
  terms: { OnDemand: { [sku]: { priceDimensions: { [sku]: dimension(onDemand) } } }, Reserved: terms },
  publicationDate: '2025-09-26',
});

const spotFile = 'describe-spot-price-history-m5.large-us-east-1-2021.json';
const spot = z
  .object({ SpotPriceHistory: z.array(z.record(z.string(), z.string())) })
  .parse(JSON.parse(await read(`spot/${spotFile}`)));

const lines = (name: string, items: readonly unknown[]): string =>
  `"${name}": [\n${items.map((one) => JSON.stringify(one)).join(',\n')}\n]`;
const text = `{
"source": "Public AWS prices as the AWS Price List, Savings Plans and Spot history APIs gave them, 2019 to 2026; made by scripts/price-samples.ts, see NOTICE. Each sample names the file of the collection that it is from.",
${lines('products', samples)},
${lines('savings', savings)},
${lines('spot', spot.SpotPriceHistory)}
}
`;
await writeFile(new URL('../test/fixtures/price-samples.json', import.meta.url), text);
console.error(
  `${samples.length} products, ${savings.length} rates, ${spot.SpotPriceHistory.length} Spot prices, ${text.length} characters`,
);
