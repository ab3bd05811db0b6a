import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo, becomes, buttonsOf, closeClean } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

describe.each(modes)('over %s', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode);
  });
  afterAll(() => closeClean(work));

  const said = (line: string) => answerTo(work, { user: work.maria, channel: work.ops }, () => work.says(line));

  it('another page of a list takes the place of the one that was turned, for who asked alone', async () => {
    const { peer, ops, maria } = work;
    const page = await said('list');
    expect(page.text).toContain('page 1 of');
    await work.presses(page, 'More');
    const second = await becomes(work, page, /page 2 of/);
    expect(second.onlyFor).toBe(maria.id);
    await work.presses(second, 'Back');
    await becomes(work, page, /page 1 of/);
    expect(peer.messages(ops)).toEqual([]);
    expect(peer.seenBy(maria, ops)).toHaveLength(1);
  });

  it('an answer is shared by its button: everybody sees it, and who shared it', async () => {
    const { peer, ops, maria } = work;
    const own = await said('show web-1');
    expect(buttonsOf(own)).toContain('Share in channel');
    await work.presses(own, 'Share in channel');
    const shared = await work.shown('web-1');
    expect(wordsIn(shared)).toContain(`<@${maria.id}>`);
    expect(buttonsOf(shared)).not.toContain('Share in channel');
    expect(peer.messages(ops)).toEqual([shared]);
    await work.until(() => peer.current(own) === undefined);
  });

  it('what could not be shared where the bot is no member can be shared when it is', async () => {
    const { peer, ops, maria } = work;
    const everybody = peer.messages(ops).length;
    ops.members.delete(peer.world.app.userId);
    const own = await said('show web-2');
    await work.presses(own, 'Share in channel');
    const kept = await becomes(work, own, /no member of this channel.*share it again/s);
    expect(wordsIn(kept)).not.toContain('what is changed');
    expect(kept.onlyFor).toBe(maria.id);
    ops.members.add(peer.world.app.userId);
    await work.presses(kept, 'Share in channel');
    const shared = await work.shown('web-2');
    expect(peer.messages(ops).slice(everybody)).toEqual([shared]);
    expect(buttonsOf(shared)).not.toContain('Share in channel');
    await work.until(() => peer.current(own) === undefined);
  });

  it('share:yes shares at once, and nobody gets a second answer in private', async () => {
    const { peer, ops, maria } = work;
    const before = peer.seenBy(maria, ops).length;
    await work.says('price m5.large share:yes');
    await work.shown('m5.large costs');
    expect(peer.seenBy(maria, ops)).toHaveLength(before + 1);
  });

  it('what cannot be answered is not shared', async () => {
    const { peer, ops } = work;
    const before = peer.messages(ops).length;
    const told = await said('show nobody-1 share:yes');
    expect(told.text).toContain('No instance matches');
    expect(told.onlyFor).toBe(work.maria.id);
    expect(buttonsOf(told)).not.toContain('Share in channel');
    expect(peer.messages(ops)).toHaveLength(before);
  });

  it('a plan is seen by everybody anyhow: share:yes beside it changes nothing', async () => {
    await work.says('stop web-2 share:yes');
    await work.shown('Stop web-2');
  });

  it('in the direct conversation there is nobody to share with', async () => {
    const { peer, maria } = work;
    await peer.direct({ user: maria, text: 'show web-1' });
    const answer = await work.until(() => peer.directMessages(maria).find(({ byApp }) => byApp));
    expect(buttonsOf(answer)).not.toContain('Share in channel');
  });
});
