import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { interfaceNoun } from '../src/core/drivers/aws/nouns.ts';
import type { Account, NetworkInterface } from '../src/core/ports/instance.ts';

const text = z.string().optional();

/** An Elastic IP as DescribeAddresses told it, under the SDK's names. Strict: a field of the recording that is not listed here fails. */
const Address = z.strictObject({
  PublicIp: z.string(),
  AllocationId: z.string(),
  Domain: z.enum(['vpc', 'standard']),
  AssociationId: text,
  InstanceId: text,
  NetworkInterfaceId: text,
  NetworkInterfaceOwnerId: text,
  PrivateIpAddress: text,
  PublicIpv4Pool: text,
  NetworkBorderGroup: text,
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
});
export type RecordedAddress = z.infer<typeof Address>;

const Interface = z.strictObject({
  NetworkInterfaceId: z.string(),
  OwnerId: z.string(),
  Status: z.enum(['in-use', 'available']),
  /** On the wire `nat_gateway`, where the SDK's own list has `natGateway`. */
  InterfaceType: z.string(),
  RequesterId: text,
  RequesterManaged: z.boolean(),
  Description: z.string(),
  Attachment: z.strictObject({ InstanceId: text, InstanceOwnerId: z.string(), Status: z.literal('attached') }),
});

/** The SDK's types lack the wire's word for the kind of an interface, so it is put back after the rest was read. */
export function interfaceOf(
  { InterfaceType, ...wire }: z.infer<typeof Interface>,
  account: Account,
  region: string,
): NetworkInterface {
  const noun = interfaceNoun(wire, account, region);
  if (noun === undefined) throw new Error('an interface without an id was recorded');
  return { ...noun, type: InterfaceType };
}

const Line = z.union([
  z.strictObject({ source: z.string() }),
  z.strictObject({ case: z.string(), address: Address }),
  z.strictObject({ interface: Interface }),
  z.strictObject({ error: z.object({ Code: z.string(), Message: z.string() }) }),
]);

/** What cloud-custodian recorded of AWS (see NOTICE): every address of every answer, in order, with the recording's own name of the answer. */
export async function recordedAddresses() {
  const file = await readFile(new URL('fixtures/addresses-recorded.jsonl', import.meta.url), 'utf8');
  const lines = file
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));
  const [error] = lines.flatMap((line) => ('error' in line ? [line.error] : []));
  if (error === undefined) throw new Error('the recording has no error');
  return {
    addresses: lines.flatMap((line) => ('address' in line ? [line] : [])),
    interfaces: lines.flatMap((line) => ('interface' in line ? [line.interface] : [])),
    error,
  };
}
