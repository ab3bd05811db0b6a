/** A JSON object that came over a wire: nothing is known of its fields until they are asked for. */
export type Data = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object itself, or an empty one. */
export const data = (value: unknown): Data => (isData(value) ? value : {});

/** The list itself, or an empty one. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The list's objects; other items are left out. */
export const dataList = (value: unknown): readonly Data[] => list(value).filter(isData);

/** The string itself, or an empty one. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The number itself, or another. */
export const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** A string or a number as a string, or an empty one: some ids are written both ways. */
export const textOrNumber = (value: unknown): string => (typeof value === 'number' ? String(value) : text(value));

/** The value of JSON text, or undefined where it is none. */
export function parsed(raw: string): unknown {
  try {
    const value: unknown = JSON.parse(raw);
    return value;
  } catch {
    return undefined;
  }
}
