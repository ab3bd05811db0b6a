import { afterEach, describe, expect, it } from 'vitest';
import { closeClean } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

let work: Workspace;

afterEach(() => closeClean(work));

describe.each(modes)('over %s', (mode) => {
  it('a read is answered to who asked alone, a change is posted, confirmed once and followed in its one message', async () => {
    work = await openWorkspace(mode);
    const { peer, ops, ines } = work;
    await work.says('show web-1');
    await work.whispered('web-1');
    expect(peer.messages(ops)).toEqual([]);

    await work.says('stop web-1');
    const plan = await work.shown('Nothing has happened yet');
    await work.presses(plan, 'Confirm');
    const outcome = await work.until(() => {
      const now = peer.current(plan);
      return now !== undefined && wordsIn(now).includes('is stopped') ? now : undefined;
    });
    expect(outcome.ts).toBe(plan.ts);
    expect(peer.messages(ops).filter(({ ts }) => ts !== plan.ts)).toEqual([]);

    await work.says('confirm 7QK2M8TD', ines);
    await work.whispered('only maria can confirm', ines);
    expect(peer.violations()).toEqual([]);
  });

  it('a plan of the channel that is confirmed in the direct conversation is told of in both', async () => {
    work = await openWorkspace(mode);
    const { peer, maria } = work;
    await work.says('stop web-1');
    const plan = await work.shown('Nothing has happened yet');
    await peer.direct({ user: maria, text: 'confirm 7QK2M8TD' });
    await work.until(() => peer.directMessages(maria).some((one) => wordsIn(one).includes('is stopped')));
    const told = await work.until(() => {
      const now = peer.current(plan);
      return now !== undefined && wordsIn(now).includes('is stopped') ? wordsIn(now) : undefined;
    });
    expect(told).toContain('/ec2 confirm 7QK2M8TD');
    expect(told).not.toContain('Nothing has happened yet');
    expect(peer.violations()).toEqual([]);
  });
});
