import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LineCounter, parseDocument, isScalar, isMap, isNode, type Document } from 'yaml';
import type { z } from 'zod';
import { nearest } from '../core/near.ts';
import { Config, leaves, type Leaf } from './schema.ts';

/** What is wrong with the configuration, in one sentence with file, line and key. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The file that is read where none is named. */
export const defaultFile = 'quartermaster.yaml';
const prefix = 'QUARTERMASTER_';
/** Larger is no configuration. */
const fileLimit = 1_000_000;

export interface ConfigSource {
  /** `--config FILE`; must then exist. */
  readonly file?: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Reads the file, then the environment over it. Rejects with ConfigError. */
export async function readConfig({ file, cwd, env }: ConfigSource): Promise<Config> {
  const path = file ?? defaultFile;
  const text = await readFile(resolve(cwd, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && file === undefined) return '';
    throw new ConfigError(`${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.code === 'EISDIR' ? 'that is a folder' : `it cannot be read (${error.code})`}.`);
  });
  if (text.length > fileLimit) throw new ConfigError(`${path}: it is larger than ${fileLimit} characters.`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new ConfigError(`${path}:${line}:${col} ${broken.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}.`);
  }
  if (document.contents !== null && !isMap(document.contents) && !(isScalar(document.contents) && document.contents.value === null)) {
    throw new ConfigError(`${path}: it must be a map of keys, as “store:”.`);
  }
  const fromEnvironment = overlay(document, env);
  const parsed = Config.safeParse(valueOf(document, path) ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(issue === undefined ? `${path} does not fit.` : sentence(issue, document, path, lines, fromEnvironment));
  }
  const folder = join(cwd, '.quartermaster', parsed.data.accounts === undefined ? 'demo.db' : 'store.db');
  const configured = parsed.data.store.path;
  return { ...parsed.data, store: { path: configured === undefined ? folder : resolve(cwd, configured) } };
}

/** Aliases are expanded within bounds: a file of a few lines must not become a gigabyte. */
function valueOf(document: Document, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw new ConfigError(`${path}: ${error instanceof Error ? error.message : 'it cannot be read'}.`, { cause: error });
  }
}

/** `store.path` → `QUARTERMASTER_STORE_PATH`, `confirmations.ttlSeconds` → `QUARTERMASTER_CONFIRMATIONS_TTL_SECONDS`. */
export const variableOf = ({ path }: Pick<Leaf, 'path'>): string =>
  prefix + path.map((key) => key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()).join('_');

/** Puts variables of the environment over the file; gives the variable of each path it set. */
function overlay(document: Document, env: ConfigSource['env']): ReadonlyMap<string, string> {
  const byName = new Map(leaves.map((leaf) => [variableOf(leaf), leaf]));
  const set = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(prefix) || value === undefined) continue;
    const leaf = byName.get(name);
    if (leaf === undefined) {
      const near = nearest(name, byName.keys(), 1);
      throw new ConfigError(`The environment variable ${name} sets no key${near.length > 0 ? `; did you mean ${near.join()}?` : ` there is; known are ${[...byName.keys()].join(', ')}.`}`);
    }
    if (document.contents === null || !isMap(document.contents)) document.contents = document.createNode({});
    document.setIn(leaf.path, document.createNode(leaf.isText ? value : fromJson(name, value)));
    set.set(leaf.path.join('.'), name);
  }
  return set;
}

function fromJson(name: string, value: string): unknown {
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    throw new ConfigError(`The environment variable ${name} must hold JSON, as 300 or ["a","b"].`);
  }
}

function sentence(issue: z.core.$ZodIssue, document: Document, path: string, lines: LineCounter, fromEnvironment: ReadonlyMap<string, string>): string {
  const strange = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const where = [...issue.path.map(String), ...(strange === undefined ? [] : [strange])];
  const variable = [...fromEnvironment].find(([key]) => where.join('.').startsWith(key))?.[1];
  const at = variable === undefined ? `${path}${place(document, issue.path, strange, lines)}` : `The environment variable ${variable}:`;
  if (strange === undefined) return `${at} ${where.join('.')}: ${issue.message.replace(/^Invalid input: /, '')}.`;
  const known = new Set(leaves.filter(({ path: own }) => issue.path.every((part, index) => own[index] === part)).flatMap(({ path: own }) => own[issue.path.length] ?? []));
  const siblings = known.size > 0 ? known : new Set(['name', 'profile', 'regions']);
  const near = nearest(strange, siblings, 1);
  return `${at} ${where.join('.')}: there is no such key; ${near.length > 0 ? `did you mean ${near.join()}?` : `there are ${[...siblings].join(', ')}.`}`;
}

/** `:2:9`, where the file has the value (or, for an unknown key, the key). */
function place(document: Document, path: readonly PropertyKey[], strange: string | undefined, lines: LineCounter): string {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = strange !== undefined && isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === strange) : undefined;
  const at = isScalar(pair?.key) ? pair.key.range?.[0] : isNode(node) ? node.range?.[0] : undefined;
  if (at === undefined) return ':';
  const { line, col } = lines.linePos(at);
  return `:${line}:${col}`;
}
