/**
 * Lays out what runs, and nothing else: `node scripts/runtime.mjs FOLDER` after a build. FOLDER/app is the program with the
 * packages that are not part of its bundle, FOLDER/state is where it keeps an embedded store. Modes are set, not taken over:
 * a checkout of somebody who lets nobody else read would make an image that its own user cannot read.
 */
import { chmod, copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import { stampFile } from './sources.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [, , given] = process.argv;
if (given === undefined) {
  process.stderr.write('Name the folder: node scripts/runtime.mjs FOLDER\n');
  process.exit(2);
}
process.umask(0o022);
const app = join(resolve(given), 'app');
const state = join(resolve(given), 'state', '.quartermaster');

/** What nothing reads at run time: types, maps of sources, and by package its flavours for other users of it. */
const unread = /\.(d\.[cm]?ts|map)$/;
const unreadOf = {
  '@cedar-policy/cedar-wasm': /^(esm|web)\//,
  // Without italics, and without the older format.
  '@fontsource/inter': /\.(css|scss)$|-italic\.|\.woff$/,
  '@resvg/resvg-wasm': /\.min\.js$/,
};

const read = async (path) => JSON.parse(await readFile(path, 'utf8'));

async function place(from, to, mode = 0o644) {
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await copyFile(from, to);
  await chmod(to, mode);
}

const filesIn = async (folder) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));

/** Where a package finds another: beside itself, or further up. */
function located(name, from) {
  const path = join(from, 'node_modules', name);
  if (existsSync(path)) return path;
  return from === root || dirname(from) === from ? undefined : located(name, dirname(from));
}

/** Whether a native package is for this machine. npm installs those of every C library where a lock does not tell them apart. */
function fits({ os, cpu, neon }) {
  const glibc = process.report.getReport().header.glibcVersionRuntime !== undefined;
  return (
    (os?.includes(process.platform) ?? true) &&
    (cpu?.includes(process.arch) ?? true) &&
    (neon?.abi === undefined || process.platform !== 'linux' || neon.abi === (glibc ? 'gnu' : 'musl'))
  );
}

/** Puts a package and all that it depends on in its place. */
async function take(name, from, optional, taken) {
  const folder = located(name, from);
  if (folder === undefined) {
    if (optional) return;
    throw new Error(`${name} is not installed; run “npm ci” first`);
  }
  if (taken.has(folder)) return;
  const manifest = await read(join(folder, 'package.json'));
  // Of a package for several machines the list tells which; what binary it needs is a package of its own.
  if (optional && !fits(manifest)) return;
  taken.add(folder);
  for (const path of await filesIn(folder)) {
    if (path.startsWith('node_modules/') || unread.test(path) || unreadOf[name]?.test(path)) continue;
    await place(join(folder, path), join(app, relative(root, folder), path));
  }
  for (const needed of Object.keys(manifest.dependencies ?? {})) await take(needed, folder, false, taken);
  for (const wished of Object.keys(manifest.optionalDependencies ?? {})) await take(wished, folder, true, taken);
}

const { files } = await read(join(root, 'dist', stampFile));
const data = (await filesIn(join(root, 'dist/data'))).map((name) => join('data', name));
for (const name of [...files, ...data, 'THIRD-PARTY.txt', 'sbom.cdx.json'])
  await place(join(root, 'dist', name), join(app, 'dist', name), name === 'main.mjs' ? 0o755 : 0o644);
for (const name of ['LICENSE', 'NOTICE', 'package.json']) await place(join(root, name), join(app, name));
const taken = new Set();
for (const name of bundle.external) await take(name, root, false, taken);
// Nobody but its user may look into it.
await mkdir(state, { recursive: true });
await chmod(state, 0o700);
process.stderr.write(`${app}: ${files.length + data.length} files of the program, ${taken.size} packages\n`);
