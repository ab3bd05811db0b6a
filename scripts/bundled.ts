import { mkdtemp, symlink } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundle } from './bundle.mjs';

/**
 * Sources as `scripts/build.mjs` makes the program: run from TypeScript, every function that is made would cost more than in
 * the program. Gives the folder of what is made, each under its own name; it is the caller's to remove.
 */
export async function bundled(...files: readonly URL[]): Promise<string> {
  // Among the packages, where what is not bundled is found.
  const folder = await mkdtemp(fileURLToPath(new URL('../node_modules/.bundled-', import.meta.url)));
  await build({
    ...bundle,
    entryPoints: Object.fromEntries(files.map((file) => fileURLToPath(file)).map((path) => [parse(path).name, path])),
    outdir: folder,
  });
  // The embedded facts, where the program looks for them.
  await symlink(fileURLToPath(new URL('../src/core/facts/data', import.meta.url)), join(folder, 'data'));
  return folder;
}
