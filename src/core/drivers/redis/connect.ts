import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { StoreUnwritable } from '../../ports/store.ts';
import { secondMs } from '../../time.ts';
import { isOfCertificate, isOfNobody, isReadOnly } from './errors.ts';
import { LastingSentinelConnector } from './sentinels.ts';

/** A connection that is not made by then is tried anew. */
const connectMs = 2 * secondMs;
/** A server that owes an answer and sends nothing for so much longer than it is waited for is taken for gone: a network that swallows everything says nothing. */
const silentMs = secondMs / 2;
/** Between attempts to connect: a little more with each, so much at most. */
const againMs = { each: 50, most: secondMs } as const;
/** A replica is left for another so often at most: where there is none, it can still be read. */
const demotedMs = secondMs;
/** How often a server that reads its data is asked whether it is done. */
const loadingMs = 250;
/** Where an address names no port. */
const usualPort = 6_379;

/** A server, by its name or address. */
export interface Server {
  readonly host: string;
  readonly port: number;
}

/** Which Redis, how it is reached, and what opens it: exactly one of `url`, `sentinels` with `name`, and `nodes`. */
export interface Reach {
  /** `redis://HOST:PORT/DATABASE`, or `rediss://`; never with a password. */
  readonly url?: string | undefined;
  readonly sentinels?: readonly Server[] | undefined;
  /** What the sentinels call the master. */
  readonly name?: string | undefined;
  /** Some nodes of a Cluster. */
  readonly nodes?: readonly Server[] | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly sentinelPassword?: string | undefined;
  readonly tls?: boolean | undefined;
  /** A file of certificates (PEM) that vouch for the servers. */
  readonly caFile?: string | undefined;
}

/** How TLS is spoken. */
interface Tls {
  readonly ca?: string;
}

/** A connection to one server, or to a Cluster. */
export type Connection = Redis | Cluster;

/** What differs between uses of a connection. */
export type OwnOptions = Pick<RedisOptions, 'maxRetriesPerRequest' | 'enableOfflineQueue' | 'socketTimeout'>;

/**
 * What the store wants: a command that cannot be sent, or whose connection breaks, is told at once and never sent later by
 * itself. BullMQ's workers want the contrary: `{ maxRetriesPerRequest: null, enableOfflineQueue: true }`.
 */
export const atOnce = (answerMs: number): OwnOptions => ({
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  socketTimeout: answerMs + silentMs,
});

/**
 * Begins to connect, and connects again by itself whenever the connection is lost, until `disconnect()`.
 * @param failed Told whatever goes wrong with the connection, each time that it does.
 * @throws StoreUnwritable where the file of certificates cannot be read.
 */
export async function connectRedis(reach: Reach, failed: (error: Error) => void, own: OwnOptions): Promise<Connection> {
  const tls = await tlsOf(reach);
  const told = tls === undefined ? failed : withCertificates([...(reach.sentinels ?? reach.nodes ?? [])], tls, failed);
  const connection = made(reach, tls, demoted(told), own);
  connection.on('error', told);
  connection.on('node error', told);
  return connection;
}

/** Of sentinels and of nodes ioredis tells only that none could be asked: where that is since nobody vouches for one of them, that is told in its place. */
function withCertificates(
  servers: readonly Server[],
  tls: Tls,
  failed: (error: Error) => void,
): (error: Error) => void {
  const look = async (error: Error): Promise<void> => {
    const faults = await Promise.all(servers.map((server) => certificateFault(server, tls)));
    failed(faults.find((fault) => fault !== undefined) ?? error);
  };
  return (error) => (isOfNobody(error) ? void look(error) : failed(error));
}

/** What is wrong with the certificate of who answers there; undefined where that is fine, or nobody answers. */
async function certificateFault({ host, port }: Server, tls: Tls): Promise<Error | undefined> {
  const socket = connect({ host, port, ...tls, timeout: connectMs });
  try {
    return await new Promise<Error | undefined>((resolve) => {
      socket.once('error', (error: Error) => resolve(isOfCertificate(error) ? error : undefined));
      socket.once('secureConnect', () => resolve(undefined));
      socket.once('timeout', () => resolve(undefined));
    });
  } finally {
    socket.destroy();
  }
}

function made(
  reach: Reach,
  tls: Tls | undefined,
  reconnectOnError: (error: Error) => boolean,
  own: OwnOptions,
): Connection {
  const shared = {
    connectTimeout: connectMs,
    maxLoadingRetryTime: loadingMs,
    connectionName: 'quartermaster',
    // Redis 7.0 does not know it yet.
    disableClientInfo: true,
    retryStrategy: again,
    reconnectOnError,
    ...own,
    ...(reach.username !== undefined && { username: reach.username }),
    ...(reach.password !== undefined && { password: reach.password }),
    ...(tls && { tls }),
  };
  if (reach.nodes !== undefined)
    return new Cluster([...reach.nodes], {
      redisOptions: shared,
      enableOfflineQueue: own.enableOfflineQueue ?? true,
      clusterRetryStrategy: again,
      // Sent anew by whoever asked, so that what became of it is known.
      retryDelayOnFailover: 0,
      // A certificate is for a name, which would be lost where it is looked up before.
      ...(tls && { dnsLookup: (address, found) => found(null, address) }),
    });
  if (reach.sentinels !== undefined)
    return new Redis({
      ...shared,
      sentinels: [...reach.sentinels],
      name: reach.name ?? '',
      failoverDetector: true,
      Connector: LastingSentinelConnector,
      sentinelRetryStrategy: again,
      sentinelReconnectStrategy: again,
      sentinelCommandTimeout: connectMs,
      ...(reach.sentinelPassword !== undefined && { sentinelPassword: reach.sentinelPassword }),
      ...(tls && { sentinelTLS: tls, enableTLSForSentinelMode: true }),
    });
  return new Redis({ ...shared, ...addressOf(reach.url ?? '') });
}

/** How it is reached, for people; no secrets stand in it. */
export function whereIs({ url, sentinels, name, nodes }: Reach): string {
  const listed = (servers: readonly Server[]) =>
    servers.map(({ host, port }) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)).join(', ');
  if (nodes !== undefined) return `the Redis Cluster of ${listed(nodes)}`;
  if (sentinels !== undefined) return `Redis ${name ?? ''} of the sentinels ${listed(sentinels)}`;
  const { host, port, db } = addressOf(url ?? '');
  return `Redis ${listed([{ host, port }])}${db === 0 ? '' : `, database ${db}`}`;
}

/** After a failover the old master is a replica that may still be connected: another one must be found, by its name or the sentinels. */
function demoted(failed: (error: Error) => void): (error: Error) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (!isReadOnly(error) || performance.now() - last < demotedMs) return false;
    last = performance.now();
    failed(error);
    return true;
  };
}

/** @param times Attempts that have failed. */
const again = (times: number): number => Math.min(times * againMs.each, againMs.most);

function addressOf(text: string): Server & { readonly db: number } {
  const { hostname, port, pathname } = new URL(text);
  return {
    host: hostname.replaceAll(/^\[|\]$/g, ''),
    port: port === '' ? usualPort : Number(port),
    db: Number(pathname.slice(1)),
  };
}

async function tlsOf({ url, tls, caFile }: Reach): Promise<Tls | undefined> {
  if (caFile === undefined) return tls === true || /^rediss:/i.test(url ?? '') ? {} : undefined;
  try {
    return { ca: await readFile(caFile, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StoreUnwritable(
      `The certificates ${caFile} cannot be read (${code}). Set redis.caFile to a file of them.`,
      {
        cause: error,
      },
    );
  }
}
