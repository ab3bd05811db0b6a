import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { fileAt } from '../house-files.ts';
import { patienceMs } from '../served.ts';

/** What compose.yaml says of Redis, as far as a process needs it. */
const Compose = z.object({
  services: z.object({
    redis: z.object({
      command: z.tuple([z.literal('sh'), z.literal('-c'), z.string()]),
      healthcheck: z.object({ test: z.tuple([z.literal('CMD-SHELL'), z.string()]) }),
    }),
  }),
});

/** The Redis of compose.yaml as a plain process: its command line, its settings, its password file. */
export interface ComposeRedis {
  readonly port: number;
  readonly url: string;
  /** The file that holds the password. */
  readonly passwordFile: string;
  readonly process: ChildProcess;
  /** A script of compose.yaml as it runs here, and not in a container. */
  here(script: string): string;
  /** Its health check, as it runs here. */
  readonly check: string;
  /** Ends it at once, and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on what it has written. */
  again(): Promise<ComposeRedis>;
}

/** A test run that is ended leaves nothing behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts it, and waits until it serves. @param folder Where its data and its password file are. */
export async function startComposeRedis(folder: string, port: number, password: string): Promise<ComposeRedis> {
  const { redis } = Compose.parse(parse(fileAt('compose.yaml').text, { merge: true })).services;
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const passwordFile = join(folder, 'redis-password');
  // Without the line's end that an editor leaves, the shell gives it as it is.
  await writeFile(passwordFile, `${password}\n`);
  const here = (script: string) =>
    script
      .replaceAll('$$', '$')
      .replaceAll('/run/secrets', folder)
      .replaceAll('/data', data)
      .replace('redis-server -', `redis-server - --port ${port} --bind 127.0.0.1`)
      .replace('redis-cli', `redis-cli -p ${port}`);
  const server = spawn('sh', ['-c', here(redis.command[2])], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(server);
  server.once('exit', () => running.delete(server));
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (part) => String(part).includes('Ready to accept') && resolve());
    server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    AbortSignal.timeout(patienceMs).addEventListener('abort', () => reject(new Error('it did not begin')));
  });
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    passwordFile,
    process: server,
    here,
    check: here(redis.healthcheck.test[1]),
    async kill(signal = 'SIGKILL') {
      if (!running.has(server)) return;
      const gone = once(server, 'exit');
      server.kill(signal);
      await gone;
    },
    again: () => startComposeRedis(folder, port, password),
  };
}
