import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { readData } from '../../../../src/core/facts/data/locate.ts';
import { openCatalogue } from '../../../../src/core/facts/instance-types/catalogue.ts';
import { readOnDemand } from '../../../../src/core/facts/prices/on-demand.ts';
import { platformOf, platformRow } from '../../../../src/core/facts/prices/platforms.ts';
import { billingOf } from '../../../../src/core/facts/prices/billing.ts';
import { openPrices } from '../../../../src/core/facts/prices/prices.ts';
import { quoteOf } from '../../../../src/core/facts/prices/quote.ts';
import { knownPart, readVolumePrices, volumePricer } from '../../../../src/core/facts/prices/volumes.ts';
import { operatingSystems, type Product } from '../../../../src/core/ports/price-list.ts';
import { isProblem } from '../../../../src/core/problem.ts';
import { plain } from '../../../../src/core/text.ts';
import { instance } from '../../changes/instance.ts';

const reading = { signal: new AbortController().signal };
const table = await readOnDemand(await readData('on-demand.txt'));
const prices = await openPrices();
const volumeRates = readVolumePrices(await readData('volumes.txt'));
const volume = volumePricer(volumeRates);

const found = async (product: Product): Promise<string> => {
  const rate = await prices.onDemand(product, reading);
  return isProblem(rate) ? rate.problem : `${rate.perHour.amount.toFixed()} ${rate.asOf}`;
};

describe('the embedded On-Demand table', () => {
  // By hand from the price tables that the catalogue is made from (NOTICE): oddities of every kind.
  it.each<[string, string, Product['os'], string]>([
    ['m5.large', 'us-east-1', 'linux', '0.096 2026-07'],
    ['m5.large', 'eu-west-1', 'windows', '0.199 2026-07'],
    ['a1.2xlarge', 'ap-northeast-1', 'rhel', '0.372 2026-07'],
    ['a1.2xlarge', 'ap-south-1', 'suse', '0.329 2026-07'],
    ['a1.2xlarge', 'ap-northeast-1', 'windows', 'no-price'],
    ['c5.12xlarge', 'af-south-1-los-1', 'windows-sql-ent', '23.354 2026-07'],
    ['c5.12xlarge', 'ap-northeast-1-tpe-1', 'linux-sql-web', '4.021 2026-07'],
    ['p4d.24xlarge', 'us-east-1', 'linux', '21.957642 2026-07'],
    ['t4g.nano', 'us-east-1', 'linux', '0.0042 2026-07'],
    ['u7in-32tb.224xlarge', 'us-east-1', 'linux', '360.98695 2026-07'],
    ['m9g.xlarge', 'us-east-1', 'linux', '0.19568 2026-07-20'],
    ['c6g.metal', 'us-east-1', 'linux', '2.176 2026-07'],
    ['m5.huge', 'us-east-1', 'linux', 'unknown-type'],
    ['m5.large', 'eu-west-9', 'linux', 'unknown-region'],
  ])('%s in %s with %s: %s', async (type, region, os, expected) => {
    expect(await found({ type, region, os })).toBe(expected);
  });

  it('holds no free machine, and quotes each exactly', () => {
    let count = 0;
    for (const type of table.types) {
      const sold = table.soldIn(type);
      const told = (systems: readonly string[]) => systems.toSorted().join(' ');
      const differ = table.regions.filter(
        (region) => told(table.systems(type, region)) !== told(sold.get(region) ?? []),
      );
      expect(differ).toEqual([]);
      for (const [region, systems] of sold) {
        for (const os of systems) {
          const rate = table.find({ type, region, os });
          if (rate === undefined) throw new Error(`${type} ${region} ${os} is listed but not found`);
          const { perHour, perDay, perMonth, perYear } = quoteOf(rate.perHour);
          expect(perHour.amount.gt(0)).toBe(true);
          expect(
            perDay.amount.div(24).eq(perHour.amount) &&
              perMonth.amount.div(730).eq(perHour.amount) &&
              perYear.amount.div(8_760).eq(perHour.amount),
          ).toBe(true);
          count += 1;
        }
      }
    }
    expect(count).toBeGreaterThan(200_000);
  }, 60_000);

  it('has the Windows licence at 0.046 USD per vCPU and hour in most rows, as AWS sells it', async () => {
    const types = await openCatalogue();
    let all = 0;
    let usual = 0;
    for (const type of table.types) {
      const vCpus = types.find(type)?.vCpus;
      if (vCpus === undefined) continue;
      for (const region of table.soldIn(type).keys()) {
        const linux = table.find({ type, region, os: 'linux' });
        const windows = table.find({ type, region, os: 'windows' });
        if (linux === undefined || windows === undefined) continue;
        all += 1;
        if (windows.perHour.amount.minus(linux.perHour.amount).eq(new Big('0.046').times(vCpus))) usual += 1;
      }
    }
    expect(all).toBeGreaterThan(12_000);
    expect(usual / all).toBeGreaterThan(0.85);
  });

  it('says where a type is sold instead, and what is near', async () => {
    const elsewhere = await prices.onDemand({ type: 'm9g.xlarge', region: 'eu-west-1', os: 'linux' }, reading);
    if (!isProblem(elsewhere)) throw new Error('a price was made up');
    expect(plain(elsewhere.todo)).toContain('us-east-1');
    const typo = await prices.onDemand({ type: 'm5.larg', region: 'us-east-1', os: 'linux' }, reading);
    if (!isProblem(typo)) throw new Error('a price was made up');
    expect(plain(typo.todo)).toContain('m5.large');
  });
});

