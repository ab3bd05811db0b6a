import { z } from 'zod';

/** One step of a path into the configuration: a key, or the place in a list. */
export type Path = readonly PropertyKey[];

/** A key that holds a value of its own rather than further keys. */
export interface Leaf {
  readonly path: readonly string[];
  readonly type: z.core.$ZodType;
}

/** The type without its default and without being optional. */
function bare(type: z.core.$ZodType): z.core.$ZodType {
  if (type instanceof z.ZodPrefault || type instanceof z.ZodDefault || type instanceof z.ZodOptional)
    return bare(type.def.innerType);
  return type;
}

/** A map with fixed keys. */
const isObject = (type: z.core.$ZodType): type is z.core.$ZodObject => type instanceof z.ZodObject;

/** Every key that holds a value, in the order of the schema. Lists and maps are values. */
export function leaves(type: z.core.$ZodType, path: readonly string[] = []): readonly Leaf[] {
  const inner = bare(type);
  if (!isObject(inner)) return [{ path, type: inner }];
  return Object.entries(inner._zod.def.shape).flatMap(([key, value]) => leaves(value, [...path, key]));
}

/** The keys that may stand at a path; none where the path leads to no map with fixed keys. */
export function keysAt(type: z.core.$ZodType, path: Path): readonly string[] {
  const inner = bare(type);
  const [step, ...rest] = path;
  if (inner instanceof z.ZodArray) return step === undefined ? [] : keysAt(inner.element, rest);
  if (inner instanceof z.ZodRecord) return step === undefined ? [] : keysAt(inner.valueType, rest);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((one) => keysAt(one, path));
  if (!isObject(inner)) return [];
  if (step === undefined) return Object.keys(inner._zod.def.shape);
  const next = Object.entries(inner._zod.def.shape).find(([key]) => key === step)?.[1];
  return next === undefined ? [] : keysAt(next, rest);
}

/** A path as it is written in documents and errors: `accounts[1].regions[0]`. */
export const written = (path: Path): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`))
    .join('');
