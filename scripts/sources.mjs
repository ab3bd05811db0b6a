import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Says of which sources dist was built. */
export const stampFile = '.stamp.json';

/** What a build is made from. */
const inputs = [
  'src',
  'scripts/build.mjs',
  'scripts/bundle.mjs',
  'scripts/sources.mjs',
  'scripts/third-party.mjs',
  'package.json',
  'package-lock.json',
];

/** A hash over name, size and time of every source: another one whenever a file came, went or changed. */
export async function fingerprint(root) {
  const hash = createHash('sha256');
  const add = async (path) => {
    const facts = await stat(join(root, path)).catch(() => undefined);
    if (facts === undefined) return;
    if (!facts.isDirectory()) {
      hash.update(`${path}\0${facts.size}\0${facts.mtimeMs}\n`);
      return;
    }
    for (const name of (await readdir(join(root, path))).sort()) await add(join(path, name));
  };
  for (const input of inputs) await add(input);
  return hash.digest('hex');
}
