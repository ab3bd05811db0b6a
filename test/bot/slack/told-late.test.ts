import { afterEach, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../peers/slack/world.ts';
import { buttonsOf, closeClean, keyIn } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

let work: Workspace;

afterEach(() => closeClean(work));

const approving = {
  QUARTERMASTER_ROLES: JSON.stringify({ operator: ['slack:U0MARIA'], approver: ['slack:U0INES'] }),
};
const now = (message: SlackMessage): string => wordsIn(work.peer.current(message) ?? message);

/** Slack takes nothing for #ops, neither posts nor edits. */
function opsAway(): void {
  work.peer.faults.decide = ({ method, args }) =>
    /^chat\.(?:update|postMessage)$/.test(method) && args['channel'] === work.ops.id ? { status: 503 } : undefined;
}
function opsBack(): void {
  work.peer.faults.decide = () => undefined;
}

/** Maria asks for a change in #ops, and the plan stands there. */
async function planned(line: string): Promise<SlackMessage> {
  await work.says(line);
  return work.shown('Nothing has happened yet');
}

/** She confirms it with the word that it wants. */
async function confirmed(plan: SlackMessage, typed: string): Promise<void> {
  await work.presses(plan, 'Confirm');
  await work.until(() => work.peer.modal(work.maria));
  await work.peer.submit({ user: work.maria, values: { typed } });
}

describe.each(modes)('what Slack does not take for the channel is told there later, over %s', (mode) => {
  it('a wait for another person as one that can be approved', async () => {
    work = await openWorkspace(mode, { env: approving });
    const plan = await planned('terminate web-1 reason:"no longer used"');
    opsAway();
    await confirmed(plan, 'web-1');
    await work.pass(20_000);
    opsBack();
    await work.until(() => buttonsOf(work.peer.current(plan) ?? plan).includes('Approve'));
    expect(now(plan)).toContain('another person must approve');
  });

  it('an outcome, though the wait before it was told late as well', async () => {
    work = await openWorkspace(mode, { env: approving });
    const plan = await planned('terminate web-1 reason:"no longer used"');
    const key = keyIn(plan);
    opsAway();
    await confirmed(plan, 'web-1');
    await work.pass(15_000);
    opsBack();
    await work.until(() => now(plan).includes('another person must approve'));
    opsAway();
    await work.says(`approve ${key}`, work.ines);
    await work.pass(60_000);
    opsBack();
    await work.until(() => now(plan).includes('is terminated'));
    expect(buttonsOf(work.peer.current(plan) ?? plan)).not.toContain('Approve');
  });

  it('an outcome of what was confirmed in private', async () => {
    work = await openWorkspace(mode);
    const { peer, maria } = work;
    const plan = await planned('stop web-1');
    opsAway();
    await peer.direct({ user: maria, text: `confirm ${keyIn(plan)}` });
    await work.until(() => peer.directMessages(maria).some((one) => wordsIn(one).includes('is stopped')));
    await work.pass(60_000);
    opsBack();
    await work.until(() => now(plan).includes('is stopped'));
  });
});

describe('an outcome that was shown', () => {
  it('is told late nowhere, where it was confirmed as where it was asked for', async () => {
    work = await openWorkspace('http');
    const { peer, maria, ops } = work;
    const plan = await planned('stop web-1');
    await peer.direct({ user: maria, text: `confirm ${keyIn(plan)}` });
    await work.until(() => now(plan).includes('is stopped'));
    const direct = peer.directMessages(maria).length;
    await work.pass(120_000);
    expect(now(plan)).not.toContain('Told late');
    expect(peer.messages(ops)).toHaveLength(1);
    expect(peer.directMessages(maria)).toHaveLength(direct);
  });
});

describe.each(['stop', 'kill'] as const)('an outcome that waits for Slack when the process ends (%s)', (how) => {
  it.each(modes)('is told by the next one, in its message, over %s', async (mode) => {
    work = await openWorkspace(mode);
    const { peer, ops } = work;
    const plan = await planned('stop web-1');
    let limited = false;
    peer.faults.decide = ({ method, args }) => {
      if (limited || method !== 'chat.update' || !JSON.stringify(args).includes('is stopped')) return undefined;
      limited = true;
      return { limitedFor: 45 };
    };
    await work.presses(plan, 'Confirm');
    await work.until(() => limited);
    await work.pass(1_000);
    if (how === 'kill') await work.kill();
    else {
      await work.stop();
      await work.start();
    }
    await work.until(() => now(plan).includes('is stopped'));
    await work.pass(120_000);
    expect(peer.messages(ops)).toHaveLength(1);
  });
});

describe('an outcome in a channel that is archived since it was asked for', () => {
  it('is told to who asked, in private, once', async () => {
    work = await openWorkspace('http', {
      env: { ...approving, QUARTERMASTER_APPROVALS_PLACE: 'slack:C0APPROVALS' },
    });
    const { peer, ops, ines, maria } = work;
    const approvals = peer.world.channel({ name: 'approvals', members: [ines] });
    const plan = await planned('terminate web-1 reason:"no longer used"');
    await confirmed(plan, 'web-1');
    const asked = await work.shown(/wants to terminate/, approvals);
    ops.archived = true;
    await work.presses(asked, 'Approve', ines);
    const told = () => peer.directMessages(maria).filter((one) => wordsIn(one).includes('is terminated'));
    await work.until(() => told().length > 0);
    await work.pass(10 * 60_000);
    expect(told()).toHaveLength(1);
  });
});

describe('an edit that Slack is slow with', () => {
  it('does not take the place of the end, which comes after it', async () => {
    work = await openWorkspace('http', {
      env: { ...approving, QUARTERMASTER_APPROVALS_PLACE: 'slack:C0APPROVALS' },
    });
    const { peer, ops, ines } = work;
    const approvals = peer.world.channel({ name: 'approvals', members: [ines] });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let slow = false;
    peer.faults.decide = ({ method, args }) => {
      if (slow || method !== 'chat.update' || args['channel'] !== ops.id) return undefined;
      slow = true;
      return { until: held, done: 'after' };
    };
    const plan = await planned('terminate web-1 reason:"no longer used"');
    await confirmed(plan, 'web-1');
    const asked = await work.shown(/wants to terminate/, approvals);
    await work.presses(asked, 'Approve', ines);
    await work.pass(30_000);
    release();
    await work.until(() => now(plan).includes('is terminated'));
    await work.pass(60_000);
    expect(now(plan)).toContain('is terminated');
    expect(buttonsOf(peer.current(plan) ?? plan)).not.toContain('Approve');
  });
});
