import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** The text of an embedded file: beside this module in the sources, in `data/` beside the bundle. */
export const readData = (name: string): Promise<string> => {
  const beside = new URL(`./${name}`, import.meta.url);
  return readFile(existsSync(beside) ? beside : new URL(`./data/${name}`, import.meta.url), 'utf8');
};
