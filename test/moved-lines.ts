import { createHash } from 'node:crypto';
import { format, lineOf, lineOfMoved, mark, type Header, type Moved } from '../src/core/moves/line.ts';
import { entryHash, noHash } from '../src/core/ports/entry-hash.ts';

/** A header; what a test does not say does not matter. */
export const header = (more: Partial<Header> = {}): Header => ({
  is: mark,
  format,
  store: 'the-store',
  purpose: 'demo',
  form: 1,
  at: '2026-11-24T10:00:00.000Z',
  by: '0.1.0',
  ...more,
});

/** A value that stays. */
export const value = (family: string, key: string, json = '{"word":"x"}'): Moved => ({
  is: 'value',
  family,
  key,
  version: 1,
  expires: null,
  json,
});

/** A journal with its entries, from its beginning or from a base on. */
export function journalOf(
  journal: string,
  records: readonly string[],
  base = { position: 0, hash: noHash },
): readonly Moved[] {
  let before = base;
  const entries = records.map((json, index): Moved => {
    const position = base.position + index + 1;
    const at = Date.parse('2026-11-24T09:00:00Z') + index;
    before = { position, hash: entryHash(before.hash, position, at, json) };
    return { is: 'entry', journal, at, json, ...before };
  });
  return [{ is: 'journal', journal, ...base }, ...entries];
}

/** The lines of an export, each with its end, made apart from the program that makes them. */
export function exportLines(moved: readonly Moved[], more: Partial<Header> = {}): readonly string[] {
  const lines = [lineOf(header(more)), ...moved.map(lineOfMoved)];
  return [...lines, trailerOf(lines)];
}

/** The last line after these. */
export function trailerOf(lines: readonly string[]): string {
  const count = (is: string) => lines.filter((line) => line.startsWith(`{"is":"${is}"`)).length;
  return lineOf({
    is: 'end',
    values: count('value'),
    journals: count('journal'),
    entries: count('entry'),
    sha256: createHash('sha256').update(lines.join('')).digest('hex'),
  });
}
