import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exportStore } from '../../../src/core/moves/export.ts';
import { checkExport, importStore, type ExportFile } from '../../../src/core/moves/import.ts';
import type { Moved } from '../../../src/core/moves/line.ts';
import { MoveRefused } from '../../../src/core/moves/refusal.ts';
import type { Contents } from '../../../src/core/ports/contents.ts';
import { fakeClock } from '../../fake-clock.ts';
import { memoryStore } from '../../memory-store.ts';
import { exportLines, journalOf, trailerOf, value } from '../../moved-lines.ts';

const { signal } = new AbortController();
const Word = z.object({ word: z.string() });
const clock = fakeClock();

/** A file that is handed over in parts of so many bytes. */
const fileOf = (text: string, part = 64 * 1_024): ExportFile => ({
  name: 'export.jsonl',
  async *read() {
    const bytes = Buffer.from(text);
    for (let from = 0; from < bytes.length; from += part) yield bytes.subarray(from, from + part);
  },
});

async function exported(contents: Contents, at = clock.now()) {
  const parts: string[] = [];
  const counts: number[] = [];
  const write = async (lines: string) => void parts.push(lines);
  const seen = (count: number) => void counts.push(count);
  const told = await exportStore({ contents, purpose: 'demo', at, by: '0.1.0', signal, write, seen });
  return { text: parts.join(''), parts, counts, told };
}

/** Takes a file into a store in memory, and gives what that keeps then. */
async function imported(file: ExportFile, by = clock.now()): Promise<Contents> {
  const reading = { file, by, signal };
  const checked = await checkExport(reading);
  const other = memoryStore(clock, checked.header.store);
  const filling = other.fill();
  await importStore({ ...reading, checked, filling, approve: async () => {}, seen: () => {} });
  return other.contents();
}

const few: readonly Moved[] = [
  value('alerts', 'a'),
  value('alerts', 'b'),
  value('outbox', 'a', '"\u2028"'),
  ...journalOf('audit', ['{"does":"stop"}', '{"does":"start"}', 'no JSON']),
  ...journalOf('demo', ['{}'], { position: 7, hash: 'a'.repeat(64) }),
];
const lines = exportLines(few);

describe('an export', () => {
  it('is made and taken in by the line, whatever stands in it', async () => {
    const contents = await imported(fileOf(lines.join('')));
    const { text, told } = await exported(contents, Date.parse('2026-11-24T10:00:00Z'));
    expect(text).toBe(lines.join(''));
    expect(told).toMatchObject({ values: 3, entries: 4, misfitCount: 0 });
    expect([...told.heads]).toEqual([
      ['audit', 3],
      ['demo', 8],
    ]);
  });

  it('is the same however its bytes come in', async () => {
    const all = lines.join('');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (part) => {
        expect((await checkExport({ file: fileOf(all, part), by: 0, signal })).trailer.entries).toBe(4);
      }),
      { numRuns: 30 },
    );
  });

  it('goes round for any keys, texts and journals', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    const key = text.map((any) => any.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(key, fc.record({ word: text })),
        fc.array(fc.record({ word: text }), { maxLength: 30 }),
        fc.nat(31),
        async (values, records, trimmed) => {
          const memory = memoryStore(clock, 'any');
          const store = memory.open();
          const family = store.family('words', Word, { ttlMs: 'forever' });
          for (const [key, kept] of Object.entries(values)) await family.put(key, kept);
          for (const record of records) await store.journal('words', Word).append(record);
          await store.journal('words', Word).trim(trimmed);
          const { text: before, told } = await exported(memory.contents());
          expect(told.values).toBe(Object.keys(values).length);
          expect((await exported(await imported(fileOf(before, 100)))).text).toBe(before);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves behind what has expired, when it is made and when it is taken in', async () => {
    const memory = memoryStore(clock, 'expiring');
    const store = memory.open();
    await store.family('a', Word, { ttlMs: 1_000 }).put('K', { word: 'brief' });
    await store.family('b', Word, { ttlMs: 2_000 }).put('K', { word: 'longer' });
    await store.family('c', Word, { ttlMs: 'forever' }).put('K', { word: 'stays' });
    const { text, told } = await exported(memory.contents(), clock.now() + 1_000);
    expect(told.values).toBe(2);
    const reading = { file: fileOf(text), by: clock.now() + 2_000, signal };
    expect(await checkExport(reading)).toMatchObject({ expired: 1, trailer: { values: 2 } });
    expect((await exported(await imported(reading.file, reading.by))).text).toContain('"values":1,');
  });
});

