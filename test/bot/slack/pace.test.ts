import { beforeEach, describe, expect, it } from 'vitest';
import { createPace, waitingAtMost, type Pace } from '../../../src/bot/slack/pace.ts';
import { listenedToByMany } from '../../../src/core/until-aborted.ts';
import { fakeClock } from '../../fake-clock.ts';

const signal = listenedToByMany(new AbortController().signal);
let clock: ReturnType<typeof fakeClock>;
let pace: Pace;
/** When each turn came, in milliseconds after the beginning. */
let turns: readonly number[];

beforeEach(() => {
  clock = fakeClock(0);
  pace = createPace(clock);
  turns = [];
});

const waits = (channel: string, over = signal): Promise<boolean> =>
  pace.turn(channel, over).then((own) => {
    turns = [...turns, clock.now()];
    return own;
  });

describe('posts in one channel', () => {
  it('come a second apart, in their order; another channel waits for none of them', async () => {
    const all = [waits('C1'), waits('C1'), waits('C1'), waits('C2')];
    await clock.pass(5_000);
    expect(await Promise.all(all)).toEqual([true, true, true, true]);
    expect(turns).toEqual([0, 0, 1_000, 2_000]);
  });

  it('begin at once again after a rest', async () => {
    void waits('C1');
    await clock.pass(10_000);
    void waits('C1');
    await clock.pass(0);
    expect(turns).toEqual([0, 10_000]);
  });

  it('that are too many to wait for are not taken, and those before them are', async () => {
    // The first waits for nothing.
    const all = Array.from({ length: waitingAtMost + 3 }, () => waits('C1'));
    await clock.pass(waitingAtMost * 2_000);
    const taken = await Promise.all(all);
    expect(taken.filter(Boolean)).toHaveLength(waitingAtMost + 1);
    expect(taken.slice(-2)).toEqual([false, false]);
    expect(await waits('C1')).toBe(true);
  });

  it('rest as long as Slack has said', async () => {
    pace.rest('C1', 30_000);
    void waits('C1');
    await clock.pass(29_000);
    expect(turns).toEqual([]);
    await clock.pass(1_000);
    expect(turns).toEqual([30_000]);
  });

  it('that are waited for no longer leave their room to others', async () => {
    const over = new AbortController();
    void waits('C1');
    const gone = waits('C1', over.signal);
    over.abort(new Error('ended'));
    await expect(gone).rejects.toThrow('ended');
    await clock.pass(5_000);
    expect(await waits('C1')).toBe(true);
  });
});
