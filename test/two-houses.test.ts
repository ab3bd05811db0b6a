import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSharedRates } from '../src/bot/shared-rates.ts';
import { createClaims } from '../src/bot/claims.ts';
import type { Answer } from '../src/bot/request.ts';
import type { Ec2Calls } from '../src/core/drivers/ec2/calls.ts';
import { openAwsMachine, productsAt } from './aws-machine.ts';
import { fakeClock } from './fake-clock.ts';
import { startRedis, type RedisServer } from './peers/redis/server.ts';
import { openRedisHouse, shown, type RedisHouse } from './redis-house.ts';

const silent = { info() {}, warn() {}, error() {} };
const few = { reading: { burst: 6, everyMs: 1_000 }, changing: { burst: 2, everyMs: 10_000 } } as const;

describe('two processes on one Redis', () => {
  let server: RedisServer;
  let houses: readonly [RedisHouse, RedisHouse];
  /** What reached EC2 and changes something. */
  let changed: string[];
  const clock = fakeClock();
  beforeEach(async () => {
    server = await startRedis();
    changed = [];
    const calls = (own: Ec2Calls): Ec2Calls => ({
      ...own,
      change(kind, home, targets, isDryRun, signal, by) {
        if (!isDryRun) changed.push(`${kind} ${targets.map(({ id }) => id).join()}`);
        return own.change(kind, home, targets, isDryRun, signal, by);
      },
    });
    const one = await openRedisHouse(server.url, { clock, calls });
    houses = [one, await openRedisHouse(server.url, { clock, calls })];
  }, 120_000);
  afterEach(async () => {
    for (const one of houses) await one.close();
    await server.close();
  });
  const outcome = ({ problem }: Answer): string => problem?.problem ?? 'answered';

  it('plan in one, and confirm in both at once: it is done once', async () => {
    const [one, other] = houses;
    const { reply } = await one.say('stop web-1');
    const line = `confirm ${reply.change}`;
    const answers = await Promise.all([other.say(line), one.say(line)]);
    expect(answers.map(outcome)).toContain('answered');
    expect(changed).toHaveLength(1);
    expect(shown(await one.say('show web-1'))).toMatch(/stopp/);
  }, 120_000);

  it('a freeze in one refuses in the other at the next call, also what was planned before', async () => {
    const [one, other] = houses;
    const { reply } = await other.say('stop web-1');
    expect(outcome(await one.say('freeze on reason:"the sale is on"'))).toBe('answered');
    expect(outcome(await other.say(`confirm ${reply.change}`))).toBe('frozen');
    expect(changed).toEqual([]);
    expect(outcome(await other.say('freeze off'))).toBe('answered');
    expect(outcome(await one.say('stop web-2'))).toBe('answered');
  }, 120_000);

  it('what is handed over to both is handed over once', async () => {
    const claims = houses.map(({ house }) => createClaims(house.store, silent));
    const told = await Promise.all(
      Array.from({ length: 10 }, (_, at) => claims[at % 2]?.first('slack:Ev0123') ?? Promise.resolve('unknown')),
    );
    expect(told.filter((one) => one === 'first')).toHaveLength(1);
    expect(told.filter((one) => one === 'again')).toHaveLength(9);
  }, 60_000);

  it('a person’s requests count together, however they are spread', async () => {
    const rates = houses.map(({ house }) => createSharedRates(house.store, clock, silent, few));
    const [one, other] = rates;
    const spread = await Promise.all(
      Array.from({ length: 12 }, async (_, at) => (at % 3 === 0 ? one : other)?.take('os:ana', 'reads')),
    );
    expect(spread.filter((told) => told === undefined)).toHaveLength(few.reading.burst);
    expect(await one?.take('os:bob', 'reads')).toBeUndefined();
    expect(await one?.take('os:ana', 'changes')).toBeUndefined();
    expect(await other?.take('os:ana', 'settings')).toBeUndefined();
    expect([await one?.take('os:ana', 'changes'), await other?.take('os:ana', 'changes')]).toEqual([
      { waitMs: few.changing.everyMs, first: true },
      { waitMs: few.changing.everyMs, first: false },
    ]);
    await clock.pass(few.changing.everyMs);
    expect(await other?.take('os:ana', 'changes')).toBeUndefined();
    expect(await one?.take('os:ana', 'changes')).toBeDefined();
  }, 60_000);

  it('rules that came into force are written down once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
    const file = join(folder, 'rules.cedar');
    await writeFile(file, 'permit (principal, action, resource);\n');
    const own: RedisHouse[] = [];
    try {
      for (const _ of houses) {
        const one = await openRedisHouse(server.url, { clock, env: { QUARTERMASTER_ACCESS_FILE: file } });
        own.push(one);
        await one.say('list');
      }
      const found = await own[1]?.house.core.audit.find({}, 100, new AbortController().signal);
      expect(found?.entries.filter(({ record }) => record?.does === 'access rules')).toHaveLength(1);
    } finally {
      for (const one of own) await one.close();
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);

  it('and where Redis is gone each counts for itself', async () => {
    const [one] = houses.map(({ house }) => createSharedRates(house.store, clock, silent, few));
    await server.kill();
    const taken: unknown[] = [];
    for (let at = 0; at < few.changing.burst + 1; at += 1) taken.push(await one?.take('os:ana', 'changes'));
    expect(taken).toEqual([undefined, undefined, { waitMs: few.changing.everyMs, first: true }]);
  }, 60_000);
});

describe('two processes on one Redis, and real accounts', () => {
  it('what one read of prices and of types is not read anew by the other', async () => {
    const server = await startRedis();
    const machine = await openAwsMachine({
      products: await productsAt([{ type: 'm5.large', region: 'us-east-1', os: 'linux' }]),
      env: { QUARTERMASTER_REDIS_URL: server.url, QUARTERMASTER_REDIS_PREFIX: 'team' },
    });
    const reads = () => machine.peer.seen.filter(({ action }) => /^(?:GetProducts|DescribeInstanceType)/.test(action));
    const lines = ['price m5.large region:us-east-1', 'explain m5.large'];
    try {
      const first = await machine.pipe(lines);
      expect(first.code, first.out).toBe(0);
      const asked = reads().length;
      expect(asked).toBeGreaterThan(0);
      const other = await machine.another();
      try {
        const second = await other.pipe(lines);
        expect(second.code, second.out).toBe(0);
        expect(second.out).toContain('Source: AWS, Price List');
        expect(reads()).toHaveLength(asked);
      } finally {
        await other.close();
      }
    } finally {
      await machine.close();
      await server.close();
    }
  }, 120_000);
});
