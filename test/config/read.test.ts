import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { variableOf } from '../../src/config/environment.ts';
import { leaves } from '../../src/config/keys.ts';
import { ConfigError, readConfig } from '../../src/config/read.ts';
import { Config } from '../../src/config/schema.ts';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'quartermaster-config-'));
});
afterAll(() => rm(cwd, { recursive: true }));

/** The configuration of this text, or what is said of it. */
async function read(text: string | Uint8Array, env: Readonly<Record<string, string>> = {}): Promise<Config | string> {
  await writeFile(join(cwd, 'quartermaster.yaml'), text);
  return readConfig({ cwd, env }).catch(message);
}

const message = (error: unknown): string => {
  if (error instanceof ConfigError) return error.message;
  throw error;
};

const usual = (path: string) => ({
  store: { path },
  audit: { anchor: path.replace(/\.db$/, '.audit.anchor') },
  confirmations: { ttlSeconds: 300, maxTargets: 25 },
  changes: { perHour: 100, keepTrying: { everySeconds: 30, forMinutes: 15 } },
  approvals: { ttlMinutes: 60 },
  alerts: [],
  watch: { timeZone: 'UTC', idleTags: [], everyHours: 6 },
  access: {
    file: { path: join(dirname(path), '..', 'access.cedar'), name: 'access.cedar', required: false },
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  },
});

describe('what holds where nothing is said', () => {
  it('is the demo account, its store in the working folder', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'quartermaster-config-'));
    expect(await readConfig({ cwd: empty, env: {} })).toEqual(usual(join(empty, '.quartermaster/demo.db')));
    await rm(empty, { recursive: true });
  });

  it('is another store for real accounts, so that they never mix with the demo', async () => {
    const accounts = [{ name: 'prod', profile: 'p', regions: ['eu-west-1'] }];
    expect(await read(stringify({ accounts }))).toEqual({
      ...usual(join(cwd, '.quartermaster/store.db')),
      accounts,
    });
  });

  it('is an anchor beside the store, with its name, unless another is named', async () => {
    expect(await read('store: { path: deep/q.sqlite }')).toMatchObject({
      audit: { anchor: join(cwd, 'deep/q.audit.anchor') },
    });
    expect(await read('audit: { anchor: far/away.anchor, keepDays: 30, copyTo: "terminal:x:os:maria" }')).toMatchObject(
      { audit: { anchor: join(cwd, 'far/away.anchor'), keepDays: 30, copyTo: 'terminal:x:os:maria' } },
    );
  });

  it('holds for the keys that a section leaves out', async () => {
    expect(await read('confirmations: { ttlSeconds: 60 }')).toMatchObject({
      confirmations: { ttlSeconds: 60, maxTargets: 25 },
      changes: { keepTrying: { everySeconds: 30, forMinutes: 15 } },
    });
  });
});

describe('Slack and places', () => {
  it('have what is usual where less is said', async () => {
    const usually = {
      mode: 'socket',
      port: 3000,
      path: '/slack/events',
      apiUrl: 'https://slack.com/api/',
      command: '/ec2',
    };
    expect(await read('slack: {}')).toMatchObject({ slack: usually });
    expect(await read('roles: {}', { QUARTERMASTER_SLACK_MODE: 'http', QUARTERMASTER_SLACK_PORT: '0' })).toMatchObject({
      slack: { ...usually, mode: 'http', port: 0 },
    });
    expect(
      await read('slack: { apiUrl: "http://127.0.0.1:8080/api/", path: /a/b, command: /ec2-dev_1 }'),
    ).toMatchObject({ slack: { apiUrl: 'http://127.0.0.1:8080/api/', path: '/a/b', command: '/ec2-dev_1' } });
  });

  it('name accounts that there are, those of the demo where none is configured', async () => {
    const places = { 'slack:T0123': 'all', 'slack:C0456': ['demo-dev'], 'discord:789': [] };
    expect(await read(stringify({ places }))).toMatchObject({ places });
    expect(await read('roles: {}', { QUARTERMASTER_PLACES: '{"slack:C1":["prod"]}' })).toBe(
      'QUARTERMASTER_PLACES places.slack:C1[0]: no account is called so; did you mean demo-prod?',
    );
    expect(await read('accounts: [{ name: prod, regions: all }]\nplaces: { "slack:C1": [prod] }')).toMatchObject({
      places: { 'slack:C1': ['prod'] },
    });
  });

  it('let a person of another organisation be named by workspace and id', async () => {
    expect(await read('roles: { reader: ["slack:T9:U1"], operator: [slack:S0123, slack:C0456] }')).toMatchObject({
      roles: { reader: ['slack:T9:U1'], operator: ['slack:S0123', 'slack:C0456'] },
    });
  });
});

