import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { chmod, chown, copyFile, cp, lstat, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { root as repository } from '../house-files.ts';
import { readDockerfile, type Stage, type Step } from './dockerfile.ts';

/** What the last stage of a Dockerfile makes, as a tree of files on this machine. */
export interface Image {
  /** Stands for the root of the image's file system. */
  readonly root: string;
  readonly stage: Stage;
  /** The stages before, by name: what an image is made from, and not part of it. */
  readonly stages: ReadonlyMap<string, string>;
  remove(): Promise<void>;
}

/** Whether this process may give files away and become another user. */
export const isRoot = process.getuid?.() === 0;

/** `UID:GID` as numbers. */
export function userOf({ user }: Stage): { readonly uid: number; readonly gid: number } {
  const [, uid, gid] = /^(\d+):(\d+)$/.exec(user ?? '') ?? [];
  if (uid === undefined) throw new Error(`USER is not numeric: ${user}`);
  return { uid: Number(uid), gid: Number(gid) };
}

/** Names at the top that `.dockerignore` lets through, where it leaves out all and lets some in again. */
async function allowed(): Promise<ReadonlySet<string>> {
  const lines = (await readFile(join(repository, '.dockerignore'), 'utf8'))
    .split('\n')
    .filter((line) => !/^(#|$)/.test(line));
  if (lines[0] !== '*' || lines.slice(1).some((line) => !/^![\w.-]+$/.test(line)))
    throw new Error('.dockerignore has a form that is not known here');
  return new Set(lines.slice(1).map((line) => line.slice(1)));
}

/** All below a folder, itself last. */
export async function walk(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return [...entries.map(({ parentPath, name }) => join(parentPath, name)).toReversed(), folder];
}

/** Runs the steps of the Dockerfile without Docker, each stage in a folder of its own; the caller removes it. RUN is run by the machine's own shell, npm and Node.js. */
export async function buildImage(): Promise<Image> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-image-'));
  await chmod(folder, 0o755);
  const context = await allowed();
  const stages = new Map<string, string>();
  let last: { readonly root: string; readonly stage: Stage } | undefined;
  for (const [index, stage] of readDockerfile(await readFile(join(repository, 'Dockerfile'), 'utf8')).entries()) {
    const root = join(folder, stage.name ?? String(index));
    const above = stages.get(stage.from);
    await mkdir(root, { mode: 0o755 });
    if (above !== undefined) await cp(above, root, { recursive: true, mode: constants.COPYFILE_FICLONE });
    else if (stage.from.startsWith('node:')) await placeNode(root);
    for (const step of stage.steps) {
      await mkdir(join(root, step.cwd), { recursive: true, mode: 0o755 });
      if (step.does === 'run') await run(step.script, join(root, step.cwd), stage);
      else await copy(step, root, stages, context);
    }
    await mkdir(join(root, stage.cwd), { recursive: true, mode: 0o755 });
    if (stage.name !== undefined) stages.set(stage.name, root);
    last = { root, stage };
  }
  if (last === undefined) throw new Error('the Dockerfile has no stage');
  return {
    ...last,
    stages,
    async remove() {
      for (const path of await walk(last.root)) if ((await lstat(path)).isDirectory()) await chmod(path, 0o755);
      await rm(folder, { recursive: true });
    },
  };
}

/** The one file of the images of Node.js that is used. */
async function placeNode(root: string): Promise<void> {
  const bin = join(root, 'usr/local/bin');
  await mkdir(bin, { recursive: true });
  await copyFile(process.execPath, join(bin, 'node'), constants.COPYFILE_FICLONE);
}

/** `npm ci` with flags alone. */
const installs = /^npm ci(?: --[\w-]+)*$/;

/**
 * Runs a step. Twenty thousand files that `npm ci` would unpack once more are linked instead, where the packages of this
 * repository are those of the lock; npm itself then says what it makes of the command and the lock, and unpacks nothing.
 */
async function run(script: string, cwd: string, { env }: Stage): Promise<void> {
  const linked = installs.test(script) && (await isInstalled());
  await shell(linked ? `${script} --dry-run` : script, cwd, env);
  const packages = join(repository, 'node_modules');
  if (linked) await shell(`cp -al '${packages}' . || { rm -rf node_modules; cp -a '${packages}' .; }`, cwd, env);
}

/** Packages with what they must be, as a lock has them. */
const Locked = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), integrity: z.string().optional() })),
});
const lockedAt = async (path: string) =>
  Locked.parse(JSON.parse(await readFile(join(repository, path), 'utf8'))).packages;

/** Whether what npm noted as installed is what the lock names. */
async function isInstalled(): Promise<boolean> {
  const [wanted, there] = await Promise.all([
    lockedAt('package-lock.json'),
    lockedAt('node_modules/.package-lock.json').catch(() => ({})),
  ]);
  const found = Object.entries(there);
  return found.length > 0 && found.every(([path, one]) => isDeepStrictEqual(wanted[path], one));
}

async function shell(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn('sh', ['-c', script], {
    cwd,
    // Packages that were installed before come out of npm's cache.
    env: { ...process.env, npm_config_prefer_offline: 'true', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (part) => (told += String(part)));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`RUN ${script} ended with ${code}: ${told}`);
}

async function copy(
  { stage, sources, to, cwd, owner }: Extract<Step, { readonly does: 'copy' }>,
  root: string,
  stages: ReadonlyMap<string, string>,
  context: ReadonlySet<string>,
): Promise<void> {
  const of = stage === undefined ? repository : stages.get(stage);
  if (of === undefined) throw new Error(`COPY --from=${stage}: no stage above is called so`);
  for (const source of sources) {
    if (stage === undefined && !context.has(source)) throw new Error(`.dockerignore leaves ${source} out`);
    const from = join(of, source);
    const place = join(to.startsWith('/') ? root : join(root, cwd), to);
    // Of a folder what is in it is copied, of a file itself (Dockerfile reference, "COPY").
    const isFolder = (await lstat(from)).isDirectory();
    const target = isFolder || !/(^|\/)\.?$/.test(to) ? place : join(place, basename(source));
    await cp(from, target, { recursive: true });
    if (owner === undefined || !isRoot) continue;
    for (const path of await walk(target)) await chown(path, owner.uid, owner.gid);
  }
}

/** Nobody may write anywhere but into volumes, whose owner keeps what they may. */
export async function makeReadOnly({ root, stage }: Image): Promise<void> {
  const volumes = stage.volumes.map((path) => join(root, path));
  for (const path of await walk(root)) {
    if (volumes.some((volume) => path === volume || path.startsWith(`${volume}/`))) continue;
    const { mode } = await lstat(path);
    await chmod(path, mode & 0o7555);
  }
}
