import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryHash, noHash } from '../../../src/core/ports/entry-hash.ts';
import type { RawEntry } from '../../../src/core/ports/store.ts';
import { auditJournal } from '../../../src/core/people/audit.ts';
import { createAudit } from '../../../src/core/people/audit-search.ts';
import { checkChain, faultsKept } from '../../../src/core/people/chain.ts';
import { openSqliteStore } from '../../../src/core/drivers/sqlite/open.ts';
import { anchorFile } from '../../../src/core/drivers/anchor-file.ts';
import { exportAudit } from '../../../src/core/people/audit-export.ts';
import { verifyAudit } from '../../../src/core/people/audit-verify.ts';
import { faultsOf, never, openBook, record, type Book } from './book.ts';

let book: Book;
beforeEach(async () => {
  book = await openBook();
});
afterEach(() => book.close());

/** The chain written anew from an entry on, so that every hash fits: what nobody without the anchor would see. */
async function rewriteFrom(position: number, json: (old: string) => string): Promise<void> {
  const journal = auditJournal(book.store());
  const entries = await journal.raw(position, 1_000);
  let before = (await journal.raw(position - 1, 1))[0]?.hash ?? noHash;
  for (const entry of entries) {
    const text = entry.position === position ? json(entry.json) : entry.json;
    before = entryHash(before, entry.position, entry.at, text);
    book.tamper(
      `update entries set record = '${text.replaceAll("'", "''")}', hash = '${before}' where position = ${entry.position}`,
    );
  }
}

describe('an audit that nobody has touched', () => {
  it('is whole, empty or not', async () => {
    expect(await book.verify()).toEqual({ entries: 0, faults: [], faultCount: 0 });
    await book.fill(5);
    expect(await book.verify()).toEqual({
      entries: 5,
      first: { position: 1, at: Date.parse('2026-11-24T10:00:01Z') },
      last: { position: 5, at: Date.parse('2026-11-24T10:00:05Z') },
      faults: [],
      faultCount: 0,
      anchoredTo: 5,
    });
  });

  it('is whole over more than one page, and told with its end although the anchor is one behind', async () => {
    await book.fill(3);
    // A process that died between the two.
    await auditJournal(book.store()).append(record());
    expect(await book.verify()).toMatchObject({ entries: 4, faults: [], anchoredTo: 3 });
    const plain = auditJournal(book.store());
    for (let index = 0; index < 1_200; index += 1) await plain.append(record());
    expect(await book.verify()).toMatchObject({ entries: 1_204, faults: [], last: { position: 1_204 } });
  }, 30_000);

  it('is whole when two processes append to one store with one anchor', async () => {
    const other = await openSqliteStore({ path: book.path, clock: book.clock, purpose: 'demo' });
    const journals = [book.journal(), auditJournal(other, { witness: anchorFile(book.anchorPath) })] as const;
    await Promise.all(Array.from({ length: 60 }, (_, index) => journals[index % 2 === 0 ? 0 : 1].append(record())));
    await other.close();
    expect(await book.verify()).toMatchObject({ entries: 60, faults: [], anchoredTo: 60 });
    expect((await book.witness.testimony()).claims).toHaveLength(60);
  });

  it('is walked in pages, between which others have their turn, and which are shorter where entries are long', async () => {
    const plain = auditJournal(book.store());
    const limits: number[] = [];
    const watched = {
      ...plain,
      raw(from: number, limit: number) {
        limits.push(limit);
        return plain.raw(from, limit);
      },
    };
    let turns = 0;
    const walk = async () => {
      limits.length = 0;
      turns = 0;
      let walking = true;
      const count = () => {
        turns += 1;
        if (walking) setImmediate(count);
      };
      setImmediate(count);
      await verifyAudit({ storeId: book.store().id, journal: watched, witness: book.witness }, never);
      walking = false;
    };
    book.tamper(
      `insert into entries (journal, position, at, record, hash)
       with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) select 'audit', i, 0, '{}', 'x' from n`,
    );
    await walk();
    expect(limits.slice(0, 3)).toEqual([10, 200, 200]);
    expect(turns).toBeGreaterThanOrEqual(limits.length - 2);
    book.tamper(`update entries set record = '${'x'.repeat(20_000)}'`);
    await walk();
    expect(new Set(limits.slice(1))).toEqual(new Set([10]));
    expect(limits.length).toBeGreaterThan(100);
    expect(turns).toBeGreaterThanOrEqual(limits.length - 2);
  });

  it('is whole where it is written and trimmed while it is walked', async () => {
    await book.fill(4);
    const journal = book.journal();
    let reads = 0;
    const moving = {
      ...journal,
      async raw(from: number, limit: number) {
        reads += 1;
        if (reads === 2) {
          await journal.append(record({ event: 'settings', does: 'audit trim', before: 4 }));
          await journal.trim(4);
        }
        return journal.raw(from, reads === 1 ? 1 : limit);
      },
    };
    const verified = await verifyAudit({ storeId: book.store().id, journal: moving, witness: book.witness }, never);
    expect(faultsOf(verified)).toEqual([]);
    expect(verified.last?.position).toBe(5);
  });
});

