import { afterAll, describe, expect, it } from 'vitest';
import { createDrawer, DrawingFailed, waitingAtMost } from '../../../src/bot/pictures/draw.ts';
import { inkIn, pixelsOf } from '../../png.ts';
import { daily, made } from './samples.ts';

/** Bytes of a picture at most: it is uploaded for every answer that has one. */
const bytesAtMost = 200_000;

const named = (title: string) =>
  made({ title, series: [daily('us-east-1a', '0.03', '0.04'), daily('us-east-1b', '0.05')] });

/** A thread that does what the title of a picture says. */
const told = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ svg }) => {
      if (svg.includes('>hang<')) return;
      if (svg.includes('>die<')) process.exit(1);
      if (svg.includes('>throw<')) throw new Error('it broke');
      if (svg.includes('>refuse<')) parentPort.postMessage({ error: 'it would not' });
      else if (svg.includes('>odd<')) parentPort.postMessage('?');
      else parentPort.postMessage({ png: new Uint8Array([svg.length % 256]) });
    });
  `)}`,
);

describe('a drawn picture', () => {
  const drawer = createDrawer();
  afterAll(() => drawer.close());

  it.each(['together', 'apart'] as const)('%s is a PNG of 1,200 by 630 pixels, opaque, and small', async (form) => {
    const png = await drawer.png({ ...named('Spot price'), form });
    expect(png.byteLength).toBeLessThan(bytesAtMost);
    const { width, height, rgba } = pixelsOf(png);
    expect([width, height]).toEqual([1_200, 630]);
    expect(rgba.every((part, index) => index % 4 !== 3 || part === 255)).toBe(true);
  });

  it('has its words in it: with a font that is not found there would be none, and no error', async () => {
    const where = { x: 20, y: 20, w: 1_100, h: 50 };
    const [words, none] = await Promise.all([drawer.png(named('Spot price, 30 days')), drawer.png(named(' '))]);
    expect(inkIn(pixelsOf(none), where)).toBe(0);
    expect(inkIn(pixelsOf(words), where)).toBeGreaterThan(1_500);
  });

  it.each(['Größe', 'Łódź', 'Москва', 'Ωμέγα'])('has the letters of %s', async (word) => {
    const subtitled = (unit: string) => drawer.png({ ...named(' '), up: { label: ' ', unit } });
    const where = { x: 20, y: 74, w: 1_100, h: 34 };
    const [words, none] = await Promise.all([subtitled(word), subtitled(' ')]);
    expect(inkIn(pixelsOf(words), where) - inkIn(pixelsOf(none), where)).toBeGreaterThan(150);
  });

  it('is drawn once, however often it is asked for', async () => {
    const [one, same] = await Promise.all([drawer.png(named('Same')), drawer.png(named('Same'))]);
    expect(same).toBe(one);
    expect(await drawer.png(named('Same'))).toBe(one);
    expect(await drawer.png(named('Another'))).not.toBe(one);
  });

  it('of nothing is refused, and the next one drawn', async () => {
    await expect(drawer.png({ ...named('None'), series: [] })).rejects.toThrow('a picture without a figure');
    await expect(drawer.png(named('Next'))).resolves.toBeInstanceOf(Uint8Array);
  });
});

describe('a drawing that fails', () => {
  it.each([
    ['die', 'the thread that draws has ended'],
    ['throw', 'it broke'],
    ['refuse', 'it would not'],
    ['odd', 'the thread answered with something else'],
    ['hang', 'it took longer than 50 ms'],
  ])('where the thread would %s, tells why, and spoils no other', async (title, why) => {
    const drawer = createDrawer({ raster: told, ...(title === 'hang' && { drawMs: 50 }) });
    const [failed, after] = await Promise.allSettled([drawer.png(named(title)), drawer.png(named('fine'))]);
    expect(failed).toMatchObject({ reason: new DrawingFailed(`The picture could not be drawn: ${why}.`) });
    // A machine that starts no thread within those 50 ms proves nothing about the second one.
    if (title !== 'hang') expect(after.status).toBe('fulfilled');
    await drawer.close();
  });

  it('is tried anew when it is asked for again', async () => {
    const drawer = createDrawer({ raster: told });
    await expect(drawer.png(named('refuse'))).rejects.toThrow(DrawingFailed);
    await expect(drawer.png(named('refuse'))).rejects.toThrow(DrawingFailed);
    await expect(drawer.png(named('fine'))).resolves.toBeInstanceOf(Uint8Array);
    await drawer.close();
  });

  it('where too many wait is refused, and those that wait end when the drawer is closed', async () => {
    const drawer = createDrawer({ raster: told });
    const held = Promise.allSettled(
      ['hang', ...Array.from({ length: waitingAtMost }, (_, index) => `${index}`)].map((title) =>
        drawer.png(named(title)),
      ),
    );
    await expect(drawer.png(named('one more'))).rejects.toThrow(`${waitingAtMost} others wait already`);
    await drawer.close();
    for (const end of await held)
      expect(end).toMatchObject({
        reason: { message: 'The picture could not be drawn: the program is about to end.' },
      });
    await expect(drawer.png(named('late'))).rejects.toThrow(DrawingFailed);
    await drawer.close();
  });

  it('where the program of the thread is not there, says so', async () => {
    const drawer = createDrawer({ raster: new URL('none.mjs', import.meta.url) });
    await expect(drawer.png(named('x'))).rejects.toThrow(/could not be drawn: .*none\.mjs/);
    await drawer.close();
  });
});
