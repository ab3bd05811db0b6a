import { operatingSystems, type OperatingSystem, type Product } from '../../ports/price-list.ts';

/** One platform that EC2 bills: how people call it, what an instance carries, what the Price List calls it. */
export interface Platform {
  readonly words: string;
  /** Other ways to type it. */
  readonly synonyms: readonly string[];
  /** Billing codes of instances (`UsageOperation`); the first is the product's own `operation`. */
  readonly operations: readonly [string, ...string[]];
  /** Price List attributes that, with shared tenancy, leave one product. */
  readonly operatingSystem: string;
  readonly preInstalledSw: 'NA' | 'SQL Web' | 'SQL Std' | 'SQL Ent';
}

/** EC2 guide, "AMI billing information fields"; Price List attributes of AmazonEC2. `Red Hat BYOL Linux` (00g0) is billed as Linux. */
const platforms = {
  linux: {
    words: 'Linux',
    synonyms: ['linux/unix', 'amazon-linux', 'ubuntu', 'debian'],
    operations: ['RunInstances', 'RunInstances:00g0'],
    operatingSystem: 'Linux',
    preInstalledSw: 'NA',
  },
  rhel: {
    words: 'Red Hat Enterprise Linux',
    synonyms: ['redhat', 'red-hat'],
    operations: ['RunInstances:0010'],
    operatingSystem: 'RHEL',
    preInstalledSw: 'NA',
  },
  'rhel-ha': {
    words: 'Red Hat Enterprise Linux with HA',
    synonyms: ['redhat-ha'],
    operations: ['RunInstances:1010'],
    operatingSystem: 'Red Hat Enterprise Linux with HA',
    preInstalledSw: 'NA',
  },
  suse: {
    words: 'SUSE Linux',
    synonyms: ['sles'],
    operations: ['RunInstances:000g'],
    operatingSystem: 'SUSE',
    preInstalledSw: 'NA',
  },
  'ubuntu-pro': {
    words: 'Ubuntu Pro',
    synonyms: ['ubuntupro'],
    operations: ['RunInstances:0g00'],
    operatingSystem: 'Ubuntu Pro',
    preInstalledSw: 'NA',
  },
  windows: {
    words: 'Windows',
    synonyms: ['win', 'mswin'],
    operations: ['RunInstances:0002'],
    operatingSystem: 'Windows',
    preInstalledSw: 'NA',
  },
  'windows-sql-web': {
    words: 'Windows with SQL Server Web',
    synonyms: ['win-sql-web'],
    operations: ['RunInstances:0202'],
    operatingSystem: 'Windows',
    preInstalledSw: 'SQL Web',
  },
  'windows-sql-std': {
    words: 'Windows with SQL Server Standard',
    synonyms: ['win-sql-std', 'windows-sql'],
    operations: ['RunInstances:0006'],
    operatingSystem: 'Windows',
    preInstalledSw: 'SQL Std',
  },
  'windows-sql-ent': {
    words: 'Windows with SQL Server Enterprise',
    synonyms: ['win-sql-ent'],
    operations: ['RunInstances:0102'],
    operatingSystem: 'Windows',
    preInstalledSw: 'SQL Ent',
  },
  'linux-sql-web': {
    words: 'Linux with SQL Server Web',
    synonyms: [],
    operations: ['RunInstances:0200'],
    operatingSystem: 'Linux',
    preInstalledSw: 'SQL Web',
  },
  'linux-sql-std': {
    words: 'Linux with SQL Server Standard',
    synonyms: ['linux-sql'],
    operations: ['RunInstances:0004'],
    operatingSystem: 'Linux',
    preInstalledSw: 'SQL Std',
  },
  'linux-sql-ent': {
    words: 'Linux with SQL Server Enterprise',
    synonyms: [],
    operations: ['RunInstances:0100'],
    operatingSystem: 'Linux',
    preInstalledSw: 'SQL Ent',
  },
} satisfies Record<OperatingSystem, Platform>;

/** The row of a platform. */
export const platformRow = (os: OperatingSystem): Platform => platforms[os];

/** The platform with this billing code; undefined: one whose price we cannot tell (`RunInstances:0800` is Windows with a licence of one's own). */
export const platformOf = (usageOperation: string): OperatingSystem | undefined =>
  operatingSystems.find((os) => platformRow(os).operations.includes(usageOperation.replace(/:SV\d+$/, '')));

/** The attributes that leave one product (AWS Price List Query API, AmazonEC2): without licenceModel and operation Windows alone has three. */
export function priceAttributes({ type, region, os }: Product): Readonly<Record<string, string>> {
  const { operatingSystem, preInstalledSw, operations } = platformRow(os);
  return {
    instanceType: type,
    regionCode: region,
    operatingSystem,
    preInstalledSw,
    licenseModel: 'No License required',
    tenancy: 'Shared',
    capacitystatus: 'Used',
    operation: operations[0],
  };
}
