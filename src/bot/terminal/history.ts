import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { holdsSecret } from '../../core/secrets.ts';

/** Lines that are kept. */
export const historyLimit = 1_000;

/** Lines typed before, newest first as readline wants them; none where there is no file that can be read. */
export async function readHistory(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-historyLimit)
    .toReversed();
}

/** Keeps the lines for the next time, readable by their owner alone, but for those with what has the form of a secret. A folder that cannot be written loses them silently: history is a courtesy. */
export async function writeHistory(path: string, newestFirst: readonly string[]): Promise<void> {
  const lines = newestFirst
    .filter((line) => !holdsSecret(line))
    .slice(0, historyLimit)
    .toReversed();
  const fresh = `${path}.${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(fresh, `${lines.join('\n')}\n`, { mode: 0o600 });
    await chmod(fresh, 0o600);
    await rename(fresh, path);
  } catch {
    return;
  }
}
