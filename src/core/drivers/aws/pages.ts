import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVolumesCommand,
  type DescribeAddressesCommandInput,
  type DescribeInstancesCommandInput,
  type DescribeInstanceTypesCommandInput,
  type DescribeNetworkInterfacesCommandInput,
  type DescribeVolumesCommandInput,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { MiddlewareStack } from '@smithy/types';
import type { Address, Home, Instance, NetworkInterface, Volume } from '../../ports/instance.ts';
import type { TypeFacts } from '../../ports/instance-type.ts';
import { listed } from './errors.ts';
import { addressNoun, instanceNoun, interfaceNoun, volumeNoun } from './nouns.ts';
import { typeNoun } from './type-nouns.ts';

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
  readonly DescribeInstanceTypes: TypeFacts;
}
/** What each is asked with. */
export interface Inputs {
  readonly DescribeInstances: DescribeInstancesCommandInput;
  readonly DescribeVolumes: DescribeVolumesCommandInput;
  readonly DescribeAddresses: DescribeAddressesCommandInput;
  readonly DescribeNetworkInterfaces: DescribeNetworkInterfacesCommandInput;
  readonly DescribeInstanceTypes: DescribeInstanceTypesCommandInput;
}
/** APIs that are read in pages. */
export type PagedApi = keyof Nouns;

/** Where a page is put that was read on another thread. */
export interface Diverted<N> {
  page?: Page<N>;
}
/** Prepares one call so that a large answer is read on another thread; a small one is left to the SDK. */
export type Divert = <A extends PagedApi, I extends object, O extends object>(
  api: A,
  home: Home,
  stack: MiddlewareStack<I, O>,
  signal: AbortSignal | undefined,
) => Diverted<Nouns[A]>;

interface Asking {
  readonly abortSignal?: AbortSignal;
  /** Left out: every answer is read on this thread. */
  readonly divert?: Divert;
}

/**
 * One page of each, as the SDK reads it: rejects with the SDK's errors, and with NotAnswered where the answer lacks what
 * EC2 always gives. The threads that read large answers use the same functions.
 */
export const readPage: {
  readonly [A in PagedApi]: (
    client: EC2Client,
    input: Inputs[A],
    home: Home,
    asking: Asking,
  ) => Promise<Page<Nouns[A]>>;
} = {
  async DescribeInstances(client, input, home, { divert, ...asking }) {
    const command = new DescribeInstancesCommand(input);
    const diverted = divert?.('DescribeInstances', home, command.middlewareStack, asking.abortSignal);
    const { Reservations, NextToken, $metadata } = await client.send(command, asking);
    if (diverted?.page !== undefined) return diverted.page;
    const items = listed(Reservations, $metadata).flatMap(({ Instances = [] }) =>
      Instances.flatMap((wire) => instanceNoun(wire, home.account, home.region) ?? []),
    );
    return { items, next: NextToken };
  },
  async DescribeVolumes(client, input, home, { divert, ...asking }) {
    const command = new DescribeVolumesCommand(input);
    const diverted = divert?.('DescribeVolumes', home, command.middlewareStack, asking.abortSignal);
    const { Volumes, NextToken, $metadata } = await client.send(command, asking);
    if (diverted?.page !== undefined) return diverted.page;
    const items = listed(Volumes, $metadata).flatMap((wire) => volumeNoun(wire, home.account, home.region) ?? []);
    return { items, next: NextToken };
  },
  async DescribeAddresses(client, input, home, { divert, ...asking }) {
    const command = new DescribeAddressesCommand(input);
    const diverted = divert?.('DescribeAddresses', home, command.middlewareStack, asking.abortSignal);
    const { Addresses, $metadata } = await client.send(command, asking);
    if (diverted?.page !== undefined) return diverted.page;
    const items = listed(Addresses, $metadata).flatMap((wire) => addressNoun(wire, home.account, home.region) ?? []);
    return { items, next: undefined };
  },
  async DescribeNetworkInterfaces(client, input, home, { divert, ...asking }) {
    const command = new DescribeNetworkInterfacesCommand(input);
    const diverted = divert?.('DescribeNetworkInterfaces', home, command.middlewareStack, asking.abortSignal);
    const { NetworkInterfaces, NextToken, $metadata } = await client.send(command, asking);
    if (diverted?.page !== undefined) return diverted.page;
    const items = listed(NetworkInterfaces, $metadata).flatMap(
      (wire) => interfaceNoun(wire, home.account, home.region) ?? [],
    );
    return { items, next: NextToken };
  },
  async DescribeInstanceTypes(client, input, home, { divert, ...asking }) {
    const command = new DescribeInstanceTypesCommand(input);
    const diverted = divert?.('DescribeInstanceTypes', home, command.middlewareStack, asking.abortSignal);
    const { InstanceTypes, NextToken, $metadata } = await client.send(command, asking);
    if (diverted?.page !== undefined) return diverted.page;
    return { items: listed(InstanceTypes, $metadata).flatMap((wire) => typeNoun(wire) ?? []), next: NextToken };
  },
};
