import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { turn } from '../../slices.ts';
import type { Limits } from './bounds.ts';

/** How large results may be. */
type Most = Pick<Limits, 'packedAtMost' | 'unpackedAtMost'>;

/** Less than this is not worth compressing, in bytes: to set zlib up takes longer than all else of a job, and most regions hold little. */
const compressedFrom = 8 * 1_024;
/** How a gzip file begins (RFC 1952); no piece in JSON does. */
const gzipMagic = 0x1f;
const lineEnd = 0x0a;

/** Bytes that come out of zlib at once. */
const chunkSize = 64 * 1_024;

/** A result is larger than is carried. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * Pieces as lines of JSON, compressed where it is worth it; the event loop gets a turn after each. All of it never stands in one place
 * uncompressed: to make room for 40 MB alone holds the loop for some 80 ms. Rejects with TooLarge.
 */
export async function packed(pieces: readonly unknown[], { packedAtMost, unpackedAtMost }: Most): Promise<Buffer> {
  let bytes = 0;
  const lineOf = (piece: unknown): Buffer => {
    const line = Buffer.from(`${JSON.stringify(piece)}\n`);
    bytes += line.length;
    if (bytes > unpackedAtMost) throw new TooLarge(`its result has more than ${unpackedAtMost} bytes`);
    return line;
  };
  const rest = pieces.values();
  const small: Buffer[] = [];
  for (let next = rest.next(); next.done !== true; next = rest.next()) {
    small.push(lineOf(next.value));
    if (bytes >= compressedFrom) break;
    await turn();
  }
  const lines = async function* (): AsyncGenerator<Buffer> {
    yield* small;
    for (const piece of rest) {
      await turn();
      yield lineOf(piece);
    }
  };
  const made =
    bytes < compressedFrom
      ? Buffer.concat(small)
      : await pipeline(Readable.from(lines()), createGzip({ chunkSize }), gathered);
  if (made.length > packedAtMost) throw new TooLarge(`its result has ${made.length} bytes, of ${packedAtMost} at most`);
  return made;
}

async function gathered(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** The pieces again, each read by `read` in a turn of its own. Rejects where it is not what {@link packed} has made. */
export async function unpacked<R>(
  from: Buffer,
  read: (written: unknown) => R,
  { unpackedAtMost }: Most,
): Promise<readonly R[]> {
  const pieces: R[] = [];
  const take = async (chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> => {
    let bytes = 0;
    /** Of a line whose end has not come. */
    let begun: Buffer[] = [];
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > unpackedAtMost) throw new Error(`a result has more than ${unpackedAtMost} bytes`);
      let start = 0;
      for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, start)) {
        if (pieces.length > 0) await turn();
        const line = Buffer.concat([...begun, chunk.subarray(start, end)]);
        pieces.push(read(JSON.parse(line.toString('utf8'))));
        begun = [];
        start = end + 1;
      }
      if (start < chunk.length) begun.push(chunk.subarray(start));
    }
    if (begun.length > 0) throw new Error('a result breaks off');
  };
  if (from[0] === gzipMagic) {
    const gunzip = createGunzip({ chunkSize });
    gunzip.end(from);
    await take(gunzip);
  } else await take([from]);
  return pieces;
}
