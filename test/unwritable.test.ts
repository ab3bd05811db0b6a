import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runProgram } from './program.ts';
import { onlyToBeRead } from './temporary.ts';

/** The whole program, with its own words, where the disk takes no more. Root writes where nobody else may, so permissions prove nothing here. */
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const Line = z.object({
  ok: z.boolean(),
  command: z.string().nullable(),
  problem: z.object({ code: z.string(), what: z.string(), todo: z.string() }).nullable(),
});
const answers = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));

/** Lines that only read, and lines that must write before they do anything. */
const reads = ['list', 'show web-1', 'price m5.large', 'addresses idle', 'leftovers', 'audit', 'whoami'];
const writes = ['stop web-1', 'use region:eu-west-1', 'demo reset'];

/** Files grow to so much at most, of 512 bytes (in some shells 1,024) each; what is beyond is refused by the system, as by a full disk. */
const blocks = 96;
const fullDisk = ['sh', '-c', `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`, 'sh'];

describe('where the store cannot be written', () => {
  it('because the file may only be read, every read answers and every change is refused with the reason', async () => {
    expect((await runProgram(folder, ['--once', 'whoami'], [])).code).toBe(0);
    await onlyToBeRead(join(folder, '.quartermaster', 'demo.db'));
    const { code, out } = await runProgram(folder, ['--json'], [...reads, ...writes, ...reads]);
    const told = answers(out);
    expect(told.map(({ ok, problem }) => (ok ? 'answered' : problem?.code))).toEqual([
      ...reads.map(() => 'answered'),
      ...writes.map(() => 'store-refused'),
      ...reads.map(() => 'answered'),
    ]);
    for (const { problem } of told.slice(reads.length, reads.length + writes.length)) {
      expect(problem?.what).toMatch(/The store .*demo\.db cannot be written: the file is read-only \(SQLITE_READONLY/);
      expect(problem?.todo).toContain('Nothing was changed.');
    }
    expect(code).toBe(1);
    const doctor = await runProgram(folder, ['doctor'], []);
    expect(doctor.code).toBe(1);
    expect(doctor.out).toContain('Missing, needed for answers: store on this machine.');
    expect(doctor.out).toContain('the file is read-only');
  }, 60_000);

  it('because the disk is full, a plan is refused, and reads go on; with room again it is asked as ever', async () => {
    expect((await runProgram(folder, ['--once', 'whoami'], [])).code).toBe(0);
    const asked = Array.from({ length: 40 }, () => 'stop web-1');
    const { out } = await runProgram(folder, ['--json'], [...asked, ...reads], {
      under: fullDisk,
      env: { TSX_DISABLE_CACHE: '1' },
    });
    const told = answers(out);
    const plans = told.filter(({ command }) => command === 'stop');
    expect(plans).toHaveLength(asked.length);
    expect(plans[0]?.ok, 'there was some room').toBe(true);
    expect(plans.at(-1)?.problem, out).toMatchObject({ code: 'store-refused' });
    expect(plans.at(-1)?.problem?.what).toMatch(/The store .*demo\.db cannot be written: .* \(SQLITE_/);
    expect(new Set(plans.map(({ ok, problem }) => (ok ? 'asked' : problem?.code)))).toEqual(
      new Set(['asked', 'store-refused']),
    );
    expect(told.slice(-reads.length).map(({ ok, problem }) => (ok ? 'answered' : problem))).toEqual(
      reads.map(() => 'answered'),
    );
    const after = answers((await runProgram(folder, ['--json'], ['stop web-1', 'list name:web-1'])).out);
    expect(after.map(({ ok }) => ok)).toEqual([true, true]);
  }, 60_000);
});
