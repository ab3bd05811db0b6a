import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { fileAt } from './house-files.ts';
import { startRedis, type RedisServer } from './peers/redis/server.ts';
import { environment, runProgram } from './program.ts';

/** What the page for operators says of backups, done as it stands there. */
const { text } = fileAt('docs/operating.md');
const section = text.slice(text.indexOf('\n## Backups'), text.indexOf('\n## Ending'));
const blocks = [...section.matchAll(/```sh\n([^]*?)```/g)].map(([, commands = '']) => commands);

let folder = '';
let server: RedisServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  server = await startRedis();
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const config = (more = '') =>
  writeFile(join(folder, 'quartermaster.yaml'), `store: {path: .quartermaster/store.db}\n${more}`);
const run = (args: readonly string[], lines: readonly string[] = []) => runProgram(folder, args, lines);

/** In a shell that finds the program under its name. */
async function shell(commands: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'quartermaster'), `#!/bin/sh\nexec "${process.execPath}" "${inject('program')}" "$@"\n`);
  await chmod(join(bin, 'quartermaster'), 0o700);
  const env = { ...environment(folder), PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  return promisify(execFile)('sh', ['-e', '-c', commands], { cwd: folder, env });
}

/** What an import and a look at the audit after it say. */
const imported = (entries: number) => ({
  stderr: expect.stringContaining('Imported the store'),
  stdout: expect.stringMatching(new RegExp(`The audit is whole\\.\\s+${entries} entries`)),
});

describe('the page for operators', () => {
  it('makes a backup, puts it back, and moves to Redis, by the commands that stand there', async () => {
    expect(blocks).toHaveLength(5);
    const [backup = '', piped = '', restore = '', leave = '', arrive = ''] = blocks;
    await config();
    await run(['--json'], ['stop web-1']);
    expect((await shell(backup)).stderr).toContain('audit up to #1');
    await shell(piped);
    for (const file of ['backup.jsonl', 'backup.jsonl.gz'])
      expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    await run(['--json'], ['stop web-2']);
    expect(await shell(restore)).toMatchObject(imported(3));
    await rm(join(folder, 'before'), { recursive: true });
    // What was unpacked is the same.
    await rm(join(folder, '.quartermaster'), { recursive: true });
    expect((await run(['store', 'import', 'unpacked.jsonl'])).code).toBe(0);
    expect((await shell(leave)).stderr).toContain('audit up to #3');
    await config(`redis: {url: "${server.url}"}\n`);
    expect(await shell(arrive)).toMatchObject(imported(4));
    expect(await readdir(join(folder, '.quartermaster'))).toEqual(['store.audit.anchor']);
    expect((await run(['--once', 'audit'])).out).toContain('web-1');
  }, 240_000);
});
