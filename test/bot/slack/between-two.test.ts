import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackChannel } from '../../peers/slack/world.ts';
import { answerTo, becomes, buttonsOf, closeClean } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

describe.each(modes)('over %s, in a conversation of two people, where the bot is not', (mode) => {
  let work: Workspace;
  let two: SlackChannel;
  beforeAll(async () => {
    work = await openWorkspace(mode);
    const { peer, maria, ines } = work;
    two = {
      id: 'D0TWO',
      name: 'directmessage',
      kind: 'im',
      members: new Set([maria.id, ines.id]),
      archived: false,
      external: false,
    };
    peer.world.channels.set(two.id, two);
  });
  afterAll(() => closeClean(work));

  const said = (line: string) =>
    answerTo(work, { user: work.maria, channel: two }, () => work.says(line, work.maria, two));
  const unseen = () => expect(work.peer.messages(two).filter(({ byApp }) => byApp)).toEqual([]);

  it('what is looked at is shown there to who asked alone', async () => {
    const { peer, maria, ines } = work;
    const told = await said('show web-1');
    expect(wordsIn(told)).toContain('web-1');
    expect(told.onlyFor).toBe(maria.id);
    expect(buttonsOf(told)).not.toContain('Share in channel');
    expect(peer.seenBy(ines, two)).toEqual([]);
    expect(peer.directMessages(maria)).toEqual([]);
    unseen();
  });

  it('a change is planned and confirmed in the conversation with the bot, and who asked is told so', async () => {
    const { peer, maria } = work;
    await work.says('stop web-1', maria, two);
    const plan = await work.until(() => peer.directMessages(maria).find((one) => one.text.includes('Stop web-1')));
    await work.whispered('The answer is in your direct conversation with me', maria, two);
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /web-1 .*is stopped/);
    unseen();
  });

  it('a press of a button there is answered there in private, and a change from it in the conversation with the bot', async () => {
    const { peer, maria } = work;
    const told = await said('show web-2');
    await work.presses(told, 'Reboot');
    const plan = await work.until(() => peer.directMessages(maria).find((one) => one.text.includes('Reboot web-2')));
    await work.presses(plan, 'Cancel');
    await becomes(work, plan, /Cancelled/);
    unseen();
  });

  it('a list turns its pages there', async () => {
    const page = await said('list');
    await work.presses(page, 'More');
    await becomes(work, page, /page 2 of/);
    unseen();
  });

  it('what a message there names is looked up there', async () => {
    const { peer, maria, ines } = work;
    const message = peer.says({ user: ines, channel: two, text: 'is i-612f7a0edd33d5c1a yours?' });
    const told = await answerTo(work, { user: maria, channel: two }, () =>
      peer.shortcut({ user: maria, message, callbackId: 'look_up' }),
    );
    expect(wordsIn(told)).toContain('web-2');
    expect(peer.seenBy(ines, two)).toEqual([message]);
  });

  it('a form that is sent from there is answered in the conversation with the bot, and who sent it is told so; the list stays', async () => {
    const { peer, maria } = work;
    const list = await said('leftovers');
    const label = buttonsOf(list).find((one) => one.startsWith('Keep')) ?? '';
    await peer.press({ user: maria, message: list, action: label });
    await work.until(() => peer.modal(maria));
    const told = await answerTo(work, { user: maria, channel: two }, () =>
      peer.submit({ user: maria, values: { reason: 'wanted' } }),
    );
    expect(told.text).toContain('The answer is in your direct conversation with me');
    await work.until(() => peer.directMessages(maria).some((one) => /kept/i.test(one.text)));
    expect(peer.current(list)).toEqual(list);
  });

  it('what is wrong is told there', async () => {
    expect(wordsIn(await said('stop nobody-1'))).toMatch(/No instance matches .*nobody-1/);
    unseen();
  });

  it('rows asked for as CSV come into the conversation with the bot', async () => {
    const { peer, maria } = work;
    expect((await said('list as:csv')).text).toContain('The file is in your direct conversation with me');
    expect(peer.directMessages(maria).some(({ files }) => files.length > 0)).toBe(true);
    unseen();
  });
});

describe.each(modes)('over %s, in the conversation with the bot', (mode) => {
  it('a slash command is answered by messages that stay, and nobody is told where they are', async () => {
    const work = await openWorkspace(mode);
    const { peer, maria } = work;
    const own = peer.world.im(maria.id);
    await work.says('stop web-1', maria, own);
    const plan = await work.until(() => peer.directMessages(maria).find((one) => one.text.includes('Stop web-1')));
    expect(plan.onlyFor).toBeUndefined();
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /web-1 .*is stopped/);
    expect(peer.directMessages(maria)).toHaveLength(1);
    await closeClean(work);
  });
});
