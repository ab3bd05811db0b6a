import { DescribeAddressTransfersCommand, DescribeAddressesAttributeCommand } from '@aws-sdk/client-ec2';
import type { Cloud } from '../../ports/cloud.ts';
import type { Address, AddressDetails } from '../../ports/instance.ts';
import type { Problem } from '../../problem.ts';
import { say } from '../../text.ts';
import { chunks, inLots, pageSize, type Ask, type Located } from './ask.ts';
import type { Clients } from './clients.ts';
import { recordsTo } from './dns.ts';
import { readProblem, stated } from './errors.ts';

/** What an address needs to be understood: its interface, its transfer and reverse DNS, the names that point to it. */
export function createAddressReads(
  ask: Ask,
  clients: Clients,
): Pick<Cloud, 'interfaces' | 'addressDetails' | 'dnsRecords'> {
  return {
    async interfaces(ids, reading) {
      const { pairs, gaps, idsOf } = await ask.homesOf(ids, reading.signal);
      // By filter: an id that is not shown to us, as of a shared subnet, then fails nobody's read.
      return ask.over({ pairs, gaps }, reading, (client, pair) =>
        inLots(idsOf(pair), (lot) => {
          const some = { MaxResults: pageSize, Filters: [{ Name: 'network-interface-id', Values: [...lot] }] };
          return ask.pages('DescribeNetworkInterfaces', client, pair, some, reading.signal);
        }),
      );
    },

    async addressDetails(addresses, reading) {
      const { pairs, gaps, idsOf } = await ask.homesOf(allocated(addresses), reading.signal);
      const failed: Problem[] = [];
      const listing = await ask.over({ pairs, gaps }, reading, async (client, pair) => {
        const sending = { abortSignal: reading.signal };
        const attempt = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
          try {
            return await read();
          } catch (error) {
            reading.signal.throwIfAborted();
            failed.push(readProblem(error, say`the ${what} of addresses in ${pair.account.name}, ${pair.region}`));
            return undefined;
          }
        };
        const found: AddressDetails[] = [];
        for (const some of chunks(idsOf(pair))) {
          const [transfers, attributes] = await Promise.all([
            attempt('transfers', async () => {
              const asked = new DescribeAddressTransfersCommand({ AllocationIds: [...some] });
              return stated((await client.send(asked, sending)).AddressTransfers);
            }),
            attempt('reverse DNS', async () => {
              const asked = new DescribeAddressesAttributeCommand({
                AllocationIds: [...some],
                Attribute: 'domain-name',
              });
              return stated((await client.send(asked, sending)).Addresses);
            }),
          ]);
          for (const id of some) {
            const transfer = transfers?.find(
              ({ AllocationId, AddressTransferStatus }) => AllocationId === id && AddressTransferStatus === 'pending',
            );
            const name = attributes?.find(({ AllocationId }) => AllocationId === id)?.PtrRecord;
            found.push({
              allocationId: id,
              ...(transfers !== undefined && {
                transfer:
                  transfer === undefined
                    ? ('none' as const)
                    : {
                        toAccount: transfer.TransferAccountId ?? 'another account',
                        ...(transfer.TransferOfferExpirationTimestamp !== undefined && {
                          until: transfer.TransferOfferExpirationTimestamp.getTime(),
                        }),
                      },
              }),
              ...(attributes !== undefined && { reverseDns: name ?? '' }),
            });
          }
        }
        return found;
      });
      return { ...listing, gaps: [...listing.gaps, ...failed] };
    },

    async dnsRecords(addresses, reading) {
      const { pairs, gaps } = await ask.homesOf(allocated(addresses), reading.signal);
      // Route 53 is not of a region: an account is asked once.
      const accounts = pairs.filter(
        (pair, index) => pairs.findIndex(({ account }) => account.id === pair.account.id) === index,
      );
      const cut: Problem[] = [];
      const listing = await ask.over({ pairs: accounts, gaps }, reading, async (_, { config, account }) => {
        const ips = new Set(addresses.flatMap((one) => (one.account.id === account.id ? [one.publicIp] : [])));
        const { records, gap } = await recordsTo(clients.dns(config), account, ips, reading.signal);
        if (gap !== undefined) cut.push(gap);
        return records;
      });
      return { ...listing, gaps: [...listing.gaps, ...cut] };
    },
  };
}

const allocated = (addresses: readonly Address[]): readonly Located[] =>
  addresses.flatMap(({ allocationId, account, region }) =>
    allocationId === undefined ? [] : [{ id: allocationId, account, region }],
  );
