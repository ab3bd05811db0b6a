import type { DemoReservation } from '../ec2.ts';

/** One Capacity Reservation of the demo account. That of an instance has its key. */
export interface SeedReservation extends Pick<DemoReservation, 'type' | 'total' | 'tags'> {
  readonly key: string;
  readonly account: 'prod' | 'dev';
  readonly region: 'us-east-1' | 'eu-west-1' | 'ap-northeast-1';
  readonly daysAgo: number;
}

/** One that an instance fills, and one that nothing uses. */
export const seedReservations: readonly SeedReservation[] = [
  {
    key: 'reserved-room',
    account: 'prod',
    region: 'us-east-1',
    type: 'm5.4xlarge',
    total: 1,
    daysAgo: 91,
    tags: { env: 'prod', team: 'platform' },
  },
  {
    key: 'launch-day',
    account: 'prod',
    region: 'us-east-1',
    type: 'c6i.2xlarge',
    total: 2,
    daysAgo: 47,
    tags: { Name: 'launch day', env: 'prod', owner: 'ines' },
  },
];
