import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Xml } from '../../../peers/aws/xml.ts';
import { plain } from '../../../../src/core/text.ts';
import { openAwsHouse } from './house.ts';

const fixture = async <T>(name: string, schema: z.ZodType<T>): Promise<T> =>
  schema.parse(JSON.parse(await readFile(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8')));

const Tags = z.array(z.object({ Key: z.string(), Value: z.string() }));
const Recorded = z.object({
  addresses: z.array(z.record(z.string(), z.union([z.string(), Tags]))),
  error: z.object({ Code: z.string(), Message: z.string() }),
});
const reading = () => ({ signal: AbortSignal.timeout(20_000) });

/** `AllocationId` → `allocationId`, tags as items: EC2's own spelling on the wire. */
const wireAddress = (record: Readonly<Record<string, string | z.infer<typeof Tags>>>): Xml =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) =>
      typeof value === 'string'
        ? [name === 'PublicIpv4Pool' ? 'publicIpv4Pool' : name.charAt(0).toLowerCase() + name.slice(1), value]
        : ['tagSet', value.map(({ Key, Value }) => ({ key: Key, value: Value }))],
    ),
  );

describe('answers that AWS really gave', () => {
  it('addresses of every recorded kind arrive as they were', async () => {
    const { addresses } = await fixture('addresses-recorded.json', Recorded);
    const house = await openAwsHouse({ accounts: [{ name: 'demo-prod', profile: 'prod', regions: ['us-east-1'] }] });
    try {
      house.peer.fault = ({ action }) =>
        action === 'DescribeAddresses' ? { answers: { addressesSet: addresses.map(wireAddress) } } : undefined;
      const { items, gaps } = await house.cloud.addresses({}, reading());
      expect(gaps).toEqual([]);
      expect(items).toHaveLength(addresses.length);
      items.forEach((item, index) => {
        const record = addresses[index] ?? {};
        const tags = record['Tags'];
        const filled = (value: unknown) => (value === '' ? undefined : value);
        expect(item).toEqual({
          account: { name: 'demo-prod', id: '111122223333' },
          region: 'us-east-1',
          tags: typeof tags === 'object' ? Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) : {},
          publicIp: record['PublicIp'],
          allocationId: record['AllocationId'],
          associationId: record['AssociationId'],
          instanceId: filled(record['InstanceId']),
          networkInterfaceId: record['NetworkInterfaceId'],
          networkInterfaceOwnerId: record['NetworkInterfaceOwnerId'],
          privateIp: record['PrivateIpAddress'],
          pool: record['PublicIpv4Pool'],
          networkBorderGroup: record['NetworkBorderGroup'],
        });
      });
    } finally {
      await house.close();
    }
  });

  it('a recorded error is told by its code', async () => {
    const { error } = await fixture('addresses-recorded.json', Recorded);
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
