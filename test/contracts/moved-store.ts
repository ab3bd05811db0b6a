import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lineOfMoved } from '../../src/core/moves/line.ts';
import { lookThrough } from '../../src/core/moves/look-through.ts';
import type { Contents, Filling } from '../../src/core/ports/contents.ts';
import { noHash } from '../../src/core/ports/entry-hash.ts';
import { StoreForeign, type Store } from '../../src/core/ports/store.ts';
import type { StoreSubject } from './store.ts';

/** A store whose contents can be moved. */
export interface MovedStoreSubject extends StoreSubject {
  /** Now, by the clock of the store. */
  now(): number;
  /** What the store keeps. */
  contents(): Promise<Contents>;
  /** Makes another store of this kind, of this id, by filling it. */
  fresh(id: string): Promise<FreshSubject>;
}

/** A store that is not there yet. */
export interface FreshSubject {
  /** A filling of it; after one that came to nothing another can be begun. */
  fill(): Promise<Filling>;
  open(): Promise<Store>;
  contents(): Promise<Contents>;
}

const Press = z.object({ by: z.string() });
const Word = z.object({ word: z.string() });
const hour = 3_600_000;

/** What every driver promises of looking through a store, and of making another of it. */
export function movedStoreContract(name: string, open: () => Promise<MovedStoreSubject>): void {
  describe(`contract of a store that is moved: ${name}`, () => {
    let subject: MovedStoreSubject;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());
    const presses = (store = subject.store) => store.family('press', Press, { ttlMs: hour });

    const linesOf = async (contents: Contents): Promise<string> => {
      const lines: string[] = [];
      const misfit = (found: unknown) => lines.push(`misfit ${JSON.stringify(found)}\n`);
      const { signal } = new AbortController();
      for await (const page of lookThrough({ contents, by: subject.now(), signal, misfit }))
        lines.push(...page.map(lineOfMoved));
      await contents.close();
      return lines.join('');
    };
    /** What a store keeps, taken into another by the port alone. */
    const take = async (from: Contents, filling: Filling): Promise<void> => {
      for (const family of await from.families())
        await filling.values(family, await from.values(family, subject.now(), { limit: 1_000 }));
      for (const name of await from.journals()) {
        const base = await from.journal(name).base();
        await filling.begin(name, base);
        await filling.entries(name, await from.journal(name).raw(base.position + 1, 1_000));
      }
      await from.close();
    };
    const keys = ['', 'a b', "it's", '"quoted"', 'ümlaut 你好 🚀', '\uffee', 'a/b:c*%_', '-- drop', '\u2028\n'];
    const furnish = async (store: Store): Promise<void> => {
      for (const key of keys) await presses(store).put(key, { by: key });
      await presses(store).put('', { by: 'twice' });
      await store.family('kept', Word, { ttlMs: 'forever' }).put('K', { word: '\u2028"\\' });
      await store.family('brief', Word, { ttlMs: 1_000 }).put('K', { word: 'gone' });
      await subject.pass(1_000);
      // Nothing that a version knows fits it; it is moved all the same.
      await store.family('future', z.unknown(), { ttlMs: 'forever' }).put('K', [1, { deep: null }]);
      for (const word of ['a', 'b', 'ü\n', 'd']) await store.journal('words', Word).append({ word });
      await store.journal('words', Word).trim(3);
      for (const word of ['a', 'b']) await store.journal('gone', Word).append({ word });
      await store.journal('gone', Word).trim(9);
      await store.journal('empty', Word).head();
    };

    it('keeps the same, whole, with versions, ends, chains and bases, and goes on from there', async () => {
      await furnish(subject.store);
      const before = await linesOf(await subject.contents());
      expect(before.match(/"is":"value"/g)).toHaveLength(keys.length + 2);
      expect(before).not.toMatch(/misfit|"family":"brief"/);
      const fresh = await subject.fresh(subject.store.id);
      const filling = await fresh.fill();
      await take(await subject.contents(), filling);
      expect(await linesOf({ ...filling.contents, close: async () => {} })).toBe(before);
      await filling.done();
      await filling.close();
      expect(await linesOf(await fresh.contents())).toBe(before);
      const other = await fresh.open();
      expect(other.id).toBe(subject.store.id);
      const read = await presses(other).get('');
      expect(read).toEqual(await presses().get(''));
      expect(read && (await presses(other).swap(read, { by: 'swapped' }))).toBe(true);
      expect(read && (await presses(other).swap(read, { by: 'again' }))).toBe(false);
      await presses(other).put('new', { by: 'new' });
      const journals = [subject.store, other].map((store) => store.journal('words', Word));
      const entries = await Promise.all(journals.map((journal) => journal.append({ word: 'next' })));
      expect(entries[0]).toEqual(entries[1]);
      expect((await other.journal('gone', Word).append({ word: 'c' })).position).toBe(3);
      await subject.pass(hour);
      expect(await presses(other).list({ limit: 10 })).toEqual([]);
      await other.close();
    });

    it('nobody finds a store there before it is done, nor after it was given up', async () => {
      await furnish(subject.store);
      const fresh = await subject.fresh('given-up');
      const filling = await fresh.fill();
      await take(await subject.contents(), filling);
      await expect(fresh.contents()).rejects.toBeInstanceOf(Error);
      await filling.close();
      await expect(fresh.contents()).rejects.toBeInstanceOf(Error);
      const again = await fresh.fill();
      await again.values('kept', [{ key: 'K', version: 7, expires: null, json: 'no JSON' }]);
      await again.done();
      const lines = await linesOf(await fresh.contents());
      expect(lines).toBe('{"is":"value","family":"kept","key":"K","version":7,"expires":null,"json":"no JSON"}\n');
    });

    it('is foreign where what was taken in is no JSON', async () => {
      const fresh = await subject.fresh('no-json');
      const filling = await fresh.fill();
      await filling.values('kept', [{ key: 'K', version: 7, expires: null, json: 'no JSON' }]);
      await filling.begin('words', { position: 0, hash: noHash });
      await filling.entries('words', [{ position: 1, at: 1, json: 'no JSON', hash: 'a'.repeat(64) }]);
      await filling.done();
      const store = await fresh.open();
      const kept = store.family('kept', Word, { ttlMs: 'forever' });
      await expect(kept.get('K')).rejects.toBeInstanceOf(StoreForeign);
      await expect(kept.list({ limit: 1 })).rejects.toBeInstanceOf(StoreForeign);
      await expect(store.journal('words', Word).read(1, 1)).rejects.toBeInstanceOf(StoreForeign);
      await kept.put('K', { word: 'again' });
      expect((await kept.get('K'))?.value).toEqual({ word: 'again' });
      await store.close();
    });

    it('is never filled where there is one', async () => {
      const fresh = await subject.fresh('there');
      await (await fresh.fill()).done();
      await expect(fresh.fill()).rejects.toThrow(/There is a store .* already, and an import makes a new one/);
      const store = await fresh.open();
      expect(store.id).toBe('there');
      await store.close();
    });

    it('shows each value that stays, while others come and go', async () => {
      for (let at = 0; at < 40; at += 1) await presses().put(`stays-${at}`, { by: 'ana' });
      const contents = await subject.contents();
      const seen: string[] = [];
      const { signal } = new AbortController();
      const looking = { contents, by: subject.now(), signal, misfit: () => {} };
      let round = 0;
      for await (const page of lookThrough(looking)) {
        for (const moved of page) if (moved.is === 'value') seen.push(moved.key);
        await presses().put(`comes-${round}`, { by: 'bob' });
        await presses().put(`stays-${round}`, { by: 'eve' });
        await presses().put(`zz-${round}`, { by: 'bob' });
        round += 1;
      }
      expect(round).toBeGreaterThan(1);
      expect(seen.filter((key) => key.startsWith('stays')).toSorted()).toEqual(
        Array.from({ length: 40 }, (_, at) => `stays-${at}`).toSorted(),
      );
      if (contents.isSnapshot) expect(seen).toHaveLength(40);
      await contents.close();
    });
  });
}
