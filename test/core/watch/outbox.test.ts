import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../src/core/ports/log.ts';
import { copyKey, type Notice } from '../../../src/core/watch/notice.ts';
import { createOutbox, type Outbox } from '../../../src/core/watch/outbox.ts';
import { NeverAnswered, NeverDeliverable } from '../../../src/core/watch/post.ts';
import { fakeClock } from '../../fake-clock.ts';
import { mortal } from '../../mortal.ts';
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

const everywhere = () => true;

/** What is posted in a place now. */
const posted = async (place: string, from = outbox): Promise<readonly string[]> => {
  const changes: string[] = [];
  await from.deliver(
    (id) => id === place,
    async (one) => {
      changes.push(changeOf(one));
    },
  );
  return changes;
};

/** Posts what is due, and gives of each post whether it may be a repeat. */
const attemptsOf = async (from: Outbox): Promise<readonly boolean[]> => {
  const attempts: boolean[] = [];
  await from.deliver(everywhere, async (_notice, _place, { unanswered }) => void attempts.push(unanswered));
  return attempts;
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
      outbox.deliver(everywhere, () => {
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
    const count = await outbox.deliver(everywhere, async (one) => {
      const change = changeOf(one);
      if (change === 'B') throw new Error('too long');
      seen.push(change);
    });
    expect([count, seen]).toEqual([2, ['A', 'C']]);
    await clock.pass(5_000);
    expect(await posted('chat:ops')).toEqual(['B']);
  });

  it('posts in many places, in each in the order of the keys, and tells which is which', async () => {
    for (const key of ['B', 'A', 'D', 'C'])
      await outbox.put(`change/${key}`, key < 'C' ? 'chat:ops' : 'chat:dev', notice(key));
    await outbox.put('change/E', 'elsewhere:x', notice('E'));
    const seen: string[] = [];
    const count = await outbox.deliver(
      (place) => place.startsWith('chat:'),
      async (one, place, attempt) => {
        seen.push(`${place} ${changeOf(one)} ${attempt.unanswered}`);
      },
    );
    expect(count).toBe(4);
    expect(seen.filter((one) => one.startsWith('chat:ops'))).toEqual(['chat:ops A false', 'chat:ops B false']);
    expect(seen.filter((one) => one.startsWith('chat:dev'))).toEqual(['chat:dev C false', 'chat:dev D false']);
  });

  it('lets a place that hangs hold up nobody else, and posts nothing there meanwhile', async () => {
    for (const key of ['A', 'B', 'C'])
      await outbox.put(`change/${key}`, key === 'C' ? 'chat:dev' : 'chat:ops', notice(key));
    const seen: string[] = [];
    let goOn = () => {};
    let arrived = () => {};
    const inDev = new Promise<void>((resolve) => (arrived = resolve));
    const delivering = outbox.deliver(everywhere, async (one, place) => {
      seen.push(changeOf(one));
      if (place === 'chat:dev') arrived();
      else if (changeOf(one) === 'A') await new Promise<void>((resolve) => (goOn = resolve));
    });
    await inDev;
    expect(seen.toSorted()).toEqual(['A', 'C']);
    // A minute is no reason for another process to take it over.
    await clock.pass(60_000);
    expect(await posted('chat:ops', createOutbox(made.store, clock, log))).toEqual(['B']);
    goOn();
    expect(await delivering).toBe(2);
    expect(seen.toSorted()).toEqual(['A', 'C']);
  });

  it.each<[how: string, first: readonly (Error | undefined)[], told: readonly boolean[]]>([
    ['refused, then taken', [new Error('no'), undefined], [false, false]],
    ['never answered, then taken', [new NeverAnswered('time is up'), undefined], [false, true]],
    [
      'never answered, refused, then taken',
      [new NeverAnswered('time is up'), new Error('no'), undefined],
      [false, true, true],
    ],
  ])('remembers whether what it posts again may be a repeat: %s', async (_, answers, told) => {
    await outbox.put('change/A', 'chat:ops', notice('A'));
    const attempts: boolean[] = [];
    for (const answer of answers) {
      await createOutbox(made.store, clock, log).deliver(everywhere, async (_notice, _place, { unanswered }) => {
        attempts.push(unanswered);
        if (answer !== undefined) throw answer;
      });
      await clock.pass(3_600_000);
    }
    expect(attempts).toEqual(told);
    expect(await posted('chat:ops')).toEqual([]);
  });

  it('posts what a process died over two minutes later, as what may be a repeat', async () => {
    await outbox.put('change/A', 'chat:ops', notice('A'));
    const dying = mortal(made.store, clock);
    let begun = () => {};
    const posting = new Promise<void>((resolve) => (begun = resolve));
    void createOutbox(dying.store, dying.clock, log).deliver(everywhere, () => {
      begun();
      return new Promise(() => {});
    });
    await posting;
    dying.die();
    expect(await attemptsOf(outbox)).toEqual([]);
    await clock.pass(119_000);
    expect(await attemptsOf(outbox)).toEqual([]);
    await clock.pass(1_000);
    expect(await attemptsOf(outbox)).toEqual([true]);
  });

  it('leaves a post to its process for as long as that says that it goes on: some five minutes', async () => {
    await outbox.put('change/A', 'chat:ops', notice('A'));
    let goOn = () => {};
    const hangs = new Promise<void>((resolve) => (goOn = resolve));
    const slow = outbox.deliver(everywhere, () => hangs);
    const other = createOutbox(made.store, clock, log);
    for (let seconds = 0; seconds < 300; seconds += 20) {
      expect(await attemptsOf(other)).toEqual([]);
      await clock.pass(20_000);
    }
    await clock.pass(120_000);
    expect(await attemptsOf(other)).toEqual([true]);
    goOn();
    await slow;
    expect(await outbox.dead()).toEqual([]);
    expect(await attemptsOf(other)).toEqual([]);
  });

  it('says nothing of a post that another process has taken over meanwhile', async () => {
    await outbox.put('change/A', 'chat:ops', notice('A'));
    let refuse = () => {};
    const slow = outbox.deliver(
      everywhere,
      () => new Promise((_, reject) => (refuse = () => reject(new NeverDeliverable('gone')))),
    );
    const other = createOutbox(made.store, clock, log);
    await clock.pass(420_000);
    let goOn = () => {};
    const taken = other.deliver(everywhere, () => new Promise<void>((resolve) => (goOn = resolve)));
    await clock.pass(0);
    refuse();
    await slow;
    expect(await outbox.dead()).toEqual([]);
    goOn();
    expect(await taken).toBe(1);
  });

  it('gives up at once where nothing can ever be posted, and may be asked to try anew', async () => {
    await outbox.put('change/A', 'chat:gone', notice('A'));
    await outbox.put('change/B', 'chat:ops', notice('B'));
    const seen: string[] = [];
    const count = await outbox.deliver(everywhere, async (one, place) => {
      if (place === 'chat:gone') throw new NeverDeliverable('is_archived');
      seen.push(changeOf(one));
    });
    expect([count, seen]).toEqual([1, ['B']]);
    expect(logged).toEqual(['a notice could not be posted, and is given up']);
    await clock.pass(3_600_000);
    expect(await posted('chat:gone')).toEqual([]);
    await outbox.put('change/A', 'chat:gone', notice('A'));
    expect(await posted('chat:gone')).toEqual(['A']);
  });

  it('walks as many as there are, whatever places they are for', async () => {
    for (let at = 0; at < 250; at += 1)
      await outbox.put(copyKey(at), at % 2 === 0 ? 'chat:even' : 'chat:odd', notice(String(at)));
    expect(await posted('chat:odd')).toEqual(Array.from({ length: 125 }, (_, at) => String(2 * at + 1)));
    expect(await posted('chat:even')).toHaveLength(125);
  });
});
