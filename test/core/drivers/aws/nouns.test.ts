import type { CapacityReservation, Instance as WireInstance, Volume as WireVolume } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { addressNoun, instanceNoun, reservationNoun, volumeNoun } from '../../../../src/core/drivers/aws/nouns.ts';

const account = { name: 'prod', id: '111122223333' };
const read = (wire: WireInstance) => instanceNoun(wire, account, 'us-east-1');
const least: WireInstance = { InstanceId: 'i-0123456789abcdef0', State: { Code: 16, Name: 'running' } };

describe('an instance as DescribeInstances tells it', () => {
  it('is read though AWS tells nothing but its id and state', () => {
    expect(read(least)).toEqual({
      id: 'i-0123456789abcdef0',
      account,
      region: 'us-east-1',
      zone: '',
      type: 'unknown',
      state: 'running',
      transitionReason: '',
      launchedAt: 0,
      platformDetails: 'Linux/UNIX',
      usageOperation: 'unknown',
      architecture: 'unknown',
      tenancy: 'default',
      lifecycle: 'on-demand',
      imageId: '',
      rootDevice: 'ebs',
      disks: [],
      hibernation: false,
      tags: {},
    });
  });

  it.each<[string, WireInstance]>([
    ['an id', { State: { Code: 16 } }],
    ['a state', { InstanceId: 'i-0123456789abcdef0' }],
  ])('is none of ours without %s', (_, wire) => {
    expect(read(wire)).toBeUndefined();
  });

  it.each([
    [0, 'pending'],
    [16, 'running'],
    [16 + 256, 'running'],
    [32, 'shutting-down'],
    [48, 'terminated'],
    [64, 'stopping'],
    [80 + 0x1100, 'stopped'],
  ])('with state code %i is %s: flags above the low byte do not count', (Code, state) => {
    expect(read({ ...least, State: { Code } })?.state).toBe(state);
  });

  it.each([
    ['User initiated (2026-01-31 10:00:00 GMT)', Date.parse('2026-01-31T10:00:00Z')],
    ['User initiated (2026-01-31 10:00:00 UTC)', Date.parse('2026-01-31T10:00:00Z')],
    ['Server.SpotInstanceTermination', undefined],
    ['User initiated', undefined],
    ['', undefined],
  ])('stopped by %j since %s', (StateTransitionReason, since) => {
    const noun = read({ ...least, StateTransitionReason });
    expect([noun?.transitionReason, noun?.stateSince]).toEqual([StateTransitionReason, since]);
  });

  it.each<[string, WireInstance, string | undefined]>([
    ['lent by amazon', interfaces({ PublicIp: '203.0.113.1', IpOwnerId: 'amazon' }), 'auto-assigned'],
    ['of the account', interfaces({ PublicIp: '203.0.113.1', IpOwnerId: '111122223333' }), 'elastic'],
    ['without an owner told', interfaces({ PublicIp: '203.0.113.1' }), 'auto-assigned'],
    ['told without an interface', { PublicIpAddress: '203.0.113.1' }, 'auto-assigned'],
    ['that is empty', { PublicIpAddress: '' }, undefined],
    ['that is not there', {}, undefined],
  ])('has a public address %s', (_, wire, kind) => {
    expect(read({ ...least, ...wire })?.publicIp).toEqual(kind && { ip: '203.0.113.1', kind });
  });

  it('was made when its primary interface came, whichever is told first', () => {
    const made = new Date('2025-03-01T00:00:00Z');
    const noun = read({
      ...least,
      LaunchTime: new Date('2026-11-01T00:00:00Z'),
      NetworkInterfaces: [
        { Attachment: { DeviceIndex: 1, AttachTime: new Date('2026-01-01T00:00:00Z') } },
        { Attachment: { DeviceIndex: 0, AttachTime: made } },
      ],
    });
    expect(noun?.createdAt).toBe(made.getTime());
  });

  it.each<[WireInstance, string]>([
    [{ PlatformDetails: 'SUSE Linux' }, 'SUSE Linux'],
    [{ PlatformDetails: 'Windows with SQL Server Standard', Platform: 'Windows' }, 'Windows with SQL Server Standard'],
    [{ Platform: 'Windows' }, 'Windows'],
    [{}, 'Linux/UNIX'],
  ])('of platform %j runs %s', (wire, details) => {
    expect(read({ ...least, ...wire })?.platformDetails).toBe(details);
  });

  it('keeps tags as they are, and takes an empty Name for none', () => {
    const odd = { Key: 'Name', Value: '\u001B[31m<@U1>\u202E' };
    expect(read({ ...least, Tags: [odd] })?.name).toBe(odd.Value);
    const unnamed = read({ ...least, Tags: [{ Key: 'Name', Value: '' }, { Key: 'empty' }, { Value: 'no key' }] });
    expect([unnamed?.name, unnamed?.tags]).toEqual([undefined, { Name: '', empty: '' }]);
  });
});

