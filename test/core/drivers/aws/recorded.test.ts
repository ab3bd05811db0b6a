import { describe, expect, it } from 'vitest';
import type { Xml } from '../../../peers/aws/xml.ts';
import { plain } from '../../../../src/core/text.ts';
import { recordedAddresses, type RecordedAddress } from '../../../recorded.ts';
import { openAwsHouse } from './house.ts';

const reading = () => ({ signal: AbortSignal.timeout(20_000) });

/** `AllocationId` → `allocationId`, tags as items: EC2's own spelling on the wire. */
const wireAddress = ({ Tags, ...texts }: RecordedAddress): Xml => ({
  ...Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, value]),
  ),
  ...(Tags && { tagSet: Tags.map(({ Key, Value }) => ({ key: Key, value: Value })) }),
});

describe('answers that AWS really gave', () => {
  it('addresses of every recorded kind arrive as they were', async () => {
    const recorded = (await recordedAddresses()).addresses.map(({ address }) => address);
    // Of many recordings together: what has the id of another is told once.
    const idOf = ({ AllocationId, PublicIp }: RecordedAddress) => AllocationId ?? PublicIp;
    const addresses = recorded.filter(
      (one, index) => recorded.findIndex((other) => idOf(other) === idOf(one)) === index,
    );
    const house = await openAwsHouse({ accounts: [{ name: 'demo-prod', profile: 'prod', regions: ['us-east-1'] }] });
    try {
      house.peer.fault = ({ action }) =>
        action === 'DescribeAddresses' ? { answers: { addressesSet: recorded.map(wireAddress) } } : undefined;
      const { items, gaps } = await house.cloud.addresses({}, reading());
      expect(gaps).toEqual([]);
      expect(items).toHaveLength(addresses.length);
      items.forEach((item, index) => {
        const record = addresses[index];
        const filled = (value: string | undefined) => (value === '' ? undefined : value);
        expect(item).toEqual({
          account: { name: 'demo-prod', id: '111122223333' },
          region: 'us-east-1',
          tags: Object.fromEntries((record?.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
          publicIp: record?.PublicIp,
          allocationId: record?.AllocationId,
          associationId: record?.AssociationId,
          instanceId: filled(record?.InstanceId),
          networkInterfaceId: record?.NetworkInterfaceId,
          networkInterfaceOwnerId: record?.NetworkInterfaceOwnerId,
          privateIp: record?.PrivateIpAddress,
          pool: record?.PublicIpv4Pool,
          networkBorderGroup: record?.NetworkBorderGroup,
        });
      });
    } finally {
      await house.close();
    }
  });

  it('a recorded error is told by its code', async () => {
    const { error } = await recordedAddresses();
    const house = await openAwsHouse({ accounts: [{ name: 'demo-prod', profile: 'prod', regions: ['us-east-1'] }] });
    try {
      house.peer.fault = ({ action }) => (action === 'DescribeAddresses' ? { refuse: error.Code } : undefined);
      const { items, gaps } = await house.cloud.addresses({}, reading());
      expect(items).toEqual([]);
      expect(plain(gaps[0]?.what ?? [])).toContain(error.Code);
    } finally {
      await house.close();
    }
  });
});
