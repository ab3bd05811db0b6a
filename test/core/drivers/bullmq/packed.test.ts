import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packed, TooLarge, unpacked } from '../../../../src/core/drivers/bullmq/packed.ts';

const most = { packedAtMost: 4_000_000, unpackedAtMost: 8_000_000 };
const same = (written: unknown): unknown => written;
/** What cannot be made much smaller. */
const noise = (bytes: number): string => randomBytes(bytes).toString('base64');

describe('results on their way between processes', () => {
  it('arrive as they went, whatever stands in them', async () => {
    // Long ones are longer than what zlib gives at once.
    const piece = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.nat({ max: 200_000 }).map((bytes) => noise(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        expect(await unpacked(await packed(pieces, most), same, most)).toEqual(pieces);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['uncompressed', [noise(100), noise(150)]],
    ['compressed', [noise(90_000), noise(90_000)]],
  ])('are refused where they break off, %s', async (_, pieces) => {
    const whole = await packed(pieces, most);
    for (const length of [1, Math.floor(whole.length / 2), whole.length - 1])
      await expect(unpacked(whole.subarray(0, length), same, most), `${length}`).rejects.toThrow(
        /breaks off|unexpected end of file/,
      );
  });

  it('are refused where they are larger than is carried, compressed or not, and where they would become so', async () => {
    const large = [noise(60_000), noise(60_000)];
    await expect(packed(large, { ...most, unpackedAtMost: 100_000 })).rejects.toThrow(TooLarge);
    await expect(packed(large, { ...most, packedAtMost: 100_000 })).rejects.toThrow(TooLarge);
    await expect(packed(['x'.repeat(500)], { ...most, unpackedAtMost: 400 })).rejects.toThrow(TooLarge);
    const whole = await packed(['x'.repeat(1_000_000)], most);
    await expect(unpacked(whole, same, { ...most, unpackedAtMost: 100_000 })).rejects.toThrow(/more than 100000 bytes/);
  });
});
