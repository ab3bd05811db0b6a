import { readFile, stat } from 'node:fs/promises';
import { secretsOf } from '../core/secrets.ts';
import { ConfigError } from './error.ts';

/** What the environment holds. */
type Env = Readonly<Record<string, string | undefined>>;

/** What opens Slack to us. */
export type SlackSecrets =
  | { readonly mode: 'socket'; readonly botToken: string; readonly appToken: string }
  | { readonly mode: 'http'; readonly botToken: string; readonly signingSecret: string };

/** A secret is a line; a larger file is another file. In bytes. */
const largestFile = 4 * 1_024;

/** One secret: its variable, what it is and where the platform shows it, and what it looks like. */
interface Secret {
  readonly variable: string;
  readonly what: string;
  readonly form: RegExp;
  /** What is said of another form. */
  readonly expected: string;
}

/** Slack, "Tokens": how each kind begins. All are sent in a header, so they are plain signs without spaces. */
const secrets = {
  botToken: {
    variable: 'SLACK_BOT_TOKEN',
    what: 'the Bot User OAuth Token, which Slack shows under OAuth & Permissions when the app is installed',
    form: /^xoxb-[!-~]+$/,
    expected: 'expected the Bot User OAuth Token, which begins with xoxb-',
  },
  appToken: {
    variable: 'SLACK_APP_TOKEN',
    what: 'an app-level token with connections:write, which Slack makes under Basic Information',
    form: /^xapp-[!-~]+$/,
    expected: 'expected an app-level token, which begins with xapp-',
  },
  signingSecret: {
    variable: 'SLACK_SIGNING_SECRET',
    what: 'the Signing Secret, which Slack shows under Basic Information',
    form: /^(?!xox|xapp)[!-~]+$/,
    expected: 'expected the Signing Secret, which is no token and has no spaces',
  },
  discordToken: {
    variable: 'DISCORD_TOKEN',
    what: "the bot's token, which the developer portal of Discord shows under Bot",
    form: /^(?!Bot )[!-~]+$/,
    expected: 'expected the token of a bot, one word of letters, digits and signs of . _ -',
  },
  redisPassword: {
    variable: 'REDIS_PASSWORD',
    what: 'the password of the user of Redis',
    form: /^\P{Cc}+$/u,
    expected: 'expected the password of the user of Redis, one line',
  },
  sentinelPassword: {
    variable: 'REDIS_SENTINEL_PASSWORD',
    what: 'the password of the sentinels',
    form: /^\P{Cc}+$/u,
    expected: 'expected the password of the sentinels, one line',
  },
} as const satisfies Record<string, Secret>;

/** `SLACK_BOT_TOKEN_FILE` names the file that a token stands in. */
const fileOf = ({ variable }: Secret): string => `${variable}_FILE`;

/**
 * The secrets that a mode needs, from variables or from the files that variables with `_FILE` name. Of a value nothing is ever
 * told.
 * @throws ConfigError where one is missing, given twice, cannot be read or has another form.
 */
export async function slackSecrets(env: Env, mode: SlackSecrets['mode']): Promise<SlackSecrets> {
  const botToken = await secretOf(env, secrets.botToken);
  switch (mode) {
    case 'socket':
      return { mode, botToken, appToken: await secretOf(env, secrets.appToken) };
    case 'http':
      return { mode, botToken, signingSecret: await secretOf(env, secrets.signingSecret) };
  }
}

/** What opens Discord to us, likewise. @throws ConfigError */
export const discordToken = (env: Env): Promise<string> => secretOf(env, secrets.discordToken);

/** What opens Redis to us; a password that stands nowhere is none. */
export interface RedisSecrets {
  readonly password?: string;
  readonly sentinelPassword?: string;
}

/** What opens Redis to us, likewise. A server may want no password, so none need be there. @throws ConfigError */
export async function redisSecrets(env: Env): Promise<RedisSecrets> {
  const given = (secret: Secret) => env[secret.variable] !== undefined || env[fileOf(secret)] !== undefined;
  const { redisPassword, sentinelPassword } = secrets;
  return {
    ...(given(redisPassword) && { password: await secretOf(env, redisPassword) }),
    ...(given(sentinelPassword) && { sentinelPassword: await secretOf(env, sentinelPassword) }),
  };
}

/** Secrets in the files that the environment names, for the redactor: what cannot be read is left out, whoever needs it says so. */
export async function secretsInFiles(env: Env): Promise<readonly string[]> {
  const values = await Promise.all(
    Object.values(secrets).map((secret) =>
      inFile(env, secret).catch((error: unknown) => {
        if (!(error instanceof ConfigError)) throw error;
        return undefined;
      }),
    ),
  );
  return secretsOf(values.flatMap((value) => value ?? []));
}

async function secretOf(env: Env, secret: Secret): Promise<string> {
  const { variable, what, form, expected } = secret;
  const given = env[variable];
  if (given !== undefined && env[fileOf(secret)] !== undefined)
    throw new ConfigError(`${variable} and ${fileOf(secret)} are both set; keep one`);
  const [name, value] =
    given === undefined
      ? ([fileOf(secret), await inFile(env, secret)] as const)
      : ([variable, trimmed(variable, given)] as const);
  if (value === undefined)
    throw new ConfigError(`${variable} is missing: ${what}; ${fileOf(secret)} may name a file that it stands in`);
  // What stands there is not told: it may be another secret.
  if (!form.test(value)) throw new ConfigError(`${name}: ${expected}`);
  return value;
}

async function inFile(env: Env, secret: Secret): Promise<string | undefined> {
  const name = fileOf(secret);
  const path = env[name];
  return path === undefined ? undefined : trimmed(name, await textOf(name, path));
}

function trimmed(name: string, text: string): string {
  const value = text.trim();
  if (value === '') throw new ConfigError(`${name}: is empty`);
  return value;
}

/** The path is not told: by a slip of the hand it may be the secret itself. */
async function textOf(name: string, path: string): Promise<string> {
  try {
    const found = await stat(path);
    // A pipe or a device may never end.
    if (!found.isFile()) throw new ConfigError(`${name}: names no file`);
    if (found.size > largestFile)
      throw new ConfigError(`${name}: the file is larger than ${largestFile / 1_024} KiB, which is no secret`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${name}: ${unreadable(error)}`);
  }
}

function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return 'the file does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'the file may not be read by this user';
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'the file is not text in UTF-8';
  }
  return `the file cannot be read (${code})`;
}
