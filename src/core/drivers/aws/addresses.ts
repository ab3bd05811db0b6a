import type { EC2Client } from '@aws-sdk/client-ec2';
import type { AddressUse, Cloud, Scan } from '../../ports/cloud.ts';
import { ownInterfacesOf, type Address } from '../../ports/instance.ts';
import type { Problem } from '../../problem.ts';
import { scopeKey, type Ask, type Failed, type Located, type Pair } from './ask.ts';
import type { Clients } from './clients.ts';
import { recordsTo } from './dns.ts';
import { addressDetailsIn, instancesIn, interfacesIn } from './in-place.ts';
import type { SharedRead } from './shared.ts';

/** What an address needs to be understood: its interface, its transfer and reverse DNS, the names that point to it. */
export function createAddressReads(
  ask: Ask,
  clients: Clients,
  shared: SharedRead<Scan<AddressUse>>,
): Pick<Cloud, 'interfaces' | 'addressDetails' | 'addressUses' | 'dnsRecords'> {
  return {
    async interfaces(ids, reading) {
      const { pairs, gaps, idsOf } = await ask.homesOf(ids, reading);
      return ask.over({ pairs, gaps }, reading, (client, pair, signal, failed) =>
        interfacesIn(ask, client, pair, idsOf(pair), signal, failed),
      );
    },

    async addressDetails(addresses, reading) {
      const { pairs, gaps, idsOf } = await ask.homesOf(allocated(addresses), reading);
      return ask.over({ pairs, gaps }, reading, (client, pair, signal, failed) =>
        addressDetailsIn(client, idsOf(pair), signal, failed),
      );
    },

    addressUses: (scope, asked, wantsDetails) =>
      shared(scopeKey(scope), asked, (reading) =>
        ask.over(ask.pairsOf(scope, reading), reading, (client, pair, signal, failed) =>
          usesIn(ask, client, pair, wantsDetails, failed, signal),
        ),
      ),

    async dnsRecords(addresses, reading) {
      const { pairs, gaps } = await ask.homesOf(allocated(addresses), reading);
      // Route 53 is not of a region: an account is asked once.
      const accounts = pairs.filter(
        (pair, index) => pairs.findIndex(({ account }) => account.id === pair.account.id) === index,
      );
      const cut: Problem[] = [];
      const listing = await ask.over({ pairs: accounts, gaps }, reading, async (_, { config, account }, signal) => {
        const ips = new Set(addresses.flatMap((one) => (one.account.id === account.id ? [one.publicIp] : [])));
        const { records, gap } = await recordsTo(clients.dns(config), account, ips, signal);
        if (gap !== undefined) cut.push(gap);
        return records;
      });
      const { items, asOf, source } = listing;
      return { items, gaps: [...listing.gaps, ...cut], asOf, source };
    },
  };
}

const allocated = (addresses: readonly Address[]): readonly Located[] =>
  addresses.flatMap(({ allocationId, account, region }) =>
    allocationId === undefined ? [] : [{ id: allocationId, account, region }],
  );

/** The addresses of one pair with what uses them. What cannot be read of that is told as missing; the addresses stay. */
export async function usesIn(
  ask: Ask,
  client: EC2Client,
  pair: Pair,
  wantsDetails: (address: Address) => boolean,
  failed: Failed,
  signal: AbortSignal,
): Promise<readonly AddressUse[]> {
  const attempt = async <T>(read: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await read;
    } catch (error) {
      signal.throwIfAborted();
      failed(error);
      return [];
    }
  };
  const addresses = await ask.pages('DescribeAddresses', client, pair, {}, signal, failed);
  if (addresses.length === 0) return [];
  const holders = new Set(addresses.flatMap(({ instanceId }) => instanceId ?? []));
  const on = ownInterfacesOf(addresses).map(({ id }) => id);
  const free = addresses.filter(wantsDetails).flatMap(({ allocationId }) => allocationId ?? []);
  const [instances, interfaces, details] = await Promise.all([
    attempt(instancesIn(ask, client, pair, [...holders], signal, failed)),
    attempt(interfacesIn(ask, client, pair, on, signal, failed)),
    attempt(addressDetailsIn(client, free, signal, failed)),
  ]);
  const instanceOf = new Map(instances.map((one) => [one.id, one]));
  const interfaceOf = new Map(interfaces.map((one) => [one.id, one]));
  const detailsOf = new Map(details.map((one) => [one.allocationId, one]));
  return addresses.map((address) => ({
    address,
    instance: instanceOf.get(address.instanceId ?? ''),
    interface: interfaceOf.get(address.networkInterfaceId ?? ''),
    details: detailsOf.get(address.allocationId ?? ''),
  }));
}
