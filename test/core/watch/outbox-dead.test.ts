import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deadAtMost, forgotten } from '../../../src/core/watch/letter.ts';
import type { Notice } from '../../../src/core/watch/notice.ts';
import { createOutbox, type Outbox } from '../../../src/core/watch/outbox.ts';
import { NeverAnswered, NeverDeliverable, NotYet, type Attempt } from '../../../src/core/watch/post.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const clock = fakeClock();
let made: Awaited<ReturnType<typeof temporaryStore>>;
let outbox: Outbox;
let logged: string[];
const log = {
  info: () => {},
  warn: (_: unknown, words: string) => logged.push(words),
  error: (_: unknown, words: string) => logged.push(words),
};
beforeEach(async () => {
  made = await temporaryStore(clock);
  logged = [];
  outbox = createOutbox(made.store, clock, log);
});
afterEach(() => made.remove());

const notice: Notice = { says: 'change-found', change: 'A', at: 0 };
const put = (key = 'A', place = 'chat:ops') => outbox.put(key, place, notice);

/** Posts what is due, and gives what each attempt knew. @param answers What the posts reject with, in order; those beyond are taken. */
async function deliver(...answers: readonly Error[]): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  await outbox.deliver(
    () => true,
    async (_notice, _place, attempt) => {
      const answer = answers[attempts.push(attempt) - 1];
      if (answer !== undefined) throw answer;
    },
  );
  return attempts;
}

/** Tries it until it is given up, and gives how often. */
async function untilGivenUp(error: Error): Promise<number> {
  let tries = 0;
  while ((await outbox.dead()).length === 0) {
    tries += (await deliver(error)).length;
    await clock.pass(hourMs);
  }
  return tries;
}

describe('what is given up', () => {
  it('after twenty posts is kept with all that is known of it, and is not posted', async () => {
    const at = clock.now();
    await put();
    expect(await untilGivenUp(new NeverAnswered('time is up'))).toBe(20);
    const [dead] = await outbox.dead();
    expect(dead).toEqual({
      key: 'A',
      place: 'chat:ops',
      notice,
      attempts: 20,
      error: 'time is up',
      put: at,
      givenUp: at + 19 * hourMs,
      unanswered: true,
    });
    expect(logged.filter((words) => words.includes('given up'))).toHaveLength(1);
    await clock.pass(dayMs);
    expect(await deliver()).toEqual([]);
  });

  it('is sent again under its key, in twenty new tries, and goes on saying that it may be a repeat', async () => {
    await put();
    const at = clock.now();
    await untilGivenUp(new NeverAnswered('time is up'));
    expect(await outbox.again('A')).toBe(true);
    expect(await outbox.dead()).toEqual([]);
    expect(await outbox.again('A')).toBe(false);
    expect(await untilGivenUp(new Error('not now'))).toBe(20);
    expect(await outbox.dead()).toMatchObject([{ put: at, attempts: 20, error: 'not now', unanswered: true }]);
    await outbox.again('A');
    expect(await deliver()).toMatchObject([{ key: 'A', unanswered: true }]);
    await put();
    expect(await deliver()).toEqual([]);
  });

  it('is sent again by whoever puts it anew', async () => {
    await put();
    await deliver(new NeverDeliverable('is_archived'));
    await put();
    expect(await outbox.dead()).toEqual([]);
    expect(await deliver()).toMatchObject([{ key: 'A', unanswered: false }]);
  });

  it('goes on where it stands in part', async () => {
    await put();
    const begun = { messages: 2, first: { channel: 'C', id: '1' } };
    await outbox.deliver(
      () => true,
      async (_notice, _place, { progress }) => {
        await progress(begun);
        throw new NeverDeliverable('is_archived');
      },
    );
    await outbox.again('A');
    expect(await deliver()).toMatchObject([{ begun, unanswered: false }]);
  });

  it('is forgotten when somebody drops it, and may be put anew', async () => {
    await put();
    await deliver(new NeverDeliverable('is_archived'));
    expect(await outbox.drop('A')).toBe(true);
    expect([await outbox.dead(), await outbox.drop('A'), await outbox.again('A')]).toEqual([[], false, false]);
    expect(await deliver()).toEqual([]);
    await put();
    expect(await deliver()).toHaveLength(1);
  });

  it.each(['again', 'drop'] as const)('alone is meant by %s: what waits stays as it is', async (verb) => {
    await put();
    await deliver(new Error('not now'));
    expect([await outbox[verb]('A'), await outbox[verb]('B')]).toEqual([false, false]);
    await clock.pass(5_000);
    expect(await deliver()).toHaveLength(1);
  });

  it('is told the latest first, by whichever process is asked, and is kept for 90 days', async () => {
    for (const key of ['B', 'A', 'C']) {
      await put(key);
      await deliver(new NeverDeliverable('is_archived'));
      await clock.pass(dayMs);
    }
    const other = createOutbox(made.store, clock, log);
    expect((await other.dead()).map(({ key }) => key)).toEqual(['C', 'A', 'B']);
    await clock.pass(87 * dayMs);
    expect((await other.dead()).map(({ key }) => key)).toEqual(['C', 'A']);
    expect(await outbox.again('B')).toBe(false);
    await deliver();
    await clock.pass(2 * dayMs);
    await deliver();
    const left = await made.store.family('outbox', z.unknown(), { ttlMs: 'forever' }).list({ limit: 10 });
    expect(left).toEqual([]);
  });
});