describe('whoever alters the store is found out', () => {
  beforeEach(() => book.fill(6));

  it.each<[what: string, sql: string, found: readonly string[]]>([
    ['the record', `update entries set record = replace(record, 'maria', 'paul') where position = 3`, ['changed 3']],
    ['a record by nothing', `update entries set record = '' where position = 3`, ['changed 3']],
    ['a record by bytes', `update entries set record = cast(record as blob) where position = 3`, ['changed 3']],
    ['the time', `update entries set at = at + 1 where position = 3`, ['changed 3']],
    ['the time by a part of a millisecond', `update entries set at = at + 0.5 where position = 3`, ['changed 3']],
    ['the time by words', `update entries set at = 'noon' where position = 3`, ['changed 3']],
    [
      'the hash, which the anchor knows too',
      `update entries set hash = '${'a'.repeat(64)}' where position = 3`,
      ['changed 3', 'changed 4', 'another-past 3'],
    ],
    ['the position', `update entries set position = 9 where position = 3`, ['gap 3', 'gap 7']],
    [
      'two entries, which change places',
      `update entries set position = 99 where position = 3; update entries set position = 3 where position = 4;
       update entries set position = 4 where position = 99`,
      ['changed 3', 'changed 4', 'changed 5', 'another-past 3'],
    ],
    [
      'two records, which change places',
      `create table swap as select record, at from entries where position = 2;
       update entries set (record, at) = (select record, at from entries where position = 3) where position = 2;
       update entries set (record, at) = (select record, at from swap) where position = 3; drop table swap`,
      ['changed 2', 'changed 3'],
    ],
    ['one, which is deleted', `delete from entries where position = 3`, ['gap 3']],
    ['three, which are deleted', `delete from entries where position between 2 and 4`, ['gap 2']],
    ['the first, which is deleted', `delete from entries where position = 1`, ['gap 1']],
    ['the tail, which is cut', `delete from entries where position > 4`, ['ends-early 6']],
    ['all, which are deleted', `delete from entries`, ['ends-early 6']],
    [
      'the beginning, which is made to look trimmed',
      `insert into trimmed select journal, position, hash from entries where position = 2; delete from entries where position <= 2`,
      ['beginning-gone 2'],
    ],
    [
      'the beginning, which is made to look trimmed, and the rest written on',
      `insert into trimmed values ('audit', 2, '${'b'.repeat(64)}'); delete from entries where position <= 2`,
      ['changed 3', 'beginning-gone 2', 'another-past 2'],
    ],
  ])('who alters %s', async (_, sql, found) => {
    book.tamper(sql);
    const verified = await book.verify();
    expect(faultsOf(verified)).toEqual(found);
    expect(verified.faultCount).toBe(found.length);
  });

  it('who writes everything anew, so that all hashes fit', async () => {
    await rewriteFrom(3, (old) => old.replace('maria', 'paul'));
    const verified = await book.verify();
    expect(faultsOf(verified)).toEqual(['another-past 3']);
    expect(verified.anchoredTo).toBe(2);
    await rm(book.anchorPath);
    expect(faultsOf(await book.verify())).toEqual(['no-anchor']);
  });

  it('who deletes one and sews the chain together', async () => {
    book.tamper(
      'delete from entries where position = 3; update entries set position = position - 1 where position > 3',
    );
    await rewriteFrom(3, (old) => old);
    expect(faultsOf(await book.verify())).toEqual(['another-past 3', 'ends-early 6']);
  });

  it('who puts an older copy of the whole file back, at once and when it has been gone on from', async () => {
    const copy = join(book.folder, 'copy.db');
    // What is not yet in the file itself is in its log.
    await book.whileClosed(async () => {
      for (const part of ['', '-wal']) await copyFile(`${book.path}${part}`, `${copy}${part}`);
    });
    await book.fill(4);
    expect(faultsOf(await book.verify())).toEqual([]);
    const before = await readFile(book.anchorPath, 'utf8');
    await book.whileClosed(async () => {
      for (const file of ['', '-wal', '-shm']) await rm(`${book.path}${file}`, { force: true });
      for (const part of ['', '-wal']) await copyFile(`${copy}${part}`, `${book.path}${part}`);
    });
    expect(await book.verify()).toMatchObject({
      faults: [{ is: 'ends-early', position: 10, at: Date.parse('2026-11-24T10:00:10Z'), head: 6 }],
    });
    await book.fill(2);
    expect(faultsOf(await book.verify())).toEqual(['another-past 7', 'ends-early 10']);
    await book.fill(600);
    // The anchor has forgotten most lines by now, and not this.
    expect((await readFile(book.anchorPath, 'utf8')).length).toBeLessThan(65_700);
    expect(faultsOf(await book.verify())[0]).toMatch(/^another-past ([789]|10)$/);
    expect(before.split('\n')).toHaveLength(11);
  }, 60_000);

  it('who writes everything anew and waits until the anchor has forgotten the lines of then', async () => {
    await book.fill(300);
    await rewriteFrom(200, (old) => old.replace('maria', 'paul'));
    await book.fill(1_000);
    expect((await book.witness.testimony()).claims.some(({ position }) => position === 200)).toBe(false);
    expect(faultsOf(await book.verify())).toEqual(['another-past 306']);
    // The two that contradict each other are written once.
    const known = (await book.witness.testimony()).claims.filter(({ position }) => position === 306);
    expect(new Set(known.map(({ hash }) => hash)).size).toBe(2);
    expect(known).toHaveLength(2);
  }, 60_000);

  it('who cuts the tail and adds another by hand, before and after the next entry', async () => {
    const forge = async (count: number) => {
      const plain = auditJournal(book.store());
      for (let index = 0; index < count; index += 1) await plain.append(record({ says: 'forged' }));
    };
    book.tamper('delete from entries where position > 3');
    await book.fill(1);
    await forge(6);
    await book.fill(1_000);
    expect((await book.witness.testimony()).claims.some(({ hash }) => hash === noHash)).toBe(true);
    expect(faultsOf(await book.verify())).toEqual(['another-past 4']);
  }, 60_000);

  it('who puts an entry in that tells of a trim that never was, also once it was gone on from', async () => {
    const forged = record({ event: 'settings', does: 'audit trim', before: 5 });
    await auditJournal(book.store()).append(forged);
    await auditJournal(book.store()).trim(5);
    expect(faultsOf(await book.verify())).toEqual(['beginning-gone 4']);
    await book.fill(2);
    expect(faultsOf(await book.verify())).toEqual(['beginning-gone 4']);
    // A trim that was does not vouch for one that goes further.
    await book.journal().append(record({ event: 'settings', does: 'audit trim', before: 6 }));
    await book.journal().trim(6);
    expect(faultsOf(await book.verify())).toEqual([]);
    await auditJournal(book.store()).append({ ...forged, before: 8 });
    await auditJournal(book.store()).trim(8);
    expect(faultsOf(await book.verify())).toEqual(['beginning-gone 7']);
  });

  it('who exchanges the store for another', async () => {
    await book.whileClosed(async () => {
      for (const file of ['', '-wal', '-shm']) await rm(`${book.path}${file}`, { force: true });
    });
    expect(await book.verify()).toMatchObject({ entries: 0, faults: [{ is: 'foreign-anchor', position: 6 }] });
    await book.fill(2);
    expect(faultsOf(await book.verify())).toEqual(['foreign-anchor 6']);
  });

  it('who takes the anchor away: that it was begun anew stands in the chain', async () => {
    for (const take of [() => rm(book.anchorPath), () => writeFile(book.anchorPath, '')]) {
      await take();
      expect(faultsOf(await book.verify())).toEqual(['no-anchor']);
      const { position } = await book.journal().head();
      const copies: number[] = [];
      const made = await book
        .journal(async (entry) => {
          copies.push(entry.position);
        })
        .append(record({ does: 'start' }));
      expect(made).toMatchObject({ position: position + 1, record: { does: 'start' } });
      const [, told] = await book.journal().read(position + 1, 10);
      expect(told?.record).toMatchObject({ event: 'settings', does: 'audit anchor', person: { id: 'quartermaster' } });
      expect(told?.record.says).toContain(`entries up to ${position}:`);
      expect(copies.toSorted((one, other) => one - other)).toEqual([position + 1, position + 2]);
      expect(await book.verify()).toMatchObject({ faults: [], anchoredTo: position + 2 });
    }
  });

  it('who writes into the anchor', async () => {
    const anchor = await readFile(book.anchorPath, 'utf8');
    await writeFile(book.anchorPath, `${anchor}all is well\n`);
    expect(await book.verify()).toMatchObject({ faults: [{ is: 'unreadable-anchor', lines: 1 }] });
    await writeFile(book.anchorPath, anchor.replace(/ [0-9a-f]{64}/, ` ${'c'.repeat(64)}`));
    expect(faultsOf(await book.verify())).toEqual(['another-past 1']);
  });

  it.each<[what: string, sql: string, found: readonly string[]]>([
    ['a time that no calendar has', 'update entries set at = 9e15 where position = 3', ['changed 3']],
    ['a time beyond all numbers', 'update entries set at = 1e999 where position = 3', ['changed 3']],
    ['half a position', 'update entries set position = 4.5 where position = 3', ['gap 3', 'stray NaN']],
    ['a position that is a word', `update entries set position = 'abc' where position = 3`, ['gap 3', 'stray NaN']],
    [
      'a position beyond counting',
      'update entries set position = 1e300 where position = 6',
      ['ends-early 6', 'stray NaN'],
    ],
    [
      'a position that cannot be told from the next',
      'update entries set position = 9007199254740993 where position = 6',
      ['ends-early 6', 'stray NaN'],
    ],
    ['a position far away', 'update entries set position = 9e15 where position = 6', ['gap 6']],
    ['a position before the first', 'update entries set position = -5 where position = 3', ['gap 3', 'stray -5']],
    [
      'one more at zero',
      `insert into entries select journal, 0, at, record, hash from entries where position = 1`,
      ['stray 0'],
    ],
    [
      'a hash of bytes at the end',
      `update entries set hash = x'00' where position = 6`,
      ['changed 6', 'another-past 6'],
    ],
    ...['-3', "'zz'", '1e300', '2.5'].map((position): [string, string, readonly string[]] => [
      `a trim up to ${position}`,
      `insert into trimmed values ('audit', ${position}, '${noHash}')`,
      ['changed 1'],
    ]),
    [
      'a trim up to where nobody comes',
      `insert into trimmed values ('audit', 9e15, '${noHash}')`,
      ['beginning-gone 9000000000000000', 'stray 1'],
    ],
    ['a trim by bytes', `insert into trimmed values ('audit', x'00', x'00')`, ['changed 1']],
  ])('who writes %s, and all else that reads comes to an end', async (_, sql, found) => {
    book.tamper(sql);
    expect(faultsOf(await book.verify())).toEqual(found);
    const shown = await createAudit(book.journal()).find({}, 15, never);
    expect(shown.entries.length).toBeLessThanOrEqual(6);
    for await (const line of exportAudit(book.journal(), undefined)) expect(JSON.parse(line)).toBeInstanceOf(Object);
    await book.fill(1);
    expect((await book.verify()).faultCount).toBeGreaterThan(0);
  });

  it('who puts something where entries were forgotten, which is neither shown nor exported', async () => {
    await book.journal().append(record({ event: 'settings', does: 'audit trim', before: 5 }));
    await book.journal().trim(5);
    book.tamper(
      `insert into entries select journal, position - 2, at, replace(record, 'maria', 'paul'), hash from entries where position in (5, 6)`,
    );
    expect(faultsOf(await book.verify())).toEqual(['stray 3']);
    const audit = createAudit(book.journal());
    const shown = await audit.find({}, 15, never);
    expect(shown.entries.map(({ position }) => position)).toEqual([7, 6, 5]);
    expect([shown.misfits, shown.next]).toEqual([[], undefined]);
    expect((await audit.find({ before: 5 }, 15, never)).entries).toEqual([]);
    expect((await audit.find({ since: 0 }, 15, never)).entries).toHaveLength(3);
    const lines: string[] = [];
    for await (const line of exportAudit(book.journal(), undefined)) lines.push(line);
    expect(lines.join('')).not.toContain('paul');
    expect(lines).toHaveLength(3);
  });

  it('who makes a hole that is as wide as numbers go, beyond which the rest is shown', async () => {
    book.tamper('update entries set position = 9e15 where position = 6');
    const audit = createAudit(book.journal());
    const page = await audit.find({}, 15, never);
    expect(page.misfits.length).toBeGreaterThan(0);
    const more = await audit.find({ before: page.next ?? 0 }, 15, never);
    expect(more.entries.map(({ position }) => position)).toEqual([5, 4, 3, 2, 1]);
  });

  it('and is told of at most a hundred faults one by one', async () => {
    await book.fill(150);
    book.tamper('update entries set at = at + 1');
    const { faults, faultCount } = await book.verify();
    expect([faults.length, faultCount]).toEqual([faultsKept, 156]);
  });
});

