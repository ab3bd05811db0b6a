import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real redis-server in a folder of its own, on a port of its own. */
export interface RedisServer {
  readonly port: number;
  readonly folder: string;
  /** `redis://127.0.0.1:PORT`. */
  readonly url: string;
  readonly process: ChildProcess;
  /** Ends it at once, and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again with what is in its folder. @param more Further settings. */
  again(...more: readonly string[]): Promise<RedisServer>;
  /** Kills it and removes its folder. */
  close(): Promise<void>;
}

/** What differs: settings as on the command line of redis-server, `['--appendonly', 'yes']`. */
export interface RedisSettings {
  readonly settings?: readonly string[];
  /** It is a sentinel. */
  readonly sentinel?: true;
  /** Where it listens; a free port if left out. */
  readonly port?: number;
  /** It listens by TLS alone. */
  readonly tls?: true;
  /** Where its files are; a new folder if left out. */
  readonly folder?: string;
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return address.port;
}

/** A test run that is ended leaves nothing behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** What it says when it serves: redis-server as such, and as a sentinel. */
const served = /Ready to accept connections|\+monitor master|Sentinel ID is/;

/** Starts a server, and waits until it serves. */
export async function startRedis(how: RedisSettings = {}): Promise<RedisServer> {
  const { settings = [], sentinel, tls, port = await freePort() } = how;
  const folder = how.folder ?? (await mkdtemp(join(tmpdir(), 'quartermaster-redis-')));
  const listens = tls === true ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)];
  // A sentinel writes its own file, and takes no settings of persistence.
  const own = sentinel === true ? [] : ['--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec'];
  const file = sentinel === true ? [join(folder, 'sentinel.conf'), '--sentinel'] : [];
  // A sentinel keeps what it learns in its file, which must be there.
  if (sentinel === true) await writeFile(join(folder, 'sentinel.conf'), '', { flag: 'a' });
  const child = spawn(
    'redis-server',
    [...file, ...listens, '--bind', '127.0.0.1', '--dir', folder, ...own, ...settings],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  running.add(child);
  const gone = new Promise<void>((resolve) =>
    child.once('exit', () => {
      running.delete(child);
      resolve();
    }),
  );
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`redis-server ended: ${said}`)));
    child.stdout.on('data', (part) => {
      said += String(part);
      if (served.test(said)) resolve();
    });
  });
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    child.kill(signal);
    await gone;
  };
  return {
    port,
    folder,
    url: `${tls === true ? 'rediss' : 'redis'}://127.0.0.1:${port}`,
    process: child,
    kill,
    again: (...more) => startRedis({ ...how, settings: [...settings, ...more], port, folder }),
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
