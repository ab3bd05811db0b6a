import { demoAccounts } from './accounts.ts';
import { hex } from './hex.ts';

/** Billing codes of the platforms in the seed (EC2 guide, "AMI billing information fields"). */
export const operations = {
  'Linux/UNIX': 'RunInstances',
  Windows: 'RunInstances:0002',
  'Windows with SQL Server Standard': 'RunInstances:0006',
  'Red Hat Enterprise Linux': 'RunInstances:0010',
  'SUSE Linux': 'RunInstances:000g',
} as const;
export type SeedPlatform = keyof typeof operations;

/** One image of the demo account, in every region under an id of its own. What is left out is what most have. */
export interface SeedImage {
  readonly key: string;
  readonly name: string;
  readonly platform: SeedPlatform;
  readonly architecture: 'x86_64' | 'arm64';
  /** The account that owns it; AWS's own images have an alias as well. */
  readonly ownerId: string;
  readonly ownerAlias?: string;
  readonly rootDevice?: 'instance-store';
  /** GiB of its root volume. */
  readonly rootGiB: number;
  readonly bootMode?: string;
  readonly imds?: 'v2.0';
  /** ISO 8601, as AWS writes it. */
  readonly createdAt: string;
  readonly deprecatedAt?: string;
  /** Not public: shown to its owner alone. */
  readonly private?: true;
  /** Deregistered: what was started from it runs on. */
  readonly gone?: true;
}

/** Made-up images of the kinds that the demo machines run; owners are those of AWS's and the vendors' own images. */
export const seedImages = [
  { key: 'al2023', name: 'al2023-ami-demo-x86_64', platform: 'Linux/UNIX', architecture: 'x86_64', ownerId: '137112412989', ownerAlias: 'amazon', rootGiB: 8, bootMode: 'uefi-preferred', imds: 'v2.0', createdAt: '2023-03-08T01:12:42.000Z' },
  { key: 'al2023-arm64', name: 'al2023-ami-demo-arm64', platform: 'Linux/UNIX', architecture: 'arm64', ownerId: '137112412989', ownerAlias: 'amazon', rootGiB: 8, bootMode: 'uefi', imds: 'v2.0', createdAt: '2023-03-08T01:14:10.000Z' },
  { key: 'windows', name: 'Windows_Server-2022-English-Full-Base-demo', platform: 'Windows', architecture: 'x86_64', ownerId: '801119661308', ownerAlias: 'amazon', rootGiB: 30, createdAt: '2024-06-12T17:30:05.000Z', deprecatedAt: '2026-06-12T17:30:05.000Z' },
  { key: 'windows-sql-std', name: 'Windows_Server-2022-English-Full-SQL_2022_Standard-demo', platform: 'Windows with SQL Server Standard', architecture: 'x86_64', ownerId: '801119661308', ownerAlias: 'amazon', rootGiB: 50, createdAt: '2024-06-12T18:02:51.000Z', deprecatedAt: '2026-06-12T18:02:51.000Z' },
  { key: 'rhel', name: 'RHEL-9-demo', platform: 'Red Hat Enterprise Linux', architecture: 'x86_64', ownerId: '309956199498', rootGiB: 10, bootMode: 'uefi-preferred', createdAt: '2024-05-14T09:41:00.000Z' },
  { key: 'suse', name: 'suse-sles-15-demo', platform: 'SUSE Linux', architecture: 'x86_64', ownerId: '013907871322', rootGiB: 10, createdAt: '2024-03-20T12:00:33.000Z' },
  { key: 'amzn-instance-store', name: 'amzn-ami-demo-x86_64-s3', platform: 'Linux/UNIX', architecture: 'x86_64', ownerId: '137112412989', ownerAlias: 'amazon', rootDevice: 'instance-store', rootGiB: 10, createdAt: '2018-11-14T09:00:00.000Z', gone: true },
  // A name may hold whatever its owner wrote.
  { key: 'hostile', name: '\u001b[31mgolden @here <!channel> \u202Eima', platform: 'Linux/UNIX', architecture: 'x86_64', ownerId: demoAccounts.dev.id, rootGiB: 8, createdAt: '2026-08-30T20:00:00.000Z', private: true },
] as const satisfies readonly SeedImage[];
export type SeedImageKey = (typeof seedImages)[number]['key'];

/** The id of an image in a region. */
export const imageIdOf = (key: string, region: string): string => `ami-${hex(`${key} ${region}`)}`;

/** What machines of a platform run where their row does not say. */
export const usualImage = (platform: SeedPlatform, architecture: 'x86_64' | 'arm64', rootDevice?: string): SeedImageKey =>
  rootDevice === 'instance-store'
    ? 'amzn-instance-store'
    : (seedImages.find((one) => one.platform === platform && one.architecture === architecture)?.key ?? 'al2023');

/** The image of an id, where it is shown to an account; undefined: it is gone, private to another account, or there is none. */
export function seedImage(id: string, region: string, accountId: string): SeedImage | undefined {
  const image: SeedImage | undefined = seedImages.find(({ key }) => imageIdOf(key, region) === id);
  return image?.gone === true || (image?.private === true && image.ownerId !== accountId) ? undefined : image;
}
