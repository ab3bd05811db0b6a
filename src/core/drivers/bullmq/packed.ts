import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { turn } from '../../slices.ts';
import type { Limits } from './bounds.ts';

/** How large results may be. */
type Most = Pick<Limits, 'packedAtMost' | 'unpackedAtMost'>;

/** Less than this is not worth compressing, in bytes: to set zlib up takes longer than all else of a job, and most regions hold little. */
const compressedFrom = 8 * 1_024;
/** How a gzip file begins (RFC 1952); no piece in JSON does. */
const gzipMagic = 0x1f;
const lineEnd = 0x0a;

const [compress, decompress] = [promisify(gzip), promisify(gunzip)];

/** A result is larger than is carried. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** Pieces as lines of JSON, compressed where it is worth it; the event loop gets a turn after each. Rejects with TooLarge. */
export async function packed(pieces: readonly unknown[], { packedAtMost, unpackedAtMost }: Most): Promise<Buffer> {
  const lines: Buffer[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    const line = Buffer.from(`${JSON.stringify(piece)}\n`);
    bytes += line.length;
    if (bytes > unpackedAtMost) throw new TooLarge(`its result has more than ${unpackedAtMost} bytes`);
    lines.push(line);
    if (pieces.length > 1) await turn();
  }
  const all = Buffer.concat(lines);
  const made = bytes < compressedFrom ? all : await compress(all);
  if (made.length > packedAtMost) throw new TooLarge(`its result has ${made.length} bytes, of ${packedAtMost} at most`);
  return made;
}

/** The pieces again, each read by `read` in a turn of its own. Rejects where it is not what {@link packed} has made. */
export async function unpacked<R>(
  from: Buffer,
  read: (written: unknown) => R,
  { unpackedAtMost }: Most,
): Promise<readonly R[]> {
  const all = from[0] === gzipMagic ? await decompress(from, { maxOutputLength: unpackedAtMost }) : from;
  const pieces: R[] = [];
  for (let start = 0; start < all.length;) {
    const end = all.indexOf(lineEnd, start);
    if (end < 0) throw new Error('a result breaks off');
    pieces.push(read(JSON.parse(all.toString('utf8', start, end))));
    start = end + 1;
    if (start < all.length) await turn();
  }
  return pieces;
}
