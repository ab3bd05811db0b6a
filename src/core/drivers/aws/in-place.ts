import {
  DescribeAddressTransfersCommand,
  DescribeAddressesAttributeCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { AddressDetails, Instance, NetworkInterface } from '../../ports/instance.ts';
import { listed } from './errors.ts';
import { chunks, everything, idsAtOnce, inLots, isLast, some, type Ask, type Failed, type Pair } from './ask.ts';

/** Instances of these ids in one pair, with the fewest calls. By filter: an id that EC2 does not know then fails nobody's read. */
export async function instancesIn(
  ask: Ask,
  client: EC2Client,
  pair: Pair,
  ids: readonly string[],
  signal: AbortSignal,
  failed: Failed,
): Promise<readonly Instance[]> {
  const wanted = new Set(ids);
  const found: Instance[] = [];
  const keep = (items: readonly Instance[]): void => {
    for (const one of items) if (wanted.delete(one.id)) found.push(one);
  };
  // More than one filter takes: a page of everything may hold them all.
  if (wanted.size > idsAtOnce) {
    const first = await ask.page('DescribeInstances', client, pair, everything, signal, failed);
    keep(first.items);
    if (isLast(first)) return found;
  }
  for (const lot of chunks([...wanted]))
    keep(await ask.pages('DescribeInstances', client, pair, some('instance-id', lot), signal, failed));
  return found;
}

/** Interfaces of these ids in one pair. By filter: one that is not shown to us, as of a shared subnet, then fails nobody's read. */
export const interfacesIn = (
  ask: Ask,
  client: EC2Client,
  pair: Pair,
  ids: readonly string[],
  signal: AbortSignal,
  failed: Failed,
): Promise<readonly NetworkInterface[]> =>
  inLots(ids, (lot) =>
    ask.pages('DescribeNetworkInterfaces', client, pair, some('network-interface-id', lot), signal, failed),
  );

/** Transfer and reverse DNS of the Elastic IPs of these allocation ids in one pair; what cannot be read of them is told as missing, and left out. */
export async function addressDetailsIn(
  client: EC2Client,
  ids: readonly string[],
  signal: AbortSignal,
  failed: Failed,
): Promise<readonly AddressDetails[]> {
  const sending = { abortSignal: signal };
  const attempt = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      signal.throwIfAborted();
      failed(error, what);
      return undefined;
    }
  };
  const found: AddressDetails[] = [];
  for (const lot of chunks(ids)) {
    const [transfers, attributes] = await Promise.all([
      attempt('transfers', async () => {
        const asked = new DescribeAddressTransfersCommand({ AllocationIds: [...lot] });
        const { AddressTransfers, $metadata } = await client.send(asked, sending);
        return listed(AddressTransfers, $metadata);
      }),
      attempt('reverse DNS', async () => {
        const asked = new DescribeAddressesAttributeCommand({
          AllocationIds: [...lot],
          Attribute: 'domain-name',
        });
        const { Addresses, $metadata } = await client.send(asked, sending);
        return listed(Addresses, $metadata);
      }),
    ]);
    for (const id of lot) {
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
}
