import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { complete } from '../src/bot/complete.ts';
import { openAwsMachine, productsAt } from './aws-machine.ts';
import { beforeExample } from '../src/bot/preview/before.ts';
import { terminalWords } from '../src/bot/terminal/words.ts';
import { commands } from '../src/commands/index.ts';
import { startRedis, type RedisServer } from './peers/redis/server.ts';
import { maria, openRedisHouse, shown, type RedisHouse } from './redis-house.ts';
import { documentKeys } from './terminal.ts';

const Told = z.object({ problem: z.object({ code: z.string() }).nullable() });

/** The audit is what everybody did, or it is nothing: it is never told from memory. */
const neverRecalled = ['audit'];

/** What is told of nothing but the store, so that it is not told where that was never read. */
const onlyInTheStore = ['plans', 'savings', 'alerts list', 'alerts show', 'alerts run', 'freeze show', 'access test'];

const firstExamples = commands.flatMap(({ name, effect, examples: [line] }) =>
  line === undefined ? [] : [{ name, effect, line }],
);
const reading = firstExamples.filter(({ effect, name }) => effect === 'reads' && !neverRecalled.includes(name));
const altering = firstExamples.filter(({ effect }) => effect !== 'reads');

/** How Redis can be away: it refuses, or it takes everything and says nothing. */
const ways = [
  {
    way: 'is killed',
    leave: (server: RedisServer) => server.kill(),
    comeBack: (server: RedisServer) => server.again(),
  },
  {
    way: 'hangs',
    async leave(server: RedisServer) {
      server.process.kill('SIGSTOP');
    },
    async comeBack(server: RedisServer) {
      server.process.kill('SIGCONT');
      return server;
    },
  },
];

describe.each(ways)('where Redis $way and comes back', ({ leave, comeBack }) => {
  let server: RedisServer;
  let own: RedisHouse;
  let keys = 0;
  beforeAll(async () => {
    server = await startRedis();
    own = await openRedisHouse(server.url, { keys: () => documentKeys[keys++] ?? `KEY${keys}` });
  }, 120_000);
  afterAll(async () => {
    await own.close();
    await server.close();
  });

  const outcomes = async (all: typeof firstExamples) => {
    const told: Record<string, string> = {};
    for (const { line, name } of all) told[name] = (await own.say(line)).problem?.problem ?? 'answered';
    return told;
  };
  let usually: Record<string, string> = {};

  it('every command that reads is answered while it is there', async () => {
    for (const { name, line } of reading) for (const said of beforeExample(name, line)) await own.say(said.line);
    usually = await outcomes(reading);
    expect(new Set(Object.values(usually))).toEqual(new Set(['answered']));
  }, 300_000);

  it('and while it is gone, from what was read before, and says so', async () => {
    await leave(server);
    const silent: string[] = [];
    const told: Record<string, string> = {};
    for (const { name, line } of reading) {
      const answer = await own.say(line);
      told[name] = answer.problem?.problem ?? 'answered';
      if (!shown(answer).includes('The store is away since')) silent.push(line);
    }
    expect(told).toEqual(usually);
    expect(silent).toEqual([]);
  }, 300_000);

  it('also in a place where nobody has spoken, and to who types', async () => {
    const place = { id: 'slack:T1:C2' };
    const answer = await own.house.dispatch(
      { id: 'elsewhere', person: maria, place, line: 'list', signal: new AbortController().signal },
      () => {},
    );
    expect(answer.problem).toBeUndefined();
    expect(shown(answer)).toContain('could not all be looked up');
    const { candidates } = await complete('show web', {
      commands,
      words: terminalWords,
      core: own.house.coreFor(maria, place),
      person: maria,
      place,
    });
    expect(candidates.length).toBeGreaterThan(0);
  }, 60_000);

  it('but the audit is told by the store or not at all', async () => {
    const { problem } = await own.say('audit');
    expect(problem?.problem).toBe('store-refused');
    expect(JSON.stringify(problem)).toContain('stands in the store alone');
  });

  it('every change and every setting is refused, with the reason', async () => {
    const told: Record<string, string> = {};
    for (const { name, line } of altering) {
      const { problem } = await own.say(line);
      told[name] =
        `${problem?.problem}${JSON.stringify(problem).includes('Nothing was changed') ? ', nothing was changed' : ''}`;
    }
    expect(new Set(Object.values(told)), JSON.stringify(told)).toEqual(new Set(['store-refused, nothing was changed']));
    expect(own.logged.filter((line) => line.includes('fault of ours'))).toEqual([]);
  }, 300_000);

  it('and when it is back everything works again, without a restart', async () => {
    server = await comeBack(server);
    // The connection comes back by itself, within a moment that is its own.
    for (let tries = 0; tries < 50 && (await own.say('audit')).problem !== undefined; tries += 1);
    expect(await outcomes(reading)).toEqual(usually);
    expect(shown(await own.say('list'))).not.toContain('The store is away');
    expect((await own.say('use region:eu-west-1')).problem).toBeUndefined();
    expect((await own.say('use everything')).problem).toBeUndefined();
    const plan = await own.say('stop web-1');
    expect(plan.problem).toBeUndefined();
    expect((await own.say(`confirm ${plan.reply.change}`)).problem).toBeUndefined();
    expect(shown(await own.say('audit'))).toContain('web-1');
  }, 300_000);
});

