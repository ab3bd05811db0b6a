import { parseArgs } from 'node:util';
import { readSince, sinceForms, type Since } from './commands/options/since.ts';
import { nearest } from './core/near.ts';

/** What stood on the command line. */
export interface Flags {
  readonly config?: string;
  readonly once?: string;
  readonly as?: string;
  readonly roles?: readonly string[];
  /** Something else than the terminal: what stands before the flags. */
  readonly program?: Program;
  /** `--tag KEY=VALUE`, `--principal ARN`, `--external-id ID`: for `iam-policy`. */
  readonly tag?: { readonly key: string; readonly value: string };
  readonly principal?: string;
  readonly externalId?: string;
  /** `--since 7d`: for `audit export`. */
  readonly since?: Since;
  /** `--to FILE`: for `store export`. */
  readonly to?: string;
  /** What `store import` reads. */
  readonly file?: string;
  /** `--port N`: for `preview`; 0: wherever there is room. */
  readonly port?: number;
  /** `--url https://HOST`: for `manifest slack`. */
  readonly url?: string;
  /** `--terminal`: the terminal, also where a chat platform is configured. `once` means it too. */
  readonly terminal: boolean;
  readonly json: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** What can be run besides the terminal. */
const programs = [
  'iam-policy',
  'doctor',
  'audit verify',
  'audit export',
  'store export',
  'store import',
  'manifest slack',
  'preview',
] as const;
export type Program = (typeof programs)[number];

/** The command line is wrong: one sentence. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

const options = {
  config: { type: 'string' },
  once: { type: 'string' },
  as: { type: 'string' },
  roles: { type: 'string' },
  tag: { type: 'string' },
  principal: { type: 'string' },
  'external-id': { type: 'string' },
  since: { type: 'string' },
  to: { type: 'string' },
  port: { type: 'string' },
  url: { type: 'string' },
  terminal: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** Reads the command line. Throws FlagError. */
export function readFlags(args: readonly string[]): Flags {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const known = Object.entries(options).find(([name]) => name === token.name);
    if (known === undefined) {
      const near = nearest(token.name, Object.keys(options), 1);
      throw new FlagError(
        `There is no flag ${token.rawName}${near.length > 0 ? `; did you mean --${near.join()}?` : '; --help lists all.'}`,
      );
    }
    if (known[1].type === 'string' && (token.value === undefined || token.value === ''))
      throw new FlagError(`${token.rawName} needs a value; --help shows which.`);
    if (known[1].type === 'boolean' && token.value !== undefined)
      throw new FlagError(`${token.rawName} takes no value.`);
  }
  const { words, file } = wordsOf(positionals);
  const program = programs.find((one) => one === words);
  if (positionals.length > 0 && program === undefined)
    throw new FlagError(`“${words}” is no flag; to run one line, write --once "${words}".`);
  const text = (name: keyof typeof options): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [config, once, as, roles] = [text('config'), text('once'), text('as'), text('roles')];
  const to = text('to');
  if (as !== undefined && !/^[\w.@-]{1,64}$/.test(as))
    throw new FlagError('--as takes a name of letters, digits, dots, dashes and underscores.');
  const [principal, externalId] = [text('principal'), text('external-id')];
  const tag = tagOf(text('tag'));
  const since = sinceOf(text('since'));
  const [port, url] = [portOf(text('port')), urlOf(text('url'))];
  return {
    ...(program && { program }),
    ...(tag && { tag }),
    ...(since && { since }),
    ...(to !== undefined && { to }),
    ...(file !== undefined && { file }),
    ...(port !== undefined && { port }),
    ...(url !== undefined && { url }),
    ...(principal !== undefined && { principal }),
    ...(externalId !== undefined && { externalId }),
    ...(config !== undefined && { config }),
    ...(once !== undefined && { once }),
    ...(as !== undefined && { as }),
    ...(roles !== undefined && {
      roles: roles
        .split(',')
        .map((role) => role.trim())
        .filter((role) => role !== ''),
    }),
    terminal: values['terminal'] === true,
    json: values['json'] === true,
    help: values['help'] === true,
    version: values['version'] === true,
  };
}

/** The words before the flags, and the one file that a program may want. */
function wordsOf(positionals: readonly string[]): { readonly words: string; readonly file?: string } {
  const [first, second, file, ...more] = positionals;
  if (first !== 'store' || second !== 'import') return { words: positionals.join(' ') };
  if (file === undefined || file === '' || more.length > 0)
    throw new FlagError('store import takes one file, which store export has made.');
  return { words: `${first} ${second}`, file };
}

function tagOf(text: string | undefined): Flags['tag'] {
  if (text === undefined) return undefined;
  const [, key = '', value = ''] = /^([^=]{1,128})=(.{1,256})$/.exec(text) ?? [];
  if (key === '') throw new FlagError('--tag takes a tag as KEY=VALUE.');
  return { key, value };
}

function sinceOf(text: string | undefined): Since | undefined {
  if (text === undefined) return undefined;
  const since = readSince(text);
  if (since === undefined) throw new FlagError(`--since takes ${sinceForms}.`);
  return since;
}

const portMost = 65_535;

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > portMost) throw new FlagError(`--port takes a number from 0 to ${portMost}.`);
  return port;
}

function urlOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i.test(text) || !URL.canParse(text))
    throw new FlagError('--url takes an https address without a user or a query, such as https://bot.example.com.');
  return text;
}

/** What `--help` says. */
export const flagHelp = `Usage: quartermaster [flags]
       quartermaster doctor [--config FILE]
       quartermaster audit verify | audit export [--since 7d] [--config FILE]
       quartermaster store export [--to FILE] | store import FILE [--config FILE]
       quartermaster manifest slack [--url https://HOST] [--config FILE]
       quartermaster preview [--port N]
       quartermaster iam-policy [--tag KEY=VALUE] [--principal ARN] [--external-id ID]

Without flags: a terminal, on the demo account unless accounts are configured; where slack: or discord: is configured, that until it is stopped.
With something else than a terminal as input: one command a line.
doctor tells for each account and region what is missing; exit code 1 where answers lack something.
audit verify tells whether the audit is as it was written; exit code 1 where it is not. audit export prints it as JSON lines.
store export writes all that the store keeps as JSON lines: a backup, or the way to another store. store import makes a new store of it.
manifest slack prints the app for Slack as JSON, and on stderr what each of its scopes is for; --url where slack.mode is http.
preview serves a page on this machine that shows every kind of reply as each platform shows it.
iam-policy prints two roles, a reader and an operator narrowed by tag, with their trust policies.

  --once "LINE"      run one line and end
  --terminal         the terminal, also where slack: or discord: is configured
  --json             one line of JSON for each answer
  --config FILE      configuration (quartermaster.yaml in this folder, if it exists)
  --as USER          who speaks, on the demo account
  --roles a,b        with which roles, on the demo account
  --to FILE          where store export writes, instead of stdout; a file that is there is left alone
  --port N           where preview listens, usually 4040; 0: wherever there is room
  --url URL          where Slack reaches the bot, for manifest slack
  --version, --help

Exit code: 0; 1 if a command failed; 2 if it could not start.`;
