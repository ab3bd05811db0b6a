import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anchorFile, lineOf, worthKeeping } from '../../../src/core/drivers/anchor-file.ts';
import { noHash } from '../../../src/core/ports/entry-hash.ts';
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

describe('an anchor beside a store', () => {
  const { store } = claim(1);
  const has = (hash: string | undefined) => ({ store, hashAt: async () => hash });

  it.each<[what: string, hash: string | undefined, noted: string | undefined]>([
    ['what it knows', 'a'.repeat(64), undefined],
    ['what nobody can tell any longer', undefined, undefined],
    ['something else', 'b'.repeat(64), 'b'.repeat(64)],
    ['nothing', noHash, noHash],
    ['what is no hash', 'b'.repeat(63), noHash],
  ])('that has %s notes it once, before what is new', async (_, hash, noted) => {
    const witness = anchorFile(path());
    await note(witness, claim(7));
    // Others are none of its business.
    await note(witness, claim(9, { store: 'x', hash: 'c'.repeat(64) }));
    for (let times = 0; times < 2; times += 1)
      await expect(witness.note(() => Promise.reject(new StoreUnwritable('full')), has(hash))).rejects.toThrow('full');
    const { claims } = await witness.testimony();
    expect(claims.slice(2)).toEqual(noted === undefined ? [] : [claim(7, { hash: noted })]);
  });

  it('finds its last claim also behind many of others', async () => {
    const witness = anchorFile(path());
    await note(witness, claim(7));
    for (let position = 1; position <= 300; position += 1) await note(witness, claim(position, { store: 'x' }));
    await witness.note(async () => claim(8), has('b'.repeat(64)));
    expect((await lines()).slice(-2)).toEqual([lineOf(claim(7, { hash: 'b'.repeat(64) })), lineOf(claim(8))]);
  });

  it('knows of trims, and of none that did not come to its end', async () => {
    const witness = anchorFile(path());
    const told = claim(1, { trims: 345 });
    await note(witness, told);
    expect(await witness.testimony()).toEqual({ claims: [told], unreadable: 0 });
    const line = lineOf(told);
    for (let length = 1; length < line.length; length += 1) {
      await writeFile(path(), `${lineOf(claim(2))}\n${line.slice(0, length)}\n`);
      const { claims, unreadable } = await witness.testimony();
      expect([claims.some(({ trims }) => trims !== undefined), unreadable]).toEqual([false, 0]);
    }
  });
});

describe('an anchor that cannot be written anew', () => {
  /** So many lines; a folder stands where the new file would be made. */
  async function long(count: number): Promise<ReturnType<typeof anchorFile>> {
    await mkdir(`${path()}.${process.pid}`, { recursive: true });
    await writeFile(path(), Array.from({ length: count }, (_, index) => `${lineOf(claim(index + 1))}\n`).join(''));
    return anchorFile(path());
  }

  it('is tried again only when it has doubled', async () => {
    const witness = await long(1_000);
    await note(witness, claim(1_001));
    await rm(`${path()}.${process.pid}`, { recursive: true });
    for (let position = 1_002; position <= 1_900; position += 1) await note(witness, claim(position));
    expect(await lines()).toHaveLength(1_900);
    for (let position = 1_901; position <= 2_100; position += 1) await note(witness, claim(position));
    expect((await lines()).length).toBeLessThan(400);
  });

  it('tells that it has grown, and of very much the newest', async () => {
    const witness = await long(3_000);
    const { size } = await stat(path());
    expect(await witness.testimony()).toMatchObject({ grown: size, claims: { length: 3_000 } });
    await long(140_000);
    const { claims, unreadable, grown } = await witness.testimony();
    expect([claims.at(-1)?.position, unreadable, grown]).toEqual([140_000, 0, (await stat(path())).size]);
    expect(claims.length).toBeGreaterThan(100_000);
    expect(claims.length).toBeLessThan(140_000);
  });
});

describe('a file whose first line is one word', () => {
  const { store } = claim(1);
  const standing = { store, hashAt: async () => undefined };
  const whole = lineOf(claim(2));
  it.each([
    ['a list of words', 'apple\npear\nplum\n', false],
    ['a word in a line', 'apple\n', false],
    ['a long list of words', `${'apple\n'.repeat(10_000)}`, false],
    ['words of which one is a number', 'apple 7\npear 8\n', false],
    ['nothing but the beginning of a line', store.slice(0, 9), true],
    ['the beginning of a line of this store', `${whole.slice(0, 60)}\nand more\n`, true],
    ['the beginning of a line, and a whole one', `${whole.slice(0, 9)}\n${whole}\n`, true],
  ])('%s', async (_, text, isAnchor) => {
    await mkdir(join(folder, 'deep'));
    await writeFile(path(), text);
    const noted = anchorFile(path()).note(async () => claim(3), standing);
    if (isAnchor) await noted;
    else await expect(noted).rejects.toThrow(/is no anchor of an audit/);
    expect((await readFile(path(), 'utf8')).startsWith(text)).toBe(true);
    expect((await readFile(path(), 'utf8')).endsWith(`${lineOf(claim(3))}\n`)).toBe(isAnchor);
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
    ['what tells of a trim', [...many(7, 7, { trims: 5 }), ...many(8, 400)], many(7, 7, { trims: 5 })],
    ['the newest that tell of trims', many(1, 400, { trims: 1 }), many(381, 400, { trims: 1 })],
  ])('%s', (_, before, kept) => {
    expect(worthKeeping(before)).toEqual(expect.arrayContaining([...kept]));
  });

  it('is at most some hundreds of lines, in their order, whatever there is', () => {
    const Line = fc.oneof(
      fc
        .record({
          position: fc.nat(50),
          hash: fc.constantFrom('a', 'b', 'c'),
          store: fc.string({ minLength: 1 }),
          trims: fc.option(fc.nat(50), { nil: undefined }),
        })
        .map(({ position, hash, store, trims }) =>
          lineOf(
            claim(position, {
              hash: hash.repeat(64),
              store: store.replace(/\W/g, '_'),
              ...(trims !== undefined && { trims }),
            }),
          ),
        ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(Line, { minLength: 300, maxLength: 700 }), (all) => {
        const unique = [...new Set(all)];
        const kept = worthKeeping(unique);
        expect(kept.length).toBeLessThanOrEqual(301);
        expect(kept.slice(-200)).toEqual(unique.slice(-200));
        expect(unique.filter((line) => kept.includes(line))).toEqual(kept);
      }),
      { numRuns: 30 },
    );
  });
});
