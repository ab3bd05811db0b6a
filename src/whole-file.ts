import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ExportFile } from './core/moves/import.ts';
import { MoveRefused } from './core/moves/refusal.ts';

/** A file that is there whole, or not at all. */
export interface WholeFile {
  write(text: string): Promise<void>;
  /** Puts it in its place. Rejects with MoveRefused where a file came there meanwhile. */
  done(): Promise<void>;
  /** Leaves nothing of it, as far as it is not done. */
  close(): Promise<void>;
}

/**
 * Begins a file that its owner alone may read. What is written goes into another beside it, which is flushed and then linked into its place;
 * a file that is there already is never altered. Rejects with MoveRefused.
 */
export async function beginFile(path: string): Promise<WholeFile> {
  const refuse = (error: unknown): never => {
    throw error instanceof MoveRefused ? error : new MoveRefused(`${path} cannot be written: ${reasonOf(error)}.`);
  };
  if (await isThere(path)) throw taken(path);
  const beside = `${path}.part-${randomBytes(4).toString('hex')}`;
  const file = await open(beside, 'wx', 0o600).catch(refuse);
  return {
    write: (text) => file.appendFile(text).catch(refuse),
    async done() {
      try {
        await file.sync();
        // Unlike a rename it never takes the place of a file that came there meanwhile.
        await link(beside, path);
        await rm(beside);
        const folder = await open(dirname(path), 'r');
        await folder.sync();
        await folder.close();
      } catch (error) {
        refuse(codeOf(error) === 'EEXIST' ? taken(path) : error);
      }
    },
    async close() {
      await file.close();
      await rm(beside, { force: true });
    },
  };
}

/** So much of a file is read at once, in bytes. */
const readAtOnce = 64 * 1_024;

/** A file to import from. Rejects with MoveRefused where it is none that can be read twice. */
export async function exportFile(path: string): Promise<ExportFile> {
  const refuse = (why: string): never => {
    throw new MoveRefused(`${path} cannot be read: ${why}.`);
  };
  try {
    await access(path, constants.R_OK);
    if (!(await stat(path)).isFile()) refuse('it is no file; write what comes from a pipe into one first');
  } catch (error) {
    if (error instanceof MoveRefused) throw error;
    refuse(reasonOf(error));
  }
  return {
    name: path,
    async *read() {
      const file = await open(path, 'r').catch((error: unknown) => refuse(reasonOf(error)));
      try {
        for (;;) {
          const { bytesRead, buffer } = await file.read(Buffer.alloc(readAtOnce), 0, readAtOnce);
          if (bytesRead === 0) return;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
    },
  };
}

const taken = (path: string): MoveRefused =>
  new MoveRefused(`${path} is there already, and is not written over. Name another file, or remove it.`);

const isThere = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not use it',
  EPERM: 'its disk knows no links, or this user may not use it',
  EROFS: 'its disk is read-only',
  ENOENT: 'it, or its folder, is not there',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a file stands where its folder should be',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file may not grow further',
};
const reasonOf = (error: unknown): string => reasons[codeOf(error)] ?? String(error);

/** Why output that is no file cannot be written; undefined where whoever reads it has gone, and nothing is to be said. */
export const reasonOfOutput = (error: unknown): string | undefined =>
  goneCodes.has(codeOf(error)) ? undefined : reasonOf(error);

/** Whoever read has closed the pipe. */
const goneCodes = new Set(['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED']);
