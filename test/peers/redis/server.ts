import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Certificates } from './certificates.ts';
import { freePort } from './port.ts';

/** A real redis-server in a folder of its own, on a port of its own. */
export interface RedisServer {
  readonly port: number;
  readonly folder: string;
  /** `redis://127.0.0.1:PORT`. */
  readonly url: string;
  readonly process: ChildProcess;
  /** A connection to it, for whoever sets it up. */
  client(): Redis;
  /** Ends it at once, and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again with what is in its folder. @param more Further settings. */
  again(...more: readonly string[]): Promise<RedisServer>;
  /** Kills it and removes its folder. */
  close(): Promise<void>;
}

/** Where a server listens. */
export interface Ports {
  readonly port: number;
  /** For other nodes of a Cluster. */
  readonly bus: number;
}

/** What differs: settings as on the command line of redis-server, `['--appendonly', 'yes']`. */
export interface RedisSettings {
  readonly settings?: readonly string[];
  /** It is a sentinel. */
  readonly sentinel?: true;
  /** It is a node of a Cluster. */
  readonly cluster?: true;
  /** It listens by TLS alone, and speaks it with other servers. */
  readonly tls?: Pick<Certificates, 'ca' | 'certificate' | 'key'>;
  /** What it says when it is waited for no longer; that it serves if left out. */
  readonly until?: RegExp;
  /** It is waited for so long, in milliseconds. */
  readonly startMs?: number;
  /** Gives the ports that it listens on; free ones if left out. */
  readonly ports?: () => Promise<Ports>;
  /** Where its files are; a new folder if left out. */
  readonly folder?: string;
}

/** A test run that is ended leaves nothing behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** What it says when it serves: redis-server as such, and as a sentinel. */
const served = /Ready to accept connections|\+monitor master|Sentinel ID is/;
/** What it says when somebody else listens where it should. */
const taken = /Address already in use/;
/** Ports that are tried. */
const triesAtMost = 5;
/** A server of a busy machine serves within that. */
const usualStartMs = 30_000;

const freePorts = async (): Promise<Ports> => ({ port: await freePort(), bus: await freePort() });

/** Starts a server, and waits until it serves: on another port where somebody was faster. Rejects with what the server has said. */
export async function startRedis(how: RedisSettings = {}): Promise<RedisServer> {
  const folder = how.folder ?? (await mkdtemp(join(tmpdir(), 'quartermaster-redis-')));
  // A sentinel keeps what it learns in its file, which must be there.
  if (how.sentinel === true) await writeFile(join(folder, 'sentinel.conf'), '', { flag: 'a' });
  for (let tries = 1; ; tries += 1) {
    const ports = await (how.ports ?? freePorts)();
    try {
      return serverOf(how, folder, ports, await started(argumentsOf(how, folder, ports), how));
    } catch (error) {
      if (tries < triesAtMost && error instanceof Error && taken.test(error.message)) continue;
      if (how.folder === undefined) await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }
}

function argumentsOf(
  { settings = [], sentinel, cluster, tls }: RedisSettings,
  folder: string,
  { port, bus }: Ports,
): readonly string[] {
  const file = [join(folder, 'sentinel.conf'), '--sentinel'];
  // Nobody waits for more replicas than are there.
  const own = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec', '--repl-diskless-sync-delay', '0'];
  const plain = ['--port', String(port)];
  const secret = (by: NonNullable<RedisSettings['tls']>): readonly string[] => [
    '--port',
    '0',
    '--tls-port',
    String(port),
    '--tls-auth-clients',
    'no',
    '--tls-replication',
    'yes',
    '--tls-ca-cert-file',
    by.ca,
    '--tls-cert-file',
    by.certificate,
    '--tls-key-file',
    by.key,
  ];
  const node = ['--cluster-enabled', 'yes', '--cluster-port', String(bus)];
  return [
    // A sentinel takes no settings of persistence.
    ...(sentinel === true ? file : own),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    ...(tls === undefined ? plain : secret(tls)),
    ...(cluster === true ? node : []),
    ...(cluster === true && tls !== undefined ? ['--tls-cluster', 'yes'] : []),
    ...settings,
  ];
}

/** Resolves when it has said what is waited for. */
async function started(
  given: readonly string[],
  { until = served, startMs = usualStartMs }: Pick<RedisSettings, 'until' | 'startMs'>,
): Promise<{ readonly child: ChildProcess; readonly gone: Promise<void> }> {
  const child = spawn('redis-server', [...given], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const gone = new Promise<void>((resolve) =>
    child.once('exit', () => {
      running.delete(child);
      resolve();
    }),
  );
  let said = '';
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`redis-server was not ready within ${startMs} ms; it said: ${said}`));
      }, startMs);
      child.once('error', reject);
      // When all that it said has come.
      child.once('close', () => reject(new Error(`redis-server ended: ${said}`)));
      child.stdout.on('data', (part) => {
        said += String(part);
        if (until.test(said)) resolve();
      });
    });
  } finally {
    clearTimeout(timer);
  }
  return { child, gone };
}

function serverOf(
  how: RedisSettings,
  folder: string,
  ports: Ports,
  { child, gone }: { readonly child: ChildProcess; readonly gone: Promise<void> },
): RedisServer {
  const { tls, settings = [] } = how;
  const { port } = ports;
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    child.kill(signal);
    await gone;
  };
  return {
    port,
    folder,
    url: `${tls === undefined ? 'redis' : 'rediss'}://127.0.0.1:${port}`,
    process: child,
    client: () => new Redis({ port, ...(tls && { tls: { ca: readFileSync(tls.ca, 'utf8') } }) }),
    kill,
    again: (...more) => startRedis({ ...how, settings: [...settings, ...more], ports: async () => ports, folder }),
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
