/**
 * Makes the embedded facts under src/core/facts/data from a folder of collected public AWS figures:
 * `npx tsx scripts/catalogue.ts FOLDER`. The same folder gives the same bytes. Every price that was written
 * is read back through the code that the product uses and compared with its row; a difference ends the script.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Big from 'big.js';
import { z } from 'zod';
import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import { typeNoun } from '../src/core/drivers/aws/type-nouns.ts';
import { readCatalogue, typeOrder, writeCatalogue } from '../src/core/facts/instance-types/catalogue.ts';
import { readCredits, writeCredits } from '../src/core/facts/instance-types/credits.ts';
import { columns } from '../src/core/facts/instance-types/line.ts';
import { readOfferings, writeOfferings } from '../src/core/facts/instance-types/offerings.ts';
import { readOnDemand, tableSystems } from '../src/core/facts/prices/on-demand.ts';
import type { OperatingSystem } from '../src/core/ports/price-list.ts';
import type { Row } from './catalogue-made.ts';
import { savingsOfTaipei, savingsOfTokyo } from './catalogue-savings.ts';
import { Advisor, makeSpot } from './catalogue-spot.ts';
import { makeTerms } from './catalogue-terms.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: tsx scripts/catalogue.ts FOLDER');
const out = new URL('../src/core/facts/data/', import.meta.url);

/** One price table: where it is from, and its figures by type, region and system, as text. */
interface Section {
  readonly asOf: string;
  readonly detail: string;
  readonly prices: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<OperatingSystem, string>>>;
}

const csv = async (path: string, before = 0): Promise<readonly Row[]> => {
  const [header = '', ...lines] = (await readFile(join(folder, path), 'utf8')).trim().split(/\r?\n/).slice(before);
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])));
};

const byColumns = (rows: readonly Row[], keep: (row: Row) => boolean) => {
  const types = new Map<string, Map<string, Map<OperatingSystem, string>>>();
  for (const row of rows.filter(keep)) {
    const systems = new Map<OperatingSystem, string>();
    for (const os of tableSystems) {
      const price = row[os.replaceAll('-', '_')] ?? '';
      if (price !== '' && !new Big(price).eq(0)) systems.set(os, price);
    }
    if (systems.size === 0) continue;
    const type = row['instance_type'] ?? '';
    types.set(type, (types.get(type) ?? new Map()).set(row['region'] ?? '', systems));
  }
  return types;
};

const regionRows = await csv('prices/ec2-prices-2026-07-regions.csv');
const zoneRows = await csv('prices/ec2-prices-2026-07-local-and-wavelength-zones.csv');
const first: Section = {
  asOf: '2026-07',
  detail: 'AWS Price List, On-Demand, Shared tenancy, licence included, about July 2026',
  prices: byColumns([...regionRows, ...zoneRows], () => true),
};
// Of this table only what the first does not have; bare metal is left out (it holds Dedicated Instance prices), and what is not in USD.
const second: Section = {
  asOf: '2026-07-20',
  detail: 'AWS Price List, On-Demand Linux, Shared tenancy, 2026-07-20',
  prices: byColumns(
    (await csv('prices/linux-on-demand-us-east-1-gov-cn-2026-07-20.csv')).map((row) => ({
      ...row,
      linux: row['linux_on_demand_per_hour'] ?? '',
    })),
    (row) =>
      row['currency'] === 'USD' &&
      !(row['instance_type'] ?? '').includes('.metal') &&
      first.prices
        .get(row['instance_type'] ?? '')
        ?.get(row['region'] ?? '')
        ?.get('linux') === undefined,
  ),
};

