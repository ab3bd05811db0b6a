/** A part of a rule in Cedar's JSON: an object with one key that says what it is. Read without Cedar's types, whose open record for function calls hides every other form. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether it is an object. */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A type and an id, as `{type, id}` or within `__entity`; undefined where it is neither. */
export function entityOf(value: unknown): { readonly type: string; readonly id: string } | undefined {
  if (!isObject(value)) return undefined;
  const { type, id } = isObject(value['__entity']) ? value['__entity'] : value;
  return typeof type === 'string' && typeof id === 'string' ? { type, id } : undefined;
}

/** Everything within a value and the value itself, depth first. */
export function* within(value: unknown): Generator<unknown> {
  yield value;
  if (Array.isArray(value)) for (const one of value) yield* within(one);
  else if (isObject(value)) for (const one of Object.values(value)) yield* within(one);
}
