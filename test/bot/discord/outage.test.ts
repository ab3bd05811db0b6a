import { afterEach, describe, expect, it } from 'vitest';
import { closeClean, counting, now, planned } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

let work: Server;
/** Of answers that never come; long enough for those that do, on a busy machine. */
const patienceMs = 1_000;
const repeat = 'This may be a repeat';

afterEach(() => closeClean(work));

const ours = () => work.peer.messages(work.ops).filter(({ byApp, replyTo }) => byApp && replyTo === undefined);

/** Time passes slowly, so that answers which never come are given up meanwhile. */
async function untilInRealTime(wanted: () => boolean): Promise<void> {
  for (let steps = 0; steps < 1_500 && !wanted(); steps += 1) {
    await work.pass(200);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(wanted()).toBe(true);
}

describe.each(['cut', 'unavailable', 'hang'] as const)(
  'Discord is away for a minute (%s) while a change is made',
  (how) => {
    it.each(modes)('and the outcome comes afterwards in its message, once, over %s', async (mode) => {
      const { made, calls } = counting();
      work = await openServer(mode, { calls, patienceMs });
      const { peer, machine } = work;
      const plan = await planned(work, 'stop web-1');
      await work.presses(plan, 'Confirm');
      await work.until(() => now(work, plan) !== wordsIn(plan));
      peer.down(how);
      const kept = () =>
        machine.logged.some((line) => line.includes('a notice could not be posted; it is tried again'));
      for (let seconds = 0; seconds < 60; seconds += 1) {
        await work.pass(1_000);
        // An answer that never comes takes real time, in which the clock stands.
        if (how === 'hang') await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await untilInRealTime(kept);
      expect(now(work, plan)).not.toContain('is stopped');
      peer.up();
      await untilInRealTime(() => now(work, plan).includes('is stopped'));
      await work.pass(120_000);
      expect(ours()).toHaveLength(1);
      expect(made).toEqual(['stop 1']);
      expect(now(work, plan)).not.toContain(repeat);
    });
  },
);