/** What can be wrong with one line, or with what is around it: the numbers of lines begin with 1. */
const kinds = [
  ['the header', 0],
  ['a value', 1],
  ['a value in the middle', 3],
  ['the beginning of a journal', 4],
  ['an entry', 5],
  ['the beginning of a trimmed journal', 8],
  ['the last entry', 9],
  ['the trailer', 10],
] as const;
const without = (at: number) => lines.filter((_, index) => index !== at);
const replaced = (at: number, line: string) => lines.with(at, line);
/** As somebody would who knows how the hash is made. */
const resealed = (all: readonly string[]) => [...all.slice(0, -1), trailerOf(all.slice(0, -1))];
const twice = (at: number) => lines.toSpliced(at, 0, lines[at] ?? '');
const swapped = (at: number) => lines.with(at, lines[at + 1] ?? '').with(at + 1, lines[at] ?? '');
const altered = (at: number, from: string, to: string) => replaced(at, (lines[at] ?? '').replace(from, to));

describe('an export that is not as it was written', () => {
  const refused = async (all: readonly string[] | string, words = /./): Promise<void> => {
    const checked = checkExport({ file: fileOf(typeof all === 'string' ? all : all.join('')), by: 0, signal });
    await expect(checked).rejects.toBeInstanceOf(MoveRefused);
    await expect(checked).rejects.toThrow(words);
  };

  it.each(kinds)('is refused without %s', async (_, at) => refused(without(at)));
  it.each(kinds)('is refused where %s is another text', (_, at) => refused(replaced(at, 'x\n')));
  it.each(kinds)('is refused with %s twice', (_, at) => refused(twice(at)));
  it.each(kinds)('is refused where it is cut within %s', (_, at) =>
    refused([...lines.slice(0, at), (lines[at] ?? '').slice(0, -2)]),
  );
  it.each(kinds)('is refused where it ends before %s', (_, at) => refused(lines.slice(0, at)));

  it.each([
    [
      'an entry is gone and the trailer made anew',
      resealed(without(6)),
      /line 7: entry 2 of the journal audit is missing/,
    ],
    [
      'an entry was altered and the trailer made anew',
      resealed(altered(6, 'start', 'stop')),
      /line 7: entry 2 .* does not fit/,
    ],
    ['a base was altered', resealed(altered(8, '"position":7', '"position":6')), /line 10: entry 7 .* is missing/],
    ['values are not in their order', resealed(swapped(1)), /line 3: it is not in its place/],
    ['a value comes twice', resealed(twice(1)), /line 3: it is not in its place/],
    ['a journal comes before the values', resealed(swapped(3)), /line 5: it is not in its place/],
    ['an entry comes before its journal', resealed(without(4)), /line 5: it is not in its place/],
    [
      'a journal comes again',
      resealed([...lines.slice(0, 8), ...lines.slice(4, 8), 'end']),
      /line 9: it is not in its place/,
    ],
    ['a value has another version', altered(2, '"version":1', '"version":2'), /line 11: what is before it was altered/],
    ['a version is none', resealed(altered(2, '"version":1', '"version":0')), /line 3: it is none of an export/],
    [
      'a version cannot be counted up',
      resealed(altered(2, '"version":1', `"version":${Number.MAX_SAFE_INTEGER}`)),
      /line 3: it is none of an export/,
    ],
    [
      'a journal is at its end',
      resealed(altered(8, '"position":7', `"position":${Number.MAX_SAFE_INTEGER - 1}`)),
      /line 9: it is none of an export/,
    ],
    [
      'a key has a NUL',
      resealed(altered(2, '"key":"b"', '"key":"b\\u0000"')),
      /line 3: no store keeps the key "b\\u0000" as it is/,
    ],
    [
      'a key has half of a pair',
      resealed(altered(2, '"key":"b"', '"key":"b\\ud800"')),
      /line 3: no store keeps the key "b\\ud800" as it is/,
    ],
    ['a line has more than it may', resealed(altered(2, '"is"', '"also":1,"is"')), /line 3: it is none of an export/],
    ['counts are others', altered(10, '"values":3', '"values":2'), /line 11: there are fewer or more lines/],
    ['something stands after the end', [...lines, lines[1] ?? ''], /line 12: something stands after the end/],
    ['it is empty', [], /export\.jsonl is empty/],
    ['it is something else', ['{"position":7}\n'], /is no export of a store/],
    [
      'its first line is of an export, and wrong',
      ['{"is":"quartermaster store export","format":1}\n'],
      /line 1: it is no beginning/,
    ],
    [
      'a newer version wrote it',
      altered(0, '"format":1', '"format":2,"new":[]'),
      /written by a newer Quartermaster \(0\.1\.0\)/,
    ],
    ['what it holds is of a newer form', altered(0, '"form":1', '"form":2'), /written by a newer Quartermaster/],
  ] as const)('is refused in words where %s', (_, all, words) => refused(all, words));

  it('is refused wherever it is cut, and whatever byte is another', async () => {
    const all = Buffer.from(lines.join(''));
    await fc.assert(
      fc.asyncProperty(fc.nat(all.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        await refused(all.subarray(0, at).toString());
        const other = Buffer.from(all);
        other[at] = (other[at] ?? 0) ^ by;
        const file = {
          name: 'x',
          async *read() {
            yield other;
          },
        };
        await expect(checkExport({ file, by: 0, signal })).rejects.toBeInstanceOf(MoveRefused);
      }),
      { numRuns: 300 },
    );
  });
});

