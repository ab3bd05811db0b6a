import { fork } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openSqliteContents } from '../../../../src/core/drivers/sqlite/contents.ts';
import { fillSqliteStore } from '../../../../src/core/drivers/sqlite/fill.ts';
import { openSqliteStore } from '../../../../src/core/drivers/sqlite/open.ts';
import { StoreForeign, StoreUnwritable } from '../../../../src/core/ports/store.ts';
import { movedStoreContract, type MovedStoreSubject } from '../../../contracts/moved-store.ts';
import { storeContract } from '../../../contracts/store.ts';
import { fakeClock } from '../../../fake-clock.ts';

let folder = '';
const path = () => join(folder, 'sub', 'store.db');
const clock = fakeClock();
const Word = z.object({ word: z.string() });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const openSubject = async (): Promise<MovedStoreSubject> => {
  const own = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  const time = fakeClock();
  const file = { path: join(own, 'store.db'), clock: time, purpose: 'demo' } as const;
  const store = await openSqliteStore(file);
  const others: (typeof store)[] = [];
  return {
    store,
    pass: (ms) => time.pass(ms),
    now: time.now,
    contents: () => openSqliteContents(file),
    async fresh(id) {
      const other = { ...file, path: join(own, `${id}-other.db`) };
      return {
        fill: () => fillSqliteStore({ ...other, id }),
        open: () => openSqliteStore(other),
        contents: () => openSqliteContents(other),
      };
    },
    async another() {
      const other = await openSqliteStore(file);
      others.push(other);
      return other;
    },
    async close() {
      for (const one of [store, ...others]) await one.close();
      await rm(own, { recursive: true });
    },
  };
};

storeContract('sqlite', openSubject);
movedStoreContract('sqlite', openSubject);

/** A file that SQLite made, with somebody else's tables. */
function made(file: string, sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}

