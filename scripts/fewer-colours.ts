import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Colours of a picture of words on a ground: more of them no eye tells apart. */
const colours = 256;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * The same picture with at most 256 colours, a byte a pixel: a third of the bytes. Reads what a browser writes: eight bits a
 * channel, without alpha, not interlaced (W3C, "Portable Network Graphics", 2003). Throws at all else.
 */
export function fewerColours(png: Uint8Array): Uint8Array {
  const { width, height, rgb } = pixelsOf(Buffer.from(png));
  const counts = new Map<number, number>();
  for (const colour of rgb) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts].toSorted(([, one], [, other]) => other - one).map(([colour]) => colour);
  const kept = chosen(palette);
  const places = new Map(palette.map((colour) => [colour, nearest(colour, kept)]));
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) lines[y * (width + 1) + 1 + x] = places.get(rgb[y * width + x] ?? 0) ?? 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(kept.flatMap((colour) => channels(colour)));
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const channels = (colour: number): [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255];

const apart = (one: number, other: number): number => {
  const [a, b] = [channels(one), channels(other)];
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
};

/** The most frequent colours that are not too near to one another: the least distance is as small as lets all be near to one. */
function chosen(palette: readonly number[]): readonly number[] {
  for (let least = 0; ; least += 12) {
    const kept: number[] = [];
    for (const colour of palette) {
      if (kept.every((one) => apart(one, colour) > least)) kept.push(colour);
      if (kept.length > colours) break;
    }
    if (kept.length <= colours) return kept;
  }
}

function nearest(colour: number, kept: readonly number[]): number {
  let best = 0;
  for (const [at, one] of kept.entries()) if (apart(one, colour) < apart(kept[best] ?? 0, colour)) best = at;
  return best;
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

/** A number for each pixel, line by line. */
function pixelsOf(png: Buffer): { readonly width: number; readonly height: number; readonly rgb: Uint32Array } {
  if (!png.subarray(0, signature.length).equals(signature)) throw new Error('no PNG');
  const parts: Buffer[] = [];
  let head: Buffer | undefined;
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const kind = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') head = data;
    if (kind === 'IDAT') parts.push(data);
    at += length + 12;
  }
  if (head === undefined || head[8] !== 8 || head[9] !== 2 || head[12] !== 0) throw new Error('another form of PNG');
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const raw = inflateSync(Buffer.concat(parts));
  const line = width * 3;
  const bytes = new Uint8Array(line * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (line + 1)] ?? 0;
    for (let x = 0; x < line; x += 1) {
      const left = x < 3 ? 0 : (bytes[y * line + x - 3] ?? 0);
      const above = y === 0 ? 0 : (bytes[(y - 1) * line + x] ?? 0);
      const corner = x < 3 || y === 0 ? 0 : (bytes[(y - 1) * line + x - 3] ?? 0);
      bytes[y * line + x] = (raw[y * (line + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  const rgb = Uint32Array.from({ length: width * height }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = bytes.subarray(at * 3, at * 3 + 3);
    return (red << 16) | (green << 8) | blue;
  });
  return { width, height, rgb };
}

/** What a filter adds, by the pixels before. */
function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter < 4) return [0, left, above, (left + above) >> 1][filter] ?? 0;
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
}
