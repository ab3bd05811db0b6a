import { CapacityReservationInstancePlatform } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { productOfPlace } from '../../../../src/core/facts/prices/billing.ts';
import type { CapacityReservation } from '../../../../src/core/ports/instance.ts';

const place = (some: Partial<CapacityReservation> = {}): CapacityReservation => ({
  account: { name: 'demo-prod', id: '111122223333' },
  region: 'us-west-2',
  id: 'cr-1',
  zone: 'us-west-2a',
  type: 'm5.large',
  platform: 'Linux/UNIX',
  tenancy: 'default',
  total: 1,
  available: 1,
  state: 'active',
  kind: 'default',
  onOutpost: false,
  tags: {},
  ...some,
});

describe('what a place of a Capacity Reservation is billed as', () => {
  it.each([
    ['Linux/UNIX', 'linux'],
    ['Red Hat Enterprise Linux', 'rhel'],
    ['SUSE Linux', 'suse'],
    ['Windows', 'windows'],
    ['Windows with SQL Server Enterprise', 'windows-sql-ent'],
    ['Windows with SQL Server Standard', 'windows-sql-std'],
    ['Windows with SQL Server Web', 'windows-sql-web'],
    ['Linux with SQL Server Standard', 'linux-sql-std'],
    ['Linux with SQL Server Web', 'linux-sql-web'],
    ['Linux with SQL Server Enterprise', 'linux-sql-ent'],
    ['RHEL with SQL Server Standard', 'rhel-sql-std'],
    ['RHEL with SQL Server Enterprise', 'rhel-sql-ent'],
    ['RHEL with SQL Server Web', 'rhel-sql-web'],
    ['RHEL with HA', 'rhel-ha'],
    ['RHEL with HA and SQL Server Standard', 'rhel-ha-sql-std'],
    ['RHEL with HA and SQL Server Enterprise', 'rhel-ha-sql-ent'],
    ['Ubuntu Pro', 'ubuntu-pro'],
  ])('%s is %s', (platform, os) => {
    expect(productOfPlace(place({ platform }))).toEqual({ type: 'm5.large', region: 'us-west-2', os });
  });

  it('is known of every platform that EC2 has, but of the one that does not say which SQL Server', () => {
    const unknown = Object.values(CapacityReservationInstancePlatform).filter(
      (platform) => productOfPlace(place({ platform })) === undefined,
    );
    expect(unknown).toEqual(['Windows with SQL Server']);
    expect(productOfPlace(place({ platform: 'unknown' }))).toBeUndefined();
  });

  it('is of the Local Zone that it is in, and of its tenancy', () => {
    expect(productOfPlace(place({ zone: 'us-west-2-lax-1a', tenancy: 'dedicated' }))).toEqual({
      type: 'm5.large',
      region: 'us-west-2-lax-1',
      os: 'linux',
      tenancy: 'dedicated',
    });
  });
});
