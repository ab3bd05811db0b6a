/**
 * One side of the scan benchmark in a process of its own, so that memory and processor time are its own:
 * `scan-run.ts ours|loop scan|large URL`. Makes a pass for every line of its input, which names the region of a large pass,
 * and prints its figures as a line of JSON.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import {
  DescribeAddressesAttributeCommand,
  DescribeAddressesCommand,
  DescribeAddressTransfersCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
  type Address,
  type Instance,
} from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { createAws } from '../src/core/drivers/aws/aws.ts';
import { openSqliteStore } from '../src/core/drivers/sqlite/open.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import { createAddresses } from '../src/core/estate/addresses.ts';
import { large, scan } from './aws-answers.ts';
import { ms } from './measure.ts';

const [side = '', what = '', url = ''] = process.argv.slice(2);
process.env['AWS_ENDPOINT_URL'] = url;
process.env['AWS_ACCESS_KEY_ID'] = 'ASIA100000000000';
process.env['AWS_SECRET_ACCESS_KEY'] = 'not-a-secret';
const roleOf = (account: string): string => `arn:aws:iam::${account}:role/bench`;

/** Makes one pass and gives what it found. @param region Of the large account. */
type Pass = (region: string) => Promise<readonly unknown[]>;

/** What is measured, and the way to be rid of it. */
interface Side {
  readonly pass: Pass;
  close(): void | Promise<void>;
}

async function ours(): Promise<Side> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
  const store = await openSqliteStore({ path: join(folder, 'store.db'), clock: systemClock, purpose: 'aws' });
  const accounts =
    what === 'scan'
      ? scan.accounts.map((id) => ({ name: id, roleArn: roleOf(id), regions: scan.regions }))
      : [{ name: large.account, roleArn: roleOf(large.account), regions: Object.keys(large.instances) }];
  const aws = createAws({ accounts, clock: systemClock, log: { info() {}, warn() {}, error() {} }, store });
  const addresses = createAddresses(aws.cloud, systemClock);
  const { signal } = new AbortController();
  return {
    async pass(region) {
      const { items, gaps } =
        what === 'scan'
          ? await addresses.idle([], { signal })
          : await aws.cloud.instances({ regions: [region] }, { signal });
      if (gaps.length > 0) throw new Error(JSON.stringify(gaps[0]));
      return items;
    },
    async close() {
      aws.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** What somebody would write who wants the same answers of the SDK. */
function loop(): Side {
  const requestHandler = new NodeHttpHandler({
    httpAgent: { keepAlive: true, maxSockets: 25 },
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
  });
  const sts = new STSClient({ region: 'us-east-1', requestHandler });
  const credentials = new Map<
    string,
    Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken: string }>
  >();
  const credentialsOf = (account: string) => () => {
    const known =
      credentials.get(account) ??
      sts
        .send(new AssumeRoleCommand({ RoleArn: roleOf(account), RoleSessionName: 'bench' }))
        .then(({ Credentials: { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = {} }) => ({
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          sessionToken: SessionToken,
        }));
    credentials.set(account, known);
    return known;
  };
  const clients = new Map<string, EC2Client>();
  const clientOf = (account: string, region: string): EC2Client => {
    const key = `${account} ${region}`;
    const client =
      clients.get(key) ??
      new EC2Client({ region, maxAttempts: 4, requestHandler, credentials: credentialsOf(account) });
    clients.set(key, client);
    return client;
  };
  const onePair = async (client: EC2Client): Promise<readonly Address[]> => {
    const { Addresses = [] } = await client.send(new DescribeAddressesCommand({}));
    const ids = Addresses.flatMap(({ InstanceId }) => InstanceId ?? []);
    const interfaces = Addresses.flatMap(({ InstanceId, NetworkInterfaceId }) =>
      InstanceId === undefined && NetworkInterfaceId !== undefined ? [NetworkInterfaceId] : [],
    );
    const idle = Addresses.filter(({ AssociationId }) => AssociationId === undefined);
    const free = idle.flatMap(({ AllocationId }) => AllocationId ?? []);
    if (ids.length > 0)
      await client.send(
        new DescribeInstancesCommand({ MaxResults: 1_000, Filters: [{ Name: 'instance-id', Values: ids }] }),
      );
    if (interfaces.length > 0)
      await client.send(
        new DescribeNetworkInterfacesCommand({
          MaxResults: 1_000,
          Filters: [{ Name: 'network-interface-id', Values: interfaces }],
        }),
      );
    if (free.length > 0) {
      await client.send(new DescribeAddressTransfersCommand({ AllocationIds: free }));
      await client.send(new DescribeAddressesAttributeCommand({ AllocationIds: free, Attribute: 'domain-name' }));
    }
    return idle;
  };
  const scanAll = async (): Promise<readonly Address[]> => {
    const found: Address[] = [];
    const pairs = scan.accounts.flatMap((account) => scan.regions.map((region) => clientOf(account, region))).values();
    const worker = async (): Promise<void> => {
      for (const client of pairs) found.push(...(await onePair(client)));
    };
    await Promise.all(Array.from({ length: 25 }, worker));
    return found;
  };
  const list = async (region: string): Promise<readonly Instance[]> => {
    const found: Instance[] = [];
    let NextToken: string | undefined;
    do {
      const page = await clientOf(large.account, region).send(
        new DescribeInstancesCommand({ MaxResults: large.perPage, NextToken }),
      );
      for (const { Instances = [] } of page.Reservations ?? []) found.push(...Instances);
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return found;
  };
  return {
    pass: (region) => (what === 'scan' ? scanAll() : list(region)),
    close: () => requestHandler.destroy(),
  };
}

const { pass, close } = side === 'ours' ? await ours() : loop();
const delay = monitorEventLoopDelay({ resolution: 1 });
for await (const region of createInterface({ input: process.stdin })) {
  delay.reset();
  delay.enable();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const found = await pass(region);
  const wallMs = ms(performance.now() - start);
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  const figures = {
    region,
    found: found.length,
    wallMs,
    cpuMs: ms((user + system) / 1_000),
    delayP99Ms: ms(delay.percentile(99) / 1e6),
    longestHoldMs: ms(delay.max / 1e6),
    rssMiB: Math.round(process.memoryUsage().rss / 1_048_576),
    // In KiB (Node.js, `process.resourceUsage`).
    peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
await close();
