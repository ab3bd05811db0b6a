import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort, startRedis, type RedisServer } from './server.ts';

/** Slots of a Cluster (Redis, "Redis cluster specification"). */
const slots = 16_384;
/** Between two looks whether all know each other, and how many looks are enough. */
const lookMs = 50;
const looksAtMost = 600;

/** Waits until servers have come to agree, which they do in their own time. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < looksAtMost; look += 1) {
    if (await isSo()) return;
    await pause(lookMs);
  }
  throw new Error(`it never came to be: ${what}`);
}

/** Real servers that serve together. */
export interface RedisCluster {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  close(): Promise<void>;
}

/** A Cluster of three masters without replicas, each with a third of the slots. */
export async function startCluster(): Promise<RedisCluster> {
  const servers = await Promise.all(
    [0, 1, 2].map(async () =>
      startRedis({ settings: ['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())] }),
    ),
  );
  const clients = servers.map(({ port }) => new Redis(port));
  const [first] = servers;
  if (first === undefined) throw new Error('there is no node');
  const third = Math.ceil(slots / servers.length);
  for (const [at, client] of clients.entries())
    await client.call('cluster', 'addslotsrange', String(at * third), String(Math.min(slots, (at + 1) * third) - 1));
  const bus = words(await clients[0]?.config('GET', 'cluster-port'))[1] ?? '';
  for (const client of clients.slice(1)) await client.call('cluster', 'meet', '127.0.0.1', String(first.port), bus);
  for (const client of clients)
    await until(
      'a node knows the Cluster',
      async () =>
        /cluster_state:ok[^]*cluster_known_nodes:3/.test(String(await client.cluster('INFO'))) &&
        !String(await client.call('cluster', 'nodes')).includes('handshake'),
    );
  for (const client of clients) client.disconnect();
  return {
    nodes: servers.map(({ port }) => ({ host: '127.0.0.1', port })),
    close: async () => void (await Promise.all(servers.map((server) => server.close()))),
  };
}

/** A master with two replicas, and three sentinels that watch it. */
export interface RedisSentinels {
  readonly name: string;
  readonly sentinels: readonly { readonly host: string; readonly port: number }[];
  /** Who is the master by now. */
  master(): Promise<RedisServer>;
  close(): Promise<void>;
}

/** A master that is silent for so long is taken for dead, in milliseconds. */
const downMs = 500;

/** Sentinels that agree that a master is gone when two of three do. */
export async function startSentinels(): Promise<RedisSentinels> {
  const name = 'mymaster';
  const first = await startRedis();
  const replicas = await Promise.all(
    [0, 1].map(() => startRedis({ settings: ['--replicaof', `127.0.0.1 ${first.port}`] })),
  );
  const servers = [first, ...replicas];
  const watching = await Promise.all([0, 1, 2].map(() => startRedis({ sentinel: true })));
  const clients = watching.map(({ port }) => new Redis(port));
  for (const client of clients) {
    await client.call('sentinel', 'monitor', name, '127.0.0.1', String(first.port), '2');
    await client.call('sentinel', 'set', name, 'down-after-milliseconds', String(downMs));
    await client.call('sentinel', 'set', name, 'failover-timeout', String(10 * downMs));
  }
  for (const client of clients)
    await until('a sentinel knows the others', async () =>
      /status=ok,[^\r]*slaves=2,sentinels=3/.test(String(await client.info('sentinel'))),
    );
  const master = new Redis(first.port);
  await until('the replicas have all', async () =>
    /connected_slaves:2[^]*state=online[^]*state=online/.test(await master.info('replication')),
  );
  for (const client of [...clients, master]) client.disconnect();
  return {
    name,
    sentinels: watching.map(({ port }) => ({ host: '127.0.0.1', port })),
    async master() {
      const client = new Redis(watching[0]?.port ?? 0);
      const [, port] = words(await client.call('sentinel', 'get-master-addr-by-name', name));
      client.disconnect();
      const found = servers.find((one) => String(one.port) === port);
      if (found === undefined) throw new Error('the master is none of ours');
      return found;
    },
    close: async () => void (await Promise.all([...watching, ...servers].map((one) => one.close()))),
  };
}

/** A list of words, as Redis answers. */
const words = (answer: unknown): readonly string[] => (Array.isArray(answer) ? answer.map(String) : []);
