/**
 * One side of the scan benchmark in a process of its own, so that memory and processor time are its own:
 * `scan-run.ts ours|loop scan|large URL`. Makes a pass for every line of its input and prints its figures as a line of JSON.
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

/** Makes one pass and says what it found. */
type Pass = () => Promise<number>;

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
      : [{ name: large.account, roleArn: roleOf(large.account), regions: [large.region] }];
  const aws = createAws({ accounts, clock: systemClock, log: { info() {}, warn() {}, error() {} }, store });
  const addresses = createAddresses(aws.cloud, systemClock);
  const { signal } = new AbortController();
  return {
    async pass() {
      const { items, gaps } =
        what === 'scan' ? await addresses.idle([], { signal }) : await aws.cloud.instances({}, { signal });
      if (gaps.length > 0) throw new Error(JSON.stringify(gaps[0]));
      return items.length;
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
  const onePair = async (client: EC2Client): Promise<number> => {
    const { Addresses = [] } = await client.send(new DescribeAddressesCommand({}));
    const ids = Addresses.flatMap(({ InstanceId }) => InstanceId ?? []);
    const interfaces = Addresses.flatMap(({ InstanceId, NetworkInterfaceId }) =>
      InstanceId === undefined && NetworkInterfaceId !== undefined ? [NetworkInterfaceId] : [],
    );
    const free = Addresses.flatMap(({ AssociationId, AllocationId }) =>
      AssociationId === undefined && AllocationId !== undefined ? [AllocationId] : [],
    );
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
    return free.length;
  };
  return {
    async pass() {
      let found = 0;
      if (what === 'scan') {
        const pairs = scan.accounts
          .flatMap((account) => scan.regions.map((region) => clientOf(account, region)))
          .values();
        await Promise.all(
          Array.from({ length: 25 }, async () => {
            for (const client of pairs) {
              const some = await onePair(client);
              found += some;
            }
          }),
        );
        return found;
      }
      const kept: Instance[] = [];
      let NextToken: string | undefined;
      do {
        const page = await clientOf(large.account, large.region).send(
          new DescribeInstancesCommand({ MaxResults: large.perPage, NextToken }),
        );
        const instances = (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
        found += instances.length;
        if (process.env['BENCH_KEEP'] === '1') kept.push(...instances);
        ({ NextToken } = page);
      } while (NextToken !== undefined);
      return found;
    },
    close: () => requestHandler.destroy(),
  };
}

const { pass, close } = side === 'ours' ? await ours() : loop();
const delay = monitorEventLoopDelay({ resolution: 1 });
for await (const _ of createInterface({ input: process.stdin })) {
  delay.reset();
  delay.enable();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const found = await pass();
  const wallMs = ms(performance.now() - start);
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  const figures = {
    found,
    wallMs,
    cpuMs: ms((user + system) / 1_000),
    delayP99Ms: ms(delay.percentile(99) / 1e6),
    longestHoldMs: ms(delay.max / 1e6),
    rssMiB: Math.round(process.memoryUsage().rss / 1_048_576),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
await close();
