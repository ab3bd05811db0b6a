import { StoreUnwritable } from '../../ports/store.ts';

/** SQLite's result codes of a write that did not happen ("Result and Error Codes"); extended codes begin with these. */
const unwritable = [
  'SQLITE_FULL',
  'SQLITE_READONLY',
  'SQLITE_IOERR',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_CANTOPEN',
  'SQLITE_PERM',
];

/** SQLite's result code, or an empty text where the error has none. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Whether a write did not happen because another process held the file. */
export const isHeld = (error: unknown): boolean =>
  error instanceof StoreUnwritable && codeOf(error.cause).startsWith('SQLITE_BUSY');

const reasons: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'the disk, or the size that the store may have, is full',
  SQLITE_READONLY: 'the file is read-only',
  SQLITE_BUSY: 'another process held it too long',
  SQLITE_CANTOPEN: 'the file or its folder cannot be opened',
};

/** Runs a write; an error of SQLite's that says the write did not happen becomes StoreUnwritable. */
export function writing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    const base = unwritable.find((one) => code.startsWith(one));
    if (base === undefined) throw error;
    throw new StoreUnwritable(
      `The store ${path} cannot be written: ${reasons[base] ?? 'the file system refuses'} (${code}).`,
      { cause: error },
    );
  }
}
