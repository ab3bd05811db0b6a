import { execFile } from 'node:child_process';
import { cp, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../house-files.ts';
import { inkIn, pixelsOf } from '../../png.ts';
import { daily, made } from './samples.ts';

const run = promisify(execFile);

/** The real scripts and sources, with a program that draws the picture it is given. */
const main = `
  import { createDrawer } from './bot/pictures/draw.ts';
  const drawer = createDrawer();
  const png = await drawer.png(JSON.parse(process.argv[2] ?? ''));
  process.stdout.write(png);
  if (process.argv[3] === 'close') await drawer.close();
`;

let house = '';
beforeAll(async () => {
  house = await realpath(await mkdtemp(join(tmpdir(), 'quartermaster-pictures-')));
  for (const part of ['scripts', 'src', 'package.json'])
    await cp(join(root, part), join(house, part), { recursive: true });
  await writeFile(join(house, 'src/entry.ts'), main);
  await symlink(join(root, 'node_modules'), join(house, 'node_modules'));
  await run(process.execPath, [join(house, 'scripts/build.mjs')]);
  // What draws must be in the build.
  await rm(join(house, 'src'), { recursive: true });
});
afterAll(() => rm(house, { recursive: true }));

describe('the program that is built', () => {
  it.each(['close', 'leave'])(
    'draws with its thread beside it, and ends though it would %s the drawer',
    async (how) => {
      const picture = made({ title: 'Built', series: [daily('us-east-1a', '0.03', '0.04')] });
      const { stdout } = await run(process.execPath, [join(house, 'dist/main.mjs'), JSON.stringify(picture), how], {
        encoding: 'buffer',
      });
      const pixels = pixelsOf(stdout);
      expect([pixels.width, pixels.height]).toEqual([1_200, 630]);
      expect(inkIn(pixels, { x: 20, y: 20, w: 1_100, h: 50 })).toBeGreaterThan(500);
    },
  );
});
