import { afterEach, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../peers/slack/world.ts';
import { closeClean } from './seen.ts';
import { openWorkspace, wordsIn, type Workspace } from './workspace.ts';

let work: Workspace;
/** Of answers that never come; long enough for those that do, on a busy machine. */
const impatient = { interactive: 1_500, posts: 1_500, lookups: 1_500 };

afterEach(() => closeClean(work));

const now = (message: SlackMessage): string => wordsIn(work.peer.current(message) ?? message);
const ours = () => work.peer.messages(work.ops).filter(({ byApp }) => byApp);
const repeat = 'This may be a repeat';

describe.each(['cut', 'unavailable', 'hang'] as const)(
  'Slack is away for a minute (%s) while a change is made',
  (how) => {
    it.each(['socket', 'http'] as const)(
      'and the outcome comes afterwards in its message, once, over %s',
      async (mode) => {
        work = await openWorkspace(mode, how === 'hang' ? { patience: impatient } : {});
        const { peer, machine } = work;
        await work.says('stop web-1');
        const plan = await work.shown('Nothing has happened yet');
        await work.presses(plan, 'Confirm');
        await work.until(() => now(plan) !== wordsIn(plan));
        peer.down(how);
        const kept = () =>
          machine.logged.some((line) => line.includes('a notice could not be posted; it is tried again'));
        for (let seconds = 0; seconds < 60; seconds += 1) {
          await work.pass(1_000);
          // An answer that never comes takes real time, in which the clock stands.
          if (how === 'hang') await new Promise((resolve) => setTimeout(resolve, 20));
        }
        await (how === 'hang' ? untilInRealTime(kept) : work.until(kept));
        expect(now(plan)).not.toContain('is stopped');
        peer.up();
        await untilInRealTime(() => now(plan).includes('is stopped'));
        await work.pass(120_000);
        expect(ours()).toHaveLength(1);
        expect(now(plan)).not.toContain(repeat);
      },
    );
  },
);

describe('a post that Slack never answered', () => {
  const approving = {
    QUARTERMASTER_ROLES: JSON.stringify({ operator: ['slack:U0MARIA'], approver: ['slack:U0INES'] }),
    QUARTERMASTER_APPROVALS_PLACE: 'slack:C0APPROVALS',
  };

  it.each([
    ['cut-after', 2],
    ['hang-after', 2],
    ['cut-before', 1],
  ] as const)(
    'of an outcome without a message (%s) is made again, and then says that it may be one',
    async (fault, seen) => {
      work = await openWorkspace('http', fault === 'hang-after' ? { patience: impatient } : {});
      const { peer, ops, maria } = work;
      // Confirmed in words where nobody posted the plan: it was refused in the channel, and told in private.
      ops.members.delete(peer.world.app.userId);
      await work.says('stop web-1');
      const plan = await work.whispered('Nothing has happened yet');
      ops.members.add(peer.world.app.userId);
      const isOutcome = (args: unknown) => JSON.stringify(args).includes('is stopped');
      let outcomesPosted = 0;
      peer.faults.decide = ({ method, args }) => {
        if (method !== 'chat.postMessage') return undefined;
        if (!isOutcome(args)) return { error: 'restricted_action' };
        outcomesPosted += 1;
        return outcomesPosted === 1 ? fault : undefined;
      };
      await work.presses(plan, 'Confirm', maria);
      const outcomes = () => ours().filter(isOutcome);
      await untilInRealTime(() => outcomes().length === seen);
      await work.pass(120_000);
      expect(outcomes()).toHaveLength(seen);
      expect(outcomes().map((one) => wordsIn(one).includes(repeat))).toEqual(seen === 2 ? [false, true] : [true]);
      expect(outcomesPosted).toBe(2);
    },
  );

  it('of a plan is told to who asked as one that may stand in the channel as well', async () => {
    work = await openWorkspace('http');
    work.peer.faults.fail({ method: 'chat.postMessage' }, 'cut-after');
    await work.says('stop web-1');
    const plan = await work.whispered('Nothing has happened yet');
    expect(wordsIn(plan)).toContain('it may stand there as well');
    expect(ours()).toHaveLength(1);
  });

  it('of progress is made again, and what it becomes says so', async () => {
    work = await openWorkspace('http');
    const { peer, ops } = work;
    ops.members.delete(peer.world.app.userId);
    await work.says('stop web-1');
    const plan = await work.whispered('Nothing has happened yet');
    ops.members.add(peer.world.app.userId);
    peer.faults.fail({ method: 'chat.postMessage' }, 'cut-after');
    await work.presses(plan, 'Confirm');
    const outcome = await work.shown('is stopped');
    expect(ours()).toHaveLength(2);
    expect(now(outcome)).toContain(repeat);
  });

  it.each(['cut-after', 'hang-after'] as const)('of an approval that is wanted (%s) likewise', async (fault) => {
    work = await openWorkspace('http', {
      env: approving,
      ...(fault === 'hang-after' && { patience: impatient }),
      before: ({ world }) => void world.channel({ name: 'approvals' }),
    });
    const { peer } = work;
    const approvals = peer.world.channels.get('C0APPROVALS');
    if (approvals === undefined) throw new Error('no such channel');
    await work.says('terminate web-1 reason:"no longer used"');
    const plan = await work.shown('Nothing has happened yet');
    peer.faults.fail({ method: 'chat.postMessage', channel: approvals.id }, fault);
    await work.presses(plan, 'Confirm');
    await work.until(() => peer.modal(work.maria));
    expect((await peer.submit({ user: work.maria, values: { typed: 'web-1' } })).errors).toEqual({});
    const asked = () => peer.messages(approvals);
    await untilInRealTime(() => asked().length === 2);
    await work.pass(120_000);
    expect(asked().map((one) => wordsIn(one).includes(repeat))).toEqual([false, true]);
  });
});

/** Time passes slowly, so that answers which never come are given up meanwhile. */
async function untilInRealTime(wanted: () => boolean): Promise<void> {
  for (let steps = 0; steps < 1_500 && !wanted(); steps += 1) {
    await work.pass(200);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(wanted()).toBe(true);
}