describe('where Redis goes away before anything was asked', () => {
  it('what AWS tells is told all the same, and what only the store knows is refused with the reason', async () => {
    const server = await startRedis();
    const own = await openRedisHouse(server.url);
    try {
      await server.kill();
      const told: Record<string, string> = {};
      for (const { name, line } of reading) told[name] = (await own.say(line)).problem?.problem ?? 'answered';
      const refused = Object.keys(told).filter((name) => told[name] === 'store-refused');
      expect(refused.toSorted()).toEqual(onlyInTheStore.toSorted());
      expect(new Set(Object.values(told))).toEqual(new Set(['answered', 'store-refused']));
      expect(own.logged.filter((line) => line.includes('fault of ours'))).toEqual([]);
    } finally {
      await own.close();
      await server.close();
    }
  }, 300_000);
});

describe('where Redis goes away and comes back, on real accounts', () => {
  it('every command that reads is answered all the time, and changes when they can be', async () => {
    let server = await startRedis();
    const machine = await openAwsMachine({
      products: await productsAt([
        { type: 'm5.large', region: 'us-east-1', os: 'linux' },
        { type: 't2.micro', region: 'us-east-1', os: 'linux' },
      ]),
      env: { QUARTERMASTER_REDIS_URL: server.url, QUARTERMASTER_REDIS_PREFIX: 'team' },
    });
    const outcome = async (line: string): Promise<string> => {
      const { out } = await machine.pipe([line], { json: true });
      const [last = ''] = out.trim().split('\n').slice(-1);
      return Told.parse(JSON.parse(last)).problem?.code ?? 'answered';
    };
    const outcomes = async (all: typeof firstExamples) => {
      const told: Record<string, string> = {};
      for (const { line, name } of all) told[name] = await outcome(line);
      return told;
    };
    try {
      for (const { name, line } of reading)
        for (const said of beforeExample(name, line)) await machine.pipe([said.line]);
      const usually = await outcomes(reading);
      expect(new Set(Object.values(usually))).toEqual(new Set(['answered']));
      await server.kill();
      expect(await outcomes(reading)).toEqual(usually);
      const real = altering.filter(({ name }) => name !== 'demo reset');
      expect(new Set(Object.values(await outcomes(real)))).toEqual(new Set(['store-refused']));
      server = await server.again();
      for (let tries = 0; tries < 50 && (await outcome('audit')) !== 'answered'; tries += 1);
      expect(await outcomes(reading)).toEqual(usually);
      expect(await outcome('stop web-1')).toBe('answered');
    } finally {
      await machine.close();
      await server.close();
    }
  }, 600_000);
});
