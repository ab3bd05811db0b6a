import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { startRedis, type RedisServer, type RedisSettings } from './server.ts';

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

/** How servers that belong together differ. */
export interface TogetherSettings {
  /** They speak TLS alone. */
  readonly tls?: RedisSettings['tls'];
  readonly replicas?: number;
}

/** Real servers that serve together. */
export interface RedisCluster {
  /** The masters. */
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  /** Of whom almost all slots are: the first of them, and whoever has taken over. @param but Another one than this is waited for. */
  master(but?: RedisServer): Promise<RedisServer>;
  close(): Promise<void>;
}

/** A master of a Cluster that is silent for so long is taken for dead, in milliseconds. */
const nodeDownMs = 4_000;

/**
 * A Cluster of three masters, each with a third of the slots. With replicas the first master has all of them, and every slot but
 * two: what is written goes to it, and the others agree that it is gone.
 */
export const startCluster = (how: TogetherSettings = {}): Promise<RedisCluster> =>
  begun((start) => clusterOf(start, how));

async function clusterOf(start: typeof startRedis, { tls, replicas = 0 }: TogetherSettings): Promise<RedisCluster> {
  const settings = ['--cluster-node-timeout', String(nodeDownMs), '--cluster-replica-validity-factor', '0'];
  const servers = await Promise.all(
    Array.from({ length: masters + replicas }, () =>
      start({ cluster: true, settings: replicas === 0 ? [] : settings, ...(tls && { tls }) }),
    ),
  );
  const clients = servers.map((server) => server.client());
  const [first] = clients;
  if (first === undefined) throw new Error('there is no node');
  const ends = replicas === 0 ? [5_461, 10_922, slots] : [slots - 2, slots - 1, slots];
  for (const [at, end] of ends.entries())
    await clients[at]?.call('cluster', 'addslotsrange', String(ends[at - 1] ?? 0), String(end - 1));
  const bus = words(await first.config('GET', 'cluster-port'))[1] ?? '';
  for (const client of clients.slice(1))
    await client.call('cluster', 'meet', '127.0.0.1', String(servers[0]?.port), bus);
  for (const client of clients)
    await until(
      'a node knows the Cluster',
      async () =>
        new RegExp(`cluster_state:ok[^]*cluster_known_nodes:${servers.length}`).test(
          String(await client.cluster('INFO')),
        ) && !String(await client.call('cluster', 'nodes')).includes('handshake'),
    );
  const id = String(await first.call('cluster', 'myid'));
  for (const client of clients.slice(masters)) await client.call('cluster', 'replicate', id);
  if (replicas > 0) await until('the replicas have all', () => hasReplicas(first, replicas));
  // Who is a replica is told by one node to the other.
  for (const client of clients)
    await until(
      'a node knows the replicas',
      async () => String(await client.call('cluster', 'nodes')).split(`slave ${id} `).length - 1 === replicas,
    );
  for (const client of clients) client.disconnect();
  return {
    nodes: servers.slice(0, masters).map(({ port }) => ({ host: '127.0.0.1', port })),
    master: (but) =>
      masterOf(servers.at(1), servers, but, async (client) => {
        const nodes = String(await client.call('cluster', 'nodes'));
        return /:(\d+)@\S* (?:myself,)?master\S* - .* 0-\d+$/m.exec(nodes)?.[1];
      }),
    close: async () => void (await Promise.all(servers.map((server) => server.close()))),
  };
}

const masters = 3;

/** So many replicas have all that there is. */
const hasReplicas = async (master: Redis, replicas: number): Promise<boolean> =>
  String(await master.info('replication')).split('state=online').length - 1 === replicas;

/** Waits until there is another master than this one. @param portOf Asks one that is there where it listens. */
async function masterOf(
  asked: RedisServer | undefined,
  servers: readonly RedisServer[],
  but: RedisServer | undefined,
  portOf: (client: Redis) => Promise<string | undefined>,
): Promise<RedisServer> {
  const client = asked?.client();
  if (client === undefined) throw new Error('there is nobody to be asked');
  let found: RedisServer | undefined;
  await until('there is a master', async () => {
    const port = await portOf(client);
    found = servers.find((one) => String(one.port) === port);
    return found !== undefined && found.port !== but?.port;
  });
  client.disconnect();
  if (found === undefined) throw new Error('there is no master');
  return found;
}

/** Servers that are started, and are ended all where one cannot be. */
async function begun<T>(work: (start: typeof startRedis) => Promise<T>): Promise<T> {
  const servers: RedisServer[] = [];
  try {
    return await work(async (how) => {
      const server = await startRedis(how);
      servers.push(server);
      return server;
    });
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()));
    throw error;
  }
}

/** A master with replicas, and sentinels that watch it. */
export interface RedisSentinels {
  readonly name: string;
  readonly sentinels: readonly { readonly host: string; readonly port: number }[];
  /** Who is the master by now. @param but Another one than this is waited for. */
  master(but?: RedisServer): Promise<RedisServer>;
  close(): Promise<void>;
}

/** A master that is silent for so long is taken for dead, in milliseconds. */
const downMs = 1_000;

/** Two replicas if nothing is said, and three sentinels that agree that a master is gone when two do. */
export const startSentinels = (how: TogetherSettings = {}): Promise<RedisSentinels> =>
  begun((start) => sentinelsOf(start, how));

async function sentinelsOf(start: typeof startRedis, { tls, replicas = 2 }: TogetherSettings): Promise<RedisSentinels> {
  const name = 'mymaster';
  const own = tls && { tls };
  const first = await start({ ...own });
  const [others, watching] = await Promise.all([
    Promise.all(
      Array.from({ length: replicas }, () => start({ ...own, settings: ['--replicaof', `127.0.0.1 ${first.port}`] })),
    ),
    Promise.all([0, 1, 2].map(() => start({ ...own, sentinel: true }))),
  ]);
  const servers = [first, ...others];
  const clients = watching.map((one) => one.client());
  for (const client of clients) {
    await client.call('sentinel', 'monitor', name, '127.0.0.1', String(first.port), '2');
    await client.call('sentinel', 'set', name, 'down-after-milliseconds', String(downMs));
    await client.call('sentinel', 'set', name, 'failover-timeout', String(5 * downMs));
  }
  for (const client of clients)
    await until('a sentinel knows the others', async () =>
      new RegExp(`status=ok,[^\\r]*slaves=${replicas},sentinels=3`).test(String(await client.info('sentinel'))),
    );
  const master = first.client();
  await until('the replicas have all', () => hasReplicas(master, replicas));
  for (const client of [...clients, master]) client.disconnect();
  return {
    name,
    sentinels: watching.map(({ port }) => ({ host: '127.0.0.1', port })),
    master: (but) =>
      masterOf(
        watching[0],
        servers,
        but,
        async (client) => words(await client.call('sentinel', 'get-master-addr-by-name', name))[1],
      ),
    close: async () => void (await Promise.all([...watching, ...servers].map((one) => one.close()))),
  };
}

/** A list of words, as Redis answers. */
const words = (answer: unknown): readonly string[] => (Array.isArray(answer) ? answer.map(String) : []);
