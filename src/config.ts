import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fromEnvironment, type Given } from './config/environment.ts';
import { ConfigError } from './config/error.ts';
import { schema, type Configured } from './config/schema.ts';
import { told } from './config/told.ts';
import { readYaml, type Source } from './config/yaml.ts';

/** The configuration, whole: every default filled in, the store's path absolute. Without `accounts` it is the demo account's. */
export type Config = Omit<Configured, 'store'> & { readonly store: { readonly path: string } };

/** What is read in the working folder where no `--config` says otherwise. */
export const configFile = 'quartermaster.yaml';

/** A configuration is a few kilobytes; a larger file is another file. In bytes. */
const largestFile = 256 * 1_024;

/** Where the store is, relative to the working folder. Two files, so that demo and real accounts never mix. */
const storePath = (real: boolean): string => (real ? '.quartermaster/store.db' : '.quartermaster/demo.db');

/** Where the configuration comes from. */
export interface ConfigSources {
  /** `--config`: must exist. Relative to `cwd`. */
  readonly file?: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The configuration of file and environment, the environment going first.
 * @throws ConfigError whose message is one sentence that says where and what.
 */
export async function readConfig({ file, cwd, env }: ConfigSources): Promise<Config> {
  const source = await fileSource(cwd, file);
  const given = fromEnvironment(schema, env);
  const result = schema.safeParse(merged(source?.data ?? {}, given));
  if (!result.success) throw new ConfigError(told(result.error.issues, schema, source, given));
  const { store, ...rest } = result.data;
  return { ...rest, store: { path: resolve(cwd, store.path ?? storePath(rest.accounts !== undefined)) } };
}

async function fileSource(cwd: string, file: string | undefined): Promise<Source | undefined> {
  const name = file ?? configFile;
  try {
    const bytes = await readFile(resolve(cwd, name));
    if (bytes.length > largestFile) throw new ConfigError(`${name} is larger than ${largestFile / 1_024} KiB; that is no configuration`);
    return readYaml(file === undefined ? name : basename(name), new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' && file === undefined) return undefined;
    throw new ConfigError(unreadable(name, code));
  }
}

function unreadable(name: string, code: string): string {
  switch (code) {
    case 'ENOENT':
      return `the configuration ${name} does not exist`;
    case 'EACCES':
    case 'EPERM':
      return `the configuration ${name} may not be read by this user`;
    case 'EISDIR':
      return `the configuration ${name} is a folder; name a file`;
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return `the configuration ${name} is not text in UTF-8`;
  }
  return `the configuration ${name} cannot be read (${code || 'unknown cause'})`;
}

/** The file's data with the environment's values in their places. */
function merged(data: Readonly<Record<string, unknown>>, given: readonly Given[]): Readonly<Record<string, unknown>> {
  return given.reduce((sum, { path, value }) => placed(sum, path, value), data);
}

function placed(into: Readonly<Record<string, unknown>>, [key, ...rest]: readonly string[], value: unknown): Readonly<Record<string, unknown>> {
  if (key === undefined) return into;
  if (rest.length === 0) return { ...into, [key]: value };
  const below = into[key];
  // A section that the file has wrongly (`store: 5`) stays, so that the file is what is complained of.
  if (below !== undefined && !isRecord(below)) return into;
  return { ...into, [key]: placed(below ?? {}, rest, value) };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