describe('what waits for a place that nobody speaks in', () => {
  it('is given up after 30 days, and can be sent when somebody does', async () => {
    await put();
    const none = () =>
      outbox.deliver(
        () => false,
        () => Promise.reject(new Error('nobody is to be told')),
      );
    await clock.pass(30 * dayMs - 1);
    await none();
    expect(await outbox.dead()).toEqual([]);
    await clock.pass(1);
    await none();
    expect(await outbox.dead()).toMatchObject([{ key: 'A', attempts: 0, error: 'it waited for 30 days' }]);
    expect(await deliver()).toEqual([]);
    await outbox.again('A');
    await clock.pass(30 * dayMs - 1);
    expect(await deliver()).toHaveLength(1);
  });
});

describe('which dead letters are kept', () => {
  const death = fc.record({
    place: fc.constantFrom('a', 'b', 'c', 'd'),
    age: fc.nat(95),
  });
  const now = 400 * dayMs;

  it('is decided by age, then so that the places with the most lose their oldest', () => {
    fc.assert(
      fc.property(fc.array(death, { minLength: deadAtMost - 5, maxLength: deadAtMost + 300 }), (some) => {
        const dead = some.map(({ place, age }, at) => ({ key: String(at), place, at: now - age * dayMs }));
        const gone = new Set(forgotten(dead, now));
        const young = dead.filter(({ at }) => at > now - 90 * dayMs);
        const kept = young.filter(({ key }) => !gone.has(key));
        expect(gone.size).toBe(dead.length - kept.length);
        expect(kept).toHaveLength(Math.min(young.length, deadAtMost));
        const places = [...new Set(young.map(({ place }) => place))];
        const left = (place: string) => kept.filter((one) => one.place === place);
        const most = Math.max(...places.map((place) => left(place).length));
        for (const place of places) {
          const all = young.filter((one) => one.place === place);
          const lost = all.filter(({ key }) => gone.has(key));
          if (lost.length === 0) continue;
          expect(left(place).length).toBeGreaterThanOrEqual(most - 1);
          expect(Math.max(...lost.map(({ at }) => at))).toBeLessThanOrEqual(
            Math.min(...left(place).map(({ at }) => at)),
          );
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('what is not to be posted yet', () => {
  it('is due when it is, was no attempt and no failure, and holds nobody up', async () => {
    await put('A');
    await put('B');
    for (let nights = 0; nights < 30; nights += 1) {
      const tried = await deliver(new NotYet(clock.now() + 8 * hourMs));
      expect(tried.map(({ key }) => key)).toEqual(nights === 0 ? ['A', 'B'] : ['A']);
      await clock.pass(8 * hourMs - 1);
      expect(await deliver()).toEqual([]);
      await clock.pass(1);
    }
    expect([logged, await outbox.dead()]).toEqual([[], []]);
    expect(await untilGivenUp(new Error('not now'))).toBe(20);
  });

  it('goes on saying that it may be a repeat', async () => {
    await put();
    await deliver(new NeverAnswered('time is up'));
    await clock.pass(5_000);
    await deliver(new NotYet(clock.now() + hourMs));
    await clock.pass(hourMs);
    expect(await deliver()).toMatchObject([{ unanswered: true }]);
  });
});

describe('a notice of several messages', () => {
  const first = { channel: 'C', id: '1' };

  it('is gone on with where it stands; of what stands there no doubt is left', async () => {
    await put();
    await deliver(new NeverAnswered('time is up'));
    await clock.pass(5_000);
    await outbox.deliver(
      () => true,
      async (_notice, _place, { unanswered, progress }) => {
        expect(unanswered).toBe(true);
        await progress({ messages: 1, first });
        throw new Error('not now');
      },
    );
    await clock.pass(10_000);
    const begun = { messages: 1, first };
    expect(await deliver(new NeverAnswered('time is up'))).toMatchObject([{ unanswered: false, begun }]);
    await clock.pass(20_000);
    expect(await deliver()).toMatchObject([{ unanswered: true, begun }]);
  });

  it('is left to the process that has taken it over', async () => {
    await put();
    let goOn = () => {};
    const slow = outbox.deliver(
      () => true,
      async (_notice, _place, { progress }) => {
        await new Promise<void>((resolve) => (goOn = resolve));
        await progress({ messages: 1, first });
        throw new Error('never comes here');
      },
    );
    const other = createOutbox(made.store, clock, log);
    // Five minutes of a post, and two in which nobody says that it goes on.
    await clock.pass(8 * 60_000);
    expect(
      await other.deliver(
        () => true,
        async (_notice, _place, { progress }) => {
          await progress({ messages: 1, first: { channel: 'C', id: '2' } });
          goOn();
          await slow;
        },
      ),
    ).toBe(1);
    expect(logged).toEqual(['a notice could not be posted; it is tried again']);
  });
});
