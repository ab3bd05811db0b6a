import {
  DescribeInstanceAttributeCommand,
  DescribeSpotInstanceRequestsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { InstanceDetails } from '../../ports/instance.ts';
import { listed, stated } from './errors.ts';

/** Protection is read one attribute of one instance a call: EC2 offers no other way. What cannot be read is left out. */
export async function detailsOf(
  client: EC2Client,
  id: string,
  spotRequestId: string | undefined,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Promise<InstanceDetails> {
  const attempt = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      signal.throwIfAborted();
      failed(error);
      return undefined;
    }
  };
  const sending = { abortSignal: signal };
  const [stopProtected, terminationProtected, request] = await Promise.all([
    attempt(async () => {
      const asked = new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'disableApiStop' });
      return stated((await client.send(asked, sending)).DisableApiStop?.Value);
    }),
    attempt(async () => {
      const asked = new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'disableApiTermination' });
      return stated((await client.send(asked, sending)).DisableApiTermination?.Value);
    }),
    spotRequestId === undefined
      ? undefined
      : attempt(async () => {
          const asked = new DescribeSpotInstanceRequestsCommand({
            Filters: [{ Name: 'spot-instance-request-id', Values: [spotRequestId] }],
          });
          const { SpotInstanceRequests, $metadata } = await client.send(asked, sending);
          return listed(SpotInstanceRequests, $metadata)[0];
        }),
  ]);
  return {
    id,
    ...(stopProtected !== undefined && { stopProtected }),
    ...(terminationProtected !== undefined && { terminationProtected }),
    ...(request?.Type !== undefined && { spotRequest: { type: request.Type, state: request.State ?? 'unknown' } }),
  };
}
