import type { PriceQuestion } from '../../ports/price-list.ts';
import { platformRow } from './platforms.ts';

/** A question as the Price List Query API takes it: the service, and filters each of which must match. Several lists of filters are several calls. */
export interface ListQuestion {
  readonly service: 'AmazonEC2' | 'AmazonVPC';
  readonly filters: readonly Readonly<Record<string, string>>[];
  /** What the billing code looks like, without the region's prefix. */
  readonly usageType: RegExp;
}

/** Families of products that EBS volumes are billed by (Price List, AmazonEC2). */
const volumeFamilies = ['Storage', 'System Operation', 'Provisioned Throughput'] as const;

/** The attributes that leave the products asked for (AWS Price List Query API): without licenceModel and operation Windows alone has three. */
export function listQuestion(question: PriceQuestion): ListQuestion {
  const { region: regionCode } = question;
  switch (question.of) {
    case 'machine': {
      const { operatingSystem, preInstalledSw, operations, licenseModel } = platformRow(question.os);
      const dedicated = question.tenancy === 'dedicated';
      return {
        service: 'AmazonEC2',
        filters: [
          {
            instanceType: question.type,
            regionCode,
            operatingSystem,
            preInstalledSw,
            licenseModel: licenseModel ?? 'No License required',
            tenancy: dedicated ? 'Dedicated' : 'Shared',
            capacitystatus: 'Used',
            operation: operations[0],
          },
        ],
        usageType: dedicated ? /^DedicatedUsage:/ : /^BoxUsage(:|$)/,
      };
    }
    case 'host':
      return {
        service: 'AmazonEC2',
        filters: [{ productFamily: 'Dedicated Host', instanceType: question.family, regionCode, tenancy: 'Host' }],
        usageType: /^HostUsage:/,
      };
    case 'volumes':
      return {
        service: 'AmazonEC2',
        filters: volumeFamilies.map((productFamily) => ({ productFamily, regionCode })),
        usageType: /^EBS:Volume/,
      };
    case 'ipv4':
      return {
        service: 'AmazonVPC',
        filters: [{ regionCode, group: 'VPCPublicIPv4Address' }],
        usageType: /^PublicIPv4:/,
      };
    case 'cpu-credits':
      return {
        service: 'AmazonEC2',
        filters: [{ productFamily: 'CPU Credits', regionCode, operatingSystem: question.system }],
        usageType: new RegExp(`^CPUCredits:${question.family.replaceAll(/\W/g, '')}$`),
      };
  }
}

/** A billing code without AWS's prefix of the region: `EUC1-BoxUsage:m5.large` → `BoxUsage:m5.large`. Prefixes are capitals and digits, of a Wavelength Zone two; us-east-1 has none. */
export const withoutPrefix = (usageType: string): string => usageType.replace(/^(?:[A-Z0-9]+-)+/, '');

/** Regions with an endpoint of the price list ("AWS Price List service endpoints"). GovCloud has none: the public partition answers for it. */
export const priceListRegions = {
  aws: ['us-east-1', 'eu-central-1', 'ap-south-1'],
  'aws-cn': ['cn-northwest-1'],
  'aws-eusc': ['eusc-de-east-1'],
} as const;

/** Which endpoints of the price list know this region's prices. */
export const pricePartition = (region: string): keyof typeof priceListRegions =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('eusc-') ? 'aws-eusc' : 'aws';

const currencies = { aws: 'USD', 'aws-cn': 'CNY', 'aws-eusc': 'EUR' } as const;

/** What a region's prices are in (AWS China bills in CNY; the European Sovereign Cloud in EUR). */
export const currencyOf = (region: string): string => currencies[pricePartition(region)];

/** The endpoint region to ask for a region's prices, near to where the asking account is at home. */
export function priceListRegion(region: string, home: string): string {
  const [first, ...others] = priceListRegions[pricePartition(region)];
  const geography = (name: string): string | undefined => name.split('-')[0];
  const near: Readonly<Record<string, string>> = { me: 'eu', af: 'eu', il: 'eu' };
  const wanted = near[geography(home) ?? ''] ?? geography(home);
  return others.find((one) => geography(one) === wanted) ?? first;
}
