import { afterEach, describe, expect, it } from 'vitest';
import type { Ec2Calls } from '../../../src/core/drivers/ec2/calls.ts';
import type { SlackMessage } from '../../peers/slack/world.ts';
import { onlyToBeRead } from '../../temporary.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

let work: Workspace;

afterEach(async () => {
  const { peer } = work;
  await work.close();
  expect(peer.violations()).toEqual([]);
});

/** Counts what would change something; where it `hangs`, EC2 does it and its answer never comes. */
function counting({ hangs = false } = {}) {
  const made: string[] = [];
  const calls = (own: Ec2Calls): Ec2Calls => ({
    ...own,
    async change(kind, home, targets, dryRun, signal, by) {
      const answer = await own.change(kind, home, targets, dryRun, signal, by);
      if (!dryRun) {
        made.push(`${kind} ${targets.length}`);
        if (hangs) await new Promise(() => {});
      }
      return answer;
    },
  });
  return { made, calls };
}
const now = (message: SlackMessage): string => wordsIn(work.peer.current(message) ?? message);

describe('a program that is gone in the midst of a change', () => {
  it('is followed by another, which tells the end in the message of the change and below it', async () => {
    const { made, calls } = counting({ hangs: true });
    work = await openWorkspace('http', { calls });
    const { peer, ops } = work;
    await work.says('stop web-1');
    const plan = await work.shown('Nothing has happened yet');
    await work.presses(plan, 'Confirm');
    await work.until(() => made.length === 1);
    await work.kill();
    await work.until(() => peer.thread(plan).length > 0 && now(plan).includes('is stopped'));
    await work.pass(120_000);
    expect(made).toEqual(['stop 1']);
    expect(peer.thread(plan)).toHaveLength(1);
    expect(peer.messages(ops).filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
    // The words of the plan cannot be pressed any longer.
    expect(now(plan)).not.toContain('"Confirm"');
  });
});

describe.each(modes)('two programs in one workspace, over %s', (mode) => {
  it('do once what is delivered to both', async () => {
    const { made, calls } = counting();
    work = await openWorkspace(mode, { calls });
    const { peer, ops, maria } = work;
    const first = await peer.command({ user: maria, channel: ops, text: 'stop web-1' });
    const plan = await work.shown('Nothing has happened yet');
    await work.another();
    const outcome = await peer.press({ user: maria, message: plan, action: 'Confirm' });
    await work.until(() => now(plan).includes('is stopped'));
    const mentioned = await peer.mention({ user: maria, channel: ops, text: 'stop web-2' });
    await work.shown('web-2');
    for (let times = 1; times <= 4; times += 1)
      for (const delivered of [first, outcome, mentioned]) expect((await delivered.again(times)).ack.status).toBe(200);
    await work.pass(60_000);
    expect(made).toEqual(['stop 1']);
    expect(peer.messages(ops).filter(({ byApp }) => byApp)).toHaveLength(2);
    expect(now(plan)).toContain('is stopped');
  });
});

describe('a store that cannot be written', () => {
  it('leaves reads answered, and changes refused with the reason', async () => {
    const { made, calls } = counting();
    work = await openWorkspace('http', { calls });
    const { peer, ops, maria } = work;
    await work.says('stop web-1');
    const plan = await work.shown('Nothing has happened yet');
    await work.machine.house.close();
    await onlyToBeRead(work.machine.storePath);
    await work.kill();
    await work.says('show web-2');
    await work.whispered('web-2');
    await work.says('stop web-2');
    await work.whispered('cannot be written');
    await work.presses(plan, 'Confirm');
    await work.until(
      () => peer.seenBy(maria, ops).filter((one) => wordsIn(one).includes('cannot be written')).length > 1,
    );
    await peer.openHome({ user: maria });
    await work.until(() => peer.home(maria));
    expect(made).toEqual([]);
    expect(peer.messages(ops)).toHaveLength(1);
  });
});
