import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { version } from '../src/version.ts';
import { runProgram, startProgram, type Ended } from './program.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => startProgram(folder, args, env);
const run = (
  args: readonly string[],
  lines: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> => runProgram(folder, args, lines, { env });

const Line = z.object({
  ok: z.boolean(),
  command: z.string().nullable(),
  final: z.boolean(),
  actions: z.array(z.object({ label: z.string(), say: z.string() })),
  problem: z.object({ code: z.string() }).nullable(),
});
const json = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));

describe('the program', () => {
  it('answers one line and ends', async () => {
    expect(await run(['--once', 'price m5.large'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('$0.096'),
    });
    expect(await run(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
  }, 30_000);

  it('has the version of its package', async () => {
    const { version: packaged } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')));
    expect(version).toBe(packaged);
  });

  it('answers a line each, and ends with 1 where one failed', async () => {
    const { code, out } = await run(['--json'], ['# a comment', '', 'whoami', 'nonsense', 'price m5.large']);
    expect(code).toBe(1);
    expect(json(out).map(({ ok, command, problem }) => [ok, command, problem?.code])).toEqual([
      [true, 'whoami', undefined],
      [false, null, 'unknown-command'],
      [true, 'price', undefined],
    ]);
  }, 30_000);

  it.each<[string, readonly string[], Readonly<Record<string, string>>, string | undefined, RegExp]>([
    ['an unknown flag', ['--onec', 'list'], {}, undefined, /There is no flag --onec; did you mean --once\?/],
    ['a word that is no flag', ['list'], {}, undefined, /is no flag; to run one line, write --once "list"/],
    ['a configuration that is not there', ['--config', 'missing.yaml'], {}, undefined, /missing\.yaml/],
    ['an unknown key', [], {}, 'stor:\n  path: x\n', /quartermaster\.yaml:1:1.*store/s],
    ['a wrong type', [], {}, 'store:\n  path: 5\n', /quartermaster\.yaml:2:9 store\.path/],
    ['an unknown variable', [], { QUARTERMASTER_STOR_PATH: 'x' }, undefined, /QUARTERMASTER_STORE_PATH/],
    ['a store that is a folder', [], { QUARTERMASTER_STORE_PATH: '.' }, undefined, /store/i],
    [
      'somebody else on real accounts',
      ['--as', 'ana'],
      { QUARTERMASTER_ACCOUNTS: '[{"name":"prod","regions":["eu-west-1"]}]' },
      undefined,
      /demo account alone/,
    ],
  ])(
    'refuses %s with one sentence and code 2',
    async (_, args, env, config, says) => {
      if (config !== undefined) await writeFile(join(folder, 'quartermaster.yaml'), config);
      const { code, out, err } = await run([...args, ...(args.includes('list') ? [] : ['--json'])], ['list'], env);
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(err).toMatch(says);
      expect(err.trim().split('\n')).toHaveLength(1);
    },
    30_000,
  );

  it('looks after itself: doctor tells what is missing by its exit code, iam-policy prints what IAM takes', async () => {
    const well = await run(['doctor']);
    expect([well.code, well.out.split('\n')[0]]).toEqual([0, 'Done: Everything works that answers need.']);
    const policy = await run(['iam-policy', '--tag', 'team=web']);
    expect(policy.code).toBe(0);
    expect(JSON.stringify(JSON.parse(policy.out))).toContain('"aws:ResourceTag/team":"web"');
  }, 60_000);

  it('refuses a foreign store file, and leaves it as it is', async () => {
    await mkdir(join(folder, '.quartermaster'));
    const file = join(folder, '.quartermaster', 'demo.db');
    await writeFile(file, 'my diary, which is long enough to be taken for something else '.repeat(30));
    const before = await readFile(file);
    expect(await run(['--once', 'list'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('is not a store of Quartermaster'),
    });
    expect(await readFile(file)).toEqual(before);
  }, 30_000);

  it('does not begin without credentials, and says what to give', async () => {
    const env = { QUARTERMASTER_ACCOUNTS: '[{"name":"prod","regions":["eu-west-1"]}]' };
    const { code, out, err } = await run(['--once', 'list'], [], env);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('There are no AWS credentials for account prod.');
    expect(err.trim().split('\n')).toHaveLength(1);
  }, 30_000);

  it('tells that AWS does not answer, and still quotes the embedded price with its date', async () => {
    const env = {
      QUARTERMASTER_ACCOUNTS: '[{"name":"prod","regions":["eu-west-1"]}]',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: 'AKIAMADEUPMADEUPMADE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    };
    const { code, out } = await run([], ['list', 'price m5.large', 'demo reset'], env);
    expect(code).toBe(1);
    expect(out).toContain('AWS did not answer for account prod');
    expect(out).toContain('as of 2026-07');
    expect(out).not.toContain('Demo account');
    expect(out).toContain('there is no demo account to reset');
  }, 30_000);

  it('ends quietly when nobody reads it any longer', async () => {
    const { child, ended } = start([]);
    child.stdout.destroy();
    child.stdin.on('error', () => {});
    child.stdin.end('list\n'.repeat(50));
    const { err } = await ended;
    expect(err).toBe('');
  }, 30_000);

  it('lets one of two processes that press one key at the same instant act', async () => {
    const asked = await run(['--json', '--once', 'stop web-1']);
    const say = json(asked.out)[0]?.actions[0]?.say ?? '';
    const both = await Promise.all([run(['--json', '--once', say]), run(['--json', '--once', say])]);
    expect(both.map(({ code }) => code).toSorted()).toEqual([0, 1]);
    const answers = both.map(({ out }) => json(out).at(-1));
    expect(answers.filter((answer) => answer?.ok)).toHaveLength(1);
    expect(answers.find((answer) => answer?.ok === false)?.problem?.code).toBe('used-key');
  }, 60_000);

  it('that is interrupted while it follows a stop says so, and the next start tells the end', async () => {
    const asked = await run(['--json', '--once', 'stop web-1']);
    const say = json(asked.out)[0]?.actions[0]?.say ?? '';
    const { child, ended, seen } = start(['--json', '--once', say]);
    await new Promise<void>((resolve) =>
      child.stdout.on('data', () =>
        seen().includes('under-way') || seen().includes('stopping') ? resolve() : undefined,
      ),
    );
    child.kill('SIGINT');
    const { out } = await ended;
    expect(out).toContain('it goes on at AWS');
    // AWS is still at it: told by the first start after it is over, and by that one alone.
    let next = await run(['--json', '--once', 'whoami']);
    while (!next.out.includes('Found later')) next = await run(['--json', '--once', 'whoami']);
    expect(json(next.out)[0]?.command).toBeNull();
    expect(next.out).toContain('Found later, at');
    expect(next.out.split('\n')[0]).toContain('Demo account: nothing here is real');
    expect((await run(['--json', '--once', 'whoami'])).out).not.toContain('Found later');
  }, 60_000);
});
