import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/error.ts';
import { readConfig } from '../../src/config/read.ts';
import { redisSecrets, secretsInFiles } from '../../src/config/secrets.ts';
import { createRedactor, secretsIn, secretsOf } from '../../src/core/secrets.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  await mkdir(join(folder, 'secrets'));
  await writeFile(join(folder, 'secrets', 'word'), 'open sesame, now\n');
});
afterAll(() => rm(folder, { recursive: true }));

const read = async (text: string, env: Readonly<Record<string, string>> = {}) => {
  await writeFile(join(folder, 'quartermaster.yaml'), `${text}\n`);
  return readConfig({ cwd: folder, env }).then(
    ({ redis }) => redis,
    (error: unknown) => {
      if (error instanceof ConfigError) return error.message;
      throw error;
    },
  );
};
const usual = { prefix: 'quartermaster', replicas: 0 };

describe('the Redis of a configuration', () => {
  it.each<[string, unknown, Readonly<Record<string, string>>?]>([
    ['roles: {}', undefined],
    ['redis: {url: "redis://redis-1"}', { ...usual, url: 'redis://redis-1' }],
    ['redis: {url: "rediss://redis-1:7000/3", username: bot}', { url: 'rediss://redis-1:7000/3', username: 'bot' }],
    ['redis: {url: "redis://[::1]:7000"}', { url: 'redis://[::1]:7000' }],
    [
      'redis: {sentinels: [a, "b:99", {host: c}, "[::1]:5"], name: mymaster, replicas: 1}',
      {
        sentinels: [
          { host: 'a', port: 26_379 },
          { host: 'b', port: 99 },
          { host: 'c', port: 26_379 },
          { host: '::1', port: 5 },
        ],
        name: 'mymaster',
        replicas: 1,
      },
    ],
    ['redis: {nodes: [a], tls: true}', { nodes: [{ host: 'a', port: 6_379 }], tls: true }],
    ['redis: {nodes: [a], replicas: 2}', { nodes: [{ host: 'a', port: 6_379 }], replicas: 2 }],
    [
      'roles: {}',
      { nodes: [{ host: 'a', port: 1 }], tls: true, prefix: 'two' },
      {
        QUARTERMASTER_REDIS_NODES: '["a:1"]',
        QUARTERMASTER_REDIS_TLS: 'true',
        QUARTERMASTER_REDIS_PREFIX: 'two',
      },
    ],
  ])('%s', async (text, is, env) => {
    const found = await read(text, env);
    if (is === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(is as object);
  });

  it('has its certificates in a file that is named from the working folder', async () => {
    expect(await read('redis: {url: "redis://a", caFile: ca.pem}')).toMatchObject({ caFile: join(folder, 'ca.pem') });
  });

  const belongs =
    'holds who signs in; the user belongs into redis.username, the password into REDIS_PASSWORD or a file that REDIS_PASSWORD_FILE names';
  it.each<[string, string, Readonly<Record<string, string>>?]>([
    ['redis: {}', 'quartermaster.yaml:1:8 redis: expected one of url, sentinels (with name) and nodes'],
    ['redis: {url: "redis://:hunter2@a"}', `quartermaster.yaml:1:14 redis.url: ${belongs}`],
    ['redis: {url: "redis://hunter2@a"}', `quartermaster.yaml:1:14 redis.url: ${belongs}`],
    ['roles: {}', `QUARTERMASTER_REDIS_URL redis.url: ${belongs}`, { QUARTERMASTER_REDIS_URL: 'rediss://u:hunter2@a' }],
    [
      'redis: {url: "http://a"}',
      'quartermaster.yaml:1:14 redis.url: expected an address of Redis, redis://HOST:PORT or rediss://HOST:PORT',
    ],
    [
      'redis: {url: "redis://a?password=hunter2"}',
      'quartermaster.yaml:1:14 redis.url: expected an address of Redis, redis://HOST:PORT or rediss://HOST:PORT, with nothing after it',
    ],
    [
      'redis: {url: "redis://a/b"}',
      'quartermaster.yaml:1:14 redis.url: expected an address of Redis, redis://HOST:PORT or rediss://HOST:PORT, with the number of a database after it at most',
    ],
    [
      'redis: {url: "redis://a", nodes: [a]}',
      'quartermaster.yaml:1:34 redis.nodes: one of url, sentinels and nodes is enough; keep one',
    ],
    ['redis: {sentinels: [a]}', 'quartermaster.yaml:1:8 redis.name: is missing: what the sentinels call the master'],
    ['redis: {url: "redis://a", name: m}', 'quartermaster.yaml:1:33 redis.name: goes with sentinels'],
    [
      'redis: {nodes: ["a b"]}',
      'quartermaster.yaml:1:17 redis.nodes[0]: expected a server as host:port, such as redis-1:6379, or its host and port',
    ],
    [
      'redis: {nodes: ["a:70000"]}',
      'quartermaster.yaml:1:17 redis.nodes[0]: expected a server as host:port, such as redis-1:6379, or its host and port',
    ],
    [
      'redis: {nodes: [{host: a, prt: 4}]}',
      'quartermaster.yaml:1:27 redis.nodes[0].prt: unknown key; did you mean port?',
    ],
    ['redis: {nodes: [a, "a:6379"]}', 'quartermaster.yaml:1:16 redis.nodes: a server stands twice'],
    ['redis: {url: "rediss://a", tls: false}', 'quartermaster.yaml:1:33 redis.tls: contradicts rediss:// in redis.url'],
    ['redis: {nodes: [a], tls: false, caFile: b}', 'quartermaster.yaml:1:41 redis.caFile: goes with tls'],
    [
      'redis: {url: "redis://a", prefix: "a{b}"}',
      'quartermaster.yaml:1:35 redis.prefix: expected a plain word of at most 63 letters, digits, dots, hyphens and underscores',
    ],
  ])('refuses %s', async (text, says, env) => {
    const told = await read(text, env);
    expect(told).toBe(says);
    expect(told).not.toContain('hunter2');
  });
});

describe('what opens Redis', () => {
  const file = () => join(folder, 'secrets', 'word');

  it('stands in the environment or in a file that it names, and may be nothing', async () => {
    expect(await redisSecrets({})).toEqual({});
    expect(await redisSecrets({ REDIS_PASSWORD: 'a b', REDIS_SENTINEL_PASSWORD_FILE: file() })).toEqual({
      password: 'a b',
      sentinelPassword: 'open sesame, now',
    });
  });

  it.each<[Readonly<Record<string, string>>, string]>([
    [{ REDIS_PASSWORD: '' }, 'REDIS_PASSWORD: is empty'],
    [
      { REDIS_PASSWORD: 'x', REDIS_PASSWORD_FILE: 'y' },
      'REDIS_PASSWORD and REDIS_PASSWORD_FILE are both set; keep one',
    ],
    [{ REDIS_PASSWORD_FILE: '/none' }, 'REDIS_PASSWORD_FILE: the file does not exist'],
    [{ REDIS_PASSWORD: 'two\nlines' }, 'REDIS_PASSWORD: expected the password of the user of Redis, one line'],
  ])('%j is refused', async (env, says) => {
    await expect(redisSecrets(env)).rejects.toThrow(says);
  });

  it('is hidden wherever it would be told', async () => {
    const env = { REDIS_PASSWORD: 'hunter2hunter2', REDIS_SENTINEL_PASSWORD_FILE: file() };
    const redactor = createRedactor(secretsOf([...secretsIn(env), ...(await secretsInFiles(env))]));
    expect(redactor.text('hunter2hunter2 and open sesame, now')).toBe('[secret] and [secret]');
  });
});