function onDemandText(sections: readonly Section[]): string {
  const regions = [
    ...new Set(sections.flatMap(({ prices }) => [...prices.values()].flatMap((byRegion) => [...byRegion.keys()]))),
  ].toSorted();
  const patterns = new Map<string, number>();
  const lines: string[] = [];
  for (const { asOf, detail, prices } of sections) {
    lines.push(`source ${asOf} ${detail}`);
    for (const type of [...prices.keys()].toSorted(typeOrder)) {
      const cells = [...(prices.get(type) ?? [])]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([region, systems]) => {
          const linux = systems.get('linux');
          const base = new Big(linux ?? '0');
          const pattern = tableSystems
            .slice(1)
            .map((os) => systems.get(os))
            .map((price) => (price === undefined ? '' : new Big(price).minus(base).toFixed()))
            .join(',');
          const index = patterns.get(pattern) ?? patterns.size;
          patterns.set(pattern, index);
          return `${regions.indexOf(region)}/${index}/${linux ?? ''}`;
        });
      lines.push(`${type} ${cells.join(' ')}`);
    }
  }
  return [
    '# On-Demand prices, USD an hour, exact. Made by scripts/catalogue.ts; see NOTICE for where the figures are from.',
    '# A cell is REGION/PATTERN/LINUX: index into `regions`, index of a `+` line, price of Linux (empty: not sold).',
    `# A + line holds what each further system costs above Linux: ${tableSystems.slice(1).join(', ')} (empty: not sold).`,
    `regions ${regions.join(' ')}`,
    ...[...patterns.keys()].map((pattern) => `+ ${pattern}`),
    ...lines,
    '',
  ].join('\n');
}

/** Records with the field names of the API, as the SDK hands them over. */
const Types = z.object({ InstanceTypes: z.array(z.custom<InstanceTypeInfo>((record) => typeof record === 'object')) });

const typeFacts = Types.parse(
  JSON.parse(await readFile(join(folder, 'instance-types/describe-instance-types.json'), 'utf8')),
)
  .InstanceTypes.flatMap((record) => typeNoun(record) ?? [])
  .toSorted((one, other) => typeOrder(one.name, other.name));
const typesText = [
  '# Facts of instance types, as DescribeInstanceTypes tells them. Made by scripts/catalogue.ts; see NOTICE for the source.',
  `# Columns, parted by tabs: ${columns}`,
  await writeCatalogue('2026-08-02', typeFacts, new AbortController().signal),
].join('\n');

/** By region the letters of its zones that have a type. */
const Offerings = z.record(z.string(), z.object({ types: z.record(z.string(), z.string()) }));
const offerings = new Map(
  Object.entries(
    Offerings.parse(JSON.parse(await readFile(join(folder, 'instance-types/instance-type-offerings.json'), 'utf8'))),
  ).map(([region, { types }]) => [
    region,
    Object.entries(types)
      .toSorted(([one], [other]) => typeOrder(one, other))
      .map(([type, letters]) => ({ type, zones: Array.from(letters, (letter) => `${region}${letter}`) })),
  ]),
);
const offeringsText = [
  '# Which zones have which instance types. Made by scripts/catalogue.ts; see NOTICE for the source. The letters of zones are',
  '# those of the account that was asked. A cell is the number (base 36) of a + line, which has the letters; empty: not there.',
  writeOfferings('2026-08-01', offerings),
].join('\n');

/** Items of the volume table that quotes use; requests and snapshots come with later questions. */
const volumeItems: Readonly<Record<string, string>> = {
  storage: 'storage',
  'iops over 3000': 'iops',
  'throughput over 125': 'throughput',
  iops: 'iops',
  'iops up to 32000': 'iops',
};
const volumeRows = (await csv('prices/ebs.csv')).filter(
  (row) => row['volume_type'] !== 'snapshot' && volumeItems[row['item'] ?? ''] !== undefined,
);
const volumesText = [
  '# EBS prices a month, USD: GB-month of storage, IOPS-month, MiB/s-month, above what is included. Made by scripts/catalogue.ts; see NOTICE.',
  ...volumeRows.map((row) =>
    [row['region'], row['volume_type'], volumeItems[row['item'] ?? ''], row['price_usd']].join(' '),
  ),
  '',
].join('\n');

