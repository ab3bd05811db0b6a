/**
 * Bundles src/entry.ts, and what runs in threads, into dist/: `npm run build`. Every output is written under another name and renamed, chunks are
 * named by their content, and the chunks of the build before stay: a process that runs from dist goes on while this
 * one ends. Says what it does on stderr only.
 */
import { randomUUID } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundle, entries } from './bundle.mjs';
import { fingerprint, stampFile } from './sources.mjs';
import { thirdParty } from './third-party.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const entry = 'main.mjs';
/** Licences of what is bundled: they go where the bundle goes. */
const licences = 'THIRD-PARTY.txt';

/** Chunks that neither this build nor the one before wrote are deleted after a day, in ms. */
const chunkKeptMs = 24 * 3_600_000;

/** Puts a file in its place at once: whoever opens it sees the old one or the new one, whole. */
async function place(name, write) {
  const to = join(dist, name);
  const beside = `${to}.${randomUUID()}.tmp`;
  try {
    await write(beside);
    await rename(beside, to);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

const started = performance.now();
// Taken before the build: what changes during it makes the next start build again.
const sources = await fingerprint(root);
const before = await readFile(join(dist, stampFile), 'utf8').then(JSON.parse, () => ({ files: [] }));

const { outputFiles, metafile } = await build({
  ...bundle,
  absWorkingDir: root,
  entryPoints: entries,
  outdir: dist,
  chunkNames: '[name]-[hash]',
  // The whole texts stand in one file beside.
  legalComments: 'none',
  metafile: true,
  write: false,
}).catch((error) => {
  // esbuild has said on stderr what is wrong and where.
  if (error instanceof Error && 'errors' in error) process.exit(1);
  throw error;
});

await mkdir(join(dist, 'data'), { recursive: true });
const files = outputFiles.map(({ path, contents }) => ({ name: path.slice(dist.length + 1), contents }));
// The entry comes last, when all that it names is there.
files.sort((one, other) => Number(one.name === entry) - Number(other.name === entry));
for (const { name, contents } of files) {
  await place(name, async (to) => {
    await writeFile(to, contents);
    if (name === entry) await chmod(to, 0o755);
  });
}
const facts = join(root, 'src/core/facts/data');
for (const name of (await readdir(facts)).filter((one) => !one.endsWith('.ts'))) {
  await place(join('data', name), (to) => copyFile(join(facts, name), to));
}

const notices = await thirdParty(root, Object.keys(metafile.inputs));
await place(licences, (to) => writeFile(to, notices));

const kept = new Set([stampFile, 'data', licences, 'sbom.cdx.json', ...files.map(({ name }) => name), ...before.files]);
for (const name of await readdir(dist)) {
  if (kept.has(name)) continue;
  const path = join(dist, name);
  // Another build may run beside this one and have removed it already.
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > chunkKeptMs) await rm(path, { force: true, recursive: true });
}
await place(stampFile, (to) => writeFile(to, JSON.stringify({ sources, files: files.map(({ name }) => name) })));
process.stderr.write(`built dist in ${Math.round(performance.now() - started)} ms\n`);
