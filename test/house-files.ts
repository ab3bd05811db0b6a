import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

export interface HouseFile {
  /** From the repository's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every file under a folder whose name ends so. */
export const filesUnder = (folder: string, ending: string): readonly HouseFile[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => fileAt(relative(root, join(root, folder, path)).replaceAll('\\', '/')))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));

/** One file. */
export const fileAt = (path: string): HouseFile => ({ path, text: readFileSync(join(root, path), 'utf8') });
