import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCache } from '../../../src/core/facts/cache.ts';
import type { Log } from '../../../src/core/ports/log.ts';
import { isProblem, type Problem } from '../../../src/core/problem.ts';
import { say } from '../../../src/core/text.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/core/time.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

const away: Problem = { problem: 'cloud-away', what: say`AWS did not answer.`, todo: say`Try again.` };
const never = new AbortController().signal;
const clock = fakeClock();
let made: Awaited<ReturnType<typeof temporaryStore>>;
let logged: string[];
let asked: string[];
/** What the source says next; held back until a test lets it go where it is a promise. */
let answer: () => Promise<string | Problem>;
const log: Log = {
  info: () => {},
  warn: (_, words) => logged.push(words),
  error: (_, words) => logged.push(words),
};
const open = (most = 10) =>
  createCache<string, string>({
    store: made.store,
    name: 'test-cache',
    schema: z.string(),
    clock,
    log,
    freshMs: hourMs,
    keptMs: 30 * dayMs,
    most,
    keyOf: (question) => question,
    fetch(question) {
      asked.push(question);
      return answer();
    },
  });
beforeEach(async () => {
  made = await temporaryStore(clock);
  logged = [];
  asked = [];
  answer = async () => 'first';
});
afterEach(() => made.remove());

describe('answers of a slow source', () => {
  it('reads anew what was read while the clock was ahead', async () => {
    await made.store
      .family('test-cache', z.object({ value: z.string(), readAt: z.number() }), { ttlMs: 30 * dayMs })
      .put('a', { value: 'of tomorrow', readAt: clock.now() + dayMs });
    const cache = open();
    expect(await cache.get('a', { signal: never })).toMatchObject({ value: 'of tomorrow' });
    expect(asked).toEqual(['a']);
  });

  it('asks once for what is not known, however many ask at once', async () => {
    const cache = open();
    const answers = await Promise.all(Array.from({ length: 5 }, () => cache.get('a', { signal: never })));
    expect(asked).toEqual(['a']);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toEqual({ value: 'first', readAt: clock.now() });
  });

  it('tells what is known while it is fresh, and the old at once while the new is read behind it', async () => {
    const cache = open();
    const readAt = clock.now();
    await cache.get('a', { signal: never });
    await clock.pass(hourMs - 1);
    await cache.get('a', { signal: never });
    expect(asked).toEqual(['a']);
    await clock.pass(1);
    answer = async () => 'second';
    expect(await cache.get('a', { signal: never })).toEqual({ value: 'first', readAt });
    await clock.pass(0);
    expect(await cache.get('a', { signal: never })).toEqual({ value: 'second', readAt: clock.now() });
    expect(asked).toEqual(['a', 'a']);
  });

  it('goes on with what is known where the source fails, and leaves it alone for a minute', async () => {
    const cache = open();
    await cache.get('a', { signal: never });
    await clock.pass(2 * hourMs);
    answer = async () => away;
    for (let time = 0; time < 3; time += 1) {
      expect(await cache.get('a', { signal: never })).toMatchObject({ value: 'first' });
      await clock.pass(0);
    }
    expect(asked).toEqual(['a', 'a']);
    expect(logged).toEqual(['what is known could not be read anew']);
    await clock.pass(minuteMs);
    await cache.get('a', { signal: never });
    expect(asked).toHaveLength(3);
  });

  it('says why nothing is known, and asks again the next time', async () => {
    const cache = open();
    answer = async () => away;
    expect(await cache.get('a', { signal: never })).toBe(away);
    answer = async () => 'now';
    expect(await cache.get('a', { signal: never })).toMatchObject({ value: 'now' });
  });

  it('is warm after a restart, and forgets what is older than it is kept', async () => {
    await open().get('a', { signal: never });
    await clock.pass(2 * dayMs);
    answer = async () => away;
    expect(await open().get('a', { signal: never })).toMatchObject({ value: 'first', readAt: clock.now() - 2 * dayMs });
    await clock.pass(29 * dayMs);
    expect(await open().get('a', { signal: never })).toBe(away);
  });

  it('reads what memory has no room for from the store', async () => {
    const cache = open(1);
    await cache.get('a', { signal: never });
    await cache.get('b', { signal: never });
    await cache.get('a', { signal: never });
    expect(asked).toEqual(['a', 'b']);
  });

  it('asks again where the store holds a form of another version', async () => {
    await made.store
      .family('test-cache', z.object({ value: z.number(), readAt: z.number() }), { ttlMs: dayMs })
      .put('a', { value: 7, readAt: clock.now() });
    expect(await open().get('a', { signal: never })).toMatchObject({ value: 'first' });
  });

  it('tells what is known without asking, and nothing where nothing is', async () => {
    const cache = open();
    expect(await cache.known('a')).toBeUndefined();
    expect(asked).toEqual([]);
    await cache.get('a', { signal: never });
    expect(await cache.known('a')).toMatchObject({ value: 'first' });
    await clock.pass(2 * hourMs);
    expect(await cache.known('a')).toMatchObject({ value: 'first' });
    await clock.pass(0);
    expect(asked).toEqual(['a', 'a']);
  });

  it('lets one who waits go, and answers the others', async () => {
    const cache = open();
    let tell: (value: string) => void = () => {};
    answer = () => new Promise((resolve) => (tell = resolve));
    const leaving = new AbortController();
    const left = cache.get('a', { signal: leaving.signal });
    const stays = cache.get('a', { signal: never });
    await clock.pass(0);
    leaving.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    tell('late');
    const answered = await stays;
    expect(isProblem(answered)).toBe(false);
    expect(answered).toMatchObject({ value: 'late' });
    expect(asked).toEqual(['a']);
  });

  it('tells one who has had enough what is known, and that the rest was not read', async () => {
    const cache = open();
    await cache.get('a', { signal: never });
    answer = () => new Promise(() => {});
    const stop = new AbortController();
    const waits = cache.get('b', { signal: never, stop: stop.signal });
    await clock.pass(0);
    stop.abort(new Error('enough'));
    expect(await waits).toMatchObject({ problem: 'interrupted' });
    expect(await cache.get('a', { signal: never, stop: stop.signal })).toMatchObject({ value: 'first' });
    expect(await cache.get('b', { signal: never, stop: stop.signal })).toMatchObject({ problem: 'interrupted' });
  });
});
