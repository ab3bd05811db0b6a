import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../../src/core/time.ts';
import { becomes, buttonsOf, choicesIn, closeClean, keyIn } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

describe.each(modes)('over %s, a plan whose time is over', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode);
  });
  afterAll(() => closeClean(work));

  it('says so by itself, without a further message, and asks for the same again where that is pressed', async () => {
    const { peer, ops } = work;
    await work.says('stop web-1 reason:"the sale is over"');
    const plan = await work.shown('Stop web-1');
    const before = peer.messages(ops).length;
    await work.machine.clock.pass(11 * minuteMs);
    const end = await becomes(work, plan, /This plan ended at .*; nothing was done\./);
    expect(wordsIn(end)).toMatch(/to stop .*web-1/);
    expect(buttonsOf(end)).toEqual(['Ask again']);
    expect(peer.messages(ops).length).toBe(before);
    expect(peer.thread(plan)).toEqual([]);

    await work.presses(end, 'Ask again', work.ines);
    const again = await work.until(() => peer.thread(plan).find((one) => wordsIn(one).includes('Stop web-1')));
    expect(keyIn(again)).not.toBe(keyIn(plan));
    expect(wordsIn(again)).toContain('the sale is over');
    await work.presses(again, 'Confirm', work.ines);
    await becomes(work, again, /web-1 .*is stopped/);
    expect(wordsIn(await becomes(work, plan, /This plan ended/))).not.toContain('is stopped');
  });

  it('is brought up to date by the press that comes too late', async () => {
    await work.says('stop api-1');
    const plan = await work.shown('Stop api-1');
    const { peer, maria } = work;
    // What the program would mend by itself, Slack does not take; then somebody presses, and no time passes.
    peer.faults.decide = ({ method }) => (method === 'chat.update' ? 'cut-before' : undefined);
    await work.machine.clock.pass(11 * minuteMs);
    peer.faults.decide = () => undefined;
    await peer.press({ user: maria, message: plan, action: 'Confirm' });
    const end = await work.still(() => {
      const now = peer.current(plan);
      return now !== undefined && wordsIn(now).includes('This plan ended at') ? now : undefined;
    });
    expect(buttonsOf(end)).toEqual(['Ask again']);
    expect((await work.whispered('ended')).text).toMatch(/^Problem:/);
  });

  it('stays what it has become where a target was left out: the plan before is not told of in the message of the next', async () => {
    const { peer, maria } = work;
    await work.says('stop web-2 api-2');
    const plan = await work.shown('Stop 2 instances');
    await peer.select({ user: maria, message: plan, action: 'Choose', option: choicesIn(plan).slice(1) });
    const next = await becomes(work, plan, /Stop (?:web|api)-2/);
    await work.presses(next, 'Confirm');
    const end = await becomes(work, next, /-2 .*is stopped/);
    await work.machine.clock.pass(11 * minuteMs);
    await work.pass(20_000);
    expect(peer.current(next)).toEqual(end);
  });
});
