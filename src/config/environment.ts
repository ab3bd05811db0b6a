import { z } from 'zod';
import { nearest } from '../core/near.ts';
import { ConfigError } from './error.ts';
import { leaves, type Leaf } from './keys.ts';

/** What every variable of ours begins with. */
const prefix = 'QUARTERMASTER_';

/** `store.path` is `QUARTERMASTER_STORE_PATH`, `slack.apiUrl` would be `QUARTERMASTER_SLACK_API_URL`. */
export const variableOf = (path: readonly string[]): string =>
  prefix + path.map((key) => key.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()).join('_');

/** A value that the environment gives for a key. */
export interface Given {
  readonly path: readonly string[];
  readonly variable: string;
  readonly value: unknown;
}

/**
 * The keys that the environment sets. Only the form is read here; whether a value fits its key, the schema says.
 * @throws ConfigError for a variable of ours that is no key, and for one that cannot be read.
 */
export function fromEnvironment(
  schema: z.core.$ZodType,
  env: Readonly<Record<string, string | undefined>>,
): readonly Given[] {
  const known = new Map(leaves(schema).map((leaf) => [variableOf(leaf.path), leaf]));
  return Object.entries(env)
    .filter(([variable]) => variable.startsWith(prefix))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([variable, text]) => {
      if (text === undefined) return [];
      const leaf = known.get(variable);
      if (leaf === undefined) throw new ConfigError(unknown(variable, [...known.keys()]));
      return [{ path: leaf.path, variable, value: read(variable, text, leaf) }];
    });
}

function unknown(variable: string, known: readonly string[]): string {
  // Without the prefix, which would make every name near to every other.
  const bareName = (name: string) => name.slice(prefix.length);
  const [near] = nearest(bareName(variable), known.map(bareName), 1);
  return `${variable} in the environment is no key of the configuration; ${near === undefined ? `there are ${known.join(', ')}` : `did you mean ${prefix}${near}?`}`;
}

/** A number or a boolean where the text is one, JSON for lists and maps, else the text, of which the schema says what is wrong. */
function read(variable: string, text: string, { path, type }: Leaf): unknown {
  // An empty value is more often a mistake than a wish, and must not quietly mean the default.
  if (text.trim() === '') throw new ConfigError(`${variable} ${path.join('.')}: is empty; give it a value or unset it`);
  if (type instanceof z.ZodNumber) return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  if (type instanceof z.ZodBoolean) return text === 'true' ? true : text === 'false' ? false : text;
  if (!(type instanceof z.ZodArray || type instanceof z.ZodRecord)) return text;
  try {
    return JSON.parse(text);
  } catch {
    const shape = type instanceof z.ZodArray ? 'a list in [ ]' : 'a map in { }';
    throw new ConfigError(`${variable} ${path.join('.')}: expected JSON, ${shape}`);
  }
}
