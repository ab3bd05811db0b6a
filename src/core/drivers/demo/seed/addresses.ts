import type { DemoAddress } from '../ec2.ts';

/** One Elastic IP of the demo account: which instance holds it, or what else does. */
export interface SeedAddress {
  readonly key: string;
  readonly account: 'prod' | 'dev';
  readonly region: 'us-east-1' | 'eu-west-1' | 'ap-northeast-1';
  /** Key of the instance it is associated with. */
  readonly instance?: string;
  /** Otherwise: an interface without an instance. */
  readonly interface?: 'nat-gateway' | 'unattached' | 'load-balancer' | 'shared-vpc';
  readonly pool?: string;
  readonly serviceManaged?: string;
  readonly reverseDns?: string;
  /** Account that it is offered to. */
  readonly transferTo?: string;
  /** Name of an A record that points to it. */
  readonly record?: string;
  readonly tags?: DemoAddress['tags'];
}

/** Some addresses in every kind of use and disuse. */
export const seedAddresses: readonly SeedAddress[] = [
  { key: 'bastion', account: 'dev', region: 'us-east-1', instance: 'bastion', tags: { Name: 'bastion' } },
  { key: 'db-admin', account: 'dev', region: 'us-east-1', instance: 'db-1', tags: { owner: 'maria' } },
  { key: 'gpu-train-2', account: 'dev', region: 'us-east-1', instance: 'gpu-train-2', tags: { owner: 'lena' } },
  { key: 'crawler-spot-3', account: 'dev', region: 'us-east-1', instance: 'crawler-spot-3' },
  { key: 'forgotten-1', account: 'dev', region: 'us-east-1', record: 'load.dev.example.com', tags: { Name: 'old load test', owner: 'sam' } },
  { key: 'forgotten-2', account: 'dev', region: 'us-east-1' },
  { key: 'loose-interface', account: 'dev', region: 'us-east-1', interface: 'unattached' },
  { key: 'ledger', account: 'prod', region: 'us-east-1', instance: 'ledger' },
  { key: 'ledger-second', account: 'prod', region: 'us-east-1', instance: 'ledger', tags: { Name: 'ledger partner access' } },
  { key: 'nat', account: 'prod', region: 'us-east-1', interface: 'nat-gateway', tags: { 'aws:cloudformation:stack-name': 'network' } },
  { key: 'alb', account: 'prod', region: 'us-east-1', interface: 'load-balancer', serviceManaged: 'alb' },
  { key: 'shared', account: 'prod', region: 'us-east-1', interface: 'shared-vpc' },
  { key: 'own-range', account: 'prod', region: 'eu-west-1', pool: 'ipv4pool-ec2-012345abcdef67890' },
  { key: 'sap-test', account: 'prod', region: 'eu-west-1', instance: 'sap-test' },
  { key: 'mail', account: 'prod', region: 'eu-west-1', reverseDns: 'mail.example.com.', record: 'mail.example.com', tags: { Name: 'mail relay', owner: 'ines' } },
  { key: 'moving', account: 'prod', region: 'eu-west-1', transferTo: '777788889999', tags: { Name: 'partner gateway' } },
];

/** Volumes that belong to nothing. */
export const seedLooseVolumes = [
  { key: 'old-db-copy', account: 'dev', region: 'us-east-1', kind: 'gp2', sizeGiB: 300, daysAgo: 240, tags: { Name: 'db-1 before upgrade' } },
  { key: 'logs-2024', account: 'dev', region: 'us-east-1', kind: 'st1', sizeGiB: 1_000, daysAgo: 600, tags: {} },
  { key: 'io-test', account: 'dev', region: 'us-east-1', kind: 'io1', sizeGiB: 100, iops: 5_000, daysAgo: 33, tags: { owner: 'tariq' } },
  { key: 'fast-test', account: 'prod', region: 'us-east-1', kind: 'gp3', sizeGiB: 500, iops: 6_000, throughputMiBps: 500, daysAgo: 71, tags: {} },
] as const;