describe('an import', () => {
  const reading = { file: fileOf(lines.join('')), by: 0, signal };
  const attempt = async (parts: Partial<Parameters<typeof importStore>[0]>) => {
    const other = memoryStore(clock, 'the-store');
    const filling = other.fill();
    const checked = await checkExport(reading);
    const done = importStore({ ...reading, checked, filling, approve: async () => {}, seen: () => {}, ...parts });
    await expect(done).rejects.toBeInstanceOf(Error);
    await filling.close();
    expect(() => other.contents()).toThrow('There is no store.');
    return done.catch((error: unknown) => String(error));
  };

  it('comes to nothing where the file becomes another one meanwhile', async () => {
    const file = fileOf(exportLines([value('alerts', 'other')]).join(''));
    expect(await attempt({ file })).toContain('became another file while it was read');
  });

  it('comes to nothing where the store holds something else than was written', async () => {
    const other = memoryStore(clock, 'the-store');
    const filling = other.fill();
    const meddling = {
      ...filling,
      done: () => Promise.reject(new Error('it must not come to this')),
      values: async (family: string, values: Parameters<typeof filling.values>[1]) =>
        filling.values(
          family,
          values.map((one) => ({ ...one, json: one.json.replace('x', 'y') })),
        ),
    };
    expect(await attempt({ filling: meddling })).toContain('does not hold what was written into it');
  });

  it('comes to nothing where what will be there is not approved, or somebody ends it', async () => {
    expect(await attempt({ approve: () => Promise.reject(new MoveRefused('no')) })).toContain('no');
    const end = new AbortController();
    const approve = async () => end.abort(new MoveRefused('broken off'));
    expect(await attempt({ approve, signal: end.signal })).toContain('broken off');
  });
});

describe('a journal that is not as it was written', () => {
  it('is exported all the same, told of, and refused by every import', async () => {
    const memory = memoryStore(clock, 'tampered');
    const filling = memory.fill();
    const entries = journalOf('audit', ['1', '2', '3', '4']).flatMap((one) => (one.is === 'entry' ? [one] : []));
    await filling.begin('audit', { position: 0, hash: '0'.repeat(64) });
    await filling.entries(
      'audit',
      entries.map((one) => (one.position === 2 ? { ...one, json: '9' } : one)),
    );
    await filling.done();
    const { text, told } = await exported(memory.contents());
    expect(told).toMatchObject({ entries: 4, misfitCount: 1, misfits: [{ journal: 'audit', position: 2 }] });
    await expect(checkExport({ file: fileOf(text), by: 0, signal })).rejects.toThrow(/line 4: entry 2 .* does not fit/);
  });
});

describe('a hundred thousand records', () => {
  it('are moved some at a time: no part is large, whatever there is of them', async () => {
    const count = 100_000;
    const most = 600_000;
    const json = JSON.stringify({ word: 'x'.repeat(50) });
    // A store that holds nothing in memory, and is asked as a large one is.
    const asked: number[] = [];
    const key = (at: number) => String(at).padStart(7, '0');
    const large: Contents = {
      id: 'large',
      isSnapshot: true,
      families: async () => ['many'],
      async values(_, __, { limit, after }) {
        asked.push(limit);
        const from = after === undefined ? 0 : Number(after) + 1;
        const length = Math.min(limit, count - from);
        return Array.from({ length }, (___, at) => ({ key: key(from + at), version: 1, expires: null, json }));
      },
      journals: async () => [],
      journal: () => {
        throw new Error('there is none');
      },
      close: async () => {},
    };
    const { text, parts, counts } = await exported(large);
    expect(counts.at(-1)).toBe(count);
    expect(Math.max(...asked)).toBeLessThanOrEqual(500);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(most);
    const reading = { file: fileOf(text), by: 0, signal };
    const checked = await checkExport(reading);
    const taken: number[] = [];
    const filling = {
      contents: large,
      values: async (_: string, values: readonly unknown[]) => void taken.push(values.length),
      begin: async () => {},
      entries: async () => {},
      done: async () => {},
      close: async () => {},
    };
    await importStore({ ...reading, checked, filling, approve: async () => {}, seen: () => {} });
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(count);
    expect(Math.max(...taken)).toBeLessThan(2_000);
  });

  it('take one large value alone', async () => {
    const memory = memoryStore(clock, 'large');
    const family = memory.open().family('words', Word, { ttlMs: 'forever' });
    for (let at = 0; at < 60; at += 1) await family.put(String(at), { word: 'x'.repeat(100_000) });
    const { parts, text } = await exported(memory.contents());
    // The first page is of unknown size, and the next as small as it teaches.
    expect(parts.slice(2, -1).every((part) => part.length < 300_000)).toBe(true);
    expect((await exported(await imported(fileOf(text)))).text).toBe(text);
  });
});
