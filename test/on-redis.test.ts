import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startRedis, type RedisServer } from './peers/redis/server.ts';
import { runProgram } from './program.ts';

const password = 'a-secret-for-redis';
const Line = z.object({ ok: z.boolean(), actions: z.array(z.object({ say: z.string() })) });
const answers = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));

let folder = '';
let server: RedisServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  server = await startRedis({ settings: ['--requirepass', password, '--appendfsync', 'always'] });
  await writeFile(join(folder, 'quartermaster.yaml'), `redis: {url: "${server.url}", prefix: team}\n`);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});
const run = (args: readonly string[], lines: readonly string[] = []) =>
  runProgram(folder, args, lines, { env: { REDIS_PASSWORD: password } });

describe('the program on Redis', () => {
  it('stops a machine after a confirmation, and knows it after a restart of both, with its audit whole', async () => {
    // Whoever looks into an audit makes no store.
    const none = await run(['audit', 'verify']);
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('There is no store team on Redis') });
    const [asked] = answers((await run(['--json'], ['stop web-1 reason:tidying'])).out);
    const confirm = asked?.actions.map(({ say }) => say).find((say) => say.startsWith('confirm'));
    if (confirm === undefined) throw new Error('nothing can be confirmed');
    expect((await run(['--json'], [confirm])).out).toContain('stopp');
    await server.kill();
    server = await server.again();
    expect((await run(['--once', 'show web-1'])).out).toMatch(/stopped/);
    expect((await run(['--once', 'audit'])).out).toContain('web-1');
    expect(await run(['audit', 'verify'])).toMatchObject({ code: 0 });
    // The anchor and no store: the folder holds what belongs to this machine.
    expect(await readdir(join(folder, '.quartermaster'))).toEqual(['demo.audit.anchor']);
  }, 120_000);

  it('has a doctor who says what is kept, and calls nothing safe that a crash takes back', async () => {
    const safe = await run(['doctor']);
    expect(safe).toMatchObject({ code: 0 });
    expect(safe.out.replaceAll(/\s+/g, ' ')).toMatch(
      /Redis 127\.0\.0\.1:\d+: Redis \d+\.\d+\.\d+\. Nothing acknowledged is lost \(appendfsync always\)/,
    );
    await server.kill();
    server = await server.again('--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru');
    const unsafe = await run(['doctor']);
    expect(unsafe).toMatchObject({ code: 1 });
    const words = unsafe.out.replaceAll(/\s+/g, ' ');
    expect(words).toContain(
      'It keeps no log of its writes (appendonly no): whenever it ends badly, everything (it makes no snapshots) is lost, the audit too.',
    );
    expect(words).toContain('throws values away (maxmemory-policy allkeys-lru)');
  }, 120_000);

  it('says of a store in a file beside it that nobody looks at that', async () => {
    await appendFile(join(folder, 'quartermaster.yaml'), 'store: {path: before.db}\n');
    const about = 'the store is on Redis, and what stands in this file is not looked at';
    expect((await run(['--once', 'whoami'])).err).not.toContain(about);
    await writeFile(join(folder, 'before.db'), '');
    const { code, err } = await run(['--once', 'whoami']);
    expect(code).toBe(0);
    expect(err).toContain(about);
    expect(err).toContain('before.db');
  }, 120_000);

  it('says in one sentence where Redis is away, and shows no password', async () => {
    await server.kill();
    const { code, err } = await run(['--once', 'whoami']);
    expect(code).toBe(2);
    expect(err).toMatch(
      /^quartermaster: The store \(Redis 127\.0\.0\.1:\d+\) cannot be opened: the connection is refused\. [^\n]+\n$/,
    );
    expect(err).not.toContain(password);
  }, 120_000);

  it('ends where Redis is there and takes no write as it is wanted', async () => {
    await writeFile(join(folder, 'quartermaster.yaml'), `redis: {url: "${server.url}", prefix: team, replicas: 2}\n`);
    const { code, err } = await run(['--once', 'freeze show']);
    expect(code).toBe(2);
    expect(err).toMatch(/^quartermaster: .*too few replicas.*\n$/m);
    expect(err).not.toContain(password);
  }, 120_000);

  it('also where it was to serve: it ends with a code that has a container start it again', async () => {
    await server.kill();
    await appendFile(join(folder, 'quartermaster.yaml'), 'slack: {mode: socket}\n');
    const { code, err } = await runProgram(folder, [], [], {
      env: { REDIS_PASSWORD: password, SLACK_BOT_TOKEN: 'xoxb-0-none', SLACK_APP_TOKEN: 'xapp-0-none' },
    });
    expect(code).toBe(2);
    expect(err).toMatch(/^quartermaster: The store \(Redis 127\.0\.0\.1:\d+\) cannot be opened: [^\n]+\n$/);
  }, 120_000);
});
