import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { entries } from '../../scripts/bundle.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../house-files.ts';

/** A small program beside the real scripts: prints its arguments, then what a chunk says, and ends with 7. */
let house = '';
const main = (says: string) =>
  `const { late } = await import('./late.ts');\nprocess.stdout.write(process.argv.slice(2).join(' ') + ' ${says} ' + late);\nprocess.exitCode = 7;\n`;

const lateSays = (says: string) => writeFile(join(house, 'src/late.ts'), `export const late = '${says}';\n`);

const run = (
  ...args: readonly string[]
): Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(house, 'scripts/start.mjs'), ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });

const chunks = async () => (await readdir(join(house, 'dist'))).filter((name) => name.startsWith('late-'));

beforeAll(async () => {
  house = await realpath(await mkdtemp(join(tmpdir(), 'quartermaster-start-')));
  await cp(join(root, 'scripts'), join(house, 'scripts'), { recursive: true });
  await mkdir(join(house, 'src/core/facts/data'), { recursive: true });
  await writeFile(join(house, 'src/core/facts/data/facts.txt'), 'one\n');
  await writeFile(join(house, entries.main), main('first'));
  for (const other of Object.values(entries).filter((entry) => entry !== entries.main)) {
    await mkdir(dirname(join(house, other)), { recursive: true });
    await writeFile(join(house, other), 'export {};\n');
  }
  await lateSays('one');
  await writeFile(join(house, 'package.json'), '{"type":"module"}');
  await symlink(join(root, 'node_modules'), join(house, 'node_modules'));
});
afterAll(() => rm(house, { recursive: true }));

describe('npm start', () => {
  it('builds where there is no build, says so on stderr alone, and hands over arguments and exit code', async () => {
    const { code, stdout, stderr } = await run('--once', 'a b');
    expect({ code, stdout }).toEqual({ code: 7, stdout: '--once a b first one' });
    expect(stderr).toMatch(/^built dist in \d+ ms\n$/);
    expect(await readdir(join(house, 'dist/data'))).toEqual(['facts.txt']);
  });

  it('does not build what has not changed', async () => {
    expect(await run()).toEqual({ code: 7, stdout: ' first one', stderr: '' });
  });

  it('builds what has changed, and leaves the chunks that a running process may still want', async () => {
    const before = await chunks();
    await lateSays('two');
    expect(await run()).toMatchObject({ stdout: ' first two', stderr: expect.stringMatching(/^built/) });
    const after = await chunks();
    expect(after).toHaveLength(2);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it('clears chunks that the last two builds did not write, a day later', async () => {
    const old = new Date(Date.now() - 3 * 24 * 3_600_000);
    for (const name of await chunks()) await utimes(join(house, 'dist', name), old, old);
    await lateSays('three');
    expect((await run()).stdout).toBe(' first three');
    // `two` was written by the build before, `one` by none of the two.
    expect(await chunks()).toHaveLength(2);
  });

  it('leaves the last build as it is where the sources are wrong, and ends with 2', async () => {
    const before = await readdir(join(house, 'dist'));
    await writeFile(join(house, entries.main), 'const = ;');
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/Quartermaster could not be built; what is wrong stands above\.\n$/);
    expect(await readdir(join(house, 'dist'))).toEqual(before);
  });

  it('runs the build that came along where packages to build with are not installed', async () => {
    await rm(join(house, 'node_modules'));
    expect(await run()).toEqual({ code: 7, stdout: ' first three', stderr: '' });
  });

  it('says what to do where there is neither', async () => {
    await rm(join(house, 'dist'), { recursive: true });
    expect(await run()).toEqual({
      code: 2,
      stdout: '',
      stderr: 'There is no build in dist, and no packages to make one with; run “npm ci” first.\n',
    });
  });
});