describe('what an instance is billed as', () => {
  it.each(operatingSystems.map((os) => [os, platformRow(os).operations] as const))(
    '%s by its billing codes',
    (os, operations) => {
      for (const usageOperation of operations) {
        expect(billingOf(instance({ usageOperation }))).toEqual({
          by: 'product',
          product: { type: 'm5.large', region: 'us-east-1', os },
        });
        expect(platformOf(`${usageOperation}:SV006`)).toBe(os);
      }
    },
  );

  it.each<[string, string | undefined]>([
    ['Linux/UNIX', 'linux'],
    ['Windows', 'windows'],
    ['Red Hat Enterprise Linux', 'rhel'],
    ['Windows with SQL Server Standard', 'windows-sql-std'],
    ['Windows BYOL', undefined],
  ])('%s by that name where no code is told, or not at all', (platformDetails, os) => {
    const billing = billingOf(instance({ usageOperation: 'unknown', platformDetails }));
    expect('by' in billing && billing.by === 'product' ? billing.product.os : undefined).toBe(os);
  });

  it.each<[string, Parameters<typeof instance>[0], ReturnType<typeof billingOf>]>([
    [
      'a Spot Instance, at the price of its zone',
      { lifecycle: 'spot', usageOperation: 'RunInstances:0002:SV006' },
      {
        by: 'spot',
        machine: { type: 'm5.large', region: 'us-east-1', os: 'windows', account: 'demo-dev' },
        zone: 'us-east-1a',
      },
    ],
    [
      'a Dedicated Instance',
      { tenancy: 'dedicated' },
      { by: 'product', product: { type: 'm5.large', region: 'us-east-1', os: 'linux', tenancy: 'dedicated' } },
    ],
    ['what runs on a Dedicated Host', { tenancy: 'host' }, { by: 'host', family: 'm5', region: 'us-east-1' }],
    [
      'what runs in a Local Zone, at its prices',
      { region: 'us-west-2', zone: 'us-west-2-lax-1a' },
      { by: 'product', product: { type: 'm5.large', region: 'us-west-2-lax-1', os: 'linux' } },
    ],
    [
      'what runs in a Wavelength Zone, at its prices',
      { zone: 'us-east-1-wl1-atl-wlz-1' },
      { by: 'product', product: { type: 'm5.large', region: 'us-east-1-wl1-atl1', os: 'linux' } },
    ],
  ])('%s', (_, some, billing) => {
    expect(billingOf(instance(some))).toEqual(billing);
  });

  it.each<[string, Parameters<typeof instance>[0]]>([
    ['a Spot Instance', { lifecycle: 'spot' }],
    ['a Capacity Block', { lifecycle: 'capacity-block' }],
    ['dedicated tenancy', { tenancy: 'dedicated' }],
    ['a Dedicated Host', { tenancy: 'host' }],
    ['Windows with a licence of its own', { usageOperation: 'RunInstances:0800' }],
    ['a code that nobody knows', { usageOperation: 'RunInstances:zzzz' }],
  ])('%s has no price in the catalogue', async (_, some) => {
    expect(await prices.ofInstance(instance(some), reading)).toMatchObject({ problem: 'no-price' });
  });
});

describe('what a volume costs a month', () => {
  it.each<[string, Parameters<typeof volume>[0], string]>([
    [
      'gp3 with what is included',
      { region: 'us-east-1', kind: 'gp3', sizeGiB: 40, iops: 3_000, throughputMiBps: 125 },
      '3.2',
    ],
    [
      'gp3 with 1,000 IOPS and 5 MiB/s more',
      { region: 'us-east-1', kind: 'gp3', sizeGiB: 40, iops: 4_000, throughputMiBps: 130 },
      '8.4',
    ],
    ['gp2, whose IOPS are free', { region: 'us-east-1', kind: 'gp2', sizeGiB: 10, iops: 100 }, '1'],
    ['io1', { region: 'us-east-1', kind: 'io1', sizeGiB: 30, iops: 300 }, '23.25'],
    ['io2', { region: 'us-east-1', kind: 'io2', sizeGiB: 30, iops: 300 }, '23.25'],
    ['st1', { region: 'us-east-1', kind: 'st1', sizeGiB: 40 }, '1.8'],
    ['gp2 in Ireland', { region: 'eu-west-1', kind: 'gp2', sizeGiB: 100 }, '11'],
    ['gp3 in Ireland, of which no figure is known', { region: 'eu-west-1', kind: 'gp3', sizeGiB: 100 }, 'at least 0'],
    [
      'gp3 in Ohio with IOPS that have no figure',
      { region: 'us-east-2', kind: 'gp3', sizeGiB: 100, iops: 5_000 },
      'at least 8',
    ],
    ['io2 beyond the first tier', { region: 'us-east-1', kind: 'io2', sizeGiB: 100, iops: 40_000 }, 'at least 2092.5'],
    ['a kind that is not known', { region: 'us-east-1', kind: 'gp9', sizeGiB: 1 }, 'at least 0'],
  ])('%s', (_, shape, expected) => {
    for (const _again of [1, 2]) {
      const price = volume(shape);
      expect(`${isProblem(price) ? 'at least ' : ''}${knownPart(price).amount.toFixed()}`).toBe(expected);
    }
  });
});