describe('a wrong file is told in one sentence with its place', () => {
  it.each([
    ['stoer:\n  path: x', 'quartermaster.yaml:1:1 stoer: unknown key; did you mean store?'],
    ['store:\n  pth: x', 'quartermaster.yaml:2:3 store.pth: unknown key; did you mean path?'],
    [
      'zzz: 1',
      'quartermaster.yaml:1:1 zzz: unknown key; there are store, redis, audit, confirmations, changes, access, roles, people, places, approvals, accounts, alerts, watch, slack, discord',
    ],
    ['store: { zzzzzzzz: 1 }', 'quartermaster.yaml:1:10 store.zzzzzzzz: unknown key; there is path'],
    [
      'accounts:\n  - nam: a\n    regions: [eu-west-1]',
      'quartermaster.yaml:2:5 accounts[0].nam: unknown key; did you mean name?',
    ],
    ['roles: {__proto__: [os:root]}', 'quartermaster.yaml:1:9 no key can be called __proto__'],
    ['store: {path: "a\\0b"}', 'quartermaster.yaml:1:15 store.path: expected the path of a file'],
    [
      'accounts: [{name: a, regions: [eu-wset-1]}]',
      'quartermaster.yaml:1:32 accounts[0].regions[0]: expected a region such as eu-west-1',
    ],
    [
      '__proto__: 1',
      'quartermaster.yaml:1:1 __proto__: unknown key; there are store, redis, audit, confirmations, changes, access, roles, people, places, approvals, accounts, alerts, watch, slack, discord',
    ],
    ['store:\n  path: 5', 'quartermaster.yaml:2:9 store.path: expected string, received number'],
    ['store:', 'quartermaster.yaml:1:7 store: expected keys with values, received nothing'],
    ['store: [1]', 'quartermaster.yaml:1:8 store: expected keys with values, received a list'],
    ['audit: { anchor: "" }', 'quartermaster.yaml:1:18 audit.anchor: expected the path of a file'],
    ['audit: { keepDays: 29 }', 'quartermaster.yaml:1:20 audit.keepDays: expected 30 at least'],
    [
      'audit: { copyTo: ops }',
      'quartermaster.yaml:1:18 audit.copyTo: expected the id of a place, such as slack:C0123456',
    ],
    ['store: { path: x }\naudit: { anchor: ./x }', 'audit.anchor: is the store itself; name another file'],
    ['store: { path: "" }', 'quartermaster.yaml:1:16 store.path: expected the path of a file'],
    ['confirmations: { ttlSeconds: 29 }', 'quartermaster.yaml:1:30 confirmations.ttlSeconds: expected 30 at least'],
    ['confirmations: { ttlSeconds: 3601 }', 'quartermaster.yaml:1:30 confirmations.ttlSeconds: expected 3600 at most'],
    [
      'confirmations: { ttlSeconds: 60.5 }',
      'quartermaster.yaml:1:30 confirmations.ttlSeconds: expected a whole number, received a fraction',
    ],
    [
      'confirmations: { ttlSeconds: "60" }',
      'quartermaster.yaml:1:30 confirmations.ttlSeconds: expected number, received string',
    ],
    ['confirmations: { maxTargets: 0 }', 'quartermaster.yaml:1:30 confirmations.maxTargets: expected 1 at least'],
    [
      'changes: { keepTrying: { everySeconds: 1 } }',
      'quartermaster.yaml:1:40 changes.keepTrying.everySeconds: expected 10 at least',
    ],
    [
      'changes: { keepTrying: { forMinutes: 600 } }',
      'quartermaster.yaml:1:38 changes.keepTrying.forMinutes: expected 60 at most',
    ],
    ['changes: { perHour: 0 }', 'quartermaster.yaml:1:21 changes.perHour: expected 1 at least'],
    ['approvals: { ttlMinutes: 10081 }', 'quartermaster.yaml:1:26 approvals.ttlMinutes: expected 10080 at most'],
    [
      'approvals: { place: "a b" }',
      'quartermaster.yaml:1:21 approvals.place: expected the id of a place, as whoami tells it',
    ],
    ['people: { maria: [os:maria], ana: [os:maria] }', 'quartermaster.yaml:1:9 people: the id os:maria stands twice'],
    ['confirmations: { maxTargets: 1001 }', 'quartermaster.yaml:1:30 confirmations.maxTargets: expected 1000 at most'],
    ['access: { fil: x }', 'quartermaster.yaml:1:11 access.fil: unknown key; did you mean file?'],
    ['access: { file: 5 }', 'quartermaster.yaml:1:17 access.file: expected string, received number'],
    [
      'access: { timeZone: Berlin }',
      'quartermaster.yaml:1:21 access.timeZone: expected a time zone such as Europe/Berlin or UTC',
    ],
    [
      'access:\n  changes: [sre, ops]',
      'quartermaster.yaml:2:3 access.changes: is no longer read: access rules say who may change what, and those that come with Quartermaster know the role operator. Give it to these persons under roles:, as operator: [os:NAME]. For other roles add rules to a copy of those in docs/access.md: permit (principal in Role::"sre", action in [Action::"change", Action::"settings"], resource); permit (principal in Role::"ops", action in [Action::"change", Action::"settings"], resource);',
    ],
    [
      'access: { changes: [] }',
      'quartermaster.yaml:1:11 access.changes: is no longer read: access rules say who may change what, and those that come with Quartermaster know the role operator. Give it to these persons under roles:, as operator: [os:NAME].',
    ],
    [
      'roles:\n  operator: [maria]',
      'quartermaster.yaml:2:14 roles.operator[0]: expected a platform and a name, such as os:maria or slack:S0123, or an id of Discord, discord:4567',
    ],
    [
      'roles:\n  "op er": [os:m]',
      'quartermaster.yaml:2:3 roles.op er: expected a plain word of at most 63 letters, digits and hyphens',
    ],
    [
      'accounts: []',
      'quartermaster.yaml:1:11 accounts: expected at least one account; leave the key out for the demo account',
    ],
    [
      'accounts:\n  - name: a\n    regions: []',
      'quartermaster.yaml:3:14 accounts[0].regions: expected at least one region',
    ],
    [
      'accounts:\n  - name: a\n    regions: [eu]',
      'quartermaster.yaml:3:15 accounts[0].regions[0]: expected a region such as eu-west-1',
    ],
    ['accounts:\n  - name: a', 'quartermaster.yaml:2:5 accounts[0].regions: is missing'],
    [
      'accounts:\n  - { name: a, regions: [eu-west-1], roleArn: operator }',
      'quartermaster.yaml:2:47 accounts[0].roleArn: expected the ARN of a role, arn:aws:iam::111122223333:role/NAME',
    ],
    [
      'accounts:\n  - { name: a, regions: all, externalId: qm-1 }',
      'quartermaster.yaml:2:5 accounts[0]: externalId and namesPeople go with a roleArn',
    ],
    [
      'accounts:\n  - { name: a, regions: [eu-west-1], fallbackRegions: [eu-west-2] }',
      'quartermaster.yaml:2:5 accounts[0]: fallbackRegions go with regions: all',
    ],
    [
      'accounts:\n  - { name: a, regions: all, fallbackRegions: [] }',
      'quartermaster.yaml:2:47 accounts[0].fallbackRegions: expected at least one region',
    ],
    [
      'accounts:\n  - { name: a, regions: [eu-west-1] }\n  - { name: a, regions: [eu-west-2] }',
      'quartermaster.yaml:2:3 accounts: two accounts have the same name',
    ],
    [
      'accounts:\n  - { name: a, regions: [eu-west-1, eu-west-1] }',
      'quartermaster.yaml:2:25 accounts[0].regions: a region stands twice',
    ],
    ['slack: { mode: rtm }', 'quartermaster.yaml:1:16 slack.mode: expected socket or http'],
    ['slack: { port: 65536 }', 'quartermaster.yaml:1:16 slack.port: expected 65535 at most'],
    ['slack: { port: -1 }', 'quartermaster.yaml:1:16 slack.port: expected 0 at least'],
    ...['slack/events', '"/a b"', '"/a?b"', '""'].map((path) => [
      `slack: { path: ${path} }`,
      'quartermaster.yaml:1:16 slack.path: expected a path that begins with /, of letters, digits and signs of ._~/-, such as /slack/events',
    ]),
    ...['slack.com/api/', '"https://slack.com/api"', 'ftp://x/api/', '"https://x/api/?a=/api/"', '"https:///api/"'].map(
      (url) => [
        `slack: { apiUrl: ${url} }`,
        'quartermaster.yaml:1:18 slack.apiUrl: expected an http or https address that ends in /api/',
      ],
    ),
    ...['ec2', '/EC2', '/', '/e c', `/${'a'.repeat(32)}`].map((command) => [
      `slack: { command: ${command} }`,
      'quartermaster.yaml:1:19 slack.command: expected a slash and 1 to 31 lower-case letters, digits, hyphens or underscores',
    ]),
    ['discord: { mode: socket }', 'quartermaster.yaml:1:18 discord.mode: expected gateway or http'],
    ...['"https://discord.com/api/"', 'discord.com/api', 'ftp://x/api'].map((url) => [
      `discord: { apiUrl: ${url} }`,
      'quartermaster.yaml:1:20 discord.apiUrl: expected an http or https address that ends in /api',
    ]),
    [
      'discord: { servers: [1122334455667788990] }',
      'quartermaster.yaml:1:22 discord.servers[0]: expected an id of Discord, digits in quotes: "1234567890"',
    ],
    [
      'discord: { servers: [] }',
      'quartermaster.yaml:1:21 discord.servers: expected at least one server; leave the key out for every one',
    ],
    [
      'discord: { publicKey: abc }',
      'quartermaster.yaml:1:23 discord.publicKey: expected the Public Key, 64 hexadecimal digits',
    ],
    [
      'discord: { token: a.b.c }',
      'quartermaster.yaml:1:12 discord.token: unknown key; there are mode, port, path, apiUrl, applicationId, publicKey, servers, command, directMessages',
    ],
    [
      'slack: { token: xoxb-1-secret }',
      'quartermaster.yaml:1:10 slack.token: unknown key; there are mode, port, path, apiUrl, command',
    ],
    [
      'places:\n  C0456: all',
      'quartermaster.yaml:2:3 places.C0456: expected the id of a place or workspace, as whoami tells it: slack:C0123456, or an id of Discord, discord:4567',
    ],
    [
      'places:\n  slack:C0456: some',
      'quartermaster.yaml:2:16 places.slack:C0456: expected all, or a list of names of accounts',
    ],
    [
      'places:\n  slack:T0123: all\n  slack:C0456: [demo-dev, prod]',
      'quartermaster.yaml:3:27 places.slack:C0456[1]: no account is called so; did you mean demo-prod?',
    ],
    [
      'accounts: [{ name: prod, regions: all }]\nplaces:\n  slack:C0456:\n    - demo-prod',
      'quartermaster.yaml:4:7 places.slack:C0456[0]: no account is called so; there is prod',
    ],
    ['store: {}\nstore: {}', 'quartermaster.yaml:2:1 this key stands twice; keep one'],
    ['store:\n\tpath: x', 'quartermaster.yaml:2:1 a tab stands here; indent with spaces'],
    [
      'store: { path: x',
      'quartermaster.yaml:1:17 this is not YAML: Flow map in block collection must be sufficiently indented and end with a }',
    ],
    [
      'store: &x { path: y }\nroles: *x',
      'quartermaster.yaml:2:8 aliases (*) are not read here; write the value itself',
    ],
    ['store: !env x', 'quartermaster.yaml:1:8 tags (!) are not read here; write the value itself'],
    ['store: {}\n---\nroles: {}', 'quartermaster.yaml:2:1 a second document begins here; keep one'],
    ['', 'quartermaster.yaml is empty; write a key such as "store:", or remove the file to use what holds without one'],
    [
      '# nothing yet\n',
      'quartermaster.yaml is empty; write a key such as "store:", or remove the file to use what holds without one',
    ],
    ['- store', 'quartermaster.yaml:1:1 expected keys with values such as "store:", found a list'],
    ['store', 'quartermaster.yaml:1:1 expected keys with values such as "store:", found a single value'],
    ['[store]: 1', 'quartermaster.yaml:1:1 a key must be a plain word'],
    [
      '"\\e[31m": 1',
      'quartermaster.yaml:1:1 \uFFFD[31m: unknown key; there are store, redis, audit, confirmations, changes, access, roles, people, places, approvals, accounts, alerts, watch, slack, discord',
    ],
    ['#'.repeat(300_000), 'quartermaster.yaml is larger than 256 KiB, which is no configuration'],
  ])('%#: %j', async (text, says) => {
    expect(await read(text)).toBe(says);
  });

  it('where a few lines of aliases would grow without end', async () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((key, index) => `${key}: &${key} [${`*${'abcdefgh'[index]},`.repeat(8)}]`),
    ].join('\n');
    expect(await read(bomb)).toBe('quartermaster.yaml:2:8 aliases (*) are not read here; write the value itself');
  });

  it('where brackets are nested without end', async () => {
    expect(await read('['.repeat(100_000))).toMatch(/nested too deeply/);
  });

  it('where it is not text', async () => {
    expect(await read(Uint8Array.of(0x73, 0xff, 0xfe))).toBe(
      'the configuration quartermaster.yaml is not text in UTF-8',
    );
  });

  it('whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.anything({ maxDepth: 3 }).map((value) => stringify({ store: value, accounts: [value] })),
        ),
        async (text) => {
          const result = await read(text);
          if (typeof result === 'string') expect(result).not.toMatch(/[\n\u001b]/);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a file named by --config', () => {
  it('must exist', async () => {
    await expect(readConfig({ file: 'gone.yaml', cwd, env: {} })).rejects.toThrow(
      new ConfigError('the configuration gone.yaml does not exist'),
    );
  });

  it('must be a file', async () => {
    await mkdir(join(cwd, 'folder'), { recursive: true });
    await expect(readConfig({ file: 'folder', cwd, env: {} })).rejects.toThrow(
      new ConfigError('the configuration folder is a folder; name a file'),
    );
  });

  it('is read instead of quartermaster.yaml, and the store stays in the working folder', async () => {
    await writeFile(join(cwd, 'quartermaster.yaml'), 'wrong: 1');
    await mkdir(join(cwd, 'etc'), { recursive: true });
    await writeFile(join(cwd, 'etc/other.yaml'), 'store: { path: other.db }');
    expect(await readConfig({ file: 'etc/other.yaml', cwd, env: {} })).toMatchObject({
      store: { path: join(cwd, 'other.db') },
    });
  });
});

