import type { InstanceState } from '../../../ports/instance.ts';
import type { SeedImageKey, SeedPlatform } from './images.ts';

/** One row of the demo estate. What is left out is what most instances have. */
export interface SeedRow {
  /** Tells it from the others; its ids are made from it. */
  readonly key: string;
  /** The tag `Name`; the key if left out, none if null. */
  readonly name?: string | null;
  readonly account: 'prod' | 'dev';
  readonly region: 'us-east-1' | 'eu-west-1' | 'ap-northeast-1';
  readonly zone?: string;
  readonly type: string;
  readonly state?: InstanceState;
  /** Days before the beginning when it was made, and last started or stopped. */
  readonly madeDaysAgo: number;
  readonly sinceDaysAgo?: number;
  readonly platform?: SeedPlatform;
  /** What it was started from; the usual image of its platform if left out. */
  readonly image?: SeedImageKey;
  /** `gp3 20`, root first; `+` keeps the volume when the instance is terminated, `e` encrypts it. */
  readonly disks?: readonly string[];
  readonly arm?: boolean;
  readonly publicIp?: 'auto' | 'none';
  readonly rootDevice?: 'instance-store';
  readonly tenancy?: 'dedicated';
  readonly spot?: 'one-time' | 'persistent' | 'interrupted';
  readonly stopProtected?: boolean;
  readonly terminationProtected?: boolean;
  readonly hibernation?: boolean;
  readonly profile?: string;
  readonly capacityReservation?: boolean;
  readonly operator?: string;
  /** A start is refused for want of capacity, most of the time. */
  readonly noCapacity?: boolean;
  /** A start falls back to stopped: the KMS key of its volume is disabled. */
  readonly keyDisabled?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

const dev = { account: 'dev', region: 'us-east-1' } as const;
const prod = { account: 'prod', region: 'us-east-1' } as const;
const ireland = { account: 'prod', region: 'eu-west-1' } as const;
const tokyo = { account: 'prod', region: 'ap-northeast-1' } as const;
const web = { env: 'dev', team: 'web', owner: 'maria' } as const;
const search = { env: 'dev', team: 'search', owner: 'tariq' } as const;
const live = { env: 'prod', team: 'platform', owner: 'ines' } as const;

/** About forty instances: every state, every purchase option, everybody who else may manage one. */
export const seedRows: readonly SeedRow[] = [
  { ...dev, key: 'web-1', type: 'm5.large', madeDaysAgo: 412, sinceDaysAgo: 23, publicIp: 'auto', disks: ['gp3 20', 'gp3 100+'], profile: 'web-server', tags: web },
  { ...dev, key: 'web-2', type: 'm5.large', madeDaysAgo: 412, sinceDaysAgo: 9, publicIp: 'auto', disks: ['gp3 20'], profile: 'web-server', tags: web },
  { ...dev, key: 'api-1', type: 'm6i.large', madeDaysAgo: 200, sinceDaysAgo: 40, publicIp: 'auto', disks: ['gp3 30e'], tags: { ...web, service: 'api' } },
  { ...dev, key: 'api-2', type: 'm7g.large', arm: true, madeDaysAgo: 61, publicIp: 'auto', disks: ['gp3 30e'], tags: { ...web, service: 'api' } },
  { ...dev, key: 'db-1', type: 'r5.xlarge', madeDaysAgo: 512, sinceDaysAgo: 90, disks: ['gp3 50e', 'io1 200/3000+e'], tags: { ...web, service: 'db' }, stopProtected: true, terminationProtected: true },
  { ...dev, key: 'batch-7', type: 'c5.2xlarge', state: 'stopped', madeDaysAgo: 150, sinceDaysAgo: 34, publicIp: 'auto', disks: ['gp3 40'], tags: search },
  { ...dev, key: 'batch-8', type: 'c5.2xlarge', state: 'stopped', madeDaysAgo: 150, sinceDaysAgo: 34, publicIp: 'auto', disks: ['gp3 40', 'st1 500'], tags: search },
  { ...dev, key: 'indexer', type: 'm5d.xlarge', madeDaysAgo: 80, sinceDaysAgo: 12, publicIp: 'auto', disks: ['gp3 30'], tags: search },
  { ...dev, key: 'build-runner', type: 't3.large', madeDaysAgo: 300, sinceDaysAgo: 2, publicIp: 'auto', disks: ['gp3 80'], tags: { env: 'dev', team: 'tools', owner: 'sam', ManagedBy: 'terraform' } },
  { ...dev, key: 'bastion', type: 't2.micro', madeDaysAgo: 1_100, sinceDaysAgo: 330, disks: ['gp2 8'], tags: { env: 'dev', team: 'tools', owner: 'sam' } },
  { ...dev, key: 'notebook', type: 't4g.medium', arm: true, state: 'stopped', madeDaysAgo: 44, sinceDaysAgo: 16, publicIp: 'auto', hibernation: true, disks: ['gp3 60e'], tags: { env: 'dev', team: 'data', owner: 'lena' } },
  { ...dev, key: 'notebook-2', type: 'm5.xlarge', madeDaysAgo: 30, sinceDaysAgo: 1, publicIp: 'auto', hibernation: true, disks: ['gp3 60e'], tags: { env: 'dev', team: 'data', owner: 'lena' } },
  { ...dev, key: 'gpu-train-1', type: 'g5.xlarge', madeDaysAgo: 20, sinceDaysAgo: 3, publicIp: 'auto', disks: ['gp3 200'], tags: { env: 'dev', team: 'data', owner: 'lena' } },
  { ...dev, key: 'gpu-train-2', type: 'g5.12xlarge', state: 'stopped', madeDaysAgo: 20, sinceDaysAgo: 6, disks: ['gp3 200'], noCapacity: true, tags: { env: 'dev', team: 'data', owner: 'lena' } },
  { ...dev, key: 'crawler-spot-1', type: 'c5.large', spot: 'one-time', madeDaysAgo: 2, publicIp: 'auto', disks: ['gp3 20'], tags: search },
  { ...dev, key: 'crawler-spot-2', type: 'c5.large', spot: 'persistent', madeDaysAgo: 5, publicIp: 'auto', disks: ['gp3 20'], tags: search },
  { ...dev, key: 'crawler-spot-3', type: 'c5.large', spot: 'interrupted', state: 'stopped', madeDaysAgo: 9, sinceDaysAgo: 1, disks: ['gp3 20'], tags: search },
  { ...dev, key: 'scratch-a', name: 'scratch', type: 't3.small', madeDaysAgo: 15, publicIp: 'auto', disks: ['gp3 8'], tags: { env: 'dev', owner: 'sam' } },
  { ...dev, key: 'scratch-b', name: 'scratch', type: 't3.small', state: 'stopped', madeDaysAgo: 15, sinceDaysAgo: 11, publicIp: 'auto', disks: ['gp3 8'], tags: { env: 'dev', owner: 'tariq' } },
  { ...dev, key: 'unnamed', name: null, type: 't3.micro', madeDaysAgo: 280, publicIp: 'auto', disks: ['gp2 8'] },
  { ...dev, key: 'hostile', name: '\u001b[31mred @everyone <!channel> \u202Eevil', type: 't3.nano', image: 'hostile', madeDaysAgo: 3, publicIp: 'auto', disks: ['gp3 8'], tags: { env: 'dev', owner: '<@U0123> *bold*' } },
  { ...dev, key: 'new-1', type: 't3.medium', state: 'pending', madeDaysAgo: 0, publicIp: 'auto', disks: ['gp3 20'], tags: web },
  { ...dev, key: 'old-1', type: 't2.medium', state: 'stopping', madeDaysAgo: 700, sinceDaysAgo: 0, publicIp: 'auto', disks: ['gp2 20'], tags: web },
  { ...dev, key: 'gone-1', type: 'm4.large', state: 'shutting-down', madeDaysAgo: 900, sinceDaysAgo: 0, disks: [], tags: web },
  { ...dev, key: 'gone-2', type: 'm4.large', state: 'terminated', madeDaysAgo: 900, sinceDaysAgo: 0, disks: [], tags: web },

  { ...prod, key: 'shop-asg-1', type: 'c6i.xlarge', madeDaysAgo: 4, publicIp: 'none', disks: ['gp3 30e'], tags: { ...live, 'aws:autoscaling:groupName': 'shop' } },
  { ...prod, key: 'shop-asg-2', type: 'c6i.xlarge', madeDaysAgo: 4, publicIp: 'none', disks: ['gp3 30e'], tags: { ...live, 'aws:autoscaling:groupName': 'shop' } },
  { ...prod, key: 'shop-asg-3', type: 'c6i.xlarge', madeDaysAgo: 1, publicIp: 'none', disks: ['gp3 30e'], tags: { ...live, 'aws:autoscaling:groupName': 'shop' } },
  { ...prod, key: 'ledger', type: 'm6i.2xlarge', madeDaysAgo: 380, sinceDaysAgo: 120, disks: ['gp3 50e', 'io2 300/8000+e'], terminationProtected: true, tags: { ...live, 'aws:cloudformation:stack-name': 'ledger-prod' } },
  { ...prod, key: 'beanstalk-web', type: 't3.medium', madeDaysAgo: 66, publicIp: 'auto', disks: ['gp3 16'], tags: { ...live, 'elasticbeanstalk:environment-name': 'intranet' } },
  { ...prod, key: 'eks-node-1', type: 'm6a.xlarge', madeDaysAgo: 12, publicIp: 'none', disks: ['gp3 80e'], tags: { ...live, 'eks:cluster-name': 'apps', 'eks:nodegroup-name': 'default' } },
  { ...prod, key: 'eks-auto-1', type: 'c7i.large', madeDaysAgo: 6, publicIp: 'none', disks: ['gp3 80e'], operator: 'eks.amazonaws.com', tags: live },
  { ...prod, key: 'reserved-room', type: 'm5.4xlarge', madeDaysAgo: 90, sinceDaysAgo: 90, capacityReservation: true, disks: ['gp3 50'], tags: live },
  { ...prod, key: 'licensed', type: 'm5.xlarge', tenancy: 'dedicated', madeDaysAgo: 240, sinceDaysAgo: 31, disks: ['gp3 40'], tags: { ...live, owner: 'finance' } },
  { ...prod, key: 'cache-store', type: 'm3.large', rootDevice: 'instance-store', madeDaysAgo: 2_400, disks: [], tags: { env: 'prod', team: 'platform' } },

  { ...ireland, key: 'ad-1', type: 'm5.xlarge', platform: 'Windows', madeDaysAgo: 620, sinceDaysAgo: 75, disks: ['gp2 100e'], tags: { env: 'prod', team: 'it', owner: 'ole' } },
  { ...ireland, key: 'sql-1', type: 'r5.2xlarge', platform: 'Windows with SQL Server Standard', madeDaysAgo: 620, sinceDaysAgo: 75, disks: ['gp2 100e', 'gp2 500+e'], stopProtected: true, tags: { env: 'prod', team: 'it', owner: 'ole' } },
  { ...ireland, key: 'erp', type: 'r5.4xlarge', platform: 'Red Hat Enterprise Linux', madeDaysAgo: 730, sinceDaysAgo: 200, disks: ['gp2 200e'], tags: { env: 'prod', team: 'it' } },
  { ...ireland, key: 'sap-test', type: 'r5.4xlarge', platform: 'SUSE Linux', state: 'stopped', madeDaysAgo: 730, sinceDaysAgo: 140, disks: ['gp2 200e', 'gp2 1000+e'], tags: { env: 'test', team: 'it', owner: 'ole' } },
  { ...ireland, key: 'search-eu-1', type: 'c6g.xlarge', arm: true, state: 'stopped', madeDaysAgo: 77, sinceDaysAgo: 21, publicIp: 'auto', disks: ['gp2 30'], tags: { env: 'dev', team: 'search', owner: 'tariq' } },
  { ...tokyo, key: 'edge-1', type: 'c5.large', madeDaysAgo: 330, sinceDaysAgo: 55, publicIp: 'auto', disks: ['gp3 20'], tags: { env: 'prod', team: 'edge', owner: 'kenji' } },
  { ...tokyo, key: 'edge-2', type: 'c5.large', state: 'stopped', madeDaysAgo: 330, sinceDaysAgo: 19, publicIp: 'auto', disks: ['gp3 20'], tags: { env: 'prod', team: 'edge', owner: 'kenji' } },
  { ...dev, key: 'vault', type: 'm6i.large', state: 'stopped', madeDaysAgo: 260, sinceDaysAgo: 48, disks: ['gp3 40e'], keyDisabled: true, tags: { env: 'dev', team: 'data', owner: 'lena' } },
];