it('a volume and an address are read though AWS tells little of them', () => {
  expect(volumeNoun({ VolumeId: 'vol-1', Size: 8 }, account, 'us-east-1')).toEqual({
    id: 'vol-1',
    account,
    region: 'us-east-1',
    kind: 'unknown',
    sizeGiB: 8,
    encrypted: false,
    state: 'unknown',
    attachedTo: [],
    tags: {},
  });
  const bare = { PublicIp: '198.51.100.1', InstanceId: '', AssociationId: '', NetworkInterfaceId: '' };
  expect(addressNoun(bare, account, 'us-east-1')).toEqual({
    account,
    region: 'us-east-1',
    publicIp: '198.51.100.1',
    tags: {},
  });
  expect(addressNoun({}, account, 'us-east-1')).toBeUndefined();
});

it.each<[string, WireVolume]>([
  ['an id', { VolumeId: undefined }],
  ['a size', { Size: undefined }],
  ['a size above zero', { Size: -1_000 }],
  ['the IOPS of its kind', { VolumeType: 'io2' }],
  ['IOPS of zero or more', { Iops: -1 }],
  ['throughput of zero or more', { Throughput: -1 }],
])('a volume is not read without %s: its price would be a lie', (_, wire) => {
  expect(volumeNoun({ VolumeId: 'vol-1', Size: 8, ...wire }, account, 'us-east-1')).toBeUndefined();
});

function interfaces(Association: { readonly PublicIp: string; readonly IpOwnerId?: string }): WireInstance {
  return {
    PublicIpAddress: Association.PublicIp,
    NetworkInterfaces: [{ Attachment: { DeviceIndex: 0 }, Association }],
  };
}

describe('a Capacity Reservation as DescribeCapacityReservations tells it', () => {
  const wire: CapacityReservation = {
    CapacityReservationId: 'cr-1',
    TotalInstanceCount: 3,
    AvailableInstanceCount: 0,
  };
  const reservation = (more: CapacityReservation) => reservationNoun({ ...wire, ...more }, account, 'us-east-1');

  it('is read though AWS tells nothing but its id and places', () => {
    expect(reservation({})).toEqual({
      id: 'cr-1',
      account,
      region: 'us-east-1',
      zone: '',
      type: 'unknown',
      platform: 'unknown',
      tenancy: 'default',
      total: 3,
      available: 0,
      state: 'unknown',
      kind: 'default',
      onOutpost: false,
      tags: {},
    });
  });

  it('is read whole', () => {
    expect(
      reservation({
        AvailabilityZone: 'us-east-1b',
        InstanceType: 'p5.48xlarge',
        InstancePlatform: 'RHEL with HA',
        Tenancy: 'dedicated',
        AvailableInstanceCount: 3,
        State: 'active',
        ReservationType: 'capacity-block',
        OutpostArn: 'arn:aws:outposts:us-east-1:111122223333:outpost/op-1',
        UnusedReservationBillingOwnerId: '777788889999',
        CreateDate: new Date('2026-10-08T10:00:00Z'),
        EndDate: new Date('2026-12-24T10:00:00Z'),
        Tags: [{ Key: 'owner', Value: 'ines' }],
      }),
    ).toEqual({
      id: 'cr-1',
      account,
      region: 'us-east-1',
      zone: 'us-east-1b',
      type: 'p5.48xlarge',
      platform: 'RHEL with HA',
      tenancy: 'dedicated',
      total: 3,
      available: 3,
      state: 'active',
      kind: 'capacity-block',
      onOutpost: true,
      unusedPaidBy: '777788889999',
      createdAt: Date.parse('2026-10-08T10:00:00Z'),
      endsAt: Date.parse('2026-12-24T10:00:00Z'),
      tags: { owner: 'ines' },
    });
  });

  it('whose unused places are billed to its own account names nobody else', () => {
    expect(reservation({ UnusedReservationBillingOwnerId: account.id })?.unusedPaidBy).toBeUndefined();
  });

  it.each<[string, CapacityReservation]>([
    ['an id', { CapacityReservationId: undefined }],
    ['its places', { TotalInstanceCount: undefined }],
    ['its free places', { AvailableInstanceCount: undefined }],
    ['places that can be', { TotalInstanceCount: -1 }],
  ])('is none without %s', (_, lacks) => {
    expect(reservation(lacks)).toBeUndefined();
  });
});
