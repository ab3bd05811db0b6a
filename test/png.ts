import { inflateSync } from 'node:zlib';

/** Pixels of a PNG: red, green, blue and alpha, a byte each, line by line. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Reads what resvg writes: eight bits a channel with alpha, not interlaced (W3C, "Portable Network Graphics", 2003). Throws at all else. */
export function pixelsOf(png: Uint8Array): Pixels {
  const bytes = Buffer.from(png);
  if (bytes.toString('latin1', 0, 8) !== '\u0089PNG\r\n\u001A\n') throw new Error('no PNG');
  const parts: Buffer[] = [];
  let head: Buffer | undefined;
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') head = data;
    if (kind === 'IDAT') parts.push(data);
    at += length + 12;
  }
  if (head === undefined || head[8] !== 8 || head[9] !== 6 || head[12] !== 0) throw new Error('another form of PNG');
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const raw = inflateSync(Buffer.concat(parts));
  const line = width * 4;
  const rgba = new Uint8Array(line * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (line + 1)] ?? 0;
    for (let x = 0; x < line; x += 1) {
      const left = x < 4 ? 0 : (rgba[y * line + x - 4] ?? 0);
      const above = y === 0 ? 0 : (rgba[(y - 1) * line + x] ?? 0);
      const corner = x < 4 || y === 0 ? 0 : (rgba[(y - 1) * line + x - 4] ?? 0);
      rgba[y * line + x] = (raw[y * (line + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return { width, height, rgba };
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((one) => Math.abs(guess - one));
  if (byLeft === undefined || byAbove === undefined || byCorner === undefined) return 0;
  return byLeft <= byAbove && byLeft <= byCorner ? left : byAbove <= byCorner ? above : corner;
}

/** How many pixels of a rectangle are dark: words are. */
export function inkIn(
  { width, rgba }: Pixels,
  { x, y, w, h }: { readonly x: number; readonly y: number; readonly w: number; readonly h: number },
): number {
  let dark = 0;
  for (let row = y; row < y + h; row += 1)
    for (let column = x; column < x + w; column += 1) {
      const at = (row * width + column) * 4;
      if ((rgba[at] ?? 255) + (rgba[at + 1] ?? 255) + (rgba[at + 2] ?? 255) < 384) dark += 1;
    }
  return dark;
}
