import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../src/core/ports/log.ts';
import { createOutbox, type Notice, type Outbox } from '../../../src/core/watch/outbox.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

const clock = fakeClock();
let made: Awaited<ReturnType<typeof temporaryStore>>;
let outbox: Outbox;
let logged: string[];
const log: Log = {
  info: () => {},
  warn: (_, words) => logged.push(words),
  error: (_, words) => logged.push(words),
};
beforeEach(async () => {
  made = await temporaryStore(clock);
  logged = [];
  outbox = createOutbox(made.store, clock, log);
});
afterEach(() => made.remove());

const notice = (change: string): Notice => ({ says: 'change-found', change, at: clock.now() });

/** Which change a notice is about. */
const changeOf = (one: Notice): string => (one.says === 'change-found' ? one.change : '');

/** What is posted in a place now. */
const posted = async (place: string, from = outbox): Promise<readonly string[]> => {
  const changes: string[] = [];
  await from.deliver(place, async (one) => {
    changes.push(changeOf(one));
  });
  return changes;
};

describe('the outbox', () => {
  it('posts a notice once, in its own place, however often it is put', async () => {
    await outbox.put('change/A', 'chat:ops', notice('A'));
    await outbox.put('change/A', 'chat:ops', notice('A'));
    expect(await posted('chat:random')).toEqual([]);
    expect(await posted('chat:ops')).toEqual(['A']);
    expect(await posted('chat:ops')).toEqual([]);
    await outbox.put('change/A', 'chat:ops', notice('A'));
    expect(await posted('chat:ops')).toEqual([]);
  });

  it('outlives its process', async () => {
    await outbox.put('change/A', 'chat:ops', notice('A'));
    expect(await posted('chat:ops', createOutbox(made.store, clock, log))).toEqual(['A']);
  });

  it('lets one of many processes post', async () => {
    await outbox.put('change/A', 'chat:ops', notice('A'));
    const other = createOutbox(made.store, clock, log);
    const all = await Promise.all([posted('chat:ops'), posted('chat:ops', other), posted('chat:ops')]);
    expect(all.flat()).toEqual(['A']);
  });

  it('tries again after a pause that doubles up to an hour, and gives up after twenty tries', async () => {
    await outbox.put('change/A', 'chat:ops', notice('A'));
    const pauses: number[] = [];
    let tried = 0;
    let last = clock.now();
    const fail = () =>
      outbox.deliver('chat:ops', () => {
        tried += 1;
        pauses.push(clock.now() - last);
        last = clock.now();
        return Promise.reject(new Error('the chat is away'));
      });
    await fail();
    await fail();
    expect(tried).toBe(1);
    for (let minutes = 0; minutes < 60 * 24; minutes += 1) {
      await clock.pass(60_000);
      await fail();
    }
    expect(tried).toBe(20);
    expect(pauses.toSorted((one, other) => one - other)).toEqual(pauses);
    expect(pauses.at(-1)).toBe(3_600_000);
    expect(logged.at(-1)).toContain('given up');
    expect(await posted('chat:ops')).toEqual([]);
  });

  it('goes on with the others where one fails', async () => {
    for (const key of ['A', 'B', 'C']) await outbox.put(`change/${key}`, 'chat:ops', notice(key));
    const seen: string[] = [];
    const count = await outbox.deliver('chat:ops', async (one) => {
      const change = changeOf(one);
      if (change === 'B') throw new Error('too long');
      seen.push(change);
    });
    expect([count, seen]).toEqual([2, ['A', 'C']]);
    await clock.pass(5_000);
    expect(await posted('chat:ops')).toEqual(['B']);
  });
});
