import { z } from 'zod';
import { unique, yesOrNo } from './chats.ts';

/** Where nothing is said of Redis: see the schema below. */
const usual = { prefix: 'quartermaster', port: 6_379, sentinelPort: 26_379 } as const;
const portMost = 65_535;
/** Copies that a write waits for: the most that can be asked for. */
const replicasMost = 5;

/** A server, by its name or address. */
export interface RedisServer {
  readonly host: string;
  readonly port: number;
}

/** Without what would end a host in an address, so that it can be shown as `host:port`. */
const host = z.string().regex(/^[^\s/@?#[\]]{1,255}$/, 'expected the name or address of a server');
const port = z.int().min(1).max(portMost);

/** `redis-1`, `redis-1:6380`, `[::1]:6380`. Undefined: it is none. */
function serverOf(text: string, usualPort: number): RedisServer | undefined {
  const [, six, four, digits] = /^(?:\[([\da-f:.]+)\]|([^\s/@?#[\]:]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const name = six ?? four;
  const number = digits === undefined ? usualPort : Number(digits);
  if (name === undefined || number < 1 || number > portMost) return undefined;
  return { host: name, port: number };
}

/** A server as a word, or as a map of both. */
const server = (usualPort: number) =>
  z.union(
    [
      z
        .string()
        .refine((text) => serverOf(text, usualPort) !== undefined)
        .transform((text) => serverOf(text, usualPort) ?? { host: text, port: usualPort }),
      z.strictObject({ host, port: port.default(usualPort) }),
    ],
    `expected a server as host:port, such as redis-1:${usualPort}, or its host and port`,
  );

const servers = (usualPort: number) =>
  z
    .array(server(usualPort))
    .min(1, 'expected at least one server')
    .refine((all) => unique(all.map((one) => `${one.host}:${one.port}`)), 'a server stands twice');

/** Said without what was found: it may hold a password. */
const url = z.string().superRefine((text, context) => {
  const wrong = faultOf(text);
  if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
});

/** Redis, "redis-cli", and IANA's registration of `redis:`: `redis://HOST:PORT/DATABASE`. */
function faultOf(text: string): string | undefined {
  const form = 'expected an address of Redis, redis://HOST:PORT or rediss://HOST:PORT';
  if (!/^rediss?:\/\/[^\s/]/i.test(text) || !URL.canParse(text)) return form;
  const { username, password, search, hash, pathname } = new URL(text);
  if (password !== '' || username !== '' || /@/.test(text))
    return 'holds who signs in; the user belongs into redis.username, the password into REDIS_PASSWORD or a file that REDIS_PASSWORD_FILE names';
  if (search !== '' || hash !== '') return `${form}, with nothing after it`;
  if (!/^(?:\/\d{0,5})?$/.test(pathname)) return `${form}, with the number of a database after it at most`;
  return undefined;
}

/**
 * The Redis that holds the store, and how it is reached: exactly one of `url`, `sentinels` with `name`, and `nodes`. Its
 * passwords stand in the environment: see `redisSecrets`.
 */
export const RedisConfig = z
  .strictObject({
    /** One server: `redis://HOST:PORT/DATABASE`, `rediss://` with TLS. */
    url: url.optional(),
    /** Sentinels that know which server is the master of {@link name}. */
    sentinels: servers(usual.sentinelPort).optional(),
    /** What the sentinels call the master. */
    name: z
      .string()
      .regex(/^[\w.-]{1,255}$/, 'expected the name that the sentinels have for the master, such as mymaster')
      .optional(),
    /** Some nodes of a Cluster; the others are learnt from them. */
    nodes: servers(usual.port).optional(),
    /** The user of Redis's access lists; left out: the default user. */
    username: z
      .string()
      .regex(/^[!-~]{1,255}$/, 'expected the name of a user, without spaces')
      .optional(),
    /** Whether the way there is encrypted; `rediss://` says so too. Sentinels are then asked by TLS as well. */
    tls: yesOrNo.optional(),
    /** A file of certificates (PEM) that vouch for the servers, in place of those that Node.js brings along. With it the way is encrypted. */
    caFile: z
      .string()
      .regex(/^\P{Cc}+$/u, 'expected the path of a file')
      .optional(),
    /** What every key begins with: two houses on one server have two. */
    prefix: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9._-]{0,62}$/i,
        'expected a plain word of at most 63 letters, digits, dots, hyphens and underscores',
      )
      .default(usual.prefix),
    /** A write waits until so many replicas have it, so that it outlives the loss of the master. */
    replicas: z.int().min(0).max(replicasMost).default(0),
  })
  .superRefine(({ url: one, sentinels, name, nodes, tls, caFile }, context) => {
    const refuse = (message: string, ...path: readonly string[]) =>
      context.addIssue({ code: 'custom', message, path: [...path] });
    const ways = Object.entries({ url: one, sentinels, nodes }).filter(([, way]) => way !== undefined);
    if (ways.length === 0) refuse('expected one of url, sentinels (with name) and nodes');
    const [, second] = ways;
    if (second !== undefined) refuse('one of url, sentinels and nodes is enough; keep one', second[0]);
    if (sentinels !== undefined && name === undefined) refuse('is missing: what the sentinels call the master', 'name');
    if (sentinels === undefined && name !== undefined) refuse('goes with sentinels', 'name');
    if (caFile !== undefined && tls === false) refuse('goes with tls', 'caFile');
    if (tls === false && one !== undefined && /^rediss:/i.test(one))
      refuse('contradicts rediss:// in redis.url', 'tls');
  });

/** See the schema. */
export type RedisConfig = Readonly<z.infer<typeof RedisConfig>>;
