import { readFile, stat } from 'node:fs/promises';
import type { RuleFault } from '../../ports/policy.ts';

/** Where the rules stand. */
export interface RulesFile {
  readonly path: string;
  /** As the configuration names it. */
  readonly name: string;
  /** It must be there; else the starter is in force where it is not. */
  readonly required: boolean;
}

/** A larger file is not even read, in bytes; the language's own bound is lower and is told with a place. */
const largestFile = 1_024 * 1_024;

/** The text; undefined: there is none; a fault: it cannot be read. */
export async function textOf(path: string): Promise<string | undefined | RuleFault> {
  const unread = (says: string): RuleFault => ({ line: 1, column: 1, says });
  try {
    const found = await stat(path);
    // A pipe or a device may never end.
    if (!found.isFile()) return unread('this is no file');
    if (found.size > largestFile) return unread(`the file is larger than ${largestFile / 1_024} KiB`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (isGone(error)) return undefined;
    const code = codeOf(error);
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return unread('the file is not text in UTF-8');
    return unread(
      code === 'EACCES' || code === 'EPERM'
        ? 'the file may not be read by this user'
        : `the file cannot be read (${code})`,
    );
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
const isGone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