describe('after a trim', () => {
  it('the rest verifies, also where nothing is left of what was there, and claims about what is gone are passed over', async () => {
    await book.fill(6);
    const journal = book.journal();
    await journal.append(record({ event: 'settings', does: 'audit trim', before: 5 }));
    // Announced and not yet done: its process has died.
    expect(faultsOf(await book.verify())).toEqual([]);
    await journal.trim(3);
    expect(faultsOf(await book.verify())).toEqual([]);
    await journal.trim(5);
    expect(await book.verify()).toMatchObject({ entries: 3, first: { position: 5 }, faults: [], anchoredTo: 7 });
    await journal.trim(6);
    expect(faultsOf(await book.verify())).toEqual(['beginning-gone 5']);
  });

  it('the rest verifies with an anchor that was begun anew, which knows how far it had come', async () => {
    await book.fill(6);
    await book.journal().append(record({ event: 'settings', does: 'audit trim', before: 5 }));
    await book.journal().trim(5);
    await rm(book.anchorPath);
    expect(faultsOf(await book.verify())).toEqual(['no-anchor']);
    await book.fill(1);
    expect(await book.verify()).toMatchObject({ entries: 5, faults: [], anchoredTo: 9 });
    await auditJournal(book.store()).trim(6);
    expect(faultsOf(await book.verify())).toEqual(['beginning-gone 5']);
  });

  it.each([
    ['before it is read', true],
    ['after it was read', false],
  ])('%s, a page of what is left is shown, and nothing does not fit', async (_, first) => {
    await book.fill(100);
    const journal = book.journal();
    let reads = 0;
    const trimming = {
      ...journal,
      async raw(from: number, limit: number) {
        reads += 1;
        if (reads === 1 && first) await journal.trim(51);
        const page = await journal.raw(from, limit);
        if (reads === 1 && !first) await journal.trim(51);
        return page;
      },
    };
    const { entries, misfits, next } = await createAudit(trimming).find({}, 100, never);
    expect([entries.length, entries.at(-1)?.position, misfits, next]).toEqual([50, 51, [], undefined]);
  });

  it.each([2, 3, 4])(
    'in steps between the reads, the audit is whole (%d)',
    async (at) => {
      await book.fill(500);
      const journal = book.journal();
      let reads = 0;
      const trimming = {
        ...journal,
        async raw(from: number, limit: number) {
          reads += 1;
          if (reads !== at) return journal.raw(from, limit);
          await journal.append(record({ event: 'settings', does: 'audit trim', before: 451 }));
          await journal.trim(251);
          const page = await journal.raw(from, limit);
          await journal.trim(451);
          return page;
        },
      };
      const verified = await verifyAudit({ storeId: book.store().id, journal: trimming, witness: book.witness }, never);
      expect(verified).toMatchObject({ faults: [], last: { position: 501 }, anchoredTo: 500 });
    },
    30_000,
  );
});