describe('the file of a store', () => {
  const open = (purpose: 'demo' | 'aws' = 'demo', maxBytes?: number) =>
    openSqliteStore({ path: path(), clock, purpose, ...(maxBytes !== undefined && { maxBytes }) });

  it('is readable by its owner alone, in a folder that is too', async () => {
    const store = await open();
    await store.family('words', Word, { ttlMs: 'forever' }).put('k', { word: 'kept' });
    // SQLite's own files beside it hold what was written last.
    for (const end of ['', '-wal', '-shm']) expect((await stat(`${path()}${end}`)).mode & 0o777, end).toBe(0o600);
    await store.close();
    expect((await stat(join(folder, 'sub'))).mode & 0o777).toBe(0o700);
  });

  it('keeps everything over a restart', async () => {
    const first = await open();
    await first.family('words', Word, { ttlMs: 'forever' }).put('k', { word: 'kept' });
    await first.journal('words', Word).append({ word: 'written' });
    const { id } = first;
    await first.close();
    const second = await open();
    expect(second.id).toBe(id);
    expect((await second.family('words', Word, { ttlMs: 'forever' }).get('k'))?.value).toEqual({ word: 'kept' });
    expect((await second.journal('words', Word).read(1, 9)).map(({ record }) => record.word)).toEqual(['written']);
    await second.close();
  });

  it.each<[string, (file: string) => Promise<void>]>([
    ['a text', (file) => writeFile(file, 'not a database at all, but long enough to look like one '.repeat(40))],
    [
      'a database of somebody else',
      async (file) => made(file, 'create table theirs (x); insert into theirs values (1)'),
    ],
    [
      'a store of a newer version',
      async (file) =>
        made(file, 'create table about (key, value); pragma application_id = 1364022100; pragma user_version = 99'),
    ],
  ])('refuses %s, and leaves it as it is', async (_, make) => {
    await mkdir(join(folder, 'sub'));
    await make(path());
    const before = await readFile(path());
    await expect(open()).rejects.toBeInstanceOf(StoreForeign);
    expect(await readFile(path())).toEqual(before);
  });

  it('never serves demo and real accounts alike', async () => {
    await (await open('demo')).close();
    await expect(open('aws')).rejects.toThrow(/holds the demo account; demo and real accounts never share/);
    await (await open('demo')).close();
  });

  it('says so where it cannot be made', async () => {
    await writeFile(join(folder, 'sub'), 'a file where a folder should be');
    await expect(open()).rejects.toBeInstanceOf(StoreUnwritable);
  });

  it('grows no further by what has expired, of any family', async () => {
    const store = await open();
    const kept = (unflushed: boolean) =>
      store.family(`words-${unflushed}`, Word, { ttlMs: 1_000, ...(unflushed && { unflushed }) });
    const families = [kept(true), kept(false)];
    const file = new Database(path());
    const rows = () =>
      z.array(z.object({ n: z.number() })).parse(file.prepare('select count(*) n from kept').all())[0]?.n;
    const counts: unknown[] = [];
    for (let round = 0; round < 6; round += 1) {
      for (const family of families)
        for (let at = 0; at < 50; at += 1) await family.claim(`${round}-${at}`, { word: 'x' });
      counts.push(rows());
      await clock.pass(1_000);
    }
    expect(Math.max(...counts.map(Number))).toBeLessThanOrEqual(200);
    expect(counts[0]).toBe(100);
    file.close();
    await store.close();
  });

  it('refuses writes when it is full, and goes on reading', async () => {
    const store = await open('demo', 200_000);
    const family = store.family('words', Word, { ttlMs: 'forever' });
    const journal = store.journal('words', Word);
    await family.put('first', { word: 'kept' });
    await journal.append({ word: 'kept' });
    const fill = async () => {
      for (let index = 0; ; index += 1) await family.put(String(index), { word: 'x'.repeat(5_000) });
    };
    await expect(fill()).rejects.toBeInstanceOf(StoreUnwritable);
    await expect(journal.append({ word: 'y'.repeat(20_000) })).rejects.toBeInstanceOf(StoreUnwritable);
    expect((await family.get('first'))?.value).toEqual({ word: 'kept' });
    expect((await journal.read(1, 9)).map(({ record }) => record.word)).toEqual(['kept']);
    await store.close();
  });

  it('tells of claims in one turn what can be told where one of them has no room', async () => {
    const store = await open('demo', 100_000);
    const claims = store.family('claims', Word, { ttlMs: 'forever', unflushed: true });
    expect(await claims.claim('old', { word: 'x' })).toBe(true);
    const big = { word: 'x'.repeat(90_000) };
    const [old, large, small] = await Promise.allSettled([
      claims.claim('old', { word: 'y' }),
      claims.claim('large', big),
      claims.claim('small', { word: 'z' }),
    ]);
    expect(old).toEqual({ status: 'fulfilled', value: false });
    expect(large).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnwritable) });
    expect(small).toEqual({ status: 'fulfilled', value: true });
    expect(await claims.get('large')).toBeUndefined();
    await store.close();
  });

  it('sweeps no further than what has expired, and never fails a write by it', async () => {
    const store = await open('demo', 100_000);
    const brief = store.family('brief', Word, { ttlMs: 1_000 });
    const lasting = store.family('lasting', Word, { ttlMs: 'forever' });
    await lasting.put('stays', { word: 'kept' });
    for (let at = 0; at < 8; at += 1) await brief.put(String(at), { word: 'x' });
    const held = new Database(path());
    await clock.pass(1_000);
    // Nothing can be swept while somebody else writes; the first write sweeps already.
    held.exec('begin immediate');
    await expect(
      store.family('other', Word, { ttlMs: 1_000, unflushed: true }).claim('K', { word: 'x' }),
    ).rejects.toThrow(/another process held it too long/);
    held.exec('rollback');
    held.close();
    expect((await lasting.get('stays'))?.value).toEqual({ word: 'kept' });
    expect(await store.family('other', Word, { ttlMs: 1_000, unflushed: true }).claim('K', { word: 'x' })).toBe(true);
    await store.close();
  });

  it('loses nothing it acknowledged when its process is killed', async () => {
    const child = fork(fileURLToPath(new URL('./writer.ts', import.meta.url)), [path()], {
      execArgv: ['--import', 'tsx'],
    });
    const acknowledged: number[] = [];
    const enough = new Promise<void>((resolve) => {
      child.on('message', (message) => {
        acknowledged.push(Number(message));
        if (acknowledged.length === 40) resolve();
      });
    });
    await enough;
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('exit', resolve));
    const store = await open();
    const written = new Set(
      (await store.journal('words', Word).read(1, 1_000)).map(({ record }) => Number(record.word)),
    );
    expect(acknowledged.filter((one) => !written.has(one))).toEqual([]);
    await store.close();
  });
});
