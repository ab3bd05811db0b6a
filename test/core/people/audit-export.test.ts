import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exportAudit } from '../../../src/core/people/audit-export.ts';
import { checkChain } from '../../../src/core/people/chain.ts';
import { faultsOf, openBook, record, type Book } from './book.ts';

let book: Book;
beforeEach(async () => {
  book = await openBook();
});
afterEach(() => book.close());

const Line = z.object({
  position: z.number(),
  at: z.string(),
  hash: z.string(),
  previous: z.string(),
  record: z.unknown(),
});

async function exported(since?: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportAudit(book.journal(), since)) lines.push(line);
  return lines;
}

/** Reads the lines back as whoever has nothing but them would, and checks the chain. */
function checked(lines: readonly string[]) {
  const [first] = lines.map((line) => Line.parse(JSON.parse(line)));
  const check = checkChain({ position: (first?.position ?? 1) - 1, hash: first?.previous ?? '' });
  for (const line of lines) {
    const { position, at, hash } = Line.parse(JSON.parse(line));
    const json = /"record":(.*)\}\n$/s.exec(line)?.[1] ?? '';
    check.see({ position, at: Date.parse(at), json, hash });
  }
  return check.end();
}

describe('an export', () => {
  it('is a line of JSON for each entry, whose chain can be checked by whoever reads it', async () => {
    await book.fill(700);
    await book.journal().append(record({ says: 'a "quoted"\nline \u2028 and 你好', rules: ['prod'] }));
    const lines = await exported();
    expect(lines).toHaveLength(701);
    expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      position: 1,
      at: '2026-11-24T10:00:01.000Z',
      previous: '0'.repeat(64),
      record: record(),
    });
    expect(JSON.parse(lines[700] ?? '')).toMatchObject({ record: { says: 'a "quoted"\nline \u2028 and 你好' } });
    expect(checked(lines)).toMatchObject({ entries: 701, faultCount: 0 });
    expect(faultsOf(checked(lines.with(3, (lines[3] ?? '').replace('maria', 'paul'))))).toEqual(['changed 4']);
    expect(faultsOf(checked(lines.toSpliced(5, 1)))).toEqual(['gap 6']);
  }, 30_000);

  it('begins at a time, with the hash that the first goes on from', async () => {
    await book.fill(5);
    const lines = await exported(Date.parse('2026-11-24T10:00:04Z'));
    expect(lines.map((line) => Line.parse(JSON.parse(line)).position)).toEqual([4, 5]);
    // All that is wrong with a stretch is that it is one.
    expect(faultsOf(checked(lines))).toEqual(['beginning-gone 3']);
    expect(await exported(Date.parse('2026-11-25T00:00:00Z'))).toEqual([]);
    await book.journal().trim(5);
    expect(faultsOf(checked(await exported()))).toEqual(['beginning-gone 4']);
  });

  it.each([
    ['no JSON', "'{'", '{'],
    ['no record', '\'{"event":"asked"}\'', '{"event":"asked"}'],
    ['bytes', "x'00'", ''],
    ['a record on two lines', "'{\n' || substr(record, 2)", undefined],
  ])('tells %s as it is kept', async (_, sql, kept) => {
    await book.fill(2);
    book.tamper(`update entries set record = ${sql} where position = 1`);
    const [line = ''] = await exported();
    expect(line.indexOf('\n')).toBe(line.length - 1);
    const told: unknown = JSON.parse(line);
    expect(told).not.toHaveProperty('record');
    expect(told).toHaveProperty('kept', kept ?? expect.stringContaining('maria'));
  });

  it.each(["'noon'", '9e15', '-9e15', '1e999', '9223372036854775807'])('goes on where a time is %s', async (time) => {
    await book.fill(2);
    book.tamper(`update entries set at = ${time} where position = 1`);
    expect((await exported()).map((line): unknown => JSON.parse(line))).toMatchObject([
      { position: 1, at: null },
      { position: 2 },
    ]);
  });

  it('leaves out what stands where no entry can, and comes to an end', async () => {
    await book.fill(6);
    await book.journal().append(record({ event: 'settings', does: 'audit trim', before: 4 }));
    await book.journal().trim(4);
    for (const position of [-5, 0, 1, 3, 4.5, "'abc'", '1e300', '9007199254740993'])
      book.tamper(`insert into entries select journal, ${position}, at, record, hash from entries where position = 4`);
    const positions = (await exported()).map((line) => Line.parse(JSON.parse(line)).position);
    expect(positions).toEqual([4, 5, 6, 7]);
    expect(faultsOf(checked(await exported(0)))).toEqual([]);
  });

  it.each([
    ['between two reads', 501, 1_001],
    ['before the first', 1, 301],
  ])(
    'of what is forgotten %s goes on with what is left, which fits',
    async (_, at, before) => {
      await book.fill(1_100);
      await book.journal().append(record({ event: 'settings', does: 'audit trim', before }));
      const journal = book.journal();
      const trimming = {
        ...journal,
        async raw(from: number, limit: number) {
          if (from === at) await journal.trim(before);
          return journal.raw(from, limit);
        },
      };
      const lines: z.infer<typeof Line>[] = [];
      for await (const line of exportAudit(trimming, undefined)) lines.push(Line.parse(JSON.parse(line)));
      const first = lines.find(({ position }) => position >= before);
      const { hash } = await journal.base();
      expect(first).toMatchObject({ position: before, previous: hash });
      expect(lines.filter(({ previous }, index) => index > 0 && previous !== lines[index - 1]?.hash)).toEqual(
        at === 1 ? [] : [first],
      );
      expect(lines.at(-1)?.position).toBe(1_101);
    },
    30_000,
  );
});
