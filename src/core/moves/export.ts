import { createHash } from 'node:crypto';
import { formVersion, type Contents } from '../ports/contents.ts';
import type { JournalName, Position } from '../ports/store.ts';
import type { Instant } from '../time.ts';
import { format, lineMost, lineOf, lineOfMoved, mark, type Moved } from './line.ts';
import { lookThrough, type Misfit } from './look-through.ts';
import { MoveRefused } from './refusal.ts';

/** Misfits that are named; there may be as many as entries. */
const misfitsKept = 10;

/** What is exported, and how. */
export interface ExportParts {
  readonly contents: Contents;
  readonly purpose: 'demo' | 'aws';
  readonly at: Instant;
  /** Which version of Quartermaster writes it. */
  readonly by: string;
  readonly signal: AbortSignal;
  /** Takes lines; what it waits for, all waits for. */
  write(lines: string): Promise<void>;
  /** How many records have been written. */
  seen(count: number): void;
}

/** What was exported. */
export interface Exported {
  readonly values: number;
  readonly entries: number;
  /** Of each journal the last entry. */
  readonly heads: ReadonlyMap<JournalName, Position>;
  /** Entries that do not fit what is before them: all of them, and the first by name. */
  readonly misfitCount: number;
  readonly misfits: readonly Misfit[];
}

/**
 * Writes all that a store keeps as lines of JSON: a header, values, journals with their entries, and a trailer with counts and the
 * hash of all before it. Takes no more memory for more. Rejects as `lookThrough` does, and with whatever `write` rejects with.
 */
export async function exportStore(parts: ExportParts): Promise<Exported> {
  const { contents, purpose, at, by, signal, write, seen } = parts;
  const hash = createHash('sha256');
  const put = async (lines: string): Promise<void> => {
    hash.update(lines);
    await write(lines);
  };
  const counts = { values: 0, journals: 0, entries: 0 };
  const heads = new Map<JournalName, Position>();
  const misfits: Misfit[] = [];
  let misfitCount = 0;
  const misfit = (found: Misfit): void => {
    misfitCount += 1;
    if (misfits.length < misfitsKept) misfits.push(found);
  };
  const { id: store } = contents;
  await put(lineOf({ is: mark, format, store, purpose, form: formVersion, at: new Date(at).toISOString(), by }));
  for await (const page of lookThrough({ contents, by: at, signal, misfit })) {
    for (const moved of page) {
      if (moved.is === 'value') counts.values += 1;
      else {
        counts[moved.is === 'entry' ? 'entries' : 'journals'] += 1;
        heads.set(moved.journal, moved.position);
      }
    }
    await put(page.map(fitting).join(''));
    seen(counts.values + counts.entries);
  }
  await write(lineOf({ is: 'end', ...counts, sha256: hash.digest('hex') }));
  const { values, entries } = counts;
  return { values, entries, heads, misfitCount, misfits };
}

/** Its line. @throws MoveRefused where no import would take it. */
function fitting(moved: Moved): string {
  const line = lineOfMoved(moved);
  // No character is longer than three bytes for each of its code units.
  if (line.length * 3 <= lineMost || Buffer.byteLength(line) <= lineMost) return line;
  const what = moved.is === 'value' ? `${moved.family}/${JSON.stringify(moved.key)}` : `of ${moved.journal}`;
  throw new MoveRefused(`The record ${what} is larger than ${lineMost / 1_024 / 1_024} MiB: it cannot be moved.`);
}
