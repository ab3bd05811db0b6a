import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Address } from '../../../../src/core/ports/instance.ts';
import { plain } from '../../../../src/core/text.ts';
import { openAwsHouse } from './house.ts';

type House = Awaited<ReturnType<typeof openAwsHouse>>;
let house: House;
let free: Address;
const reading = () => ({ signal: AbortSignal.timeout(20_000) });
beforeEach(async () => {
  house = await openAwsHouse();
  const { items } = await house.cloud.addresses({}, reading());
  const found = items.find(({ publicIp }) => publicIp === '198.51.100.38');
  if (found === undefined) throw new Error('missing');
  free = found;
});
afterEach(() => house.close());

describe('what an address must be known by', () => {
  it.each<[action: string, missing: 'transfer' | 'reverseDns', left: 'transfer' | 'reverseDns']>([
    ['DescribeAddressTransfers', 'transfer', 'reverseDns'],
    ['DescribeAddressesAttribute', 'reverseDns', 'transfer'],
  ])('%s refused leaves %s open, tells why, and keeps the rest', async (refused, missing, left) => {
    house.peer.fault = ({ action }) => (action === refused ? { refuse: 'UnauthorizedOperation' } : undefined);
    const { items, gaps } = await house.cloud.addressDetails([free], reading());
    expect(items[0]).not.toHaveProperty(missing);
    expect(items[0]).toHaveProperty(left);
    expect(gaps.map(({ what }) => plain(what))).toEqual([expect.stringContaining('the role lacks the right')]);
  });

  it.each(['DescribeAddressTransfers', 'DescribeAddressesAttribute', 'DescribeNetworkInterfaces'])(
    'a page of a proxy in place of %s is no answer',
    async (action) => {
      house.peer.fault = (request) =>
        request.action === action ? { page: '<html>sign in</html>', status: 200 } : undefined;
      const on = { id: 'eni-0123456789abcdef0', account: free.account, region: free.region };
      const listing =
        action === 'DescribeNetworkInterfaces'
          ? await house.cloud.interfaces([on], reading())
          : await house.cloud.addressDetails([free], reading());
      expect(listing.gaps.map(({ problem }) => problem)).toEqual(['cloud-away']);
    },
  );

  it('records that may not be read are told as a gap, and nothing is said to point to it', async () => {
    house.peer.fault = ({ service }) => (service === 'route53' ? { refuse: 'AccessDenied' } : undefined);
    const { items, gaps } = await house.cloud.dnsRecords([free], reading());
    expect(items).toEqual([]);
    expect(gaps.map(({ what }) => plain(what))).toEqual([expect.stringContaining('Route 53 of demo-dev')]);
  });

  it('asks Route 53 once an account, however many addresses and regions there are', async () => {
    const { items } = await house.cloud.addresses({ accounts: ['demo-prod'] }, reading());
    house.peer.seen.splice(0);
    await house.cloud.dnsRecords(items, reading());
    expect(house.peer.seen.filter(({ action }) => action.endsWith('/hostedzone'))).toHaveLength(1);
  });
});
