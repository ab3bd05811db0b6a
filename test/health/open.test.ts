import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStanding } from '../../src/bot/chat/standing.ts';
import { prometheusMeter } from '../../src/core/drivers/prometheus/meter.ts';
import type { Glance } from '../../src/core/ports/glance.ts';
import { StoreUnwritable, type Store } from '../../src/core/ports/store.ts';
import { minuteMs, secondMs } from '../../src/core/time.ts';
import { openHealth, type Health } from '../../src/health/open.ts';
import { takenPort } from '../served.ts';
import { openAwsHouse } from '../core/drivers/aws/house.ts';
import { fakeClock } from '../fake-clock.ts';
import { temporaryStore } from '../temporary.ts';

const began = '2026-11-24T10:00:00Z';
let clock: ReturnType<typeof fakeClock>;
let made: Awaited<ReturnType<typeof temporaryStore>>;
let health: Health;
let end: AbortController;
let begun: boolean;
/** What goes wrong with the store. */
let broken: 'nothing' | 'reads' | 'writes' | 'hangs';
let writes: number;
let slack: ReturnType<typeof createStanding>;
let discord: ReturnType<typeof createStanding>;
let logged: string[];

/** The same store, as far as it is not broken. Its errors say more than probes may. */
const breakable = (store: Store): Store => ({
  ...store,
  family(name, schema, bounds) {
    const own = store.family(name, schema, bounds);
    const fail = () => Promise.reject(new StoreUnwritable('redis://user:secret@host refuses'));
    return {
      ...own,
      get(key) {
        if (broken === 'hangs') return new Promise(() => {});
        return broken === 'reads' ? fail() : own.get(key);
      },
      put(key, value) {
        writes += 1;
        return broken === 'writes' ? fail() : own.put(key, value);
      },
    };
  },
});

const open = async (glance?: Glance): Promise<void> => {
  health = await openHealth({
    settings: { port: 0, host: '127.0.0.1' },
    house: { store: breakable(made.store), glance, gauges: async () => {} },
    bots: [
      { name: 'slack', standing: slack.now },
      { name: 'discord', standing: discord.now },
    ],
    meter: prometheusMeter(),
    clock,
    log: { info() {}, warn: (_, words) => logged.push(words), error: (_, words) => logged.push(words) },
    begun: () => begun,
    end: end.signal,
  });
};

beforeEach(async () => {
  clock = fakeClock(Date.parse(began));
  made = await temporaryStore(clock);
  end = new AbortController();
  [begun, broken, writes, logged] = [true, 'nothing', 0, []];
  [slack, discord] = [createStanding(clock), createStanding(clock)];
  slack.up('2 of 2 connections stand');
  discord.up('the session stands');
});
afterEach(async () => {
  await health.close();
  await made.remove();
});

const url = (path: string): string => `http://${health.words.replace('health on ', '')}${path}`;

interface Told {
  readonly status: number;
  readonly parts: readonly { part: string; there: boolean; needed: boolean; since: string; says: string }[];
}
async function readyz(): Promise<Told> {
  const answer = await fetch(url('/readyz'));
  const { ready, parts } = (await answer.json()) as Told & { ready: boolean };
  expect(ready).toBe(answer.status === 200);
  return { status: answer.status, parts };
}
/** What is missing, with since when. */
const missing = ({ parts }: Told) => parts.filter(({ there }) => !there).map(({ part, since }) => `${part} ${since}`);

