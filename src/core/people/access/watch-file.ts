import { statSync } from 'node:fs';
import type { Clock } from '../../ports/clock.ts';
import { secondMs } from '../../time.ts';

/** A file is looked at so often at most. */
const lookEveryMs = secondMs;
/** What was written this moment may be half of it. */
const restsMs = secondMs;

/** Looks whether a file has changed. */
export interface WatchedFile {
  /** It has changed, is at rest, and was not taken yet: what it is now. Looked up at once: it takes microseconds, and comes before every question. */
  changed(): Stamp | undefined;
  /** It was read; false where it has changed meanwhile: what was read is then of no use. */
  taken(stamp: Stamp): boolean;
}

/** What changes with the file: two looks that give the same found the same file, as far as the file system tells. `gone`: there is none. */
export type Stamp = string;

/**
 * A file that an editor, or a shell that appends to it, is still writing is left alone until it rests for a second, or is the
 * same at two looks where its time lies ahead: half of its rules might well be rules.
 */
export function watchFile(path: string, clock: Pick<Clock, 'now'>): WatchedFile {
  let known = look(path).stamp;
  let last = known;
  let lookedAt = clock.now();
  return {
    changed() {
      const now = clock.now();
      if (Math.abs(now - lookedAt) < lookEveryMs) return undefined;
      lookedAt = now;
      const { stamp, at } = look(path);
      const rests = stamp === last || at === undefined || now - at >= restsMs;
      last = stamp;
      return rests && stamp !== known ? stamp : undefined;
    },
    taken(stamp) {
      if (look(path).stamp !== stamp) return false;
      known = stamp;
      return true;
    },
  };
}

function look(path: string): { readonly stamp: Stamp; readonly at?: number } {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(path);
    return { stamp: `${mtimeMs} ${ctimeMs} ${size} ${ino}`, at: mtimeMs };
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { stamp: ['ENOENT', 'ENOTDIR'].includes(reason) ? gone : `unreadable ${reason}` };
  }
}

/** There is no file. */
export const gone: Stamp = 'gone';
