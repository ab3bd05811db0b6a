import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram, startProgram } from './program.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('quartermaster preview', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('says where it is, leaves nothing behind, and ends by %s', async (signal) => {
    const { child, ended, seen } = startProgram(folder, ['preview', '--port', '0'], { TMPDIR: folder });
    await new Promise<void>((resolve) => {
      child.stdout.on('data', () => seen().endsWith('\n') && resolve());
      void ended.then(() => resolve());
    });
    const [, url = ''] = /^The preview is at (http:\/\/127\.0\.0\.1:\d+\/)\n$/.exec(seen()) ?? [];
    const answer = await fetch(new URL('/entry/good', url));
    expect(await answer.text()).toContain('Done:');
    await (await fetch(new URL('/?line=list', url))).text();
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, err: '' });
    // Node's own cache of compiled sources aside.
    expect((await readdir(folder)).filter((name) => name.startsWith('quartermaster-'))).toEqual([]);
  });

  it('says in a sentence that its port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const { code, err } = await runProgram(folder, ['preview', '--port', String(port)], []);
      expect(code).toBe(2);
      expect(err).toMatch(/^quartermaster: The preview cannot be served there: .*EADDRINUSE.*Name another --port\.\n$/);
    } finally {
      taken.close();
    }
  });
});
