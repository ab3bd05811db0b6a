import { z } from 'zod';

/** Whether nothing stands twice in a list. */
export const unique = <T>(values: readonly T[]): boolean => new Set(values).size === values.length;

/** Where nothing is said of Slack: see the schema below. */
const slackUsual = {
  port: 3_000,
  path: '/slack/events',
  apiUrl: 'https://slack.com/api/',
  command: '/ec2',
} as const;
/** The same of Discord. */
const discordUsual = {
  port: 3_001,
  path: '/discord/interactions',
  apiUrl: 'https://discord.com/api',
  command: 'ec2',
} as const;
const portMost = 65_535;

const port = z.int().min(0).max(portMost);
/** What an address has after the host. */
const urlPath = (usual: string) =>
  z
    .string()
    .regex(
      /^\/[\w.~/-]{0,200}$/,
      `expected a path that begins with /, of letters, digits and signs of ._~/-, such as ${usual}`,
    )
    .default(usual);

/** Bolt appends a method's name to it, so it is a folder. */
function isApiUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return /^https?:$/.test(url?.protocol ?? '') && /^https?:\/\/[^\s?#]+\/api\/$/i.test(text);
}

/** discord.js appends a version to it. */
function isApiRoot(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return /^https?:$/.test(url?.protocol ?? '') && /^https?:\/\/[^\s?#]+\/api$/i.test(text);
}

/** How the bot speaks with Slack. */
export const SlackConfig = z.strictObject({
  /** Over a connection that it opens itself, or by requests that Slack sends to an address of it. */
  mode: z.enum(['socket', 'http'], 'expected socket or http').default('socket'),
  /** Of `http`: where it listens; 0: wherever there is room. */
  port: port.default(slackUsual.port),
  /** Of `http`: what Slack's Request URL has after the host. */
  path: urlPath(slackUsual.path),
  /** Slack's Web API, or what stands in its place. */
  apiUrl: z
    .string()
    .refine(isApiUrl, 'expected an http or https address that ends in /api/')
    .default(slackUsual.apiUrl),
  /** Slack, "App manifest reference", slash_commands: a slash and at most 31 lower-case letters, digits, hyphens and underscores. */
  command: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'expected a slash and 1 to 31 lower-case letters, digits, hyphens or underscores')
    .default(slackUsual.command),
});

/** See the schema. */
export type SlackConfig = Readonly<z.infer<typeof SlackConfig>>;

/** Discord, "Reference": Snowflakes. YAML reads digits as a number, and one of 18 digits loses the last. */
const snowflake = z.custom<string>(
  (value) => typeof value === 'string' && /^\d{1,20}$/.test(value),
  'expected an id of Discord, digits in quotes: "1234567890"',
);

/** How the bot speaks with Discord. */
export const DiscordConfig = z.strictObject({
  /** Over a connection that it opens itself, or by requests that Discord sends to an address of it. */
  mode: z.enum(['gateway', 'http'], 'expected gateway or http').default('gateway'),
  /** Of `http`: where it listens; 0: wherever there is room. */
  port: port.default(discordUsual.port),
  /** Of `http`: what Discord's Interactions Endpoint URL has after the host. */
  path: urlPath(discordUsual.path),
  /** Discord's API, or what stands in its place. */
  apiUrl: z
    .string()
    .refine(isApiRoot, 'expected an http or https address that ends in /api')
    .default(discordUsual.apiUrl),
  /** Left out: asked of the token. */
  applicationId: snowflake.optional(),
  /** Of `http`: what Discord's requests are signed with; left out: asked of the token. */
  publicKey: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'expected the Public Key, 64 hexadecimal digits')
    .optional(),
  /** Servers that have the commands; left out: every one that the bot is in. */
  servers: z
    .array(snowflake)
    .min(1, 'expected at least one server; leave the key out for every one')
    .refine(unique, 'a server stands twice')
    .optional(),
  /** Discord, "Application Commands", naming: what people type after the slash. */
  command: z
    .string()
    .regex(/^[a-z0-9_-]{1,32}$/, 'expected 1 to 32 lower-case letters, digits, hyphens or underscores')
    .default(discordUsual.command),
  /** What may be done in a direct conversation with the bot, where nobody else sees it: look, or everything. */
  directMessages: z.enum(['read', 'all'], 'expected read or all').default('read'),
});

/** See the schema. */
export type DiscordConfig = Readonly<z.infer<typeof DiscordConfig>>;

/** What YAML reads as a word and people mean as yes or no. */
const otherWords: ReadonlySet<unknown> = new Set(['yes', 'no', 'on', 'off', 'y', 'n']);

/** Whether something is so. What else was found is said only where it is such a word: anything may stand there, a secret too. */
export const yesOrNo = z.boolean({
  error: ({ input }) => `expected true or false${otherWords.has(input) ? `, not ${String(input)}` : ''}`,
});
