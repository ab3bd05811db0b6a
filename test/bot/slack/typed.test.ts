import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo, becomes, buttonsOf, closeClean } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

/** What Slack hands over of what people type, and the words of its answer. */
const typed: readonly (readonly [what: string, text: string, answer: string | RegExp])[] = [
  ['smart quotes around a word', 'show “web-1”', 'web-1'],
  ['single smart quotes', 'show ‘web-2’', 'web-2'],
  ['a dash of a telephone for a hyphen', 'show web–1', /web-1.*i-c4719afa76fa448b5/s],
  ['two dashes made into one before a flag', 'list —state running', /instances/],
  ['a non-breaking space', 'show\u00a0web-1', 'i-c4719afa76fa448b5'],
  ['a domain that was made a link', 'lookup <http://db-1.dev|db-1.dev>', /db-1\.dev/],
  [
    'an address of mail that was made a link',
    'list owner:<mailto:maria@example.com|maria@example.com>',
    /maria@example\.com/,
  ],
  ['an address with its port', 'addresses <tel:198.51.100.38|198.51.100.38>', '198.51.100.38'],
  ['a person who is mentioned', 'audit who:<@U0MARIA|maria>', /entr|Nothing/],
  ['a piece of code', '`show web-1`', 'i-c4719afa76fa448b5'],
  ['one word in code', 'show `web-1`', 'i-c4719afa76fa448b5'],
  ['the command of the slash before it', '/ec2 show web-1', 'i-c4719afa76fa448b5'],
  ['capitals of a telephone', 'Show web-1', 'i-c4719afa76fa448b5'],
  ['entities', 'show web-1 &amp;', /&amp;amp;|&amp;|unknown|no /i],
];

describe.each(modes)('over %s', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode);
  });
  afterAll(() => closeClean(work));

  const said = (text: string) => answerTo(work, { user: work.maria, channel: work.ops }, () => work.says(text));

  it.each(typed)('is read as it was meant: %s', async (_, text, answer) => {
    const told = await said(text);
    expect(wordsIn(told)).toMatch(answer);
    expect(wordsIn(told)).not.toMatch(/<http|<mailto|<tel|U0MARIA\|/);
  });

  it('the command alone opens help, whose buttons go on', async () => {
    const { maria, ops } = work;
    const help = await said('');
    expect(wordsIn(help)).toContain('/ec2 help');
    expect(buttonsOf(help).length).toBeGreaterThan(2);
    const label = buttonsOf(help).find((one) => /list/i.test(one)) ?? '';
    const list = await answerTo(work, { user: maria, channel: ops }, () => work.presses(help, label));
    expect(list.text).toMatch(/instances/);
  });

  it('a word that goes after a line asks alone what it means, and shares nothing', async () => {
    const { peer, ops } = work;
    const before = peer.messages(ops).length;
    expect(wordsIn(await said('share:yes'))).toContain('After a line that only looks');
    expect(wordsIn(await said('as:csv'))).toContain('After a line that tells a table');
    expect(peer.messages(ops)).toHaveLength(before);
  });

  it('the help that the command alone opens can be shared by its button', async () => {
    await work.presses(await said(''), 'Share in channel');
    await work.shown('What is said most');
  });

  it('what no command begins with is asked back, in private, with what may have been meant', async () => {
    const told = await said('shwo web-1');
    expect(told.text).toMatch(/^Problem:/);
    expect(wordsIn(told)).toContain('show');
  });

  it.each([
    ['show web-1', 'i-c4719afa76fa448b5'],
    [' /EC2  show web-1', 'i-c4719afa76fa448b5'],
    ['/ec2', '/ec2 help'],
    ['hello!', 'Hello!'],
    ['', '/ec2 help'],
  ])('mentioned in the channel with “%s” the bot answers who mentioned it alone', async (text, answer) => {
    const { peer, ops, ines } = work;
    const told = await answerTo(work, { user: ines, channel: ops }, () =>
      peer.mention({ user: ines, channel: ops, text }),
    );
    expect(wordsIn(told)).toContain(answer);
    expect(told.onlyFor).toBe(ines.id);
  });

  it('mentioned in a thread, the answer and the plan are there', async () => {
    const { peer, ops, ines } = work;
    const top = peer.says({ user: ines, channel: ops, text: 'web-1 is slow' });
    const told = await answerTo(work, { user: ines, channel: ops }, () =>
      peer.mention({ user: ines, channel: ops, text: 'show web-1', threadTs: top.ts }),
    );
    expect(wordsIn(told)).toContain('web-1');
    expect(told).toMatchObject({ onlyFor: ines.id, threadTs: top.ts });
    await peer.mention({ user: ines, channel: ops, text: 'reboot web-1', threadTs: top.ts });
    const plan = await work.until(() => peer.thread(top).find(({ byApp }) => byApp));
    expect(plan.text).toContain('Reboot web-1');
    await work.presses(plan, 'Confirm', ines);
    await becomes(work, plan, /asked to reboot/);
  });

  it.each([
    ['file_share', 'whoami', true],
    ['thread_broadcast', 'whoami', true],
    ['file_share', '', false],
    ['message_changed', 'whoami', false],
    ['channel_topic', 'whoami', false],
  ])('a direct message of the subtype %s that says “%s” is heard: %s', async (subtype, text, heard) => {
    const { peer, maria } = work;
    const channel = peer.world.im(maria.id);
    const before = peer.directMessages(maria).length;
    const ts = peer.world.ts();
    await peer.event({ type: 'message', channel_type: 'im', subtype, user: maria.id, channel: channel.id, text, ts });
    // What is said next is answered after it.
    await peer.direct({ user: maria, text: 'explain spot' });
    await work.until(() =>
      peer.directMessages(maria).find((one, at) => at >= before && one.byApp && /spot/i.test(one.text)),
    );
    await work.machine.clock.pass(1_000);
    await peer.settled();
    const answers = peer
      .directMessages(maria)
      .slice(before)
      .filter(({ byApp }) => byApp);
    expect(answers).toHaveLength(heard ? 2 : 1);
  });

  it.each([
    ['list stopped', /stopped/],
    ['price m5.large', /m5\.large costs/],
    ['`explain spot`', /spot/i],
    ['whoami', /slack:U0INES/],
  ])('in the direct conversation “%s” is answered with a message that stays', async (text, answer) => {
    const { peer, ines } = work;
    const told = await answerTo(work, { user: ines, channel: peer.world.im(ines.id) }, () =>
      peer.direct({ user: ines, text }),
    );
    expect(wordsIn(told)).toMatch(answer);
    expect(told.onlyFor).toBeUndefined();
  });
});
