/** Of XML itself; AWS defines no others. */
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const entity = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z][a-z\d]{0,30}));/gi;
const lastCodePoint = 0x10_ff_ff;
const lastAscii = 0x7f;
const ampersand = 0x26;
const carriageReturn = 0x0d;

/** Longer texts seldom come again. */
const shortBytes = 48;
/** Texts that are remembered, a power of two: of a page of 1,000 instances, two texts in three came shortly before. */
const remembered = 4_096;

/** Makes texts of bytes. */
export interface Texts {
  /** Of one byte a character, as the names of elements are. */
  name(bytes: Buffer, from: number, end: number): string;
  /** Text of an element as it stands between two tags: UTF-8, with entities and any kind of line end. */
  content(bytes: Buffer, from: number, end: number): string;
}

/** Makes what comes again once: comparing bytes costs a tenth of making a text, and what is kept of many records is kept once. */
export function createTexts(): Texts {
  const known: string[] = Array.from({ length: remembered }, () => '');
  const name: Texts['name'] = (bytes, from, end) => {
    if (end - from > shortBytes) return bytes.toString('latin1', from, end);
    let hash = 0;
    for (let at = from; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    const slot = (hash ^ (hash >>> 12)) & (remembered - 1);
    const candidate = known[slot];
    if (candidate !== undefined && isText(candidate, bytes, from, end)) return candidate;
    const made = bytes.toString('latin1', from, end);
    known[slot] = made;
    return made;
  };
  return {
    name,
    content: (bytes, from, end) => (isPlain(bytes, from, end) ? name(bytes, from, end) : decoded(bytes, from, end)),
  };
}

const isText = (text: string, bytes: Buffer, from: number, end: number): boolean => {
  if (text.length !== end - from) return false;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) !== bytes[from + index]) return false;
  return true;
};

/** Nearly every text of AWS is. */
const isPlain = (bytes: Buffer, from: number, end: number): boolean => {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte > lastAscii || byte === ampersand || byte === carriageReturn) return false;
  }
  return true;
};

const decoded = (bytes: Buffer, from: number, end: number): string =>
  bytes
    .toString('utf8', from, end)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(entity, (_: string, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? '';
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point <= lastCodePoint ? String.fromCodePoint(point) : '';
    });
