import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anchorFile, lineOf, worthKeeping } from '../../../src/core/drivers/anchor-file.ts';
import { StoreUnwritable } from '../../../src/core/ports/store.ts';
import type { Claim } from '../../../src/core/ports/witness.ts';

let folder = '';
const path = () => join(folder, 'deep', 'store.audit.anchor');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = Date.parse('2026-11-24T10:00:00.123Z');
const claim = (position: number, more: Partial<Claim> = {}): Claim => ({
  store: '1f0c3a52-0000-4000-8000-000000000001',
  position,
  hash: 'a'.repeat(64),
  at,
  ...more,
});
const note = (witness: ReturnType<typeof anchorFile>, one: Claim) => witness.note(async () => one);
const lines = async () => (await readFile(path(), 'utf8')).split('\n').slice(0, -1);

describe('an anchor', () => {
  it('knows nothing before anything was noted, and then each claim in a line of a file that its owner alone reads', async () => {
    const witness = anchorFile(path());
    expect(await witness.testimony()).toEqual({ claims: [], unreadable: 0 });
    await note(witness, claim(1));
    await note(anchorFile(path()), claim(2));
    expect(await witness.testimony()).toEqual({ claims: [claim(1), claim(2)], unreadable: 0 });
    expect(await lines()).toEqual([
      `1f0c3a52-0000-4000-8000-000000000001 1 ${'a'.repeat(64)} 2026-11-24T10:00:00.123Z`,
      lineOf(claim(2)),
    ]);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'deep'))).mode & 0o777).toBe(0o700);
  });

  it('goes on in a new line after one that did not come to its end', async () => {
    await mkdir(join(folder, 'deep'));
    await writeFile(path(), `${lineOf(claim(1))}\n${lineOf(claim(2)).slice(0, 60)}`);
    const witness = anchorFile(path());
    await note(witness, claim(3));
    expect(await witness.testimony()).toEqual({ claims: [claim(1), claim(3)], unreadable: 0 });
  });

  it('tells lines that are none of its own', async () => {
    await note(anchorFile(path()), claim(1));
    await writeFile(path(), `${await readFile(path(), 'utf8')}all is well\n\n${lineOf(claim(2))} and more\n`);
    expect(await anchorFile(path()).testimony()).toEqual({ claims: [claim(1)], unreadable: 2 });
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['a folder', () => mkdir(path(), { recursive: true }), /cannot be used: it is a folder/],
    ['in a folder that is a file', () => writeFile(join(folder, 'deep'), ''), /a file stands where its folder/],
    [
      'something else',
      async () => {
        await mkdir(join(folder, 'deep'));
        await writeFile(path(), 'SQLite format 3\0 and much more\n');
      },
      /is no anchor of an audit/,
    ],
  ])('that is %s refuses before anything is appended, and leaves it as it is', async (_, make, says) => {
    await make();
    const before = await readFile(path(), 'utf8').catch(() => 'none');
    let appended = 0;
    const refused = anchorFile(path()).note(async () => {
      appended += 1;
      return claim(1);
    });
    await expect(refused).rejects.toThrow(says);
    await expect(refused).rejects.toBeInstanceOf(StoreUnwritable);
    expect(appended).toBe(0);
    await expect(anchorFile(path()).ready()).rejects.toBeInstanceOf(StoreUnwritable);
    expect(await readFile(path(), 'utf8').catch(() => 'none')).toBe(before);
  });

  it('notes nothing where nothing was appended', async () => {
    const witness = anchorFile(path());
    await expect(witness.note(() => Promise.reject(new StoreUnwritable('full')))).rejects.toThrow('full');
    expect((await witness.testimony()).claims).toEqual([]);
  });

  it('is written anew when it has grown, also by two processes in turns, and knows the newest then', async () => {
    const both = [anchorFile(path()), anchorFile(path())] as const;
    for (let position = 1; position <= 1_500; position += 1)
      await note(both[position % 2 === 0 ? 0 : 1], claim(position));
    expect((await stat(path())).size).toBeLessThan(66_000);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'deep'))).toEqual(['store.audit.anchor']);
    const { claims, unreadable } = await both[0].testimony();
    expect(unreadable).toBe(0);
    const positions = claims.map(({ position }) => position);
    expect(positions).toEqual(Array.from({ length: positions.length }, (_, index) => 1_501 - positions.length + index));
    expect(positions.length).toBeGreaterThanOrEqual(200);
  });
});

describe('what an anchor keeps when it is written anew', () => {
  const many = (from: number, to: number, more: Partial<Claim> = {}) =>
    Array.from({ length: to - from + 1 }, (_, index) => lineOf(claim(from + index, more)));
  const other = { hash: 'b'.repeat(64) };

  it.each<[string, readonly string[], readonly string[]]>([
    ['the newest', many(1, 500), many(301, 500)],
    ['the furthest of a store that was put back', [...many(900, 1_000), ...many(1, 400)], many(1_000, 1_000)],
    ['claims that contradict each other', [...many(7, 7), ...many(7, 7, other), ...many(8, 400)], many(7, 7, other)],
    ['the first of such claims as well', [...many(7, 7), ...many(7, 7, other), ...many(8, 400)], many(7, 7)],
    ['the furthest of another store', [...many(1, 9, { store: 'x' }), ...many(1, 400)], many(9, 9, { store: 'x' })],
    ['lines that are none', ['all is well', ...many(1, 400)], ['all is well']],
  ])('%s', (_, before, kept) => {
    expect(worthKeeping(before)).toEqual(expect.arrayContaining([...kept]));
  });

  it('is at most some hundreds of lines, in their order, whatever there is', () => {
    const Line = fc.oneof(
      fc
        .record({ position: fc.nat(50), hash: fc.constantFrom('a', 'b', 'c'), store: fc.string({ minLength: 1 }) })
        .map(({ position, hash, store }) =>
          lineOf(claim(position, { hash: hash.repeat(64), store: store.replace(/\W/g, '_') })),
        ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(Line, { minLength: 300, maxLength: 700 }), (all) => {
        const unique = [...new Set(all)];
        const kept = worthKeeping(unique);
        expect(kept.length).toBeLessThanOrEqual(300);
        expect(kept.slice(-200)).toEqual(unique.slice(-200));
        expect(unique.filter((line) => kept.includes(line))).toEqual(kept);
      }),
      { numRuns: 30 },
    );
  });
});
