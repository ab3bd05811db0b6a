import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config/read.ts';
import { discordToken, redisSecrets, slackSecrets } from '../../src/config/secrets.ts';
import { version } from '../../src/version.ts';
import { fileAt } from '../house-files.ts';
import { takenPort } from '../served.ts';
import { startComposeRedis } from './compose-redis.ts';
import { readDockerfile } from './dockerfile.ts';

/** The process ends within so long of SIGTERM, in seconds. */
const endsWithin = 25;

const seconds = z
  .string()
  .regex(/^\d+s$/)
  .transform((text) => Number(text.slice(0, -1)));

/** What every container has, whatever it runs. */
const hardened = {
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  restart: z.literal('unless-stopped'),
  stop_grace_period: seconds,
  image: z.string().regex(/^[a-z]+:\d+\.\d+\.\d+(-\w+)?$/),
  logging: z.strictObject({
    driver: z.literal('json-file'),
    options: z.strictObject({ 'max-size': z.string(), 'max-file': z.string() }),
  }),
};
const checked = {
  test: z.array(z.string()),
  interval: seconds,
  timeout: seconds,
  retries: z.int(),
};
const limits = z.strictObject({ limits: z.strictObject({ memory: z.string() }) });

/** compose.yaml; a key that is not looked at here fails. */
const Compose = z.strictObject({
  name: z.literal('quartermaster'),
  services: z.strictObject({
    quartermaster: z.strictObject({
      ...hardened,
      build: z.literal('.'),
      command: z.tuple([z.literal('--config'), z.string()]),
      depends_on: z.strictObject({ redis: z.strictObject({ condition: z.literal('service_healthy') }) }),
      environment: z.record(z.string(), z.string()),
      secrets: z.array(z.string()),
      volumes: z.tuple([z.string().regex(/^\.\/[\w/]+:[\w/]+:ro$/)]),
      networks: z.array(z.string()),
      deploy: z.strictObject({ replicas: z.literal(2), resources: limits }),
      healthcheck: z.strictObject({ ...checked, start_period: seconds }),
    }),
    redis: z.strictObject({
      ...hardened,
      command: z.tuple([z.literal('sh'), z.literal('-c'), z.string()]),
      user: z.literal('redis'),
      secrets: z.array(z.string()),
      volumes: z.tuple([z.literal('redis:/data')]),
      networks: z.tuple([z.literal('store')]),
      deploy: z.strictObject({ resources: limits }),
      healthcheck: z.strictObject(checked),
    }),
  }),
  secrets: z.record(z.string(), z.strictObject({ file: z.string().regex(/^\.\/secrets\/[a-z-]+$/) })),
  networks: z.strictObject({ outside: z.strictObject({}), store: z.strictObject({ internal: z.literal(true) }) }),
  volumes: z.strictObject({ redis: z.strictObject({}) }),
});

const { text } = fileAt('compose.yaml');
const compose = Compose.parse(parse(text, { merge: true }));
const { quartermaster, redis } = compose.services;

/** The configuration that is mounted, with what the environment adds. */
const configured = async () => {
  const [from = '', to = ''] = quartermaster.volumes[0].split(':');
  const [, path] = quartermaster.command;
  expect(path.startsWith(`${to}/`)).toBe(true);
  const env = Object.fromEntries(
    Object.entries(quartermaster.environment).filter(([name]) => name.startsWith('QUARTERMASTER_')),
  );
  return readConfig({ cwd: join(import.meta.dirname, '../..'), env, file: join(from, path.slice(to.length)) });
};

