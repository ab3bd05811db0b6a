import { createHash } from 'node:crypto';
import { z } from 'zod';
import { formVersion } from '../ports/contents.ts';
import { entryHash } from '../ports/entry-hash.ts';
import { isSoundKey } from '../ports/sound-key.ts';
import type { Base, JournalName } from '../ports/store.ts';
import { format, Header, lineMost, mark, MovedLine, Trailer, type Moved } from './line.ts';
import { MoveRefused } from './refusal.ts';

/** What is known of an export once all of it was read. */
export interface ReadExport {
  readonly header: Header;
  readonly trailer: Trailer;
  /** Of each journal where it ends. */
  readonly heads: ReadonlyMap<JournalName, Base>;
}

/** Reads an export line by line. */
export interface ExportReader {
  /**
   * What a line holds; undefined for the first and the last.
   * @param bytes Without the line feed. @throws MoveRefused with the number of the line where it is not what was written.
   */
  see(bytes: Uint8Array): Moved | undefined;
  /** @throws MoveRefused where there should be more. */
  end(): ReadExport;
}

const lineFeed = '\n';
/** What a first line of any version says. */
const AnyHeader = z.object({
  is: z.literal(mark),
  format: z.int(),
  form: z.int().optional(),
  by: z.string().optional(),
});

/**
 * Holds each line to its form, the order of all, the chain of each journal, and the whole to its trailer.
 * @param name Of the file, for people.
 */
export function createExportReader(name: string): ExportReader {
  const hash = createHash('sha256');
  const counts = { values: 0, journals: 0, entries: 0 };
  const heads = new Map<JournalName, Base>();
  let number = 0;
  let header: Header | undefined;
  let trailer: Trailer | undefined;
  let before: Moved | undefined;
  const refuse = (why: string): never => {
    throw new MoveRefused(`${name}, line ${number}: ${why}. Nothing was imported: take another copy of the export.`);
  };
  const chained = (moved: Moved): void => {
    if (moved.is === 'value') return;
    const { journal, position } = moved;
    if (moved.is === 'entry') {
      const last = heads.get(journal);
      if (last === undefined) return refuse(`entry ${position} comes before its journal ${journal}`);
      if (position !== last.position + 1) refuse(`entry ${last.position + 1} of the journal ${journal} is missing`);
      if (moved.hash !== entryHash(last.hash, position, moved.at, moved.json))
        refuse(`entry ${position} of the journal ${journal} does not fit its hash, or the entry before it`);
    }
    heads.set(journal, moved);
  };

  return {
    see(bytes) {
      number += 1;
      if (trailer !== undefined) return refuse('something stands after the end');
      const json = jsonIn(bytes);
      if (number === 1) {
        header = headerIn(json, name);
        hash.update(bytes).update(lineFeed);
        return undefined;
      }
      if (isEnd(json)) {
        const end = Trailer.safeParse(json);
        if (!end.success) return refuse('it is none of an export');
        if (end.data.sha256 !== hash.digest('hex')) refuse('what is before it was altered: its hash is another');
        const differs = (['values', 'journals', 'entries'] as const).some((of) => end.data[of] !== counts[of]);
        if (differs) refuse('there are fewer or more lines before it than it tells');
        trailer = end.data;
        return undefined;
      }
      hash.update(bytes).update(lineFeed);
      const line = MovedLine.safeParse(json);
      if (!line.success) return refuse('it is none of an export');
      const moved = line.data;
      if (before !== undefined && !follows(before, moved)) refuse('it is not in its place');
      if (moved.is === 'value' && !isSoundKey(moved.key))
        refuse(`no store keeps the key ${JSON.stringify(moved.key)} as it is`);
      chained(moved);
      counts[moved.is === 'value' ? 'values' : moved.is === 'entry' ? 'entries' : 'journals'] += 1;
      before = moved;
      return moved;
    },
    end() {
      if (header === undefined) throw new MoveRefused(`${name} is empty.`);
      if (trailer === undefined)
        throw new MoveRefused(
          `${name} was cut off after line ${number}: its end is missing. Nothing was imported: take another copy of the export.`,
        );
      return { header, trailer, heads };
    },
  };
}

const isEnd = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'is' in json && json.is === 'end';

/** What a line says; undefined where it is no JSON. */
function jsonIn(bytes: Uint8Array): unknown {
  if (bytes.length > lineMost) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
  } catch {
    return undefined;
  }
}

/** @throws MoveRefused where it is that of nothing, or of what a newer version wrote. */
function headerIn(json: unknown, name: string): Header {
  const any = AnyHeader.safeParse(json).data;
  if (any === undefined)
    throw new MoveRefused(`${name} is no export of a store. \`quartermaster store export\` makes one.`);
  if (any.format > format || (any.form ?? 0) > formVersion)
    throw new MoveRefused(
      `${name} was written by a newer Quartermaster (${any.by ?? 'of an unknown version'}). Use that version, or a newer one.`,
    );
  const header = Header.safeParse(json);
  if (!header.success) throw new MoveRefused(`${name}, line 1: it is no beginning of an export.`);
  return header.data;
}

/** Whether a line may stand after another: values by family and key, then journals by name, entries as the chain has them. */
function follows(before: Moved, next: Moved): boolean {
  if (before.is === 'value')
    return next.is === 'value'
      ? inOrder(before.family, next.family) || (before.family === next.family && inOrder(before.key, next.key))
      : next.is === 'journal';
  if (next.is === 'entry') return next.journal === before.journal;
  return next.is === 'journal' && inOrder(before.journal, next.journal);
}

/** By their UTF-8 bytes, as stores order them. */
const inOrder = (one: string, other: string): boolean => Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
