import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, resolve } from 'node:path';
import { ownTimeZone } from '../core/people/access/circumstances.ts';
import { alertsOf } from './alerts.ts';
import { fromEnvironment, type Given } from './environment.ts';
import { ConfigError } from './error.ts';
import { refuseMoved } from './moved.ts';
import { Config } from './schema.ts';
import { told } from './told.ts';
import { readYaml, type Source } from './yaml.ts';

export { ConfigError };

/** The file that is read where none is named. */
export const defaultFile = 'quartermaster.yaml';

/** The access rules that are read where none are named, if they are there. */
const defaultRules = 'access.cedar';

/** A configuration is a few kilobytes; a larger file is another file. In bytes. */
const largestFile = 256 * 1_024;

/** Where the configuration comes from. */
export interface ConfigSource {
  /** `--config`: must exist. Relative to `cwd`. */
  readonly file?: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The configuration of file and environment, the environment going first.
 * @throws ConfigError
 */
export async function readConfig({ file, cwd, env }: ConfigSource): Promise<Config> {
  const source = await fileSource(cwd, file);
  refuseMoved(source, env);
  const given = fromEnvironment(Config, env);
  const result = Config.safeParse(merged(source?.data ?? {}, given));
  if (!result.success) throw new ConfigError(told(result.error.issues, Config, source, given));
  const { store, audit, access, redis, alerts = {}, ...rest } = result.data;
  // Two files, so that demo and real accounts never mix.
  const usual = join('.quartermaster', rest.accounts === undefined ? 'demo.db' : 'store.db');
  const path = resolve(cwd, store.path ?? usual);
  // Bears the store's name: the demo's and another lie in one folder, and each has an audit of its own.
  const anchor = audit.anchor === undefined ? anchorBeside(path) : resolve(cwd, audit.anchor);
  if (anchor === path) throw new ConfigError('audit.anchor: is the store itself; name another file');
  // The rules stand beside the configuration that names them, wherever that is.
  const named = access.file ?? defaultRules;
  const rules = isAbsolute(named) ? named : join(dirname(file ?? defaultFile), named);
  return {
    ...rest,
    alerts: alertsOf(alerts, rest.watch.timeZone),
    store: { path },
    ...(redis && {
      redis: { ...redis, ...(redis.caFile !== undefined && { caFile: resolve(cwd, redis.caFile) }) },
    }),
    audit: { ...audit, anchor },
    access: {
      file: { path: resolve(cwd, rules), name: rules, required: access.file !== undefined },
      timeZone: access.timeZone ?? ownTimeZone(),
    },
  };
}

/** `store.db` → `store.audit.anchor`. */
const anchorBeside = (store: string): string => join(dirname(store), `${parse(store).name}.audit.anchor`);

async function fileSource(cwd: string, file: string | undefined): Promise<Source | undefined> {
  const name = file ?? defaultFile;
  try {
    const path = resolve(cwd, name);
    const found = await stat(path);
    // A pipe or a device may never end; a folder is told as one when it is read.
    if (!found.isFile() && !found.isDirectory()) throw new ConfigError(`the configuration ${name} is no file`);
    if (found.size > largestFile)
      throw new ConfigError(`${name} is larger than ${largestFile / 1_024} KiB, which is no configuration`);
    const bytes = await readFile(path);
    return readYaml(name, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' && file === undefined) return undefined;
    throw new ConfigError(unreadable(name, code), { cause: error });
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
  return `the configuration ${name} cannot be read (${code})`;
}

/** The file's data with the environment's values in their places. */
const merged = (data: Readonly<Record<string, unknown>>, given: readonly Given[]): Readonly<Record<string, unknown>> =>
  given.reduce((sum, { path, value }) => placed(sum, path, value), data);

function placed(
  into: Readonly<Record<string, unknown>>,
  [key, ...rest]: readonly string[],
  value: unknown,
): Readonly<Record<string, unknown>> {
  if (key === undefined) return into;
  if (rest.length === 0) return { ...into, [key]: value };
  const below = into[key] ?? {};
  // A section that the file has wrongly (`store: 5`) stays, so that the file is what is complained of.
  return isMap(below) ? { ...into, [key]: placed(below, rest, value) } : into;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
