import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { noHash } from '../ports/entry-hash.ts';
import { StoreUnwritable } from '../ports/store.ts';
import type { Claim, Standing, Testimony, Witness } from '../ports/witness.ts';

/** Beyond this the file is written anew with what matters of it, in bytes. */
const compactAt = 64 * 1_024;
/** Of a file that is larger the end alone is read, in bytes. */
const readAtMost = 16 * 1_024 * 1_024;
/** Beyond this it is told that the file cannot be written anew, in bytes. */
const grownAt = 4 * compactAt;
/** The beginning of the file shows whether it is an anchor: room for two lines, in bytes. */
const beginning = 512;
/** The last claim of a store is looked for in so much of the end, then in so much, in bytes. */
const endings = [4_096, 2 * compactAt] as const;
/** Of the newest lines so many are kept. */
const newestKept = 200;
/** Of each kind of evidence so many lines are kept: other stores, claims that contradict each other, trims, lines that are none. */
const evidenceKept = 20;

const form =
  /^([\w-]{1,64}) (\d{1,15}) ([0-9a-f]{64}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)(?: trims:(\d{1,15})\.)?$/;
/** The beginning of a line whose process, or whose disk, did not come to its end. */
const torn = /^[\w-]{1,64}( \d{0,15}( [0-9a-f]{0,64}( [\dT:.Z-]{0,24}( [a-z]{0,5}:?\d{0,15})?)?)?)?$/;
const wholeHash = /^[0-9a-f]{64}$/;

/**
 * A witness that is a text file, a line a claim: `store position hash time`, and `trims:position.` where the entry tells
 * of a trim (the full stop shows that the number is whole). Several processes append to it; when it has
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
  /** It is written anew when it is larger, in bytes. */
  let compactFrom = compactAt;
  /** A file that is something else is never written into. Made where there is none. */
  const opened = (store?: string): number => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(path, 'a+', 0o600);
    const { size } = fstatSync(file);
    if (!known && size > 0 && !isAnchor(textOf(file, 0, Math.min(size, beginning)), size, store)) {
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
      if (size > compactFrom) compact(file, size + bytes.length);
      return size === 0 ? 'nothing' : 'something';
    } finally {
      closeSync(file);
    }
  };
  const compact = (file: number, size: number): void => {
    const beside = `${path}.${process.pid}`;
    try {
      const kept = `${worthKeeping(linesOf(textOf(file, 0, size))).join('\n')}\n`;
      writeFileSync(beside, kept, { mode: 0o600 });
      renameSync(beside, path);
      compactFrom = Math.max(compactAt, 2 * Buffer.byteLength(kept));
    } catch {
      // The claim is written. To try with each one would read a file that grows again and again.
      compactFrom = 2 * size;
    }
  };
  /** Whoever rewrites the store would otherwise have only to wait until the claims that know better are forgotten. */
  const compare = async ({ hashAt }: Standing, last: Claim): Promise<void> => {
    const stands = await hashAt(last.position);
    const hash = stands === undefined || wholeHash.test(stands) ? stands : noHash;
    if (hash === undefined || hash === last.hash) return;
    write({ store: last.store, position: last.position, hash, at: last.at });
  };
  /** Whether one could be made here: whoever only looks leaves none. */
  const tryBeside = (): void => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const beside = `${path}.${process.pid}`;
    closeSync(openSync(beside, 'a', 0o600));
    rmSync(beside);
  };
  /** Whether it can be written; gives its last claim of a store. */
  const prepared = (store?: string): Claim | undefined => {
    const file = opened(store);
    try {
      return store === undefined ? undefined : lastClaim(file, store);
    } finally {
      closeSync(file);
    }
  };

  return {
    where: path,
    async ready() {
      try {
        if (existsSync(path)) prepared();
        else tryBeside();
      } catch (error) {
        refuse(error);
      }
    },
    async note(append, standing) {
      try {
        const last = prepared(standing?.store);
        if (last !== undefined && standing !== undefined) await compare(standing, last);
      } catch (error) {
        return refuse(error);
      }
      const claim = await append();
      try {
        return write(claim);
      } catch (error) {
        return refuse(error);
      }
    },
    async testimony() {
      try {
        const { text, size } = await contents(path);
        return { ...testimonyOf(text), ...(size > grownAt && { grown: size }) };
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
export const lineOf = ({ store, position, hash, at, trims }: Claim): string =>
  `${store} ${position} ${hash} ${new Date(at).toISOString()}${trims === undefined ? '' : ` trims:${trims}.`}`;

/** A claim, or undefined where the line is none. */
function claimOf(line: string): Claim | undefined {
  const [, store = '', position = '', hash = '', at = '', trims] = form.exec(line) ?? [];
  if (store === '') return undefined;
  return {
    store,
    position: Number(position),
    hash,
    at: Date.parse(at),
    ...(trims !== undefined && { trims: Number(trims) }),
  };
}

/** The last claim of a store, as far as its end is read. */
function lastClaim(file: number, store: string): Claim | undefined {
  const { size } = fstatSync(file);
  for (const length of endings) {
    const from = Math.max(0, size - length);
    const line = linesOf(textOf(file, from, size - from)).findLast(
      (one) => one.startsWith(`${store} `) && form.test(one),
    );
    if (line !== undefined) return claimOf(line);
    if (from === 0) return undefined;
  }
  return undefined;
}

/** Whether a file that begins so is an anchor. Any word looks like a torn line: then the rest of the file decides. */
function isAnchor(start: string, size: number, store: string | undefined): boolean {
  const [first = '', second] = start.split('\n');
  if (form.test(first)) return true;
  if (!torn.test(first)) return false;
  const isWhole = second === undefined && size <= beginning;
  return isWhole || (store !== undefined && first.startsWith(store)) || form.test(second ?? '');
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
 * claims of one position with two hashes, and the newest trims.
 */
export function worthKeeping(lines: readonly string[]): readonly string[] {
  const furthest = new Map<string, { readonly position: number; readonly line: string }>();
  const first = new Map<string, { readonly hash: string; readonly line: string }>();
  const contradictory = new Set<string>();
  const foreign = new Set<string>();
  const trims: string[] = [];
  for (const line of lines) {
    const claim = claimOf(line);
    if (claim === undefined) {
      if (!torn.test(line) && foreign.size < evidenceKept) foreign.add(line);
      continue;
    }
    const { store, position, hash } = claim;
    if (claim.trims !== undefined) trims.push(line);
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
    ...trims.slice(-evidenceKept),
    ...foreign,
  ]);
  return lines.filter((line) => kept.has(line));
}

/** Bytes of an open file, as text. */
function textOf(file: number, from: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString('utf8', 0, readSync(file, bytes, 0, length, from));
}

/** The file, or its end where it is very large; empty where there is none. @returns Its size in bytes, too. */
async function contents(path: string): Promise<{ readonly text: string; readonly size: number }> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size <= readAtMost) return { text: await file.readFile('utf8'), size };
      const bytes = Buffer.alloc(readAtMost);
      const { bytesRead } = await file.read(bytes, 0, readAtMost, size - readAtMost);
      const text = bytes.toString('utf8', 0, bytesRead);
      // It begins within a line.
      return { text: text.slice(text.indexOf('\n') + 1), size };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { text: '', size: 0 };
    throw error;
  }
}