describe('/readyz', () => {
  it('is ready where everything is there', async () => {
    await open();
    expect(await readyz()).toMatchObject({
      status: 200,
      parts: ['process', 'slack', 'discord', 'store', 'accounts'].map((part) => ({ part, there: true, since: began })),
    });
  });

  it.each(['reads', 'writes', 'hangs'] as const)(
    'is not where the store is broken (%s), and says no word of its error',
    async (how) => {
      await open();
      await readyz();
      await clock.pass(minuteMs);
      broken = how;
      const asking = readyz();
      // The request comes over a socket: time passes until it is answered.
      let told: Told | undefined;
      void asking.then((one) => (told = one));
      while (told === undefined) await clock.pass(how === 'hangs' ? secondMs : 0);
      expect(told.status).toBe(503);
      expect(missing(told).map((one) => one.split(' ')[0])).toEqual(['store']);
      expect(JSON.stringify(told)).not.toMatch(/secret|redis/);
      broken = 'nothing';
      await clock.pass(minuteMs);
      // What hung hangs on: a store that is asked anew is another connection's business.
      if (how !== 'hangs') expect((await readyz()).status).toBe(200);
    },
  );

  it('writes seldom, however often it is asked', async () => {
    await open();
    for (let second = 0; second < 60; second += 1) {
      await readyz();
      await clock.pass(secondMs);
    }
    expect(writes).toBe(2);
  });

  it('goes on with one of two platforms, tells of the other since when it is away, and ends with the last', async () => {
    await open();
    await clock.pass(minuteMs);
    discord.down('no session stands');
    await clock.pass(minuteMs);
    discord.down('no session stands yet');
    const one = await readyz();
    expect([one.status, missing(one)]).toEqual([200, ['discord 2026-11-24T10:01:00Z']]);
    expect(one.parts.map(({ part, needed }) => [part, needed])).toContainEqual(['discord', false]);
    expect(one.parts.map(({ part, needed }) => [part, needed])).toContainEqual(['slack', true]);
    slack.down('no connection stands');
    const none = await readyz();
    expect([none.status, missing(none)]).toEqual([503, ['slack 2026-11-24T10:02:00Z', 'discord 2026-11-24T10:01:00Z']]);
  });

  it('is not before it has begun, nor from the moment that it is told to end', async () => {
    begun = false;
    await open();
    expect(missing(await readyz())).toEqual([`process ${began}`]);
    begun = true;
    expect((await readyz()).status).toBe(200);
    await clock.pass(minuteMs);
    end.abort();
    const told = await readyz();
    expect([told.status, missing(told)]).toEqual([503, ['process 2026-11-24T10:01:00Z']]);
    expect(await (await fetch(url('/healthz'))).json()).toEqual({ alive: true, since: began });
  });

  it('follows whether AWS lets accounts be read, and asks nothing of it itself', async () => {
    const aws = await openAwsHouse();
    try {
      let denied: readonly string[] = [];
      aws.peer.fault = ({ accountId }) =>
        denied.includes(accountId)
          ? { refuse: 'UnauthorizedOperation', message: 'User: arn:aws:iam::1:role/secret-role may not' }
          : undefined;
      let looks = 0;
      await open(async (signal) => {
        const seen = await aws.glance(signal);
        looks += 1;
        return seen;
      });
      const looked = async (times: number) => {
        while (looks < times) await Promise.all([clock.pass(0), aws.clock.pass(0)]);
        await clock.pass(0);
      };
      await looked(1);
      expect((await readyz()).status).toBe(200);
      denied = ['444455556666'];
      await clock.pass(minuteMs);
      await looked(2);
      const one = await readyz();
      expect([one.status, missing(one)]).toEqual([200, ['account demo-dev 2026-11-24T10:01:00Z']]);
      denied = ['111122223333', '444455556666'];
      await clock.pass(15 * secondMs);
      await looked(3);
      const asked = aws.peer.seen.length;
      const none = await readyz();
      await readyz();
      expect([none.status, missing(none).length]).toEqual([503, 3]);
      expect(JSON.stringify(none)).not.toMatch(/arn:|secret-role/);
      expect(aws.peer.seen).toHaveLength(asked);
      expect(logged.filter((line) => line === 'an account cannot be read')).toHaveLength(2);
      denied = [];
      await clock.pass(15 * secondMs);
      await looked(4);
      expect((await readyz()).status).toBe(200);
    } finally {
      await aws.close();
    }
  });
});

describe('the server', () => {
  beforeEach(() => open());

  const asked = (path: string, how: { method?: string; headers?: Record<string, string>; body?: string } = {}) =>
    new Promise<{ status: number | undefined; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
      const { body = '', ...rest } = how;
      const asking = request(url(path), rest, (response) => {
        let text = '';
        response.on('data', (part) => (text += String(part)));
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      });
      asking.on('error', reject);
      asking.end(body);
    });

  it.each(['/healthz', '/readyz', '/metrics'])(
    'answers %s to GET and HEAD alike, and lets nobody keep it',
    async (path) => {
      const got = await asked(`${path}?probe=1`);
      const head = await asked(path, { method: 'HEAD' });
      expect([got.status, head.status, head.text]).toEqual([200, 200, '']);
      for (const { headers } of [got, head]) {
        expect(headers['cache-control']).toBe('no-store');
        expect(headers['content-type']).toMatch(path === '/metrics' ? /^text\/plain; version=/ : /^application\/json/);
      }
      expect(Number(got.headers['content-length'])).toBe(Buffer.byteLength(got.text));
    },
  );

  it.each([
    ['another path', '/', {}, 404],
    ['a method that writes', '/healthz', { method: 'POST', body: '{}' }, 405],
    ['another that does', '/readyz', { method: 'DELETE' }, 405],
    ['a body', '/healthz', { headers: { 'content-length': '2' }, body: '{}' }, 400],
    ['a body without an end', '/metrics', { headers: { 'transfer-encoding': 'chunked' }, body: '{}' }, 400],
    ['a body that waits to be asked for', '/healthz', { method: 'POST', headers: { expect: '100-continue' } }, 417],
  ])('refuses %s, and closes the connection', async (_, path, how, status) => {
    const answer = await asked(path, how);
    expect([answer.status, answer.headers['connection']]).toEqual([status, 'close']);
    expect(JSON.parse(answer.text)).toHaveProperty('error');
  });

  it('says which port cannot be had', async () => {
    const { port, free } = await takenPort();
    const taken = openHealth({
      settings: { port, host: '127.0.0.1' },
      house: { store: made.store, glance: undefined, gauges: async () => {} },
      bots: [],
      meter: prometheusMeter(),
      clock,
      log: { info() {}, warn() {}, error() {} },
      begun: () => true,
      end: end.signal,
    });
    await expect(taken).rejects.toThrow(`the port ${port} of 127.0.0.1 for health cannot be had`);
    await free();
  });
});
