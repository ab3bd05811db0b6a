import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openSqliteContents } from '../../../../src/core/drivers/sqlite/contents.ts';
import { fillSqliteStore } from '../../../../src/core/drivers/sqlite/fill.ts';
import { openSqliteStore } from '../../../../src/core/drivers/sqlite/open.ts';
import { StoreForeign, StoreUnwritable } from '../../../../src/core/ports/store.ts';
import { fakeClock } from '../../../fake-clock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = () => ({ path: join(folder, 'store.db'), clock: fakeClock(), purpose: 'demo' }) as const;
const fill = (id = 'one') => fillSqliteStore({ ...file(), id });
const kept = (key: string, json = '1') => ({ key, version: 3, expires: null, json });

describe('a file that is being filled', () => {
  it('is made by one process alone, and stands in its place whole, with nothing beside it', async () => {
    const filling = await fill();
    await filling.values('words', [kept('K')]);
    expect(await readdir(folder)).not.toContain('store.db');
    await expect(fill('two')).rejects.toThrow(/Another process imports into .*store\.db\. Wait for it/);
    await filling.done();
    expect(await readdir(folder)).toEqual(['store.db']);
    expect((await stat(file().path)).mode & 0o777).toBe(0o600);
  });

  it('begins with nothing of what one that died has left', async () => {
    const beside = new Database(`${file().path}.importing`);
    beside.exec(
      'create table kept (x); insert into kept values (1); create table "of ""theirs" (x); pragma user_version = 99',
    );
    beside.close();
    const filling = await fill();
    await filling.values('words', [kept('K')]);
    await filling.done();
    const contents = await openSqliteContents(file());
    expect([contents.id, await contents.families(), await contents.journals()]).toEqual(['one', ['words'], []]);
    await contents.close();
  });

  it('never takes the place of a store that was made meanwhile', async () => {
    const filling = await fill();
    await filling.values('words', [kept('K')]);
    const store = await openSqliteStore(file());
    await expect(filling.done()).rejects.toThrow(/There is a store .* already/);
    await filling.close();
    expect(await readdir(folder)).not.toContain('store.db.importing');
    const contents = await openSqliteContents(file());
    expect([contents.id, await contents.families()]).toEqual([store.id, []]);
    await contents.close();
    await store.close();
  });

  it.each(['-wal', '-journal'])(
    'is none where %s of an older store lies, which SQLite would read into it',
    async (end) => {
      await writeFile(`${file().path}${end}`, 'old');
      await expect(fill()).rejects.toThrow(/is left of a store that was there before/);
      expect(await readdir(folder)).toEqual([`store.db${end}`]);
    },
  );

  it('is given up whole where it has no room', async () => {
    const filling = await fillSqliteStore({ ...file(), id: 'one', maxBytes: 100_000 });
    const large = Array.from({ length: 100 }, (_, at) => kept(String(at).padStart(3, '0'), 'x'.repeat(5_000)));
    await expect(filling.values('words', large)).rejects.toBeInstanceOf(StoreUnwritable);
    await filling.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('says so where it cannot be made', async () => {
    await writeFile(join(folder, 'sub'), 'a file where a folder should be');
    const at = { ...file(), path: join(folder, 'sub', 'store.db'), id: 'one' };
    await expect(fillSqliteStore(at)).rejects.toThrow(/cannot be made/);
    await writeFile(`${file().path}.importing`, 'no database at all, but long enough to look like one '.repeat(40));
    await expect(fill()).rejects.toThrow(/store\.db\.importing cannot be written \(SQLITE_NOTADB\)/);
  });
});

describe('what a file keeps', () => {
  it('is told as it was at one moment, whatever is written meanwhile, and holds no writer up', async () => {
    const store = await openSqliteStore(file());
    const words = store.family('words', z.string(), { ttlMs: 'forever' });
    const journal = store.journal('words', z.string());
    await words.put('a', 'before');
    await journal.append('before');
    const contents = await openSqliteContents(file());
    await words.put('a', 'after');
    await words.put('b', 'after');
    await journal.append('after');
    await journal.trim(2);
    expect((await contents.values('words', 0, { limit: 9 })).map(({ json }) => json)).toEqual(['"before"']);
    expect((await contents.journal('words').raw(1, 9)).map(({ json }) => json)).toEqual(['"before"']);
    expect(await contents.journal('words').base()).toMatchObject({ position: 0 });
    await contents.close();
    await store.close();
  });

  it('is refused with the place where somebody wrote what is no value', async () => {
    const store = await openSqliteStore(file());
    const db = new Database(file().path);
    db.exec(`insert into kept (family, key, value, version) values ('words', 'K', x'00ff', 1)`);
    db.close();
    const contents = await openSqliteContents(file());
    await expect(contents.values('words', 0, { limit: 9 })).rejects.toThrow(
      /what somebody wrote into words is no value/,
    );
    await expect(contents.values('words', 0, { limit: 9 })).rejects.toBeInstanceOf(StoreForeign);
    await contents.close();
    await store.close();
  });
});
