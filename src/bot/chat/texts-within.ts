/** What a platform's messages look like to who reads them. */
export interface Legible {
  /** Fields whose text people read, and where links lead. */
  readonly readable: ReadonlySet<string>;
  /** Fields that hold such fields; left out: whatever holds something. */
  readonly holding?: ReadonlySet<string>;
  /** Deeper than this the platform nests nothing. */
  readonly deepest: number;
}

/** Every text of a message, or of some parts of one, whatever their kind, in order. */
export function textsWithin(value: unknown, legible: Legible, depth = 0): readonly string[] {
  if (depth > legible.deepest || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => textsWithin(one, legible, depth + 1));
  return Object.entries(value).flatMap(([key, one]) => {
    if (typeof one === 'string') return legible.readable.has(key) && one !== '' ? [one] : [];
    return legible.holding?.has(key) === false ? [] : textsWithin(one, legible, depth + 1);
  });
}
