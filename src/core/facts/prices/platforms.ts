import type { TypeFacts } from '../../ports/instance-type.ts';
import { operatingSystems, type OperatingSystem } from '../../ports/price-list.ts';
import { architectures, type Architecture } from '../instance-types/wishes.ts';

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
  /** Left out: the licence is in the price (`No License required`). */
  readonly licenseModel?: 'Bring your own license';
  /** What Spot calls it (EC2 API, "DescribeSpotPriceHistory"); left out: not sold as Spot. */
  readonly spot?: 'Linux/UNIX' | 'Red Hat Enterprise Linux' | 'SUSE Linux' | 'Windows';
}

/** EC2 guide, "AMI billing information fields"; Price List attributes of AmazonEC2. `Red Hat BYOL Linux` (00g0) is billed as Linux. */
const platforms = {
  linux: {
    words: 'Linux',
    synonyms: ['linux/unix', 'amazon-linux', 'ubuntu', 'debian'],
    operations: ['RunInstances', 'RunInstances:00g0'],
    operatingSystem: 'Linux',
    preInstalledSw: 'NA',
    spot: 'Linux/UNIX',
  },
  rhel: {
    words: 'Red Hat Enterprise Linux',
    synonyms: ['redhat', 'red-hat'],
    operations: ['RunInstances:0010'],
    operatingSystem: 'RHEL',
    preInstalledSw: 'NA',
    spot: 'Red Hat Enterprise Linux',
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
    spot: 'SUSE Linux',
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
    spot: 'Windows',
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
  'rhel-sql-web': {
    words: 'Red Hat Enterprise Linux with SQL Server Web',
    synonyms: [],
    operations: ['RunInstances:0210'],
    operatingSystem: 'RHEL',
    preInstalledSw: 'SQL Web',
  },
  'rhel-sql-std': {
    words: 'Red Hat Enterprise Linux with SQL Server Standard',
    synonyms: [],
    operations: ['RunInstances:0014'],
    operatingSystem: 'RHEL',
    preInstalledSw: 'SQL Std',
  },
  'rhel-sql-ent': {
    words: 'Red Hat Enterprise Linux with SQL Server Enterprise',
    synonyms: [],
    operations: ['RunInstances:0110'],
    operatingSystem: 'RHEL',
    preInstalledSw: 'SQL Ent',
  },
  'rhel-ha-sql-std': {
    words: 'Red Hat Enterprise Linux with HA and SQL Server Standard',
    synonyms: [],
    operations: ['RunInstances:1014'],
    operatingSystem: 'Red Hat Enterprise Linux with HA',
    preInstalledSw: 'SQL Std',
  },
  'rhel-ha-sql-ent': {
    words: 'Red Hat Enterprise Linux with HA and SQL Server Enterprise',
    synonyms: [],
    operations: ['RunInstances:1110'],
    operatingSystem: 'Red Hat Enterprise Linux with HA',
    preInstalledSw: 'SQL Ent',
  },
  'windows-byol': {
    words: 'Windows with a licence of your own',
    synonyms: [],
    operations: ['RunInstances:0800'],
    operatingSystem: 'Windows',
    preInstalledSw: 'NA',
    licenseModel: 'Bring your own license',
  },
} satisfies Record<OperatingSystem, Platform>;

/** The row of a platform. */
export const platformRow = (os: OperatingSystem): Platform => platforms[os];

/**
 * What a system is built for: Windows and SQL Server for x86 alone (EC2 guide, "AWS Windows AMIs"). Macs, whose architectures
 * have names of their own, run macOS, which is none of the systems here.
 */
function architecturesOf(os: OperatingSystem): readonly Architecture[] {
  const { operatingSystem, preInstalledSw } = platforms[os];
  return operatingSystem === 'Windows' || preInstalledSw !== 'NA' ? ['x86_64'] : architectures;
}

/** Whether a system is built for a type. */
export const canRun = ({ architectures: has }: Pick<TypeFacts, 'architectures'>, os: OperatingSystem): boolean =>
  architecturesOf(os).some((one) => has.includes(one));

const byOperation = new Map(
  operatingSystems.flatMap((os) => platformRow(os).operations.map((operation) => [operation, os] as const)),
);

/** The platform that EC2 calls so in an instance's PlatformDetails or a Capacity Reservation's InstancePlatform (`RHEL with HA`), as far as the name is a row's own; undefined: another. */
export function platformCalled(details: string): OperatingSystem | undefined {
  const words = details.replace(/^RHEL\b/, platforms.rhel.words);
  return operatingSystems.find((os) => platformRow(os).words === words || platformRow(os).spot === words);
}

/** The platform with this billing code; a Spot Instance's may have a suffix (`:SV006`). Undefined: one whose price we cannot tell. */
export const platformOf = (usageOperation: string): OperatingSystem | undefined =>
  byOperation.get(usageOperation.replace(/:SV\d+$/, ''));