const creditRows = (await csv('instance-types/burstable-credits.csv')).map(
  (row) =>
    [
      row['instance_type'] ?? '',
      {
        perHour: Number(row['credits_per_hour']),
        mostKept: Number(row['max_accrued_credits']),
        baselinePercent: Number(row['baseline_percent_per_vcpu']),
      },
    ] as const,
);
const creditsText = [
  '# CPU credits of burstable types: credits an hour, credits kept at most, baseline in percent of a vCPU. Made by',
  '# scripts/catalogue.ts; see NOTICE for the source.',
  writeCredits('2023-05', creditRows),
].join('\n');

const commitments = makeTerms(
  {
    regions: regionRows,
    noUpfront: await csv('prices/linux-ri-no-upfront-2025-04.csv'),
    allTerms: await csv('prices/linux-ri-all-terms-us-east-1-2023-05.csv'),
    savings: [
      ...savingsOfTokyo(
        await readFile(join(folder, 'savings-plans/c5.xlarge-windows-ap-northeast-1-od-ri-sp-2025-09.json'), 'utf8'),
      ),
      // Five lines tell of the file before its header.
      ...savingsOfTaipei(await csv('savings-plans/compute-savings-plan-ap-east-2-sample-2025-09.csv', 5)),
    ],
  },
  (type) => typeFacts.find(({ name }) => name === type)?.vCpus,
);
const spot = makeSpot(
  regionRows,
  Advisor.parse(JSON.parse(await readFile(join(folder, 'spot/spot-advisor-data-2025-06.json'), 'utf8'))),
);

const text = onDemandText([first, second]);
const read = await readOnDemand(text);
let compared = 0;
for (const { asOf, prices } of [first, second]) {
  for (const [type, byRegion] of prices) {
    for (const [region, systems] of byRegion) {
      for (const os of tableSystems) {
        const wanted = systems.get(os);
        const got = read.find({ type, region, os });
        const same =
          wanted === undefined
            ? got === undefined || got.asOf !== asOf
            : got !== undefined && new Big(wanted).eq(got.perHour.amount);
        if (!same)
          throw new Error(`${type} ${region} ${os}: wrote ${got?.perHour.amount.toFixed()}, the table has ${wanted}`);
        compared += 1;
      }
    }
  }
}
const readTypes = readCatalogue(typesText);
for (const facts of typeFacts) {
  if (!isDeepStrictEqual(readTypes.find(facts.name), facts))
    throw new Error(`${facts.name} is read otherwise than written`);
}
const readZones = readOfferings(offeringsText);
for (const [region, rows] of offerings) {
  const there = readZones.of(region);
  if (there?.types.length !== rows.length) throw new Error(`${region} has other types than written`);
  for (const { type, zones } of rows) {
    if (!isDeepStrictEqual(there.zonesOf(type), zones))
      throw new Error(`${type} in ${region} is read otherwise than written`);
  }
}
const readBack = readCredits(creditsText);
for (const [type, credits] of creditRows) {
  if (!isDeepStrictEqual(readBack.find(type), credits)) throw new Error(`the credits of ${type} are read otherwise`);
}
await writeFile(new URL('credits.txt', out), creditsText);
await writeFile(new URL('on-demand.txt', out), text);
await writeFile(new URL('offerings.txt', out), offeringsText);
await writeFile(new URL('instance-types.txt', out), typesText);
await writeFile(new URL('volumes.txt', out), volumesText);
await writeFile(new URL('terms.txt', out), commitments.text);
await writeFile(new URL('spot.txt', out), spot.text);
const sums = { 'terms.txt': commitments, 'spot.txt': spot };
await writeFile(
  new URL('../test/fixtures/catalogue.json', import.meta.url),
  `${JSON.stringify(
    Object.fromEntries(Object.entries(sums).map(([name, { figures, sha256 }]) => [name, { figures, sha256 }])),
    null,
    2,
  )}\n`,
);
const all = [text, typesText, offeringsText, volumesText, creditsText, commitments.text, spot.text];
console.error(
  `${typeFacts.length} types, ${compared} prices, ${commitments.figures} figures of commitments and ${spot.figures} of Spot compared, ${all.reduce((sum, { length }) => sum + length, 0)} characters`,
);