/** Tokens of the right form that open nothing. */
const tokens: Readonly<Record<string, string>> = {
  REDIS_PASSWORD_FILE: 'a-password-of-redis',
  SLACK_BOT_TOKEN_FILE: 'xoxb-1',
  SLACK_APP_TOKEN_FILE: 'xapp-1',
  DISCORD_TOKEN_FILE: 'a.b.c',
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('compose.yaml', () => {
  it('builds the image of this version', () => {
    expect(quartermaster.image).toBe(`quartermaster:${version}`);
  });

  it('mounts a configuration that is read, with Redis and health where the containers look for them', async () => {
    const config = await configured();
    const url = new URL(config.redis?.url ?? '');
    expect(Object.keys(compose.services)).toContain(url.hostname);
    expect(url.port).toBe('6379');
    // Nobody outside the container would reach the loopback.
    expect(config.health).toEqual({ port: 8_080, host: '0.0.0.0' });
    expect(config.slack?.mode).toBe('socket');
    expect(config.discord?.mode).toBe('gateway');
  });

  it('gives every secret that this configuration wants, by a file, and none that nobody reads', async () => {
    expect(Object.keys(quartermaster.environment).toSorted()).toEqual(Object.keys(tokens).toSorted());
    const env = Object.fromEntries(Object.keys(tokens).map((name) => [name, join(folder, name)]));
    for (const [name, token] of Object.entries(tokens)) await writeFile(join(folder, name), token);
    const { slack } = await configured();
    expect(await slackSecrets(env, slack?.mode ?? 'http')).toMatchObject({ botToken: 'xoxb-1', appToken: 'xapp-1' });
    expect(await discordToken(env)).toBe('a.b.c');
    expect(await redisSecrets(env)).toEqual({ password: 'a-password-of-redis' });
  });

  it('names for each a file that is declared, that git leaves out, and that the container gets', () => {
    const declared = Object.keys(compose.secrets);
    expect(quartermaster.secrets.toSorted()).toEqual(declared.toSorted());
    expect(Object.values(quartermaster.environment).toSorted()).toEqual(
      declared.map((name) => `/run/secrets/${name}`).toSorted(),
    );
    expect(redis.secrets.every((name) => declared.includes(name))).toBe(true);
    expect(fileAt('.gitignore').text.split('\n')).toContain('secrets/');
    for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^\.\/secrets\//);
  });

  it('has no secret in it, nor has the configuration', () => {
    for (const one of [text, fileAt('deploy/compose/quartermaster.yaml').text])
      expect(one).not.toMatch(/xox[a-z]-|xapp-|AKIA|:\/\/[^\s/]*:[^\s/]*@|requirepass (?!\$\$\(cat )/);
  });

  it('waits longer for an end than the process takes', () => {
    expect(quartermaster.stop_grace_period).toBeGreaterThan(endsWithin);
  });

  it('asks the same health check as the image, of the configuration that is mounted', () => {
    const [last] = readDockerfile(fileAt('Dockerfile').text).slice(-1);
    expect(quartermaster.healthcheck.test).toEqual(['CMD', ...(last?.health?.command ?? []), ...quartermaster.command]);
    expect(quartermaster.healthcheck).toMatchObject({ interval: 30, timeout: 5, start_period: 30, retries: 3 });
    expect(last?.health?.options).toEqual({ interval: '30s', timeout: '5s', 'start-period': '30s', retries: '3' });
  });

  it('lets Redis be reached by the replicas alone, and them reach outside', () => {
    expect(redis.networks).toEqual(['store']);
    expect(quartermaster.networks).toEqual(['outside', 'store']);
  });

  it('starts a Redis that keeps what it answered, throws nothing out, and wants the password', async () => {
    const { port, free } = await takenPort();
    await free();
    const server = await startComposeRedis(folder, port, 'a-password-of-redis');
    try {
      const said = async (script: string) => {
        const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
        let out = '';
        child.stdout.on('data', (part) => (out += String(part)));
        const [code] = await once(child, 'close');
        return { code, out };
      };
      expect(await said(server.check)).toMatchObject({ code: 0 });
      expect((await said(server.here('redis-cli ping'))).out).toContain('NOAUTH');
      const settings = await said(
        `REDISCLI_AUTH=a-password-of-redis redis-cli -p ${port} config get 'append[of]*' 'maxmemory*'`,
      );
      const lines = settings.out.split('\n');
      const valueOf = (name: string) => lines[lines.indexOf(name) + 1];
      expect(valueOf('appendonly')).toBe('yes');
      expect(valueOf('appendfsync')).toBe('always');
      expect(valueOf('maxmemory-policy')).toBe('noeviction');
      expect(Number(valueOf('maxmemory'))).toBeLessThan(512 * 2 ** 20);
      // Nobody who lists processes reads the password.
      expect((await said(`tr '\\0' ' ' < /proc/${server.process.pid}/cmdline`)).out).not.toContain(
        'a-password-of-redis',
      );
    } finally {
      await server.kill('SIGTERM');
    }
  });
});
