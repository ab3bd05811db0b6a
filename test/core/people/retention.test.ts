import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../src/core/drivers/sqlite/open.ts';
import { createRetention } from '../../../src/core/people/retention.ts';
import { dayMs, hourMs } from '../../../src/core/time.ts';
import { faultsOf, never, openBook, record, type Book } from './book.ts';
import { auditJournal } from '../../../src/core/people/audit.ts';
import { createAudit, firstAt } from '../../../src/core/people/audit-search.ts';

let book: Book;
beforeEach(async () => {
  book = await openBook();
});
afterEach(() => book.close());

const retention = (keepDays = 30) =>
  createRetention({ store: book.store(), journal: book.journal(), clock: book.clock, keepDays });

/** An entry a day, the first now. */
async function days(count: number): Promise<void> {
  for (let day = 0; day < count; day += 1) {
    if (day > 0) await book.clock.pass(dayMs);
    await book.journal().append(record());
  }
}

describe('entries that are too old', () => {
  it('are forgotten, which the audit tells, and the rest is whole', async () => {
    await days(40);
    expect(await retention()()).toBe(9);
    const { entries } = await createAudit(book.journal()).find({}, 100, never);
    expect(entries.at(-1)).toMatchObject({ position: 10, at: book.clock.now() - 30 * dayMs });
    expect(entries[0]?.record).toMatchObject({
      event: 'settings',
      does: 'audit trim',
      before: 10,
      person: { name: 'Quartermaster' },
      says: 'entries 1 to 9, from before 2026-12-03T10:00:00Z, are forgotten: they are kept 30 days',
    });
    expect(await book.verify()).toMatchObject({ entries: 32, first: { position: 10 }, faults: [], anchoredTo: 41 });
  });

  it('are forgotten by one of several processes, once a day', async () => {
    await days(40);
    const both = [retention(), retention()] as const;
    expect((await Promise.all(both.map((forget) => forget()))).toSorted()).toEqual([0, 9]);
    await book.clock.pass(dayMs - 1);
    expect(await Promise.all(both.map((forget) => forget()))).toEqual([0, 0]);
    await book.clock.pass(2 * hourMs);
    await book.journal().append(record());
    expect((await Promise.all(both.map((forget) => forget()))).toSorted()).toEqual([0, 2]);
    expect(faultsOf(await book.verify())).toEqual([]);
  });

  it('leave nothing in the audit where there are none', async () => {
    await days(3);
    expect(await retention()()).toBe(0);
    expect(await book.journal().head()).toMatchObject({ position: 3, first: 1 });
  });

  it('may be all of them: what is left is that they were forgotten', async () => {
    await days(3);
    await book.clock.pass(100 * dayMs);
    expect(await retention()()).toBe(0);
    await book.clock.pass(dayMs);
    expect(await retention()()).toBe(3);
    expect(await book.verify()).toMatchObject({ entries: 1, first: { position: 4 }, faults: [] });
  });

  it('are not forgotten where that cannot be written down first', async () => {
    await days(40);
    const refusing = { ...book.journal(), append: () => Promise.reject(new Error('full')) };
    const forget = createRetention({ store: book.store(), journal: refusing, clock: book.clock, keepDays: 30 });
    await expect(forget()).rejects.toThrow('full');
    expect((await book.journal().head()).first).toBe(1);
  });

  it('are forgotten in steps where they are many, and the audit is whole between them', async () => {
    const journal = book.journal();
    const entries = 4_500;
    book.tamper(
      `insert into entries (journal, position, at, record, hash)
       with recursive n(i) as (select 1 union all select i + 1 from n where i < ${entries}) select 'audit', i, 0, '{}', 'x' from n`,
    );
    const firsts: number[] = [];
    const watched = {
      ...journal,
      async trim(before: number) {
        const head = await journal.trim(before);
        firsts.push(head.first);
        return head;
      },
    };
    const forget = createRetention({ store: book.store(), journal: watched, clock: book.clock, keepDays: 30 });
    expect(await forget()).toBe(0);
    await book.clock.pass(dayMs);
    expect(await forget()).toBe(entries);
    expect(firsts).toEqual([2_001, 4_001, 4_501]);
  });
});

