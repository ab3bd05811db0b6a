import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreUnwritable } from '../ports/store.ts';
import type { Claim, Testimony, Witness } from '../ports/witness.ts';

/** Beyond this the file is written anew with what matters of it, in bytes. */
const compactAt = 64 * 1_024;
/** What is larger is no anchor, in bytes. */
const largest = 16 * 1_024 * 1_024;
/** Of the newest lines so many are kept. */
const newestKept = 200;
/** Of each kind of evidence so many lines are kept: other stores, claims that contradict each other, lines that are none. */
const evidenceKept = 20;

const form = /^([\w-]{1,64}) (\d{1,15}) ([0-9a-f]{64}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;
/** The beginning of a line whose process, or whose disk, did not come to its end. */
const torn = /^[\w-]{1,64}( \d{0,15}( [0-9a-f]{0,64}( [\dT:.Z-]{0,24})?)?)?$/;

/**
 * A witness that is a text file, a line a claim: `store position hash time`. Several processes append to it; when it has
 * grown, whichever sees that writes it anew and renames it into its place. A claim that comes in between may be lost, which
 * only leaves an entry without one.
 */
export function anchorFile(path: string): Witness {
  const refuse = (error: unknown): never => {
    if (error instanceof StoreUnwritable) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StoreUnwritable(`The anchor of the audit ${path} cannot be used: ${reasons[code] ?? code}.`, {
      cause: error,
    });
  };
  let known = false;
  /** A file that is something else is never written into. Made where there is none. */
  const opened = (): number => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(path, 'a+', 0o600);
    const { size } = fstatSync(file);
    if (!known && size > 0 && !isClaimOrTorn(textOf(file, 0, Math.min(size, 256)).split('\n')[0] ?? '')) {
      closeSync(file);
      throw new StoreUnwritable(`${path} is no anchor of an audit. Set audit.anchor to another file.`);
    }
    known = true;
    return file;
  };
  const write = (claim: Claim): 'nothing' | 'something' => {
    const file = opened();
    try {
      const { size, ino } = fstatSync(file);
      const cut = size > 0 && textOf(file, size - 1, 1) !== '\n';
      const bytes = Buffer.from(`${cut ? '\n' : ''}${lineOf(claim)}\n`);
      if (writeSync(file, bytes) < bytes.length) throw new StoreUnwritable(`The anchor of the audit ${path} is full.`);
      // Another process has just put a shorter one in its place: the line belongs there.
      if (statSync(path).ino !== ino) return write(claim);
      if (size > compactAt) compact(file, size + bytes.length);
      return size === 0 ? 'nothing' : 'something';
    } finally {
      closeSync(file);
    }
  };
  const compact = (file: number, size: number): void => {
    const beside = `${path}.${process.pid}`;
    try {
      writeFileSync(beside, `${worthKeeping(linesOf(textOf(file, 0, size))).join('\n')}\n`, { mode: 0o600 });
      renameSync(beside, path);
    } catch {
      // The claim is written: a file that stays long is tried again with the next one.
    }
  };

  const ready = async (): Promise<void> => {
    try {
      closeSync(opened());
    } catch (error) {
      refuse(error);
    }
  };

  return {
    where: path,
    ready,
    async note(append) {
      await ready();
      const claim = await append();
      try {
        return write(claim);
      } catch (error) {
        return refuse(error);
      }
    },
    async testimony() {
      try {
        return testimonyOf(await contents(path));
      } catch (error) {
        return refuse(error);
      }
    },
  };
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write it',
  EPERM: 'this user may not write it',
  EROFS: 'its disk is read-only',
  EISDIR: 'it is a folder',
  EEXIST: 'a file stands where its folder should be',
  ENOTDIR: 'a file stands where its folder should be',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file may not grow further',
};

/** One claim as it stands in the file, without its end of line. */
export const lineOf = ({ store, position, hash, at }: Claim): string =>
  `${store} ${position} ${hash} ${new Date(at).toISOString()}`;

/** A claim, or undefined where the line is none. */
function claimOf(line: string): Claim | undefined {
  const [, store = '', position = '', hash = '', at = ''] = form.exec(line) ?? [];
  return store === '' ? undefined : { store, position: Number(position), hash, at: Date.parse(at) };
}

const isClaimOrTorn = (line: string): boolean => form.test(line) || torn.test(line);
const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

function testimonyOf(text: string): Testimony {
  const lines = linesOf(text);
  return {
    claims: lines.flatMap((line) => claimOf(line) ?? []),
    unreadable: lines.filter((line) => !isClaimOrTorn(line)).length,
  };
}

/**
 * The newest lines, and what would otherwise be forgotten of a store that was put back: the furthest claim of each store,
 * and claims of one position with two hashes.
 */
export function worthKeeping(lines: readonly string[]): readonly string[] {
  const furthest = new Map<string, { readonly position: number; readonly line: string }>();
  const first = new Map<string, { readonly hash: string; readonly line: string }>();
  const contradictory = new Set<string>();
  const foreign = new Set<string>();
  for (const line of lines) {
    const claim = claimOf(line);
    if (claim === undefined) {
      if (!torn.test(line) && foreign.size < evidenceKept) foreign.add(line);
      continue;
    }
    const { store, position, hash } = claim;
    const known = furthest.get(store);
    if ((known === undefined && furthest.size < evidenceKept) || (known !== undefined && position >= known.position))
      furthest.set(store, { position, line });
    const before = first.get(`${store} ${position}`);
    if (before === undefined) first.set(`${store} ${position}`, { hash, line });
    else if (before.hash !== hash && contradictory.size < 2 * evidenceKept) {
      contradictory.add(before.line);
      contradictory.add(line);
    }
  }
  const kept = new Set([
    ...lines.slice(-newestKept),
    ...[...furthest.values()].map(({ line }) => line),
    ...contradictory,
    ...foreign,
  ]);
  return lines.filter((line) => kept.has(line));
}

/** Bytes of an open file, as text. */
function textOf(file: number, from: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString('utf8', 0, readSync(file, bytes, 0, length, from));
}

/** The whole file; empty where there is none. */
async function contents(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      if ((await file.stat()).size > largest) throw new StoreUnwritable(`${path} is too large for an anchor.`);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
