import { crc32, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewerColours } from '../../scripts/fewer-colours.ts';

const chunk = (kind: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
};

/** A PNG as a browser writes it: lines that say what they differ by from the pixel to their left (filter 1). */
function pngOf(lines: readonly (readonly number[])[], width: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(lines.length, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const bytes = lines.map((line) => line.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const raw = bytes.flatMap((line) => [
    1,
    ...line.map((one, at) => (one - (at < 3 ? 0 : (line[at - 3] ?? 0)) + 256) % 256),
  ]);
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from(raw))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The colours of an indexed PNG, line by line. */
function coloursOf(png: Buffer, width: number): readonly (readonly number[])[] {
  const parts = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    parts.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const [palette, lines] = [parts.get('PLTE') ?? Buffer.alloc(0), inflateSync(parts.get('IDAT') ?? Buffer.alloc(0))];
  return Array.from({ length: lines.length / (width + 1) }, (_, y) =>
    [...lines.subarray(y * (width + 1) + 1, (y + 1) * (width + 1))].map((place) => palette.readUIntBE(place * 3, 3)),
  );
}

const width = 5;
const picture = (colour: fc.Arbitrary<number>) =>
  fc.array(fc.array(colour, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 });

describe('a picture of fewer colours', () => {
  it('is the same where it has few', () => {
    fc.assert(
      fc.property(picture(fc.integer({ min: 0, max: 0xff_ff_ff })), (lines) => {
        expect(coloursOf(Buffer.from(fewerColours(pngOf(lines, width))), width)).toEqual(lines);
      }),
    );
  });

  it('has the nearest where it has many', () => {
    const lines = Array.from({ length: 100 }, (_, y) => Array.from({ length: width }, (__, x) => (y * width + x) * 7));
    const colours = coloursOf(Buffer.from(fewerColours(pngOf(lines, width))), width).flat();
    expect(new Set(colours).size).toBeLessThanOrEqual(256);
    for (const [at, colour] of lines.flat().entries())
      expect(Math.abs(((colours[at] ?? 0) % 256) - (colour % 256))).toBeLessThan(64);
  });

  it('is refused where it is none that a browser writes', () => {
    expect(() => fewerColours(Buffer.from('GIF89a'))).toThrow('no PNG');
  });
});