describe('where a clock was wrong', () => {
  /** Entries in the time of a clock that is so far off. */
  async function wrongly(count: number, offMs: number): Promise<void> {
    const off = { ...book.clock, now: () => book.clock.now() + offMs };
    const store = await openSqliteStore({ path: book.path, clock: off, purpose: 'demo' });
    const journal = auditJournal(store, { witness: book.witness });
    for (let index = 0; index < count; index += 1) await journal.append(record());
    await store.close();
  }

  it.each([
    { before: 3, behind: 5, after: 2, gone: 0 },
    { before: 100, behind: 60, after: 20, gone: 0 },
    { before: 0, behind: 5, after: 2, gone: 5 },
    { before: 0, behind: 600, after: 0, gone: 600 },
  ])(
    '$gone of $before right, $behind too early and $after right entries go',
    async ({ before, behind, after, gone }) => {
      await wrongly(before, 0);
      await wrongly(behind, -40 * dayMs);
      await wrongly(after, 0);
      const forget = retention();
      const first = await forget();
      await book.clock.pass(after > 0 ? 0 : dayMs);
      expect(first + (await forget())).toBe(gone);
      expect(await book.journal().head()).toMatchObject({ first: gone + 1 });
      expect(faultsOf(await book.verify())).toEqual([]);
    },
  );

  /** One that asks by a clock that is so far off, as a process anew each time. */
  const askedBy = (offMs: number) =>
    createRetention({
      store: book.store(),
      journal: book.journal(),
      clock: { ...book.clock, now: () => book.clock.now() + offMs },
      keepDays: 30,
    })();

  it('nothing is forgotten at the first look, nor once it is right again, and all that is too old where it stays so', async () => {
    await book.fill(5);
    expect(await askedBy(400 * dayMs)).toBe(0);
    await book.clock.pass(dayMs);
    await book.fill(1);
    expect(await askedBy(0)).toBe(0);
    await book.clock.pass(60 * dayMs);
    // That it was late once is of another time.
    expect(await askedBy(0)).toBe(0);
    expect((await book.journal().head()).first).toBe(1);
    await book.clock.pass(dayMs);
    expect(await askedBy(0)).toBe(6);
    await book.clock.pass(60 * dayMs);
    expect(await askedBy(0)).toBe(0);
  });

  it('once it is right again a day decides, also where nothing was written since', async () => {
    await days(1);
    const ahead = { ...book.clock, now: () => book.clock.now() + 400 * dayMs };
    const store = await openSqliteStore({ path: book.path, clock: ahead, purpose: 'demo' });
    expect(await createRetention({ store, journal: book.journal(), clock: ahead, keepDays: 30 })()).toBe(0);
    await store.close();
    await book.clock.pass(60 * dayMs);
    const looks: number[] = [];
    for (let hour = 0; hour <= 24; hour += 1) {
      looks.push(await askedBy(0));
      await book.clock.pass(hourMs);
    }
    expect(looks).toEqual([...Array.from({ length: 24 }, () => 0), 1]);
  });

  it('a look of another time does not decide', async () => {
    await days(40);
    await book.clock.pass(2 * dayMs);
    expect(await askedBy(0)).toBe(0);
    await book.fill(1);
    await book.clock.pass(3 * dayMs);
    expect(await askedBy(0)).toBe(0);
    await book.clock.pass(dayMs);
    expect(await askedBy(0)).toBe(16);
  });

  it.each([
    ['a time that is none', `update entries set at = 'noon' where position = 4`, 3],
    ['a hole', 'delete from entries where position = 4', 3],
    [
      'a hole as wide as numbers go',
      `update entries set position = 9e15 + 1 where position = 40; update entries set position = 9e15 where position = 39;
       update entries set at = 0 where position < 39 or position = 9e15`,
      38,
    ],
    [
      'nothing that stands before the beginning',
      `insert into entries select journal, 0, 0, '', '' from entries limit 1`,
      9,
    ],
  ])('what is forgotten ends at %s', async (_, sql, gone) => {
    await days(40);
    book.tamper(sql);
    expect(await retention()()).toBe(gone);
  });
});

describe('where a time begins', () => {
  it.each([
    [-1, 1],
    [0, 1],
    [1, 2],
    [dayMs, 2],
    [3 * dayMs + 1, 5],
    [9 * dayMs, 10],
    [9 * dayMs + 1, 11],
  ])('%d ms after the first entry it is at %d', async (after, position) => {
    const start = book.clock.now();
    await days(10);
    expect(await firstAt(book.journal(), start + after)).toBe(position);
  });

  it('is the next to come in an empty audit', async () => {
    expect(await firstAt(book.journal(), 0)).toBe(1);
  });
});
