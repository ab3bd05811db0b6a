import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clocksApartMs } from '../../../src/core/clocks-apart.ts';
import { copyKey, type Notice } from '../../../src/core/watch/notice.ts';
import { createOutbox, type Outbox } from '../../../src/core/watch/outbox.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

const clock = fakeClock();
let made: Awaited<ReturnType<typeof temporaryStore>>;
let outbox: Outbox;
let logged: string[];
const log = { info: () => {}, warn: (_: unknown, words: string) => logged.push(words), error: () => {} };
beforeEach(async () => {
  made = await temporaryStore(clock);
  logged = [];
  outbox = createOutbox(made.store, clock, log);
});
afterEach(() => made.remove());

const notice = (change: string): Notice => ({ says: 'change-ended', change, at: clock.now() });
const everywhere = () => true;
const never = new AbortController().signal;

/** Lets seconds pass, and what follows from each. */
async function seconds(count: number): Promise<void> {
  for (let passed = 0; passed < count; passed += 1) {
    for (let turns = 0; turns < 60; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    await clock.pass(1_000);
  }
}

/** What is posted now, and whether as what may be a repeat. */
async function posted(from = outbox): Promise<readonly string[]> {
  const all: string[] = [];
  await from.deliver(everywhere, async (one, place, { unanswered }) => {
    all.push(`${one.says} ${place}${unanswered ? ' again' : ''}`);
  });
  return all;
}

describe('a place for which much waits', () => {
  beforeEach(async () => {
    for (let at = 0; at < 100; at += 1) await outbox.put(copyKey(at), 'chat:audit', { says: 'audit', position: at });
  });

  it('is posted in for ten seconds at a time, so that what comes for another waits no longer', async () => {
    const seen: string[] = [];
    const round = () =>
      outbox.deliver(everywhere, async (_, place) => {
        await clock.sleep(1_000, never);
        seen.push(place);
      });
    const first = round();
    await seconds(5);
    await outbox.put('approval-wanted/A', 'chat:approvals', notice('A'));
    await seconds(7);
    expect(await first).toBe(10);
    const second = round();
    await seconds(2);
    expect(seen).toContain('chat:approvals');
    await seconds(10);
    await second;
  });

  it('is left out by a round that begins while another is still there', async () => {
    const seen: string[] = [];
    let goOn = () => {};
    const hangs = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const first = outbox.deliver(everywhere, () => hangs);
    await seconds(3);
    await outbox.put('approval-wanted/A', 'chat:approvals', notice('A'));
    const count = await outbox.deliver(everywhere, async (_, place) => {
      seen.push(place);
    });
    expect([count, seen]).toEqual([1, ['chat:approvals']]);
    await seconds(10);
    goOn();
    expect(await first).toBe(1);
  });

  it('is tried no further once nothing is to be posted any longer, and nothing counts as tried that was not', async () => {
    const over = new AbortController();
    let tried = 0;
    const going = outbox.deliver(
      everywhere,
      async () => {
        tried += 1;
        await clock.sleep(1_000, over.signal);
      },
      over.signal,
    );
    await seconds(3);
    const before = tried;
    over.abort(new Error('it is stopped'));
    await going;
    expect(tried).toBe(before);
    expect(logged).toHaveLength(1);
    expect(await posted()).toHaveLength(100 - before);
  });
});

describe('what somebody is about to say', () => {
  it('is not posted where they do', async () => {
    await outbox.owe('ended/A', 'chat:ops', notice('A'));
    await seconds(10);
    expect(await posted()).toEqual([]);
    await outbox.done('ended/A');
    await seconds(10);
    expect(await posted()).toEqual([]);
  });

  it('is posted after 75 seconds where they do not, by whichever process is there, as what may be a repeat', async () => {
    await outbox.owe('ended/A', 'chat:ops', notice('A'));
    await seconds(74);
    expect(await posted()).toEqual([]);
    await seconds(1);
    expect(await posted(createOutbox(made.store, clock, log))).toEqual(['change-ended chat:ops again']);
    expect(await posted()).toEqual([]);
  });

  it.each([
    [false, 'change-ended chat:ops'],
    [true, 'change-ended chat:ops again'],
  ])('is posted at once where they say that they could not (never answered: %s)', async (unanswered, told) => {
    await outbox.owe('ended/A', 'chat:ops', notice('A'));
    await outbox.put('ended/A', 'chat:ops', notice('A'), { unanswered });
    expect(await posted()).toEqual([told]);
  });
});

describe('a process whose clock is ahead', () => {
  let ahead: Outbox;
  beforeEach(() => {
    ahead = createOutbox(made.store, { ...clock, now: () => clock.now() + clocksApartMs }, log);
  });

  it('leaves what another is about to say to it', async () => {
    await outbox.owe('A', 'chat:ops', notice('A'));
    expect(await posted(ahead)).toEqual([]);
    await outbox.done('A');
  });

  it('leaves what another is posting to it', async () => {
    await outbox.put('A', 'chat:ops', notice('A'));
    let end = (): void => {};
    let began = (): void => {};
    const begun = new Promise<void>((resolve) => (began = resolve));
    const first = outbox.deliver(everywhere, () => {
      began();
      return new Promise<void>((resolve) => (end = resolve));
    });
    await begun;
    expect(await posted(ahead)).toEqual([]);
    end();
    expect(await first).toBe(1);
  });
});
