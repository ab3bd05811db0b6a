import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { createDrawer } from '../../../src/bot/pictures/draw.ts';
import { digests } from '../../../src/bot/preview/digests.ts';
import { recording } from '../../marked.ts';
import { pixelsOf } from '../../png.ts';

/** Pictures that somebody has looked at. */
const folder = new URL('reference/', import.meta.url);

const pictures = digests.flatMap(([id, , { blocks }]) =>
  blocks.flatMap((block) => (block.kind === 'picture' ? [[id, block] as const] : [])),
);

describe('a picture is drawn as it was looked at, to the pixel', () => {
  const drawer = createDrawer();
  afterAll(() => drawer.close());

  it('of digests there are some', () => {
    expect(pictures.map(([id]) => id)).toEqual(['digest', 'digest-unread', 'digest-clear']);
  });

  it.each(pictures.filter(([id]) => id !== 'digest-unread'))('%s', async (id, picture) => {
    const file = new URL(`${id}.png`, folder);
    const png = await drawer.png(picture);
    if (recording) {
      await mkdir(folder, { recursive: true });
      await writeFile(file, png);
      return;
    }
    const [drawn, known] = [pixelsOf(png), pixelsOf(await readFile(file))];
    expect([drawn.width, drawn.height]).toEqual([known.width, known.height]);
    let others = 0;
    for (let at = 0; at < known.rgba.length; at += 4)
      if ([0, 1, 2, 3].some((part) => drawn.rgba[at + part] !== known.rgba[at + part])) others += 1;
    expect(others, `pixels of ${id} that differ: look at it, then run “npm run record”`).toBe(0);
  });

  it('another picture is another to the pixel', async () => {
    const [first, second] = [pictures[0], pictures[2]];
    if (first === undefined || second === undefined) throw new Error('there are none');
    const [one, other] = [pixelsOf(await drawer.png(first[1])), pixelsOf(await drawer.png(second[1]))];
    expect(one.rgba.some((part, at) => part !== other.rgba[at])).toBe(true);
  });
});
