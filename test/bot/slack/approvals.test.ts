import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../../src/core/time.ts';
import type { SlackChannel, SlackUser } from '../../peers/slack/world.ts';
import { becomes, buttonsOf, closeClean, confirmedTermination, keyIn } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

const roles = { operator: ['slack:U0MARIA', 'slack:U0BEN'], approver: ['slack:U0INES', 'slack:U0MARIA'] };

describe.each(modes)('over %s, where an operator asks and an approver must approve', (mode) => {
  let work: Workspace;
  let ben: SlackUser;
  beforeAll(async () => {
    work = await openWorkspace(mode, { env: { QUARTERMASTER_ROLES: JSON.stringify(roles) } });
    ben = work.peer.world.user({ name: 'ben' });
    work.ops.members.add(ben.id);
  });
  afterAll(() => closeClean(work));

  it('confirmed it waits, and approved by another person it is done, in one message', async () => {
    const { peer, ops, ines, maria } = work;
    const before = peer.messages(ops).length;
    const waits = await confirmedTermination(work, 'web-1');
    expect(buttonsOf(waits)).toEqual(['Show', 'Approve', 'Deny', 'Cancel']);
    await work.presses(waits, 'Approve', ines);
    const end = await becomes(work, waits, /web-1 .*is terminated/);
    expect(wordsIn(end)).toContain('maria asked, ines approved.');
    for (const { id } of [maria, ines]) expect(wordsIn(end)).toContain(`<@${id}>`);
    // Nobody hears of an edit: who is wanted and who asked are told below it, and nothing else is.
    const below = await work.until(() => (peer.thread(waits).length > 1 ? peer.thread(waits) : undefined));
    expect(below.map(wordsIn)).toEqual([expect.stringContaining('<@U0INES>'), expect.stringContaining('<@U0MARIA>')]);
    expect(peer.messages(ops).length).toBe(before + 1 + below.length);
  });

  it('denied with a reason in a form it is not done, and the message tells who said no and why', async () => {
    const { peer, ines } = work;
    const waits = await confirmedTermination(work, 'web-2');
    await work.presses(waits, 'Deny', ines);
    await work.until(() => peer.modal(ines));
    await peer.submit({ user: ines, values: { reason: 'the sale is on' } });
    const end = await becomes(work, waits, /ines.* said no/);
    expect(wordsIn(end)).toContain('Reason: the sale is on');
    expect(buttonsOf(end)).toEqual([]);
  });

  it('a no needs no reason', async () => {
    const { peer, ines } = work;
    const waits = await confirmedTermination(work, 'api-1');
    await work.presses(waits, 'Deny', ines);
    await work.until(() => peer.modal(ines));
    await peer.submit({ user: ines });
    await becomes(work, waits, /ines.* said no/);
  });

  it('nobody approves what they asked for themselves, nor without the role: they alone are told, and it goes on waiting', async () => {
    const { peer, maria, ines } = work;
    const waits = await confirmedTermination(work, 'api-2');
    await work.presses(waits, 'Approve', maria);
    expect((await work.whispered(/another person|your own|yourself/i, maria)).text).toMatch(/^Problem:/);
    await work.presses(waits, 'Approve', ben);
    expect((await work.whispered(/approve/, ben)).text).toMatch(/^Problem:/);
    expect(peer.current(waits)).toEqual(waits);
    await work.says(`approve ${keyIn(waits)}`, ines);
    await becomes(work, waits, /api-2 .*is terminated/);
  });

  it('who asked may take it back while it waits', async () => {
    const waits = await confirmedTermination(work, 'indexer');
    await work.presses(waits, 'Cancel');
    await becomes(work, waits, /Cancelled\. Nothing was done/);
  });

  it('approved by nobody in time it is over, in its message and below it', async () => {
    const { peer, ines, maria } = work;
    const waits = await confirmedTermination(work, 'build-runner');
    await work.machine.clock.pass(61 * minuteMs);
    const end = await becomes(work, waits, /Nobody approved in time/);
    expect(buttonsOf(end)).toEqual(['Ask again']);
    const told = await work.until(() => peer.thread(waits).find((one) => wordsIn(one).includes('in time')));
    expect(wordsIn(told)).toContain(`<@${maria.id}>`);
    await peer.press({ user: ines, message: waits, action: 'Approve' }).catch(() => undefined);
    await work.says(`approve ${keyIn(waits)}`, ines);
    expect((await work.whispered(/^Problem:/, ines)).text).toMatch(/ended|too late|over|in time/);
  });
});

describe.each(modes)('over %s, where approvals are asked for in a place of their own', (mode) => {
  let work: Workspace;
  let place: SlackChannel;
  beforeAll(async () => {
    work = await openWorkspace(mode, {
      env: { QUARTERMASTER_ROLES: JSON.stringify(roles), QUARTERMASTER_APPROVALS_PLACE: 'slack:C0APPROVALS' },
    });
    place = work.peer.world.channel({ name: 'approvals', members: [work.ines] });
  });
  afterAll(() => closeClean(work));

  const wanted = (name: string) => work.shown(new RegExp(`wants to terminate .*${name}`), place);

  it('an approval is asked for there, looked at, approved there, and told where it was asked for', async () => {
    const { peer, ines, maria } = work;
    const waits = await confirmedTermination(work, 'web-1');
    const asked = await wanted('web-1');
    expect(wordsIn(asked)).toContain(`<@${maria.id}>`);
    expect(buttonsOf(asked)).toEqual(['Show', 'Approve', 'Deny']);
    await work.presses(asked, 'Show', ines);
    await work.whispered(/volume/i, ines, place);
    await work.presses(asked, 'Approve', ines);
    const there = await becomes(work, asked, /web-1 .*is terminated/);
    expect(buttonsOf(there)).not.toContain('Approve');
    const here = await becomes(work, waits, /web-1 .*is terminated/);
    expect(buttonsOf(here)).not.toContain('Approve');
    const told = await work.until(() => peer.thread(waits).find((one) => wordsIn(one).includes('approved what')));
    expect(wordsIn(told)).toContain(`<@${maria.id}>`);
    expect(wordsIn(told)).toMatch(/ines.* approved what/);
  });

  it('a no there is told where it was asked for', async () => {
    const { peer, ines } = work;
    const waits = await confirmedTermination(work, 'web-2');
    const asked = await wanted('web-2');
    await work.presses(asked, 'Deny', ines);
    await work.until(() => peer.modal(ines));
    await peer.submit({ user: ines, values: { reason: 'it is in use' } });
    await becomes(work, asked, /said no/);
    await becomes(work, waits, /said no.*it is in use/s);
    await work.until(() => peer.thread(waits).some((one) => wordsIn(one).includes('said no')));
  });

  it('approved where it was asked for, the question in the other place is no longer one that is answered', async () => {
    const { ines } = work;
    const waits = await confirmedTermination(work, 'api-1');
    const asked = await wanted('api-1');
    work.ops.members.add(ines.id);
    await work.presses(waits, 'Approve', ines);
    await becomes(work, waits, /api-1 .*is terminated/);
    expect(buttonsOf(await becomes(work, asked, /api-1 .*is terminated/))).not.toContain('Approve');
    await work.says(`approve ${keyIn(waits)}`, ines, place);
    expect((await work.whispered(/^Problem:/, ines, place)).text).toMatch(/confirmed|approved|once|over/);
  });
});