describe('a chain', () => {
  const Stretch = fc.array(fc.record({ at: fc.nat(), json: fc.string() }), { minLength: 1, maxLength: 12 });
  const chained = (parts: readonly { readonly at: number; readonly json: string }[]): readonly RawEntry[] => {
    let before = noHash;
    return parts.map(({ at, json }, index) => {
      before = entryHash(before, index + 1, at, json);
      return { position: index + 1, at, json, hash: before };
    });
  };
  const found = (entries: readonly RawEntry[]) => {
    const check = checkChain({ position: 0, hash: noHash });
    for (const entry of entries) check.see(entry);
    return check.end();
  };

  it('fits whatever it holds, and no longer once one field of one entry is another', () => {
    fc.assert(
      fc.property(Stretch, fc.nat(), fc.constantFrom('position', 'at', 'json', 'hash'), (parts, where, field) => {
        const entries = chained(parts);
        expect(found(entries).faultCount).toBe(0);
        const index = where % entries.length;
        const changed = entries.map((entry, at) => {
          if (at !== index) return entry;
          switch (field) {
            case 'position':
            case 'at':
              return { ...entry, [field]: entry[field] + 1 };
            case 'json':
            case 'hash':
              return { ...entry, [field]: `${entry[field]}0` };
          }
        });
        expect(found(changed).faultCount).toBeGreaterThan(0);
      }),
    );
  });

  it('does not fit without one of its entries, or with two that have changed places; a cut tail is for the anchor', () => {
    fc.assert(
      fc.property(Stretch, fc.nat(), fc.nat(), (parts, one, other) => {
        const entries = chained(parts);
        const index = one % entries.length;
        expect(found(entries.toSpliced(index, 1)).faultCount).toBe(index === entries.length - 1 ? 0 : 1);
        const second = other % entries.length;
        const [first, last] = [entries[index], entries[second]];
        if (first === undefined || last === undefined || index === second) return;
        expect(found(entries.with(index, last).with(second, first)).faultCount).toBeGreaterThan(0);
      }),
    );
  });
});
