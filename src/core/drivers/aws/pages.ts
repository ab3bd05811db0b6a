import {
  DescribeAddressesCommand,
  DescribeCapacityReservationsCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVolumesCommand,
  type DescribeAddressesCommandInput,
  type DescribeCapacityReservationsCommandInput,
  type DescribeInstancesCommandInput,
  type DescribeNetworkInterfacesCommandInput,
  type DescribeVolumesCommandInput,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { Address, CapacityReservation, Home, Instance, NetworkInterface, Volume } from '../../ports/instance.ts';
import { listed } from './errors.ts';
import { addressNoun, instanceNoun, interfaceNoun, reservationNoun, volumeNoun } from './nouns.ts';

/** One page of a list in our nouns. */
export interface Page<N> {
  readonly items: readonly N[];
  /** Whether records came that are not in AWS's form; they are left out. */
  readonly partUnread: boolean;
  /** Of the page after it; undefined or empty: there is none. */
  readonly next: string | undefined;
}

/** What is read in pages, by EC2's name. */
export interface Nouns {
  readonly DescribeInstances: Instance;
  readonly DescribeVolumes: Volume;
  readonly DescribeAddresses: Address;
  readonly DescribeCapacityReservations: CapacityReservation;
  readonly DescribeNetworkInterfaces: NetworkInterface;
}
/** What each is asked with. */
export interface Inputs {
  readonly DescribeInstances: DescribeInstancesCommandInput;
  readonly DescribeVolumes: DescribeVolumesCommandInput;
  readonly DescribeAddresses: DescribeAddressesCommandInput;
  readonly DescribeCapacityReservations: DescribeCapacityReservationsCommandInput;
  readonly DescribeNetworkInterfaces: DescribeNetworkInterfacesCommandInput;
}
/** APIs that are read in pages. */
export type PagedApi = keyof Nouns;

/** What the records of each are called. */
export const recordsOf: Readonly<Record<PagedApi, string>> = {
  DescribeInstances: 'instances',
  DescribeVolumes: 'volumes',
  DescribeAddresses: 'addresses',
  DescribeCapacityReservations: 'Capacity Reservations',
  DescribeNetworkInterfaces: 'network interfaces',
};

/** Each thing once, as it was told first: what answers in AWS's place may tell one twice, and so may two questions. */
export function once<N extends Nouns[PagedApi]>(things: readonly N[]): readonly N[] {
  const byId = new Map<string, N>();
  for (const one of things) {
    const id = 'id' in one ? one.id : (one.allocationId ?? one.publicIp);
    if (!byId.has(id)) byId.set(id, one);
  }
  return byId.size === things.length ? things : [...byId.values()];
}

/** One page of each: rejects with the SDK's errors, and with NotAnswered where the answer lacks what EC2 always gives. */
export const readPage: {
  readonly [A in PagedApi]: (
    client: EC2Client,
    input: Inputs[A],
    home: Home,
    signal: AbortSignal,
  ) => Promise<Page<Nouns[A]>>;
} = {
  async DescribeInstances(client, input, home, abortSignal) {
    const { Reservations, NextToken, $metadata } = await client.send(new DescribeInstancesCommand(input), {
      abortSignal,
    });
    const records = listed(Reservations, $metadata).flatMap(({ Instances = [] }) => Instances);
    return pageOf(records, instanceNoun, home, NextToken);
  },
  async DescribeVolumes(client, input, home, abortSignal) {
    const { Volumes, NextToken, $metadata } = await client.send(new DescribeVolumesCommand(input), { abortSignal });
    return pageOf(listed(Volumes, $metadata), volumeNoun, home, NextToken);
  },
  async DescribeAddresses(client, input, home, abortSignal) {
    const { Addresses, $metadata } = await client.send(new DescribeAddressesCommand(input), { abortSignal });
    return pageOf(listed(Addresses, $metadata), addressNoun, home, undefined);
  },
  async DescribeCapacityReservations(client, input, home, abortSignal) {
    const command = new DescribeCapacityReservationsCommand(input);
    const { CapacityReservations, NextToken, $metadata } = await client.send(command, { abortSignal });
    return pageOf(listed(CapacityReservations, $metadata), reservationNoun, home, NextToken);
  },
  async DescribeNetworkInterfaces(client, input, home, abortSignal) {
    const command = new DescribeNetworkInterfacesCommand(input);
    const { NetworkInterfaces, NextToken, $metadata } = await client.send(command, { abortSignal });
    return pageOf(listed(NetworkInterfaces, $metadata), interfaceNoun, home, NextToken);
  },
};

function pageOf<W, N>(
  records: readonly W[],
  nounOf: (wire: W, account: Home['account'], region: string) => N | undefined,
  { account, region }: Home,
  next: string | undefined,
): Page<N> {
  const items: N[] = [];
  for (const wire of records) {
    const noun = nounOf(wire, account, region);
    if (noun !== undefined) items.push(noun);
  }
  return { items, partUnread: items.length < records.length, next };
}
