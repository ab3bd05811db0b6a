import { afterEach, describe, expect, it } from 'vitest';
import { createOutbox } from '../../../src/core/watch/outbox.ts';
import { closeClean, confirmedTermination } from './seen.ts';
import { openWorkspace, wordsIn, type Workspace } from './workspace.ts';

const minuteMs = 60_000;
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const env = {
  QUARTERMASTER_ROLES: JSON.stringify({ operator: ['slack:U0MARIA'], approver: ['slack:U0INES'] }),
  QUARTERMASTER_APPROVALS_PLACE: 'slack:C0APPROVALS',
};
const repeat = 'This may be a repeat';

let work: Workspace;
afterEach(() => closeClean(work));

/** A workspace with a channel for approvals. */
async function withApprovals() {
  work = await openWorkspace('http', { env });
  const { peer, ines } = work;
  const approvals = peer.world.channel({ name: 'approvals', members: [ines] });
  return { peer, approvals, asked: () => peer.messages(approvals).map((one) => wordsIn(one).includes(repeat)) };
}

describe('a notice whose process is killed', () => {
  it.each([
    ['after Slack has taken it, stands there twice, and says so', 'before', [false, true]],
    ['before Slack has it, stands there once, as what may be a repeat', 'never', [true]],
  ] as const)('%s', async (_, done, repeats) => {
    const { peer, approvals, asked } = await withApprovals();
    let posts = 0;
    peer.faults.decide = ({ method, args }) => {
      if (method !== 'chat.postMessage' || args['channel'] !== approvals.id) return undefined;
      posts += 1;
      if (posts > 1) return undefined;
      return done === 'before' ? { until: new Promise(() => {}), done } : 'hang-before';
    };
    await confirmedTermination(work, 'web-1');
    await work.until(() => posts === 1);
    await work.kill();
    await work.until(() => posts === 2);
    await work.pass(10 * minuteMs);
    expect(asked()).toEqual(repeats);
    expect(posts).toBe(2);
  });

  it('after Slack has answered, stands there once', async () => {
    const { asked } = await withApprovals();
    await confirmedTermination(work, 'web-1');
    await work.until(() => asked().length === 1);
    await work.kill();
    await work.pass(10 * minuteMs);
    expect(asked()).toEqual([false]);
  });
});

describe('a notice for a channel that is archived', () => {
  it('is kept as a dead letter, and stands there once when it is sent again into the channel that is open again', async () => {
    const { approvals, asked } = await withApprovals();
    const outbox = createOutbox(work.machine.house.store, work.machine.clock, silent);
    approvals.archived = true;
    await confirmedTermination(work, 'web-1');
    await work.until(() => work.machine.logged.some((line) => line.includes('is given up')));
    const [dead, ...more] = await outbox.dead();
    expect(dead).toMatchObject({ place: 'slack:C0APPROVALS', attempts: 1, error: 'is_archived', unanswered: false });
    expect([more, asked()]).toEqual([[], []]);
    approvals.archived = false;
    await work.pass(minuteMs);
    expect(asked()).toEqual([]);
    expect(await outbox.again(dead?.key ?? '')).toBe(true);
    await work.until(() => asked().length > 0);
    await work.pass(10 * minuteMs);
    expect([asked(), await outbox.dead()]).toEqual([[false], []]);
  });
});
