import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVolumesCommand,
  type DescribeAddressesCommandInput,
  type DescribeInstancesCommandInput,
  type DescribeNetworkInterfacesCommandInput,
  type DescribeVolumesCommandInput,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { Address, Home, Instance, NetworkInterface, Volume } from '../../ports/instance.ts';
import { listed } from './errors.ts';
import { addressNoun, instanceNoun, interfaceNoun, volumeNoun } from './nouns.ts';

/** One page of a list in our nouns. */
export interface Page<N> {
  readonly items: readonly N[];
  /** Of the page after it; undefined or empty: there is none. */
  readonly next: string | undefined;
}

/** What is read in pages, by EC2's name. */
export interface Nouns {
  readonly DescribeInstances: Instance;
  readonly DescribeVolumes: Volume;
  readonly DescribeAddresses: Address;
  readonly DescribeNetworkInterfaces: NetworkInterface;
}
/** What each is asked with. */
export interface Inputs {
  readonly DescribeInstances: DescribeInstancesCommandInput;
  readonly DescribeVolumes: DescribeVolumesCommandInput;
  readonly DescribeAddresses: DescribeAddressesCommandInput;
  readonly DescribeNetworkInterfaces: DescribeNetworkInterfacesCommandInput;
}
/** APIs that are read in pages. */
export type PagedApi = keyof Nouns;

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
    const items = listed(Reservations, $metadata).flatMap(({ Instances = [] }) =>
      Instances.flatMap((wire) => instanceNoun(wire, home.account, home.region) ?? []),
    );
    return { items, next: NextToken };
  },
  async DescribeVolumes(client, input, home, abortSignal) {
    const { Volumes, NextToken, $metadata } = await client.send(new DescribeVolumesCommand(input), { abortSignal });
    const items = listed(Volumes, $metadata).flatMap((wire) => volumeNoun(wire, home.account, home.region) ?? []);
    return { items, next: NextToken };
  },
  async DescribeAddresses(client, input, home, abortSignal) {
    const { Addresses, $metadata } = await client.send(new DescribeAddressesCommand(input), { abortSignal });
    const items = listed(Addresses, $metadata).flatMap((wire) => addressNoun(wire, home.account, home.region) ?? []);
    return { items, next: undefined };
  },
  async DescribeNetworkInterfaces(client, input, home, abortSignal) {
    const command = new DescribeNetworkInterfacesCommand(input);
    const { NetworkInterfaces, NextToken, $metadata } = await client.send(command, { abortSignal });
    const items = listed(NetworkInterfaces, $metadata).flatMap(
      (wire) => interfaceNoun(wire, home.account, home.region) ?? [],
    );
    return { items, next: NextToken };
  },
};
