import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { entryHash, noHash } from '../../src/core/ports/entry-hash.ts';
import { StoreForeign, type Store } from '../../src/core/ports/store.ts';

/** A fresh store, a second connection to the same data, and the way to let time pass without waiting. */
export interface StoreSubject {
  readonly store: Store;
  another(): Promise<Store>;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

const Press = z.object({ by: z.string() });
const Word = z.object({ word: z.string() });
const hour = 3_600_000;

/** What every Store promises. Each implementation runs this on the real thing it wraps; what cannot keep a promise is no Store. */
export function storeContract(name: string, open: () => Promise<StoreSubject>): void {
  describe(`store contract: ${name}`, () => {
    let subject: StoreSubject;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());
    const presses = (store = subject.store) => store.family('press', Press, { ttlMs: hour });

    it('gives back what was put, with a version that grows', async () => {
      await presses().put('K', { by: 'ana' });
      const first = await presses().get('K');
      expect(first).toMatchObject({ key: 'K', value: { by: 'ana' } });
      await presses().put('K', { by: 'bob' });
      const second = await presses().get('K');
      expect(second?.value).toEqual({ by: 'bob' });
      expect(second?.version).toBeGreaterThan(first?.version ?? 0);
      expect(await presses().get('other')).toBeUndefined();
    });

    it.each(['', 'a b', "it's", '"quoted"', 'ümlaut 你好 🚀', 'a/b:c*%_', '-- drop'])(
      'takes any key: %s',
      async (key) => {
        await presses().put(key, { by: key });
        expect((await presses().get(key))?.value).toEqual({ by: key });
        expect((await presses().list({ limit: 10 })).map((kept) => kept.key)).toEqual([key]);
      },
    );

    it.each(['a\0b', '\ud800', 'a\udc00b'])(
      'keeps nothing at a key that some store would keep as another: %j',
      async (key) => {
        for (const other of ['a', '\ufffd', 'a\ufffdb']) await presses().put(other, { by: 'ana' });
        await expect(presses().put(key, { by: 'bob' })).rejects.toBeInstanceOf(RangeError);
        await expect(presses().claim(key, { by: 'bob' })).rejects.toBeInstanceOf(RangeError);
        expect(await presses().get(key)).toBeUndefined();
        expect(await presses().take(key)).toBeUndefined();
        await presses().delete(key);
        expect((await presses().list({ limit: 10 })).map(({ value: { by } }) => by)).toEqual(['ana', 'ana', 'ana']);
      },
    );

    it('lets exactly one of fifty claimants win, over two connections', async () => {
      const other = await subject.another();
      const won = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          presses(index % 2 === 0 ? subject.store : other).claim('K', { by: String(index) }),
        ),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await presses().get('K'))?.value.by).toBe(String(won.indexOf(true)));
    });

    it('lets exactly one win also where writes wait for no disk, and gives it to the other connection', async () => {
      const other = await subject.another();
      const unflushed = (store: Store) => store.family('unflushed', Press, { ttlMs: hour, unflushed: true });
      const won = await Promise.all(
        [subject.store, other, subject.store, other].map((store, index) =>
          unflushed(store).claim('K', { by: String(index) }),
        ),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await unflushed(other).get('K'))?.value.by).toBe(String(won.indexOf(true)));
      await presses().put('L', { by: 'ana' });
      expect((await presses(other).get('L'))?.value.by).toBe('ana');
    });

    it('lets exactly one win of each key where many are claimed in one turn, over two connections', async () => {
      const other = await subject.another();
      const [mine, theirs] = [subject.store, other].map((store) =>
        store.family('turn', Press, { ttlMs: hour, unflushed: true }),
      );
      if (mine === undefined || theirs === undefined) throw new Error('two stores have two families');
      // More than are written at once, the same keys again and again.
      const claims = Array.from({ length: 350 }, (_, at) => ({ key: `K${at % 100}`, by: String(at), of: at % 3 }));
      const won = await Promise.all(claims.map(({ key, by, of }) => (of === 0 ? theirs : mine).claim(key, { by })));
      for (let key = 0; key < 100; key += 1) {
        const winners = claims.filter((one, at) => one.key === `K${key}` && won[at] === true);
        expect(winners).toHaveLength(1);
        expect((await mine.get(`K${key}`))?.value.by).toBe(winners[0]?.by);
      }
    });

    it('lets exactly one of fifty takers have the value', async () => {
      const other = await subject.another();
      await presses().put('K', { by: 'ana' });
      const taken = await Promise.all(
        Array.from({ length: 50 }, (_, index) => presses(index % 2 === 0 ? subject.store : other).take('K')),
      );
      expect(taken.filter((value) => value !== undefined)).toEqual([{ by: 'ana' }]);
      expect(await presses().get('K')).toBeUndefined();
    });

    it('swaps only the version that was read', async () => {
      await presses().put('K', { by: 'ana' });
      const read = await presses().get('K');
      if (read === undefined) throw new Error('gone');
      const swaps = await Promise.all(['bob', 'eve', 'ida'].map((by) => presses().swap(read, { by })));
      expect(swaps.filter(Boolean)).toHaveLength(1);
      expect(await presses().swap(read, { by: 'late' })).toBe(false);
      await presses().delete('K');
      expect(await presses().swap(read, { by: 'later' })).toBe(false);
      await presses().put('K', { by: 'new' });
      expect((await presses().get('K'))?.value).toEqual({ by: 'new' });
    });

    it('swaps nothing that was taken or deleted and made anew since it was read, by whichever way', async () => {
      const ends = [() => presses().take('K'), () => presses().delete('K')];
      const begins = [() => presses().put('K', { by: 'new' }), () => presses().claim('K', { by: 'new' })];
      await presses().put('K', { by: 'ana' });
      for (const end of ends)
        for (const begin of begins) {
          const read = await presses().get('K');
          if (read === undefined) throw new Error('gone');
          await end();
          await begin();
          expect(await presses().swap(read, { by: 'late' })).toBe(false);
          expect((await presses().get('K'))?.value).toEqual({ by: 'new' });
        }
    });

    it('forgets a value at the very end of its time, and lets it be claimed anew', async () => {
      await presses().claim('K', { by: 'ana' });
      await subject.pass(hour - 1);
      expect(await presses().claim('K', { by: 'bob' })).toBe(false);
      expect(await presses().get('K')).toBeDefined();
      await subject.pass(1);
      expect(await presses().get('K')).toBeUndefined();
      expect(await presses().take('K')).toBeUndefined();
      expect(await presses().list({ limit: 10 })).toEqual([]);
      expect(await presses().claim('K', { by: 'bob' })).toBe(true);
      expect((await presses().get('K'))?.value).toEqual({ by: 'bob' });
    });

    it('does not prolong a life by a swap', async () => {
      await presses().put('K', { by: 'ana' });
      await subject.pass(hour - 1);
      const read = await presses().get('K');
      if (read === undefined) throw new Error('gone');
      expect(await presses().swap(read, { by: 'bob' })).toBe(true);
      await subject.pass(1);
      expect(await presses().get('K')).toBeUndefined();
    });

    it('lists in the order of keys, a page at a time, each family by itself', async () => {
      for (const key of ['b', 'a', 'c', 'ä', 'B']) await presses().put(key, { by: key });
      await subject.store.family('other', Press, { ttlMs: 'forever' }).put('a', { by: 'x' });
      const first = await presses().list({ limit: 2 });
      expect(first.map(({ key }) => key)).toEqual(['B', 'a']);
      expect((await presses().list({ limit: 10, after: 'a' })).map(({ key }) => key)).toEqual(['b', 'c', 'ä']);
    });

    it('lists by code point: what takes two code units comes after all that takes one', async () => {
      const keys = ['z', '\uff21', '\uffee', '🚀', '🚁'];
      for (const key of keys.toReversed()) await presses().put(key, { by: key });
      expect((await presses().list({ limit: 10 })).map(({ key }) => key)).toEqual(keys);
      expect((await presses().list({ limit: 10, after: '\uffee' })).map(({ key }) => key)).toEqual(['🚀', '🚁']);
    });

    it('refuses to hand out what does not fit the schema', async () => {
      await subject.store.family('press', Word, { ttlMs: hour }).put('K', { word: 'x' });
      await expect(presses().get('K')).rejects.toBeInstanceOf(StoreForeign);
    });

    it('appends without gaps from two connections, each entry bound to the one before', async () => {
      const other = await subject.another();
      const journals = [subject.store.journal('words', Word), other.journal('words', Word)] as const;
      await Promise.all(
        Array.from({ length: 40 }, (_, index) => journals[index % 2 === 0 ? 0 : 1].append({ word: String(index) })),
      );
      const entries = await journals[0].read(1, 100);
      expect(entries.map(({ position }) => position)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
      expect(new Set(entries.map(({ record }) => record.word)).size).toBe(40);
      let before = noHash;
      for (const { position, at, record, hash } of entries) {
        expect(hash).toBe(entryHash(before, position, at, JSON.stringify(record)));
        before = hash;
      }
      expect(await journals[1].head()).toEqual({ position: 40, hash: before, first: 1 });
    });

    it('reads from a position on, and keeps the chain over a trim', async () => {
      const journal = subject.store.journal('words', Word);
      expect(await journal.head()).toEqual({ position: 0, hash: noHash, first: 1 });
      for (const word of ['a', 'b', 'c', 'd']) await journal.append({ word });
      expect((await journal.read(2, 2)).map(({ record }) => record.word)).toEqual(['b', 'c']);
      const before = await journal.head();
      expect(await journal.trim(3)).toEqual({ ...before, first: 3 });
      expect((await journal.read(1, 10)).map(({ position }) => position)).toEqual([3, 4]);
      const all = await journal.trim(99);
      expect(all).toEqual({ ...before, first: 5 });
      const next = await journal.append({ word: 'e' });
      expect(next.position).toBe(5);
      expect(next.hash).toBe(entryHash(before.hash, 5, next.at, '{"word":"e"}'));
    });

    it('shows entries as they are kept, and what the first of them goes on from', async () => {
      const journal = subject.store.journal('words', Word);
      expect([await journal.base(), await journal.raw(1, 10)]).toEqual([{ position: 0, hash: noHash }, []]);
      for (const word of ['ä', '"', '\u2028', 'd']) await journal.append({ word });
      const entries = await journal.read(1, 10);
      const raw = await journal.raw(1, 10);
      expect(raw.map(({ json, ...rest }) => ({ ...rest, record: JSON.parse(json) }))).toEqual(entries);
      let before = await journal.base();
      for (const entry of raw) {
        expect(entry.hash).toBe(entryHash(before.hash, entry.position, entry.at, entry.json));
        before = entry;
      }
      // Whatever somebody wrote is shown as it is, also where it is none of the journal's records.
      const other = subject.store.journal('words', Press);
      await other.append({ by: 'ana' });
      expect((await journal.raw(5, 10)).map(({ json }) => json)).toEqual(['{"by":"ana"}']);
      expect((await journal.raw(2, 2)).map(({ position }) => position)).toEqual([2, 3]);
      await journal.trim(3);
      expect(await journal.base()).toEqual({ position: 2, hash: raw[1]?.hash });
      await journal.trim(2);
      expect(await journal.base()).toEqual({ position: 2, hash: raw[1]?.hash });
      await journal.trim(99);
      expect(await journal.base()).toMatchObject({ position: 5 });
    });

    it('is the same store for every connection, and another than any other', async () => {
      const other = await subject.another();
      expect(other.id).toBe(subject.store.id);
      const stranger = await open();
      expect(stranger.store.id).not.toBe(subject.store.id);
      await stranger.close();
    });
  });
}