describe('the environment', () => {
  it('has a variable of its own for each key', () => {
    const variables = leaves(Config).map(({ path }) => variableOf(path));
    expect(variables).toEqual([
      'QUARTERMASTER_STORE_PATH',
      'QUARTERMASTER_REDIS_URL',
      'QUARTERMASTER_REDIS_SENTINELS',
      'QUARTERMASTER_REDIS_NAME',
      'QUARTERMASTER_REDIS_NODES',
      'QUARTERMASTER_REDIS_USERNAME',
      'QUARTERMASTER_REDIS_TLS',
      'QUARTERMASTER_REDIS_CA_FILE',
      'QUARTERMASTER_REDIS_PREFIX',
      'QUARTERMASTER_REDIS_REPLICAS',
      'QUARTERMASTER_AUDIT_ANCHOR',
      'QUARTERMASTER_AUDIT_KEEP_DAYS',
      'QUARTERMASTER_AUDIT_COPY_TO',
      'QUARTERMASTER_CONFIRMATIONS_TTL_SECONDS',
      'QUARTERMASTER_CONFIRMATIONS_MAX_TARGETS',
      'QUARTERMASTER_CHANGES_PER_HOUR',
      'QUARTERMASTER_CHANGES_KEEP_TRYING_EVERY_SECONDS',
      'QUARTERMASTER_CHANGES_KEEP_TRYING_FOR_MINUTES',
      'QUARTERMASTER_ACCESS_FILE',
      'QUARTERMASTER_ACCESS_TIME_ZONE',
      'QUARTERMASTER_ROLES',
      'QUARTERMASTER_PEOPLE',
      'QUARTERMASTER_PLACES',
      'QUARTERMASTER_APPROVALS_TTL_MINUTES',
      'QUARTERMASTER_APPROVALS_PLACE',
      'QUARTERMASTER_ACCOUNTS',
      'QUARTERMASTER_ALERTS',
      'QUARTERMASTER_WATCH_TIME_ZONE',
      'QUARTERMASTER_WATCH_IDLE_TAGS',
      'QUARTERMASTER_WATCH_EVERY_HOURS',
      'QUARTERMASTER_SLACK_MODE',
      'QUARTERMASTER_SLACK_PORT',
      'QUARTERMASTER_SLACK_PATH',
      'QUARTERMASTER_SLACK_API_URL',
      'QUARTERMASTER_SLACK_COMMAND',
      'QUARTERMASTER_DISCORD_MODE',
      'QUARTERMASTER_DISCORD_PORT',
      'QUARTERMASTER_DISCORD_PATH',
      'QUARTERMASTER_DISCORD_API_URL',
      'QUARTERMASTER_DISCORD_APPLICATION_ID',
      'QUARTERMASTER_DISCORD_PUBLIC_KEY',
      'QUARTERMASTER_DISCORD_SERVERS',
      'QUARTERMASTER_DISCORD_COMMAND',
      'QUARTERMASTER_DISCORD_DIRECT_MESSAGES',
    ]);
  });

  it('gives ids of Discord as they are written', async () => {
    const env = {
      QUARTERMASTER_DISCORD_APPLICATION_ID: '1122334455667788990',
      QUARTERMASTER_DISCORD_SERVERS: '["1122334455667788991"]',
    };
    expect(await read('discord: {}', env)).toMatchObject({
      discord: { applicationId: '1122334455667788990', servers: ['1122334455667788991'] },
    });
  });

  it('goes before the file, key by key', async () => {
    const env = {
      QUARTERMASTER_STORE_PATH: '/elsewhere/q.db',
      QUARTERMASTER_CONFIRMATIONS_TTL_SECONDS: '60',
      QUARTERMASTER_ACCESS_FILE: '/elsewhere/who.cedar',
      QUARTERMASTER_ACCESS_TIME_ZONE: 'Asia/Tokyo',
      QUARTERMASTER_ROLES: '{"sre":["os:maria"]}',
      QUARTERMASTER_ACCOUNTS: '[{"name":"prod","regions":["eu-west-1"]}]',
      PATH: '/usr/bin',
    };
    expect(await read('store: { path: x }\nconfirmations: { maxTargets: 7 }\nroles: { old: [os:paul] }', env)).toEqual({
      store: { path: '/elsewhere/q.db' },
      audit: { anchor: '/elsewhere/q.audit.anchor' },
      confirmations: { ttlSeconds: 60, maxTargets: 7 },
      changes: { perHour: 100, keepTrying: { everySeconds: 30, forMinutes: 15 } },
      approvals: { ttlMinutes: 60 },
      alerts: [],
      watch: { timeZone: 'UTC', idleTags: [], everyHours: 6 },
      access: {
        file: { path: '/elsewhere/who.cedar', name: '/elsewhere/who.cedar', required: true },
        timeZone: 'Asia/Tokyo',
      },
      roles: { sre: ['os:maria'] },
      accounts: [{ name: 'prod', regions: ['eu-west-1'] }],
    });
  });

  it.each([
    [
      { QUARTERMASTER_STOR_PATH: 'x' },
      'QUARTERMASTER_STOR_PATH in the environment is no key of the configuration; did you mean QUARTERMASTER_STORE_PATH?',
    ],
    [
      { QUARTERMASTER_STORE: 'x' },
      'QUARTERMASTER_STORE in the environment is no key of the configuration; did you mean QUARTERMASTER_STORE_PATH?',
    ],
    [
      { QUARTERMASTER_CONFIRMATIONS_TTL_SECONDS: 'soon' },
      'QUARTERMASTER_CONFIRMATIONS_TTL_SECONDS confirmations.ttlSeconds: expected number, received string',
    ],
    [
      { QUARTERMASTER_CONFIRMATIONS_TTL_SECONDS: '1e2' },
      'QUARTERMASTER_CONFIRMATIONS_TTL_SECONDS confirmations.ttlSeconds: expected number, received string',
    ],
    [
      { QUARTERMASTER_CONFIRMATIONS_TTL_SECONDS: '7' },
      'QUARTERMASTER_CONFIRMATIONS_TTL_SECONDS confirmations.ttlSeconds: expected 30 at least',
    ],
    [{ QUARTERMASTER_ACCESS_FILE: '' }, 'QUARTERMASTER_ACCESS_FILE access.file: is empty; give it a value or unset it'],
    [
      { QUARTERMASTER_ACCESS_CHANGES: '["sre"]' },
      'QUARTERMASTER_ACCESS_CHANGES is no longer read: access rules say who may change what, and those that come with Quartermaster know the role operator. Give it to these persons under roles:, as operator: [os:NAME]. For other roles add rules to a copy of those in docs/access.md: permit (principal in Role::"sre", action in [Action::"change", Action::"settings"], resource);',
    ],
    [{ QUARTERMASTER_ACCOUNTS: 'prod' }, 'QUARTERMASTER_ACCOUNTS accounts: expected JSON, a list in [ ]'],
    [{ QUARTERMASTER_ROLES: '{' }, 'QUARTERMASTER_ROLES roles: expected JSON, a map in { }'],
    [{ QUARTERMASTER_ROLES: '[]' }, 'QUARTERMASTER_ROLES roles: expected keys with values, received a list'],
    [
      { QUARTERMASTER_ACCOUNTS: '[{"nam":"a","regions":["eu-west-1"]}]' },
      'QUARTERMASTER_ACCOUNTS accounts[0].nam: unknown key; did you mean name?',
    ],
  ] as const)('is refused where it is wrong: %j', async (env, says) => {
    expect(await read('store: {}', env)).toBe(says);
  });

  it('does not hide a section that the file has wrongly', async () => {
    expect(await read('store: 5', { QUARTERMASTER_STORE_PATH: 'x' })).toBe(
      'quartermaster.yaml:1:8 store: expected keys with values, received number',
    );
  });
});

describe('the rules stand beside the configuration', () => {
  it.each([
    { file: undefined, named: undefined, path: 'access.cedar', name: 'access.cedar', required: false },
    { file: 'sub/q.yaml', named: undefined, path: 'sub/access.cedar', name: 'sub/access.cedar', required: false },
    { file: 'sub/q.yaml', named: 'who.cedar', path: 'sub/who.cedar', name: 'sub/who.cedar', required: true },
    { file: undefined, named: '/etc/who.cedar', path: '/etc/who.cedar', name: '/etc/who.cedar', required: true },
  ])('$file with access.file $named: $path', async ({ file, named, path, name, required }) => {
    await mkdir(join(cwd, 'sub'), { recursive: true });
    const text = named === undefined ? 'store: {}' : `access: { file: ${named} }`;
    await writeFile(join(cwd, file ?? 'quartermaster.yaml'), text);
    const { access } = await readConfig({ cwd, env: {}, ...(file !== undefined && { file }) });
    expect(access.file).toEqual({ path: path.startsWith('/') ? path : join(cwd, path), name, required });
  });
});
