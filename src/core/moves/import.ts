import { createHash } from 'node:crypto';
import type { Contents, Filling } from '../ports/contents.ts';
import { turn } from '../slices.ts';
import type { Instant } from '../time.ts';
import { lineMost, lineOfMoved, type Moved } from './line.ts';
import { lookThrough } from './look-through.ts';
import { createExportReader, type ReadExport } from './read.ts';
import { MoveRefused } from './refusal.ts';

/** A file that can be read more than once. */
export interface ExportFile {
  /** For people. */
  readonly name: string;
  /** Its bytes from the beginning, some at a time. */
  read(): AsyncIterable<Uint8Array>;
}

/** How an export is read. */
export interface Reading {
  readonly file: ExportFile;
  /** What has expired by then is left behind. */
  readonly by: Instant;
  readonly signal: AbortSignal;
}

/** An export that was read to its end, and is what was written. */
export interface CheckedExport extends ReadExport {
  /** Values that have expired since. */
  readonly expired: number;
  /** SHA-256 over the lines of all that is moved. */
  readonly sha256: string;
}

/** Reads all of an export, and alters nothing. Rejects with MoveRefused where it is not as it was written, and with the signal's reason. */
export async function checkExport(reading: Reading): Promise<CheckedExport> {
  const hash = createHash('sha256');
  let expired = 0;
  const read = await walk(reading, async (all) => {
    const living = all.filter((moved) => isLiving(moved, reading.by));
    expired += all.length - living.length;
    hash.update(living.map(lineOfMoved).join(''));
  });
  return { ...read, expired, sha256: hash.digest('hex') };
}

/** How an export is taken in. */
export interface ImportParts extends Reading {
  readonly checked: CheckedExport;
  readonly filling: Filling;
  /** Looks at what will be there; what it rejects with ends the import. */
  approve(contents: Contents): Promise<void>;
  /** How many records have been taken in. */
  seen(count: number): void;
}

/**
 * Fills a store with what a checked export holds, and reads it back before anybody may use it. Rejects with MoveRefused where the file
 * has become another one meanwhile, or the store does not hold what it was given, and as the filling does; then it is not `done`.
 */
export async function importStore({ checked, filling, approve, seen, ...reading }: ImportParts): Promise<void> {
  let count = 0;
  const { trailer } = await walk(reading, async (all) => {
    for (const run of runsOf(all.filter((moved) => isLiving(moved, reading.by)))) await takeIn(filling, run);
    count += all.length;
    seen(count);
  });
  if (trailer.sha256 !== checked.trailer.sha256)
    throw new MoveRefused(`${reading.file.name} became another file while it was read. Nothing was imported.`);
  if ((await hashOf(filling.contents, reading)) !== checked.sha256)
    throw new MoveRefused(
      'The new store does not hold what was written into it: something else wrote there. Nothing was imported.',
    );
  await approve(filling.contents);
  reading.signal.throwIfAborted();
  await filling.done();
}

const isLiving = (moved: Moved, by: Instant): boolean =>
  moved.is !== 'value' || moved.expires === null || moved.expires > by;

async function hashOf(contents: Contents, { by, signal }: Reading): Promise<string> {
  const hash = createHash('sha256');
  let misfits = 0;
  const misfit = (): void => void (misfits += 1);
  for await (const page of lookThrough({ contents, by, signal, misfit })) hash.update(page.map(lineOfMoved).join(''));
  return misfits === 0 ? hash.digest('hex') : '';
}

/** What lies together. */
type Run = readonly [Moved, ...(readonly Moved[])];

/** Neighbours of one kind in one place. */
function runsOf(all: readonly Moved[]): readonly Run[] {
  const runs: [Moved, ...Moved[]][] = [];
  for (const moved of all) {
    const last = runs.at(-1);
    if (last !== undefined && placeOf(last[0]) === placeOf(moved)) last.push(moved);
    else runs.push([moved]);
  }
  return runs;
}

const placeOf = (moved: Moved): string =>
  moved.is === 'value' ? `value ${moved.family}` : `${moved.is} ${moved.journal}`;

async function takeIn(filling: Filling, run: Run): Promise<void> {
  const [first] = run;
  switch (first.is) {
    case 'value':
      return filling.values(
        first.family,
        run.flatMap((one) => (one.is === 'value' ? [one] : [])),
      );
    case 'journal':
      return filling.begin(first.journal, first);
    case 'entry':
      return filling.entries(
        first.journal,
        run.flatMap((one) => (one.is === 'entry' ? [one] : [])),
      );
  }
}

/** Reads a file once, and hands on what stands in it, some lines at a time. */
async function walk({ file, signal }: Reading, each: (all: readonly Moved[]) => Promise<void>): Promise<ReadExport> {
  const reader = createExportReader(file.name);
  let rest: Uint8Array[] = [];
  let restLength = 0;
  for await (const bytes of file.read()) {
    signal.throwIfAborted();
    const all: Moved[] = [];
    let from = 0;
    for (let to = bytes.indexOf(lineFeed); to >= 0; to = bytes.indexOf(lineFeed, from)) {
      const line = Buffer.concat([...rest, bytes.subarray(from, to)]);
      const moved = reader.see(line);
      if (moved !== undefined) all.push(moved);
      [rest, restLength, from] = [[], 0, to + 1];
    }
    if (from < bytes.length) {
      rest.push(bytes.slice(from));
      restLength += bytes.length - from;
    }
    if (all.length > 0) await each(all);
    // What is longer than any line is refused before it fills the memory.
    if (restLength > lineMost) reader.see(Buffer.concat(rest));
    await turn();
  }
  if (restLength > 0) throw cutOff(file.name);
  return reader.end();
}

const lineFeed = 0x0a;

const cutOff = (name: string): MoveRefused =>
  new MoveRefused(`${name} was cut off within its last line. Nothing was imported: take another copy of the export.`);
