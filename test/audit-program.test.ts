import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runProgram, startProgram } from './program.ts';

/** `quartermaster audit verify` and `audit export`, and the anchor under the whole program. */
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const storePath = () => join(folder, '.quartermaster', 'demo.db');
const anchorPath = () => join(folder, '.quartermaster', 'demo.audit.anchor');
const run = (args: readonly string[], lines: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  runProgram(folder, args, lines, { env });
function tamper(sql: string): void {
  const db = new Database(storePath());
  db.exec(sql);
  db.close();
}

const Answer = z.object({ ok: z.boolean(), problem: z.object({ code: z.string(), what: z.string() }).nullable() });
const answers = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => Answer.parse(JSON.parse(line)));

describe('audit verify', () => {
  it('ends with 0 where the audit is whole, and with 1 and the place and time of each fault where it is not', async () => {
    await run(['--json'], ['stop web-1', 'stop web-2', 'stop api-1']);
    const whole = await run(['audit', 'verify']);
    expect(whole).toMatchObject({ code: 0, err: '' });
    expect(whole.out).toMatch(/^Done: The audit is whole\.\n3 entries, #1 of 20[-\d :]+UTC to #3 of 20[-\d :]+UTC\.\n/);
    expect(whole.out.replaceAll(/\s+/g, ' ')).toContain('vouches for it up to #3');
    expect((await stat(anchorPath())).mode & 0o777).toBe(0o600);
    tamper(`update entries set record = replace(record, 'web-2', 'web-9') where position = 2`);
    const changed = await run(['audit', 'verify']);
    expect(changed).toMatchObject({ code: 1, err: '' });
    expect(changed.out).toMatch(
      /^Failed: The audit is not as it was written: 1 fault\.\n[^]*Changed: #2 of 20[-\d :]+UTC does not fit/,
    );
    tamper('delete from entries');
    const gone = await run(['audit', 'verify']);
    expect(gone.code).toBe(1);
    expect(gone.out).toMatch(
      /The audit is empty\.\nEnd missing: the store ends at #0, and the anchor knows #3 of 20[-\d :]+UTC\./,
    );
  }, 60_000);

  it('finds the audit whole that two processes wrote at once, and both beside one anchor', async () => {
    await run(['--once', 'whoami']);
    const lines = Array.from({ length: 8 }, (_, index) => `stop web-1 reason:"try ${index}"`);
    const both = await Promise.all([run(['--json'], lines), run(['--json'], lines)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const { code, out } = await run(['audit', 'verify']);
    expect(code, out).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(/16 entries, #1 .* vouches for it up to #16\./);
    expect((await readFile(anchorPath(), 'utf8')).trim().split('\n')).toHaveLength(16);
  }, 60_000);

  it('makes no store where there is none, and says so', async () => {
    const { code, out, err } = await run(['audit', 'verify']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/There is no store .*demo\.db\. Name its configuration with --config\.\n$/);
    await expect(stat(storePath())).rejects.toThrow('ENOENT');
  }, 30_000);
});

describe('audit export', () => {
  it('prints every entry as a line, or those since a time', async () => {
    await run(['--json'], ['stop web-1', 'stop web-2']);
    const { code, out, err } = await run(['audit', 'export']);
    expect([code, err]).toEqual([0, '']);
    const Line = z.object({ position: z.number(), record: z.object({ does: z.string(), event: z.string() }) });
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => Line.parse(JSON.parse(line))),
    ).toEqual([
      { position: 1, record: { does: 'stop', event: 'asked' } },
      { position: 2, record: { does: 'stop', event: 'asked' } },
    ]);
    expect((await run(['audit', 'export', '--since', '1h'])).out).toBe(out);
    tamper('update entries set at = at - 7200000 where position = 1');
    expect((await run(['audit', 'export', '--since', '1h'])).out.trim().split('\n')).toHaveLength(1);
  }, 60_000);

  it('ends quietly when nobody reads it any longer', async () => {
    await run(['--json'], ['stop web-1']);
    tamper(
      `insert into entries (journal, position, at, record, hash)
       with recursive n(i) as (select 2 union all select i + 1 from n where i < 30000)
       select 'audit', i, at, record, hash from n, (select at, record, hash from entries where position = 1)`,
    );
    const { child, ended } = startProgram(folder, ['audit', 'export']);
    child.stdout.once('data', () => child.stdout.destroy());
    const { code, err } = await ended;
    expect([code, err]).toEqual([1, '']);
  }, 60_000);
});

describe('where the anchor cannot be written', () => {
  const reads = ['list', 'price m5.large', 'audit', 'whoami'];
  const changes = ['stop web-1', 'use region:eu-west-1', 'demo reset'];

  it('every read answers, every change is refused and leaves no entry, and the doctor says why', async () => {
    const env = { QUARTERMASTER_AUDIT_ANCHOR: 'anchors/here' };
    await mkdir(join(folder, 'anchors', 'here'), { recursive: true });
    const { code, out } = await run(['--json'], [...reads, ...changes, ...reads], env);
    const told = answers(out);
    expect(told.map(({ ok, problem }) => (ok ? 'answered' : problem?.code))).toEqual([
      ...reads.map(() => 'answered'),
      ...changes.map(() => 'store-refused'),
      ...reads.map(() => 'answered'),
    ]);
    expect(told[reads.length]?.problem?.what).toMatch(
      /The anchor of the audit .*here cannot be used: it is a folder\./,
    );
    expect(code).toBe(1);
    expect((await run(['audit', 'export'], [], env)).out).toBe('');
    const doctor = await run(['doctor'], [], env);
    expect(doctor.code).toBe(1);
    expect(doctor.out).toContain('Missing, needed for answers: audit anchor on this machine.');
  }, 60_000);

  it('a file that is something else is never written into', async () => {
    await writeFile(join(folder, 'notes.txt'), 'my notes\n');
    const { out } = await run(['--json', '--once', 'stop web-1'], [], { QUARTERMASTER_AUDIT_ANCHOR: 'notes.txt' });
    expect(answers(out)[0]?.problem?.code).toBe('store-refused');
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe('my notes\n');
  }, 30_000);

  it('the doctor says where the store is not what its anchor knows', async () => {
    await run(['--json'], ['stop web-1', 'stop web-2']);
    tamper('delete from entries where position = 2');
    const { code, out } = await run(['doctor']);
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('The audit is not what its anchor');
    await rm(anchorPath());
    const without = await run(['doctor']);
    expect(without.code).toBe(0);
    expect(without.out.replaceAll(/\s+/g, ' ')).toContain('knows nothing, although the audit has entries up to #1');
  }, 30_000);
});
