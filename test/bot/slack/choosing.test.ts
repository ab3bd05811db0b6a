import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../peers/slack/world.ts';
import { becomes, buttonsOf, choicesIn, closeClean, keyIn } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

describe.each(modes)('over %s', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode);
  });
  afterAll(() => closeClean(work));

  async function planned(line: string, title: string): Promise<SlackMessage> {
    const { peer, ops } = work;
    const before = peer.messages(ops).length;
    await work.says(line);
    return work.until(() => peer.messages(ops).find((one, at) => at >= before && one.text.includes(title)));
  }
  const choose = (message: SlackMessage, option: string | readonly string[], user = work.maria) =>
    work.peer.select({ user, message, action: 'Choose', option });

  it('targets of a plan are left out: the message has a new plan with a new key, and the old key is dead', async () => {
    const { peer, ops } = work;
    const plan = await planned('stop web-1 web-2 api-1', 'Stop 3 instances?');
    const [first, second, third] = choicesIn(plan);
    expect(third).toMatch(/^i-/);
    await choose(plan, [first ?? '', second ?? '']);
    const next = await becomes(work, plan, /Stop 2 instances\?/);
    expect(keyIn(next)).not.toBe(keyIn(plan));
    expect(choicesIn(next)).toEqual([first, second]);
    await work.says(`confirm ${keyIn(plan)}`);
    expect((await work.whispered(/^Problem:/)).text).toMatch(/cancelled/i);
    await work.presses(next, 'Confirm');
    const end = await becomes(work, plan, /All 2 instances are stopped/);
    expect(end.ts).toBe(plan.ts);
    expect(peer.messages(ops)).toHaveLength(1);
  });

  it('with nothing left the plan is cancelled', async () => {
    const plan = await planned('reboot api-2 indexer', 'Reboot 2 instances?');
    await choose(plan, []);
    const end = await becomes(work, plan, /Cancelled\. Nothing was done/);
    expect(buttonsOf(end)).toEqual([]);
  });

  it('where what is left cannot be planned, the message says so: its plan is over', async () => {
    const plan = await planned('reboot web-2 build-runner', 'Reboot 2 instances?');
    await work.says('freeze on reason:"the sale is on"');
    await work.shown('frozen');
    await choose(plan, choicesIn(plan).slice(1));
    const end = await becomes(work, plan, /frozen/);
    expect(end.text).toMatch(/^Problem:/);
    expect(buttonsOf(end)).not.toContain('Confirm');
    await work.says('freeze off');
    await work.shown(/freeze.* (over|ended|off)/i);
  });

  it('nobody takes something out of the plan of another', async () => {
    const { peer, ines } = work;
    const plan = await planned('reboot api-2 indexer', 'Reboot 2 instances?');
    await choose(plan, choicesIn(plan).slice(1), ines);
    expect((await work.whispered(/^Problem:/, ines)).text).toMatch(/maria/);
    expect(peer.current(plan)?.text).toBe(plan.text);
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /asked to reboot/);
  });

  it('a name that several have is chosen among them, and what was asked goes on: the plan is posted', async () => {
    const { peer, ops, maria } = work;
    const before = peer.messages(ops).length;
    await work.says('stop scratch');
    const ask = await work.whispered('Which one?');
    expect(choicesIn(ask)).toHaveLength(2);
    expect(peer.messages(ops)).toHaveLength(before);
    await choose(ask, running(ask));
    const plan = await work.shown('Stop scratch');
    expect(plan.ts).not.toBe(ask.ts);
    await work.until(() => peer.current(ask) === undefined);
    expect(peer.seenBy(maria, ops).some(({ ts }) => ts === ask.ts)).toBe(false);
    await work.presses(plan, 'Cancel');
    await becomes(work, plan, /Cancelled/);
  });

  it('of what is only looked at, the answer takes the place of the question', async () => {
    const { peer, ops } = work;
    const before = peer.messages(ops).length;
    await work.says('show scratch');
    const ask = await work.whispered(/"before\\":\\"show /);
    await choose(ask, choicesIn(ask)[0] ?? '');
    const answer = await becomes(work, ask, /t3\.small/);
    expect(answer.onlyFor).toBe(work.maria.id);
    expect(choicesIn(answer)).toEqual([]);
    expect(peer.messages(ops)).toHaveLength(before);
  });

  it('in a direct conversation too, where the plan takes the place of the question', async () => {
    const { peer, maria } = work;
    await peer.direct({ user: maria, text: 'stop scratch' });
    const ask = await work.until(() => peer.directMessages(maria).find((one) => wordsIn(one).includes('Which one?')));
    await choose(ask, running(ask));
    const plan = await becomes(work, ask, /Stop scratch/);
    await work.presses(plan, 'Cancel');
    await becomes(work, ask, /Cancelled/);
  });

  /** The one of the machines so called that runs. */
  function running(message: SlackMessage): string {
    const id = /(i-[0-9a-f]+)[^i]*?running/.exec(message.text)?.[1];
    return choicesIn(message).find((value) => value === id) ?? '';
  }
});
