/**
 * What `npm start` runs: builds if the sources have changed since the last build, then becomes the program, in this
 * same process, so that the terminal, signals and the exit code are its own. Build output goes to stderr.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = new URL('../dist/main.mjs', import.meta.url);

/** package.json, `engines`: the oldest release of each line that works. */
const oldest = { 20: 19, 22: 12 };

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const tooOld = major < 20 || (major in oldest ? minor < oldest[major] : major < 24);
if (tooOld) refuse(`Quartermaster needs Node.js 20.19, 22.12 or 24 and later; this is ${process.versions.node}.`);

/** Installed without development packages there is nothing to build with, and the bundle that came along runs. */
function canBuild() {
  try {
    createRequire(import.meta.url).resolve('esbuild');
    return existsSync(join(root, 'src/entry.ts'));
  } catch {
    return false;
  }
}

async function isFresh() {
  const { fingerprint, stampFile } = await import('./sources.mjs');
  const stamp = await readFile(join(root, 'dist', stampFile), 'utf8').then(JSON.parse, () => undefined);
  return existsSync(bundle) && stamp?.sources === (await fingerprint(root));
}

if (canBuild()) {
  if (!(await isFresh())) {
    // A process of its own: what the bundler needs in memory is gone when the program starts. Its stdout is our stderr.
    const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
      stdio: ['ignore', 2, 2],
    });
    if (status !== 0) refuse('Quartermaster could not be built; what is wrong stands above.');
  }
} else if (!existsSync(bundle)) {
  refuse('There is no build in dist, and no packages to make one with; run “npm ci” first.');
}
await import(bundle.href);
