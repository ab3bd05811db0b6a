import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProgram } from './program.ts';

/** As process 1 of a container: the system hands it no signal that it does not listen to. Dies with what started it. */
const asProcessOne = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--kill-child'] as const;

let folder = '';
/** A Redis that takes a connection and says nothing: whoever opens a store there has begun, and is not through. */
const silent = createServer();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await new Promise((resolve) => silent.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** The one that it has started. */
const childOf = async (pid: number): Promise<number> =>
  Number((await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim());

describe('the program as process 1 of a container', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    'that has not begun to serve ends at %s as any process does',
    async (signal, code) => {
      const connected = new Promise<void>((resolve) => {
        silent.once('connection', (socket) => {
          socket.on('error', () => {}).resume();
          resolve();
        });
      });
      const { port } = silent.address() as AddressInfo;
      const redis = `redis://127.0.0.1:${port}`;
      const { child, ended } = startProgram(folder, ['doctor'], { QUARTERMASTER_REDIS_URL: redis }, asProcessOne);
      await connected;
      process.kill(await childOf(child.pid ?? 0), signal);
      expect(await ended).toEqual({ code, out: '', err: '' });
    },
    60_000,
  );
});
