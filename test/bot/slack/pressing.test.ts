import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../../src/core/time.ts';
import type { SlackMessage } from '../../peers/slack/world.ts';
import { answerTo, becomes, buttonsOf, closeClean, keyIn } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

describe.each(modes)('over %s', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode);
  });
  afterAll(() => closeClean(work));

  /** Asks for a change in the channel, and waits for its plan. */
  async function planned(line: string): Promise<SlackMessage> {
    const { peer, ops } = work;
    const before = peer.messages(ops).length;
    await work.says(line);
    return work.until(() =>
      peer.messages(ops).find((one, at) => at >= before && wordsIn(one).includes('Nothing has happened yet')),
    );
  }

  it('whoever did not ask may not confirm: they alone are told, and the plan stays as it is', async () => {
    const { peer, ines, maria } = work;
    const plan = await planned('stop web-1');
    await work.presses(plan, 'Confirm', ines);
    const told = await work.whispered('only maria can confirm', ines);
    expect(told.text).toMatch(/^Problem:/);
    expect(peer.current(plan)).toEqual(plan);
    await work.presses(plan, 'Cancel', maria);
    await becomes(work, plan, /Cancelled/);
  });

  it('a form belongs to who opened it: sent by another, nothing is done', async () => {
    const { peer, ines } = work;
    const plan = await planned('terminate web-2');
    await work.presses(plan, 'Confirm', ines);
    await work.until(() => peer.modal(ines));
    await peer.submit({ user: ines, values: { typed: 'web-2' } });
    await work.whispered('only maria can confirm', ines);
    expect(peer.current(plan)).toEqual(plan);
  });

  it('a second press of the same button, and a press that comes twice, do nothing more', async () => {
    const { peer, maria } = work;
    const plan = await planned('start batch-7');
    await work.presses(plan, 'Confirm');
    await peer.press({ user: maria, message: plan, action: 'Confirm' }).catch(() => undefined);
    const end = await becomes(work, plan, /batch-7 .*is started/);
    expect(buttonsOf(end)).not.toContain('Confirm');
    await work.says(`confirm ${keyIn(plan)}`);
    await work.whispered('This was confirmed before: a key works once.');
    expect(peer.current(plan)).toEqual(end);
    await work.says('audit since:1h');
    const audit = await work.whispered('start confirmed');
    expect(audit.text.match(/start confirmed/g)?.length).toBe(1);
  });

  it('an expired key is refused in private, and the plan asked again has a new one', async () => {
    const plan = await planned('start batch-8');
    await work.machine.clock.pass(6 * minuteMs);
    await work.says(`confirm ${keyIn(plan)}`);
    const told = await work.whispered(/This confirmation ended .* ago; nothing was done/);
    expect(told.text).toMatch(/^Problem:/);
    const again = await planned('start batch-8');
    expect(keyIn(again)).not.toBe(keyIn(plan));
  });

  it('a plan that the program showed before it was started anew is confirmed in its message', async () => {
    const plan = await planned('stop api-1');
    await work.stop();
    await work.start();
    await work.presses(plan, 'Confirm');
    const end = await becomes(work, plan, /api-1 .*is stopped/);
    expect(end.ts).toBe(plan.ts);
  });

  it('a form that was opened before the program was started anew is taken after it', async () => {
    const { peer, ines } = work;
    await work.says('disassociate 198.51.100.10', ines);
    const plan = await work.shown('Disassociate 198.51.100.10');
    await work.presses(plan, 'Confirm', ines);
    await work.until(() => peer.modal(ines));
    await work.stop();
    await work.start();
    expect((await peer.submit({ user: ines, values: { typed: '198.51.100.10' } })).errors).toEqual({});
    await becomes(work, plan, /another person must approve/);
  });

  it('typed instead of pressed, confirm and cancel edit the same message, and tell who typed', async () => {
    const { peer, ops, maria } = work;
    const plan = await planned('reboot api-2');
    const cancelled = await planned('reboot indexer');
    const before = peer.messages(ops).length;
    await work.says(`confirm ${keyIn(plan)}`);
    const end = await becomes(work, plan, /is asked to reboot/);
    expect(wordsIn(end)).toContain(`<@${maria.id}>: \`/ec2 confirm ${keyIn(plan)}\``);
    await work.says(`cancel ${keyIn(cancelled)}`);
    await becomes(work, cancelled, /Cancelled/);
    expect(peer.messages(ops).length).toBe(before);
  });

  it('a word typed wrong beside the key is refused in private, and the plan stays', async () => {
    const { peer } = work;
    const plan = await planned('terminate web-1');
    await work.says(`confirm ${keyIn(plan)} web-2`);
    const told = await work.whispered(/web-2.* is not .*web-1.*nothing was done/);
    expect(told.text).toMatch(/^Problem:/);
    expect(peer.current(plan)).toEqual(plan);
  });

  it.each(['confirm', 'cancel'])(
    '%s in private of what a channel saw asked for: the channel sees how it ends, and who said so',
    async (verb) => {
      const { peer, maria } = work;
      const plan = await planned('reboot notebook-2');
      await peer.direct({ user: maria, text: `${verb} ${keyIn(plan)}` });
      const ends = verb === 'confirm' ? /asked to reboot/ : /Cancelled/;
      const end = await becomes(work, plan, ends);
      expect(buttonsOf(end)).not.toContain('Confirm');
      expect(wordsIn(end)).toContain(`<@${maria.id}>: \`/ec2 ${verb} ${keyIn(plan)}\``);
      expect(peer.directMessages(maria).some((one) => ends.test(one.text))).toBe(true);
      expect(peer.thread(plan)).toEqual([]);
    },
  );

  it('a list of plans stays when one of them is pressed there, and the message of that one tells it', async () => {
    const { peer, ops } = work;
    const [one, other] = [await planned('reboot web-1'), await planned('reboot web-2')];
    await work.says('plans share:yes');
    const list = await work.shown('plans wait');
    await work.presses(list, `Cancel ${keyIn(one)}`);
    await becomes(work, one, /Cancelled/);
    expect(peer.current(list)).toEqual(list);
    expect(peer.current(other)).toEqual(other);
    expect(peer.messages(ops).at(-1)).toEqual(list);
  });

  it('in the direct conversation with the bot it is planned, confirmed and followed in one message', async () => {
    const { peer, maria } = work;
    const before = peer.directMessages(maria).filter(({ byApp }) => byApp).length;
    await peer.direct({ user: maria, text: 'start search-eu-1' });
    const plan = await work.until(() =>
      peer.directMessages(maria).find((one) => wordsIn(one).includes('Nothing has happened yet')),
    );
    await work.presses(plan, 'Confirm');
    const end = await becomes(work, plan, /search-eu-1 .*is started/);
    expect(end.ts).toBe(plan.ts);
    expect(peer.directMessages(maria).filter(({ byApp }) => byApp)).toHaveLength(before + 1);
  });

  it('the same by a form, in the direct conversation', async () => {
    const { peer, maria } = work;
    await peer.direct({ user: maria, text: 'stop erp' });
    const plan = await work.until(() =>
      peer.directMessages(maria).findLast((one) => wordsIn(one).includes('Stop erp')),
    );
    await work.presses(plan, 'Confirm');
    await work.until(() => peer.modal(maria));
    await peer.submit({ user: maria, values: { reason: 'it moves tonight' } });
    const waits = await becomes(work, plan, /another person must approve/);
    expect(waits.ts).toBe(plan.ts);
  });

  it('where the bot is no member the plan, and in its place the end, are seen by who asked alone, who is told why', async () => {
    const { peer, maria } = work;
    const secret = peer.world.channel({ name: 'secret', members: [maria], withoutBot: true });
    const plan = await answerTo(work, { user: maria, channel: secret }, () =>
      work.says('start batch-8', maria, secret),
    );
    expect(wordsIn(plan)).toContain('/invite @quartermaster');
    await work.presses(plan, 'Confirm');
    const end = await becomes(work, plan, /batch-8 .*is started/);
    expect(end.onlyFor).toBe(maria.id);
    expect(peer.seenBy(maria, secret)).toHaveLength(1);
    expect(peer.messages(secret)).toEqual([]);
  });
});
